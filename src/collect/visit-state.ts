// What a visit leaves behind: the source's next state and when to come again. Pure.
import { minutesBetween } from '../core/clock.ts'
import { cleanSourceName } from '../core/source-name.ts'
import type { Instant } from '../core/types.ts'
import { decideNextCheck, type NextCheck, type NextCheckOptions } from '../net/freshness.ts'
import type { SourceStateTable } from '../store/engine/schema.ts'
import { type ClaimedSource, hostOf } from '../store/sources.ts'
import type { Answer, SourceReading, Visited } from './ask-source.ts'
import { decideMove } from './moved.ts'
import { parseRhythm, rhythmOf } from './rhythm.ts'
import type { SavedItems } from './save-items.ts'

const MISSING_MINUTES = 30 * 24 * 60

/** What was read at a visit, if anything. */
export function readingOf(visited: Visited): SourceReading | null {
  return visited.kind === 'changed' || visited.kind === 'failed' ? visited.reading : null
}

/** The answer to a visit, if one came. */
export function answerOf(visited: Visited): Answer | null {
  return visited.kind === 'waiting' ? null : visited.answer
}

/** Since when a source answers 404; other failures in between say nothing about that. */
function decideMissingSince(state: SourceStateTable, visited: Visited, now: Instant): Instant | null {
  return answerOf(visited)?.status === 404 ? (state.missing_since ?? now) : state.missing_since
}

/** Why a source is not asked by itself any more after this failure, or null. */
function decideDisabled(state: SourceStateTable, visited: Visited, now: Instant): string | null {
  const status = answerOf(visited)?.status
  if (status === 410) return 'gone: it answered 410'
  if (status !== 404) return state.disabled_reason
  const since = state.missing_since ?? now
  const isOver = minutesBetween(since, now) >= MISSING_MINUTES
  return isOver ? `missing: it has answered 404 since ${since.slice(0, 10)}` : state.disabled_reason
}

function decideOutcome(state: SourceStateTable, visited: Visited, now: Instant): NextCheckOptions['outcome'] {
  if (visited.kind !== 'failed') return visited.kind
  const status = visited.answer?.status
  if (status === 410) return 'gone'
  if (decideDisabled(state, visited, now) !== state.disabled_reason) return 'missing'
  return status === 429 || status === 503 ? 'rate-limited' : 'failed'
}

/** Decides the next visit from what came; `jitter` is 0–1. */
export function decideNext(
  { source, state }: ClaimedSource,
  visited: Visited,
  options: { readonly now: Instant; readonly jitter: number; readonly minIntervalMinutes: number },
): NextCheck {
  const { now, jitter, minIntervalMinutes } = options
  const reading = readingOf(visited)
  if (reading?.hasMore === true)
    return { nextCheckAt: now, reason: 'Asked again at once: more is there than one visit takes.' }
  return decideNextCheck({
    now,
    outcome: decideOutcome(state, visited, now),
    hostFreeAt: visited.kind === 'waiting' ? visited.until : null,
    failuresInRow: state.failures_in_row + 1,
    failingSince: state.failing_since ?? now,
    headers: answerOf(visited)?.headers ?? {},
    ...(reading ? rhythmOf(reading, now) : parseRhythm(state.rhythm)),
    floorMinutes: minIntervalMinutes,
    intervalMinutes: source.intervalMinutes,
    jitter,
  })
}

function nameSource(title: string | null): string | null {
  return title === null ? null : cleanSourceName(title)
}

/** What a visit learned about the source itself from a body that was read. */
function decideFeedFacts(state: SourceStateTable, reading: SourceReading, now: Instant) {
  return {
    feed_title: nameSource(reading.title ?? state.feed_title),
    site_url: reading.link ?? state.site_url,
    feed_language: reading.language ?? state.feed_language,
    rhythm: JSON.stringify(rhythmOf(reading, now)),
  }
}

/** On the first visit a feed's items are as new as they say; later what arrives is new whatever it says. */
function decideLastItem(
  state: SourceStateTable,
  reading: SourceReading | null,
  fresh: number,
  now: Instant,
): Instant | null {
  if (fresh === 0 || !reading) return state.last_item_at
  return state.backlog_read_at === null ? (rhythmOf(reading, now).itemDates[0] ?? now) : now
}

/**
 * The state that a visit leaves. Validators and hash are taken over only from an answer that was understood, and only when all its
 * items were kept: else the next answer would be "not modified" and the rest would never come.
 */
export function decideState(
  state: SourceStateTable,
  visited: Visited,
  next: NextCheck,
  saved: SavedItems & { readonly now: Instant },
): SourceStateTable {
  const { now, fresh, cutOff } = saved
  const scheduled = { ...state, next_check_at: next.nextCheckAt, next_check_reason: next.reason }
  if (visited.kind === 'waiting') return scheduled
  const reading = readingOf(visited)
  const checked = {
    ...scheduled,
    ...(reading ? decideFeedFacts(state, reading, now) : {}),
    checked_at: now,
    last_item_at: decideLastItem(state, reading, fresh, now),
  }
  if (visited.kind === 'failed')
    return {
      ...checked,
      failures_in_row: state.failures_in_row + 1,
      failing_since: state.failing_since ?? now,
      missing_since: decideMissingSince(state, visited, now),
      last_error: `${visited.error.code}: ${visited.error.message}`,
      disabled_reason: decideDisabled(state, visited, now),
    }
  const { answer } = visited
  const isNotModified = answer.status === 304
  const move = decideMove(state, answer, now)
  const good = {
    ...checked,
    ...move,
    host: hostOf(move.fetch_url),
    etag: answer.etag ?? (isNotModified ? state.etag : null),
    last_modified: answer.lastModified ?? (isNotModified ? state.last_modified : null),
    succeeded_at: now,
    backlog_read_at: state.backlog_read_at ?? (cutOff === 0 && reading?.hasMore !== true ? now : null),
    failures_in_row: 0,
    failing_since: null,
    missing_since: null,
    last_error: null,
    disabled_reason: null,
  }
  if (visited.kind === 'unchanged') return good
  if (cutOff > 0) return { ...good, etag: null, last_modified: null, body_sha256: null }
  return { ...good, body_sha256: visited.sha256 }
}
