// Second stage: reads the article behind every item that may enter an issue. Called by app/run.ts and `weekly extract`.
import { addMinutes } from '../core/clock.ts'
import type { Clock } from '../core/clock.ts'
import type { Log } from '../core/log.ts'
import { finishOrLeave, nobodyAsks, type StopWish } from '../core/stop.ts'
import type { IssueWindow, StageNote, StageReport } from '../core/types.ts'
import type { HttpClient } from '../net/http.ts'
import { claimReadings, readArticleOfUrl, readAttempts, saveArticle } from '../store/articles.ts'
import type { Store } from '../store/engine/database.ts'
import { itemOf, type ItemRow, readUnreadItems } from '../store/items.ts'
import type { ArticleTable } from '../store/engine/schema.ts'
import { readSources } from '../store/sources.ts'
import { fetchArticle, type FetchOptions, type Reading } from './fetch-article.ts'
import type { LanguageModel } from './model/language-model.ts'
import { polish } from './model/polish.ts'
import type { ArticleReader } from './reading-threads.ts'
import { dropStandingLines } from './standing-lines.ts'

export interface ExtractDeps {
  readonly store: Store
  readonly http: HttpClient
  readonly reader: ArticleReader
  readonly clock: Clock
  readonly log: Log
  /** Names this process in claims. */
  readonly worker: string
  readonly summary: { readonly sentences: number; readonly points: number }
  /** Pages at a time. */
  readonly concurrency: number
  /** Writes summaries in the place of extractive ones; null: these stand. */
  readonly model: LanguageModel | null
  /** Ends the stage early: no more is begun, and what cannot finish in time is left unread. */
  readonly stop?: StopWish
}

const ITEMS_AT_ONCE = 200
/** A page that could not be read is asked for again after these minutes; then its stand-in stays. */
const RETRY_MINUTES = [30, 240]

function rowOf(item: ItemRow, { article, error }: Reading, attempts: number, deps: ExtractDeps): ArticleTable {
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
type ReadingWays = Pick<FetchOptions, 'fullText' | 'selector'>

/** Those of a source that says nothing of it. */
export const usualWays: ReadingWays = { fullText: true, selector: null }

/** Reads one item's article and commits it; the same link read for another source is taken over without asking again. */
export async function extractItem(deps: ExtractDeps, item: ItemRow, ways: ReadingWays): Promise<StageNote | null> {
  const { db } = deps.store
  const sharedUrl = ways.fullText && ways.selector === null ? item.url : null
  const known = sharedUrl === null ? null : await readArticleOfUrl(db, sharedUrl)
  if (known) {
    await saveArticle(db, { ...known, item_id: item.id, extracted_at: deps.clock.now() })
    return null
  }
  const attempts = (await readAttempts(db, item.id)) + 1
  const { http, reader, summary } = deps
  const reading = await fetchArticle(itemOf(item), { http, reader, summary, ...ways })
  await saveArticle(db, rowOf(item, reading, attempts, deps))
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
 * Reads the items that entered or were published in the window and have no article yet, in batches, `concurrency` at a time.
 * Items with one link are read one after the other, so that their page is asked for once; what another worker is reading is left to it.
 */
export async function extract(deps: ExtractDeps, window: IssueWindow): Promise<StageReport> {
  const sources = (await readSources(deps.store.db)).map(({ source }) => source)
  const ways = new Map(sources.map(({ id, fullText, article }) => [id, { fullText, selector: article }]))
  const { stop = nobodyAsks } = deps
  const notes: StageNote[] = []
  let done = 0
  for (;;) {
    const batch = await readUnreadItems(deps.store.db, window, deps.clock.now(), ITEMS_AT_ONCE)
    const claimed = await claimReadings(
      deps.store.db,
      batch.map(({ id }) => id),
      deps.worker,
      deps.clock.now(),
    )
    const own = batch.filter(({ id }) => claimed.has(id))
    if (own.length === 0) break
    const queue = [...Map.groupBy(own, ({ id, url }) => url ?? String(id)).values()]
    const workLane = async (): Promise<void> => {
      for (let items = queue.shift(); items; items = queue.shift())
        for (const item of items) {
          if (stop.isAsked()) return
          const reading = extractItem(deps, item, ways.get(item.source_id) ?? usualWays).then(note => ({ note }))
          const read = await finishOrLeave(reading, stop)
          if (read?.note) notes.push(read.note)
          else if (read) done++
        }
    }
    await runLanes(deps.concurrency, workLane, () => queue.splice(0))
    await dropStandingLines({ store: deps.store, now: deps.clock.now(), want: deps.summary }, own)
    if (stop.isAsked()) break
  }
  const polished = deps.model === null || stop.isAsked() ? [] : await polish({ ...deps, model: deps.model }, window)
  const all = [...notes, ...polished]
  return { stage: 'extract', done, skipped: 0, failed: notes.length, unit: 'articles read', notes: all }
}

/** Runs so many lanes; when one fails the others end too, before the failure is thrown: nothing goes on behind the back of the caller. */
async function runLanes(count: number, workLane: () => Promise<void>, dropRest: () => void): Promise<void> {
  const work = (): Promise<void> =>
    workLane().catch((error: unknown) => {
      dropRest()
      throw error
    })
  const ends = await Promise.allSettled(Array.from({ length: count }, work))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
}
