// Items and tasks for tests of reading.
import type { Instant, Item } from '../../src/core/types.ts'
import { type FetchedPage, readArticle, type ReadingTask } from '../../src/extract/read-article.ts'
import type { ArticleReader } from '../../src/extract/reading-threads.ts'

/** An item of a feed that says nothing but its title and link. */
export function anItem(fields: Partial<Item> = {}): Item {
  return {
    id: 1,
    sourceId: 1,
    guid: 'one',
    rawUrl: 'https://a.example/walls',
    url: 'https://a.example/walls',
    title: 'Walls between containers',
    authors: [],
    publishedAt: null,
    firstSeenAt: '2016-12-08T00:00:00.000Z' as Instant,
    entersAt: null,
    language: null,
    summaryHtml: null,
    contentHtml: null,
    enclosures: [],
    image: null,
    ...fields,
  }
}

/** A page as the network gives it. */
export function aFetchedPage(body: string | Uint8Array, fields: Partial<FetchedPage> = {}): FetchedPage {
  return {
    url: 'https://a.example/walls',
    contentType: 'text/html',
    body: new Uint8Array(Buffer.from(body)),
    ...fields,
  }
}

/** A task to read the item's own words; `page` makes it one to read a page. */
export function aTask(fields: Partial<ReadingTask> = {}): ReadingTask {
  return { item: anItem(), page: null, selector: null, summary: { sentences: 2, points: 2 }, ...fields }
}

/** Reads without threads. */
export const readerHere: ArticleReader = {
  read: readArticle,
  rest: () => Promise.resolve(),
  close: () => Promise.resolve(),
}

const sentences = [
  'Containers share the kernel of their host, and a fault in it is a fault in all of them at once.',
  'A small hypervisor puts a second wall around each group, at a price of forty milliseconds and some memory.',
  'The authors measured twelve workloads on both, and found the difference to be under three per cent.',
  'What remains is the question of who keeps the second kernel up to date, and how one would know.',
]

/** So many paragraphs of prose as HTML, each of its own. */
export const paragraphs = (count: number): string =>
  Array.from({ length: count }, (_, at) => `<p>In part ${at + 1}: ${sentences.join(' ')}</p>`).join('\n')
