// One visit to one source: ask, read, decide what it means. What goes wrong harms this source alone.
import type { Clock } from '../core/clock.ts'
import { primaryLanguage } from '../core/language.ts'
import type { Instant, IssueWindow, ParsedItem } from '../core/types.ts'
import type { NextCheck } from '../net/freshness.ts'
import type { HttpClient } from '../net/http.ts'
import type { NewItem } from '../store/items.ts'
import type { ClaimedSource } from '../store/sources.ts'
import { askSource, type Visited } from './ask-source.ts'
import { decideKeep } from './rules.ts'
import { decideNext, readingOf } from './visit-state.ts'

/** What visiting needs from the outside. */
export interface VisitDeps {
  readonly http: HttpClient
  readonly clock: Clock
  /** 0–1: spreads the next visits so that sources do not march in step. */
  readonly jitter: () => number
  readonly minIntervalMinutes: number
}

/** A visit that is over; nothing of it is stored yet. */
export interface Visit {
  readonly claimed: ClaimedSource
  readonly visited: Visited
  /** What came, after the source's own rules. */
  readonly items: readonly NewItem[]
  readonly next: NextCheck
  readonly now: Instant
  /** When the oldest window that is still open began. */
  readonly opensAt: Instant
}

/** A list without end costs this visit no more than this; a feed's newest items stand first. */
const LISTED_ITEMS_LIMIT = 10_000

async function itemsOf(
  { source, state }: ClaimedSource,
  visited: Visited,
  window: IssueWindow,
  now: Instant,
): Promise<NewItem[]> {
  const reading = readingOf(visited)
  if (!reading) return []
  // With the readers of feeds, when there is something to keep.
  const { normalizeItems } = await import('./normalize-item.ts')
  const isWanted = (item: ParsedItem): boolean =>
    decideKeep({ title: item.title ?? '', text: item.summaryHtml ?? item.contentHtml ?? '' }, source).keep
  const hasRules = source.include.length > 0 || source.exclude.length > 0
  return normalizeItems(
    reading.items.slice(0, LISTED_ITEMS_LIMIT).filter(item => !hasRules || isWanted(item)),
    {
      sourceId: source.id,
      now,
      isFirstVisit: state.backlog_read_at === null,
      opensAt: window.opensAt,
      language: source.language ?? primaryLanguage(reading.language ?? null),
      addresses: [source.url, state.fetch_url, reading.link, reading.self],
    },
  )
}

/** Visits a claimed source. `window` is what is open: it decides what enters from a first visit. Only bugs are thrown. */
export async function visitSource(deps: VisitDeps, claimed: ClaimedSource, window: IssueWindow): Promise<Visit> {
  const visited = await askSource(deps.http, claimed, deps.clock.now())
  const now = deps.clock.now()
  const { minIntervalMinutes } = deps
  const next = decideNext(claimed, visited, { now, jitter: deps.jitter(), minIntervalMinutes })
  return { claimed, visited, items: await itemsOf(claimed, visited, window, now), next, now, opensAt: window.opensAt }
}
