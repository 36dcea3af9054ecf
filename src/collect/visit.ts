// One visit to one source: ask, read, save, decide when to come again. What goes wrong harms this source alone. Called by collect.ts.
import { createHash } from 'node:crypto'
import type { Clock } from '../core/clock.ts'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import { primaryLanguage } from '../core/language.ts'
import type { Instant, IssueWindow, ParsedItem } from '../core/types.ts'
import type { FetchResult, HttpClient } from '../net/http.ts'
import type { Store } from '../store/database.ts'
import type { NewItem } from '../store/items.ts'
import { type ClaimedSource, saveFetch, saveFormerAddress, saveVisit } from '../store/sources.ts'
import { parseFeed } from './feeds/parse-feed.ts'
import { normalizeItems } from './normalize-item.ts'
import { readPageList } from './page-list.ts'
import { decideKeep } from './rules.ts'
import { saveItems } from './save-items.ts'
import { decideNext, decideState, type Reading, type Visited } from './visit-state.ts'

/** What visiting needs from the outside. */
export interface VisitDeps {
  readonly store: Store
  readonly http: HttpClient
  readonly clock: Clock
  /** 0–1: spreads the next visits so that sources do not march in step. */
  readonly jitter: () => number
  /** Names this process in claims. */
  readonly worker: string
  readonly minIntervalMinutes: number
}

/** How a visit ended. */
export interface VisitOutcome {
  readonly fresh: number
  /** Null when all went well. */
  readonly error: WeeklyError | null
  /** A remark for the report although all went well: cut off, moved. */
  readonly remark: string | null
}

const LISTED_ITEMS_LIMIT = 2_000

/** Reads the body of a source: a feed of any dialect, or a page's list. Throws WeeklyError. */
function readBody({ source }: ClaimedSource, result: FetchResult): Reading {
  const contentType = result.headers['content-type']
  const from = { url: result.url, ...(contentType === undefined ? {} : { contentType }) }
  if (source.kind === 'page') {
    const { title, items } = readPageList(result.body, from, source.select)
    return { title, link: result.url, items }
  }
  return parseFeed(result.body, from)
}

function refuseStatus(result: FetchResult): WeeklyError {
  const hints: Readonly<Record<number, string>> = {
    401: 'The source wants a name and password; give them as `headers` of the source.',
    403: 'The site refuses this program; ask its owner, or follow another feed of it.',
    404: 'The address may have changed: look the feed up on the site and edit sources.yaml.',
    410: 'The source is gone for good and is not asked again; remove it from sources.yaml, or give its new address.',
  }
  return new WeeklyError('FETCH_HTTP_STATUS', `${result.url} answered ${result.status}`, {
    hint: hints[result.status] ?? 'It is asked again later, less and less often while this lasts.',
    retryable: result.status !== 410,
    context: { status: result.status },
  })
}

/** An answer that ended early is an error, although what came was read (R9). */
function refuseTruncated(result: FetchResult): WeeklyError | null {
  if (!result.truncated) return null
  return new WeeklyError('FETCH_BODY_TRUNCATED', `${result.url} ended early, after ${result.wireBytes} bytes`, {
    hint: 'What came was read; the rest is asked for at the next visit.',
    retryable: true,
  })
}

/** Asks the source and reads what came; only bugs are thrown. */
async function ask(deps: VisitDeps, claimed: ClaimedSource): Promise<Visited> {
  const { source, state } = claimed
  let result: FetchResult | null = null
  try {
    result = await deps.http.fetch({
      url: state.fetch_url,
      accept: source.kind,
      etag: state.etag,
      lastModified: state.last_modified,
      headers: source.headers,
      robots: source.kind === 'page',
    })
    if (result.status === 304) return { kind: 'unchanged', result }
    if (result.status !== 200) return { kind: 'failed', result, error: refuseStatus(result) }
    const sha256 = createHash('sha256').update(result.body).digest('hex')
    if (sha256 === state.body_sha256) return { kind: 'unchanged', result }
    return { kind: 'changed', result, reading: readBody(claimed, result), sha256 }
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return { kind: 'failed', result, error }
  }
}

/** The items of an answer as the store keeps them, after the source's own rules. */
function itemsOf({ source, state }: ClaimedSource, visited: Visited, window: IssueWindow, now: Instant): NewItem[] {
  if (visited.kind !== 'changed') return []
  const { items, language } = visited.reading
  const isWanted = (item: ParsedItem): boolean =>
    decideKeep({ title: item.title ?? '', text: item.summaryHtml ?? item.contentHtml ?? '' }, source).keep
  const hasRules = source.include.length > 0 || source.exclude.length > 0
  return normalizeItems(
    items.slice(0, LISTED_ITEMS_LIMIT).filter(item => !hasRules || isWanted(item)),
    {
      sourceId: source.id,
      now,
      isFirstVisit: state.succeeded_at === null,
      opensAt: window.opensAt,
      closesAt: window.closesAt,
      language: source.language ?? primaryLanguage(language ?? null),
    },
  )
}

function remarkOn({ fetch_url: before }: ClaimedSource['state'], after: string | undefined, cutOff: number) {
  if (after !== undefined && after !== before) return `moved for good from ${before} to ${after}`
  if (cutOff > 0) return `${cutOff} more new items than one visit keeps were left for the next`
  return null
}

/** Visits a claimed source and commits items, state and log line in one transaction: after a crash all of it happened or none. */
export async function visitSource(deps: VisitDeps, claimed: ClaimedSource, window: IssueWindow): Promise<VisitOutcome> {
  const { source, state } = claimed
  const visited = await ask(deps, claimed)
  const now = deps.clock.now()
  const { minIntervalMinutes } = deps
  const next = decideNext(claimed, visited, { now, jitter: deps.jitter(), minIntervalMinutes })
  const after = decideState(claimed, visited, next, now)
  const items = itemsOf(claimed, visited, window, now)
  const saved = await deps.store.db.transaction().execute(async db => {
    const { fresh, cutOff } = await saveItems(db, source.id, items)
    await saveVisit(db, deps.worker, source.id, { ...after, ...(fresh > 0 ? { last_item_at: now } : {}) })
    if (after.fetch_url !== undefined && after.fetch_url !== state.fetch_url)
      await saveFormerAddress(db, source.id, state.fetch_url, now)
    await saveFetch(db, {
      source_id: source.id,
      url: state.fetch_url,
      fetched_at: now,
      outcome: visited.kind === 'failed' ? visited.error.code : visited.kind,
      ...logged(visited.result),
      items_new: fresh,
      next_check_at: next.nextCheckAt,
      next_check_reason: next.reason,
    })
    return { fresh, cutOff }
  })
  return {
    fresh: saved.fresh,
    error: visited.kind === 'failed' ? visited.error : refuseTruncated(visited.result),
    remark: remarkOn(state, after.fetch_url, saved.cutOff),
  }
}

function logged(result: FetchResult | null) {
  return {
    status: result?.status ?? null,
    hops: JSON.stringify(result?.hops ?? []),
    wire_bytes: result?.wireBytes ?? 0,
    body_bytes: result?.body.byteLength ?? 0,
    duration_ms: Math.round(result?.ms ?? 0),
    etag: result?.etag ?? null,
    last_modified: result?.lastModified ?? null,
  }
}
