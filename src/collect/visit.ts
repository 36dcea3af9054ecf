// One visit to one source: ask, read, decide what it means. What goes wrong harms this source alone.
import type { Clock } from '../core/clock.ts'
import { primaryLanguage } from '../core/language.ts'
import type { LetterBox } from '../core/letter.ts'
import type { Instant, IssueWindow, Source } from '../core/types.ts'
import type { NextCheck } from '../net/freshness.ts'
import type { HttpClient } from '../net/http.ts'
import { hearAnswers, type PackedAnswer } from '../net/packed-answer.ts'
import type { DroppedItem } from '../store/dropped-items.ts'
import type { NewItem } from '../store/items.ts'
import type { ClaimedSource } from '../store/sources.ts'
import { askSource, type Visited } from './ask-source.ts'
import { sortByRules } from './sort-by-rules.ts'
import { decideNext, readingOf } from './visit-state.ts'

/** What visiting needs from the outside. */
export interface VisitDeps {
  readonly http: HttpClient
  readonly clock: Clock
  /** 0–1: spreads the next visits so that sources do not march in step. */
  readonly jitter: () => number
  readonly minIntervalMinutes: number
  /** Whether what came is kept as it came. */
  readonly keepsBodies?: boolean
  /** Opens the mailbox of a source of the kind `mail`. Throws MAILBOX_UNREADABLE where nothing names one. */
  readonly openLetters?: OpenLetters
}

/** See `VisitDeps`. */
export type OpenLetters = (source: Pick<Source, 'url'>) => Promise<LetterBox>

/** A visit that is over; nothing of it is stored yet. */
export interface Visit {
  readonly claimed: ClaimedSource
  readonly visited: Visited
  /** What came, after the source's own rules. */
  readonly items: readonly NewItem[]
  /** What the rules dropped, with the rule. */
  readonly dropped: readonly DroppedItem[]
  /** What came, as it came; empty where that is not kept. */
  readonly bodies: readonly PackedAnswer[]
  readonly next: NextCheck
  readonly now: Instant
  /** When the oldest window that is still open began. */
  readonly opensAt: Instant
}

async function itemsOf(
  { source, state }: ClaimedSource,
  visited: Visited,
  window: IssueWindow,
  now: Instant,
): Promise<Pick<Visit, 'items' | 'dropped'>> {
  const reading = readingOf(visited)
  if (!reading) return { items: [], dropped: [] }
  // With the readers of feeds, when there is something to keep.
  const { normalizeItems } = await import('./normalize-item.ts')
  const { kept, dropped } = sortByRules(reading, source)
  const items = normalizeItems(kept, {
    sourceId: source.id,
    now,
    isFirstVisit: state.backlog_read_at === null,
    opensAt: window.opensAt,
    language: source.language ?? primaryLanguage(reading.language ?? null),
    addresses: [source.url, state.fetch_url, reading.link, reading.self],
  })
  return { items, dropped }
}

/** Asks a source in the way of its kind. What mailers answer to click addresses is its reader's own, and not kept. */
async function ask(
  { http, clock, openLetters }: VisitDeps,
  heard: HttpClient,
  claimed: ClaimedSource,
  { opensAt }: IssueWindow,
): Promise<Visited> {
  if (claimed.source.kind !== 'mail' || !openLetters) return askSource(heard, claimed, clock.now())
  const { askMailbox } = await import('./newsletters/ask-mailbox.ts')
  return askMailbox({ http, open: () => openLetters(claimed.source), now: clock.now(), opensAt }, claimed)
}

/** Visits a claimed source. `window` is what is open: it decides what enters from a first visit. Only bugs are thrown. */
export async function visitSource(deps: VisitDeps, claimed: ClaimedSource, window: IssueWindow): Promise<Visit> {
  const heard = deps.keepsBodies === true ? hearAnswers(deps.http) : { http: deps.http, answers: [] }
  const visited = await ask(deps, heard.http, claimed, window)
  const now = deps.clock.now()
  const { minIntervalMinutes } = deps
  const next = decideNext(claimed, visited, { now, jitter: deps.jitter(), minIntervalMinutes })
  const { items, dropped } = await itemsOf(claimed, visited, window, now)
  return { claimed, visited, items, dropped, bodies: heard.answers, next, now, opensAt: window.opensAt }
}
