// One visit to one source: ask, read, decide what it means. What goes wrong harms this source alone.
import type { Clock } from '../core/clock.ts'
import { canonicalUrl } from '../core/url.ts'
import { primaryLanguage } from '../core/language.ts'
import type { LetterBox } from '../core/letter.ts'
import type { Instant, IssueWindow, ParsedItem, Source } from '../core/types.ts'
import type { NextCheck } from '../net/freshness.ts'
import type { HttpClient } from '../net/http.ts'
import { hearAnswers, type PackedAnswer } from '../net/packed-answer.ts'
import type { DroppedItem } from '../store/dropped-items.ts'
import type { Connection, Store } from '../store/engine/database.ts'
import type { NewItem } from '../store/items.ts'
import type { PickedLink } from '../store/picked-links.ts'
import { readSeen } from '../store/seen-links.ts'
import type { ClaimedSource } from '../store/sources.ts'
import { askSource, type Visited } from './ask-source.ts'
import type { ListedSite } from './sitemaps/read-sitemap.ts'
import { sortByRules } from './sort-by-rules.ts'
import { decideNext, readingOf } from './visit-state.ts'

/** What visiting needs from the outside. */
export interface VisitDeps {
  readonly store: Pick<Store, 'db'>
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
  /** Of a source of bookmarks: what is picked, with its owner's notes. */
  readonly picks: readonly PickedLink[]
  /** Of a sitemap: hashes of what counts as seen from now on, how much is left for the next visit, and what should be known. */
  readonly learned: readonly string[]
  readonly leftOver: number
  readonly remark: string | null
  /** What came, as it came; empty where that is not kept. */
  readonly bodies: readonly PackedAnswer[]
  readonly next: NextCheck
  readonly now: Instant
  /** When the oldest window that is still open began. */
  readonly opensAt: Instant
}

const nothing = { items: [], dropped: [], picks: [], learned: [], leftOver: 0, remark: null }

/** The pages of a sitemap that are news. */
async function findListedNews(db: Connection, { source, state }: ClaimedSource, site: ListedSite, now: Instant) {
  const { findNews, hashesOf } = await import('./sitemaps/find-news.ts')
  const known = await readSeen(db, source.id, hashesOf(site))
  return findNews(site, known, { isFirstVisit: state.backlog_read_at === null, now })
}

/** What may enter an issue, as its owner's pick. */
function picksOf(items: readonly NewItem[], parsed: readonly ParsedItem[]): readonly PickedLink[] {
  const notes = new Map(parsed.map(({ url, note }) => [canonicalUrl(url ?? ''), note]))
  return items.flatMap(({ url: link, raw_url: url, title, enters_at: at }) =>
    link === null || url === null || at === null ? [] : [{ url, link, title, note: notes.get(link) ?? '' }],
  )
}

async function itemsOf(
  db: Connection,
  claimed: ClaimedSource,
  visited: Visited,
  window: IssueWindow,
  now: Instant,
): Promise<Pick<Visit, 'items' | 'dropped' | 'picks' | 'learned' | 'leftOver' | 'remark'>> {
  const { source, state } = claimed
  const reading = readingOf(visited)
  if (!reading) return nothing
  const news = reading.site ? await findListedNews(db, claimed, reading.site, now) : null
  // With the readers of feeds, when there is something to keep.
  const { normalizeItems } = await import('./normalize-item.ts')
  const { kept, dropped } = sortByRules(news ?? reading, source)
  const items = normalizeItems(kept, {
    sourceId: source.id,
    now,
    isFirstVisit: state.backlog_read_at === null,
    opensAt: window.opensAt,
    language: source.language ?? primaryLanguage(reading.language ?? null),
    addresses: [source.url, state.fetch_url, reading.link, reading.self],
  })
  const picks = source.picks === true ? picksOf(items, kept) : []
  return { ...nothing, ...news, items, dropped, picks }
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
  const heard = deps.keepsBodies === true ? hearAnswers(deps.http) : { http: deps.http, pack: () => [] }
  const visited = await ask(deps, heard.http, claimed, window)
  const now = deps.clock.now()
  const { minIntervalMinutes } = deps
  const next = decideNext(claimed, visited, { now, jitter: deps.jitter(), minIntervalMinutes })
  const brought = await itemsOf(deps.store.db, claimed, visited, window, now)
  // What is known byte by byte is kept already, but for a source of which nothing is.
  const isKept = visited.kind === 'unchanged' && claimed.state.backlog_read_at !== null
  return { claimed, visited, ...brought, bodies: isKept ? [] : heard.pack(), next, now, opensAt: window.opensAt }
}
