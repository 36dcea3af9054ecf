// What a visit leaves behind: the source's next state and when to come again. Pure; called by visit.ts.
import type { WeeklyError } from '../core/errors.ts'
import type { Instant, ParsedFeed, ParsedItem } from '../core/types.ts'
import { decideNextCheck } from '../net/freshness.ts'
import type { FetchResult } from '../net/http.ts'
import type { SourceStateTable } from '../store/schema.ts'
import type { ClaimedSource } from '../store/sources.ts'
import { decideMove } from './moved.ts'

/** What was read: a feed, or a page's list. */
export type Reading = Partial<
  Pick<ParsedFeed, 'title' | 'link' | 'language' | 'ttlMinutes' | 'skipHours' | 'skipDays'>
> & {
  readonly items: readonly ParsedItem[]
}

/** How asking a source ended. */
export type Visited =
  | { readonly kind: 'changed'; readonly result: FetchResult; readonly reading: Reading; readonly sha256: string }
  | { readonly kind: 'unchanged'; readonly result: FetchResult }
  | { readonly kind: 'failed'; readonly result: FetchResult | null; readonly error: WeeklyError }

/** When a source is asked next, and why then. */
export type NextCheck = ReturnType<typeof decideNextCheck>

/** Decides the next visit from what came (R3–R5); `jitter` is 0–1. */
export function decideNext(
  { source, state }: ClaimedSource,
  visited: Visited,
  options: { readonly now: Instant; readonly jitter: number; readonly minIntervalMinutes: number },
): NextCheck {
  const { now, jitter, minIntervalMinutes } = options
  const isFailure = visited.kind === 'failed'
  const status = visited.result?.status
  const reading = visited.kind === 'changed' ? visited.reading : null
  return decideNextCheck({
    now,
    outcome: !isFailure
      ? visited.kind
      : status === 410
        ? 'gone'
        : status === 429 || status === 503
          ? 'rate-limited'
          : 'failed',
    failuresInRow: isFailure ? state.failures_in_row + 1 : 0,
    failingSince: isFailure ? (state.failing_since ?? now) : null,
    headers: visited.result?.headers ?? {},
    ttlMinutes: reading?.ttlMinutes ?? null,
    skipHours: reading?.skipHours ?? [],
    skipDays: reading?.skipDays ?? [],
    itemDates: reading?.items.flatMap(({ publishedAt }) => publishedAt ?? []) ?? [],
    floorMinutes: minIntervalMinutes,
    intervalMinutes: source.intervalMinutes,
    jitter,
  })
}

/** The state that a visit leaves: validators are taken over only from an answer that was understood (R1). */
export function decideState(
  claimed: ClaimedSource,
  visited: Visited,
  next: NextCheck,
  now: Instant,
): Partial<SourceStateTable> {
  const { state } = claimed
  const common = { checked_at: now, next_check_at: next.nextCheckAt, next_check_reason: next.reason }
  if (visited.kind === 'failed') {
    return {
      ...common,
      failures_in_row: state.failures_in_row + 1,
      failing_since: state.failing_since ?? now,
      last_error: `${visited.error.code}: ${visited.error.message}`,
      disabled_reason: visited.result?.status === 410 ? 'gone: the source answered 410' : state.disabled_reason,
    }
  }
  const { result } = visited
  const isNotModified = result.status === 304
  const good = {
    ...common,
    ...decideMove(state, result, now),
    etag: result.etag ?? (isNotModified ? state.etag : null),
    last_modified: result.lastModified ?? (isNotModified ? state.last_modified : null),
    succeeded_at: now,
    failures_in_row: 0,
    failing_since: null,
    last_error: null,
  }
  if (visited.kind === 'unchanged') return good
  const { reading, sha256 } = visited
  return {
    ...good,
    // A body that ended early is read again in full next time.
    body_sha256: result.truncated ? null : sha256,
    ...(result.truncated ? { etag: null, last_modified: null } : {}),
    feed_title: reading.title ?? state.feed_title,
    site_url: reading.link ?? state.site_url,
    feed_language: reading.language ?? state.feed_language,
  }
}
