// Reads the article behind one item and commits it: what was read, or what stands in for it and when it is read again.
import { addMinutes } from '../core/clock.ts'
import type { Clock } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { StageNote } from '../core/types.ts'
import type { HttpClient } from '../net/http.ts'
import { beginReading, readArticleOfUrl, readAttempts, saveArticle, saveStandIn } from '../store/articles.ts'
import type { Store } from '../store/engine/database.ts'
import type { ArticleTable } from '../store/engine/schema.ts'
import { type ItemRow, itemOf } from '../store/items.ts'
import { type ArticleReading, fetchArticle, type FetchOptions } from './fetch-article.ts'
import type { ArticleReader } from './reading-threads.ts'

/** What reading one item takes. */
export interface ReadingDeps {
  readonly store: Store
  readonly http: HttpClient
  readonly reader: ArticleReader
  readonly clock: Clock
  readonly log: Log
  /** Names this process in claims. */
  readonly worker: string
  readonly summary: { readonly sentences: number; readonly points: number }
}

/** A page that could not be read is asked for again after these minutes; then its stand-in stays. */
const RETRY_MINUTES = [30, 240]

function rowOf(item: ItemRow, { article, error }: ArticleReading, attempts: number, deps: ReadingDeps): ArticleTable {
  const now = deps.clock.now()
  const retryMinutes = error?.retryable ? RETRY_MINUTES[attempts - 1] : undefined
  return {
    item_id: item.id,
    state: error ? 'failed' : 'read',
    attempts,
    next_attempt_at: retryMinutes === undefined ? null : addMinutes(now, retryMinutes),
    error_code: error?.code ?? null,
    error: error?.message ?? null,
    url: article.url,
    title: article.title,
    byline: article.byline,
    site_name: article.siteName,
    language: article.language,
    html: article.html,
    text: article.text,
    words: article.words,
    reading_minutes: article.readingMinutes,
    lead: article.summary.lead,
    points: JSON.stringify(article.summary.points),
    summary_method: article.summary.method,
    source_spans: JSON.stringify(article.summary.sourceSpans),
    pdf_url: article.pdfUrl,
    image: article.image,
    published_at: article.publishedAt,
    method: article.method,
    confidence: article.confidence,
    confidence_reasons: JSON.stringify(article.confidenceReasons),
    extracted_at: now,
  }
}

/** How the articles of a source are read. */
export type ReadingWays = Pick<FetchOptions, 'fullText' | 'selector' | 'proxy'>

/** Those of a source that says nothing of it. */
export const usualWays: ReadingWays = { fullText: true, selector: null }

/** Reads one item's article and commits it; the same link read for another source is taken over without asking again. */
export async function extractItem(
  deps: ReadingDeps,
  item: ItemRow,
  ways: ReadingWays,
  spend: (cpuMs: number) => void = () => undefined,
): Promise<StageNote | null> {
  const { db } = deps.store
  const sharedUrl = ways.fullText && ways.selector === null ? item.url : null
  const known = sharedUrl === null ? null : await readArticleOfUrl(db, sharedUrl)
  if (known) {
    await saveArticle(db, { ...known, item_id: item.id, extracted_at: deps.clock.now() })
    return null
  }
  const attempts = (await readAttempts(db, item.id)) + 1
  await beginReading(db, item.id, deps.worker, deps.clock.now())
  const { http, reader, summary } = deps
  const reading = await fetchArticle(itemOf(item), { http, reader, summary, spend, ...ways })
  return saveReading(deps, item, reading, attempts)
}

/** Commits what an item came to; answers what failed. */
async function saveReading(
  deps: ReadingDeps,
  item: ItemRow,
  reading: ArticleReading,
  attempts: number,
): Promise<StageNote | null> {
  await saveArticle(deps.store.db, rowOf(item, reading, attempts, deps))
  deps.log.debug('read', {
    item: item.raw_url ?? item.guid,
    method: reading.article.method,
    confidence: reading.article.confidence,
    error: reading.error?.code ?? null,
  })
  if (!reading.error) return null
  const { code, message, hint } = reading.error
  return { level: 'failed', subject: item.raw_url ?? item.title, code, message, hint }
}

/**
 * Lets the words of its feed stand for an item that nobody has read in time; where the issue does not take it, it is read later. Answers
 * whether it was needed.
 */
export async function standIn(deps: ReadingDeps, row: ItemRow): Promise<boolean> {
  const { http, reader, summary } = deps
  const { article } = await fetchArticle(itemOf(row), { http, reader, summary, fullText: false, selector: null })
  const error = new WeeklyError('ARTICLE_LATE', `${row.raw_url ?? row.guid} was not read in time for its issue`, {
    hint: 'The story stands with the words of its feed.',
    retryable: true,
  })
  return saveStandIn(deps.store.db, rowOf(row, { article, error }, 1, deps))
}

/** Reading that has begun this often and never ended is not begun again: it ends the process. */
export const MAX_BEGUN = 2

/** Saves the title alone for an item whose reading has ended the process. */
export async function giveUp(deps: ReadingDeps, row: ItemRow): Promise<StageNote | null> {
  const item = { ...itemOf(row), contentHtml: null, summaryHtml: null }
  const article = await deps.reader.read({ item, page: null, selector: null, summary: deps.summary })
  const error = new WeeklyError(
    'ARTICLE_TOO_COSTLY',
    `reading ${row.raw_url ?? row.guid} has begun ${MAX_BEGUN} times and never ended`,
    { hint: 'The story stands with its title; the process may have been killed for the memory that it took.' },
  )
  return saveReading(deps, row, { article, error }, MAX_BEGUN + 1)
}
