// Which way an item is read: whether its page is asked for, and what stands in when that fails.
import { expect, test } from 'vitest'
import { WeeklyError } from '../../src/core/errors.ts'
import type { Item } from '../../src/core/types.ts'
import { fetchArticle, type FetchOptions } from '../../src/extract/fetch-article.ts'
import { type ReadingTask, readArticle } from '../../src/extract/read-article.ts'
import type { FetchResult, HttpClient } from '../../src/net/http.ts'
import { anItem, paragraphs } from './items.ts'

const answerOf = (body: string, status = 200): FetchResult => ({
  url: 'https://a.example/walls',
  status,
  headers: { 'content-type': 'text/html' },
  body: Buffer.from(body),
  hops: [],
  truncated: false,
  wireBytes: 0,
  ms: 0,
  etag: null,
  lastModified: null,
})

/** Reads in this thread; what is asked for and read is noted. */
function openWays(answer: FetchResult, refuse: (task: ReadingTask) => boolean = () => false) {
  const asked: string[] = []
  const http = {
    fetch: ({ url }: { url: string }) => {
      asked.push(url)
      return Promise.resolve(answer)
    },
  } as unknown as HttpClient
  const reader = {
    read: (task: ReadingTask) =>
      refuse(task) ? Promise.reject(new WeeklyError('ARTICLE_TOO_COSTLY', 'too much')) : readArticle(task),
    rest: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  const read = (item: Item, options: Partial<FetchOptions> = {}) =>
    fetchArticle(item, {
      http,
      reader,
      fullText: true,
      selector: null,
      summary: { sentences: 2, points: 2 },
      ...options,
    })
  return { asked, read }
}

const page = `<title>Walls</title><article>${paragraphs(12)}</article>`
const whole = anItem({ contentHtml: paragraphs(10) })

test.each<[string, Item, Partial<FetchOptions>, string, boolean]>([
  ["a feed's full text is enough", whole, {}, 'feed', false],
  ['an excerpt is not', anItem({ summaryHtml: paragraphs(1) }), {}, 'page', true],
  [
    'a full text that is cut off is not',
    anItem({ contentHtml: `${paragraphs(10)}<p>Read more …</p>` }),
    {},
    'page',
    true,
  ],
  ["a full text is not when the source names the article's part", whole, { selector: 'article' }, 'selector', true],
  [
    'an excerpt is when the source says so',
    anItem({ summaryHtml: paragraphs(1) }),
    { fullText: false },
    'excerpt',
    false,
  ],
  ['a link that several items share is the article of none', anItem({ url: null }), {}, 'excerpt', false],
  [
    'an episode leads to its sound, which is not read',
    anItem({ enclosures: [{ url: 'https://a.example/walls', type: 'audio/mpeg', lengthBytes: null }] }),
    {},
    'excerpt',
    false,
  ],
  ['an item without a link has nothing else', anItem({ rawUrl: null }), {}, 'excerpt', false],
])('%s', async (_name, item, options, method, isAsked) => {
  const { asked, read } = openWays(answerOf(page))
  expect((await read(item, options)).article.method).toBe(method)
  expect(asked).toHaveLength(isAsked ? 1 : 0)
})

test.each([
  ['a page that is gone', openWays(answerOf('', 404)), 'FETCH_HTTP_STATUS'],
  ['a page without text', openWays(answerOf('<script>start()</script>')), 'ARTICLE_UNREADABLE'],
  ['a page that takes too much', openWays(answerOf(page), task => task.page !== null), 'ARTICLE_TOO_COSTLY'],
])('%s leaves the words of the feed, and says why', async (_name, { read }, code) => {
  const { article, error } = await read(anItem({ summaryHtml: '<p>What the feed says of it, in so many words.</p>' }))
  expect(article).toMatchObject({ method: 'excerpt', text: 'What the feed says of it, in so many words.' })
  expect(error?.code).toBe(code)
})

test('a page is asked for over the proxy of its source', async () => {
  const asked: unknown[] = []
  const http = {
    fetch: (request: { readonly proxy?: string }) => {
      asked.push(request.proxy)
      return Promise.resolve(answerOf(page))
    },
  } as unknown as HttpClient
  const reader = { read: readArticle, rest: () => Promise.resolve(), close: () => Promise.resolve() }
  const ways = { http, reader, fullText: true, selector: null, summary: { sentences: 2, points: 2 } }
  await fetchArticle(anItem(), { ...ways, proxy: 'socks5://u:secret@127.0.0.1:1080' })
  await fetchArticle(anItem(), ways)
  expect(asked).toEqual(['socks5://u:secret@127.0.0.1:1080', undefined])
})

test('an episode takes as long as it plays', async () => {
  const rawUrl = 'https://media.example/ep1.mp3'
  const enclosures = [{ url: rawUrl, type: null, lengthBytes: null, durationSeconds: 3_723 }]
  const { asked, read } = openWays(answerOf(page))
  const { article } = await read(
    anItem({ rawUrl, url: rawUrl, enclosures, summaryHtml: '<p>What a scheduler does.</p>' }),
  )
  expect(article).toMatchObject({ readingMinutes: 62, url: rawUrl })
  expect(asked).toEqual([])
})

test('a feed whose own words take too much leaves the title', async () => {
  const { read } = openWays(answerOf(page), ({ item }) => item.contentHtml !== null)
  const { article, error } = await read(whole, { fullText: false })
  expect(article).toMatchObject({ title: 'Walls between containers', text: '' })
  expect(error?.code).toBe('ARTICLE_TOO_COSTLY')
})

test.each([
  [403, true],
  [404, true],
  [410, false],
  [429, true],
  [451, false],
  [503, true],
])('an answer of %i is asked for again: %s', async (status, retryable) => {
  expect((await openWays(answerOf('', status)).read(anItem())).error?.retryable).toBe(retryable)
})

test('a wall leaves the story with the words of its feed, and is told', async () => {
  const item = anItem({ summaryHtml: 'Six measurements of what stands between two containers on one host.' })
  const wall = answerOf('<title>Just a moment...</title><p>Verifying you are human. This may take a few seconds.</p>')
  const { article, error } = await openWays(wall).read(item)
  expect(article).toMatchObject({ method: 'excerpt', summary: { lead: item.summaryHtml } })
  expect(article.text).not.toMatch(/human/)
  expect(error?.code).toBe('ARTICLE_WALLED')
})
