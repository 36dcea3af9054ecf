// Measures what is read of articles' pages: body, title, author and date; of the bench's own pages, the fixtures, and sets from outside.
import { readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { extractArticle, WeeklyError, type ExtractedArticle } from '../../../src/library.ts'
import { readRows, textOf } from '../jsonl.ts'
import { meanOf, type Score } from '../score.ts'
import { compareBodies, scoreBodies } from '../scorers/bodies.ts'
import { namesIn } from '../scorers/facts.ts'
import { type KnownPage, writeKnownPages } from '../write-page.ts'

const fixtures = join(import.meta.dirname, '..', '..', '..', 'test', 'fixtures')
const EACH_LAYOUT = 3

/** The article of a page; null when the page gives none. */
function read(html: Uint8Array | string, url: string): ExtractedArticle | null {
  try {
    return extractArticle(html, { url })
  } catch (error) {
    if (error instanceof WeeklyError) return null
    throw error
  }
}

/** The share of pages that print a fact whose article has it. */
function scoreFact(
  name: string,
  pages: readonly KnownPage[],
  articles: readonly (ExtractedArticle | null)[],
  compare: (page: KnownPage, article: ExtractedArticle) => readonly [wanted: string | null, read: string | null],
): Score {
  const judged = pages.flatMap((page, i) => {
    const article = articles[i] ?? null
    const [wanted, found] = article === null ? [page.title, null] : compare(page, article)
    return wanted === null ? [] : Number(wanted === found)
  })
  const base = { matter: 'articles', unit: 'share', better: 'more' } as const
  return { ...base, name: `${name} right`, value: meanOf(judged), cases: judged.length }
}

function measureOwnPages(): readonly Score[] {
  const pages = writeKnownPages(EACH_LAYOUT)
  const articles = pages.map(({ html, url }) => read(html, url))
  const compared = pages.map(({ text }, i) => compareBodies(text, articles[i]?.text ?? ''))
  return [
    ...scoreBodies('articles', compared),
    scoreFact('title', pages, articles, ({ title }, article) => [title, article.title]),
    scoreFact('author', pages, articles, ({ author }, { byline }) => [author, namesIn(byline ?? '').join()]),
    scoreFact('date', pages, articles, ({ date }, { publishedAt }) => [date, publishedAt?.slice(0, 10) ?? null]),
  ]
}

/** The pages that the tests hold letter by letter: here a change that they would all have to follow shows how far it goes. */
function measureFixtures(): readonly Score[] {
  const addresses = JSON.parse(readFileSync(join(fixtures, 'pages.json'), 'utf8')) as Readonly<Record<string, string>>
  const compared = Object.entries(addresses).flatMap(([name, url]) => {
    const golden = JSON.parse(readFileSync(join(fixtures, 'pages', `${name}.json`), 'utf8')) as {
      readonly text?: string
    }
    if (golden.text === undefined) return []
    return compareBodies(golden.text, read(readFileSync(join(fixtures, 'pages', `${name}.html`)), url)?.text ?? '')
  })
  return scoreBodies('articles of the tests', compared)
}

/** Measures the bench's own pages and the fixtures of the tests. */
export function measureArticles(): readonly Score[] {
  return [...measureOwnPages(), ...measureFixtures()]
}

/**
 * Measures a folder with `truth.jsonl`, a page a line: `{ set, page, url, text, author, date }`, `page` the path of its HTML in the
 * folder, perhaps gzipped. Each `set` is a matter of its own.
 */
export function measureOutsideArticles(folder: string): readonly Score[] {
  const sets = Map.groupBy(readRows(join(folder, 'truth.jsonl')), row => textOf(row, 'set'))
  return [...sets].flatMap(([set, rows]): Score[] => {
    const articles = rows.map(row => {
      const bytes = readFileSync(join(folder, textOf(row, 'page')))
      return read(textOf(row, 'page').endsWith('.gz') ? gunzipSync(bytes) : bytes, textOf(row, 'url'))
    })
    const matter = `articles (${basename(folder)} ${set})`
    const dated = rows.map(
      (row, i) => [textOf(row, 'date').slice(0, 10), articles[i]?.publishedAt?.slice(0, 10)] as const,
    )
    const known = dated.filter(([date]) => date !== '')
    const right = meanOf(known.map(([wanted, found]) => Number(wanted === found)))
    const dates: Score = {
      matter,
      name: 'date right',
      unit: 'share',
      better: 'more',
      value: right,
      cases: known.length,
    }
    const bodies = scoreBodies(
      matter,
      rows.map((row, i) => compareBodies(textOf(row, 'text'), articles[i]?.text ?? '')),
    )
    return [...bodies, ...(known.length > 0 ? [dates] : [])].map(score => ({ ...score, isFromOutside: true }))
  })
}
