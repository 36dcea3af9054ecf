// When a source is asked next, and why then: the one place that decides it. Pure.
import { addMinutes, instantFromMs, minutesBetween, msFromInstant } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import { parseHttpDateMs, parseRetryAfter } from './retry-after.ts'

const HOUR = 60
const DAY = 24 * HOUR
const MS_PER_MINUTE = 60_000
const shortestIntervalMinutes = HOUR
const longestIntervalMinutes = DAY
/** After this many days of failures the source is asked once a week. */
const longFailureMinutes = 30 * DAY
const longFailureWaitMinutes = 7 * DAY
const itemsLookedAt = 10
const dayNames = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday']
const never = '9999-12-31T23:59:59.999Z' as Instant

/** What is known after a visit to a source. */
export interface NextCheckOptions {
  readonly now: Instant
  readonly outcome: 'changed' | 'unchanged' | 'failed' | 'gone' | 'missing' | 'rate-limited' | 'waiting'
  /** With `waiting`: when the host, which was not asked at all, may be asked again. */
  readonly hostFreeAt?: Instant | null
  /** Of a failure, counting this one; else not looked at. */
  readonly failuresInRow: number
  /** Of a failure: since when they come in a row; else not looked at. */
  readonly failingSince: Instant
  /** Of the answer, a 304 included; names in lower case. */
  readonly headers: Readonly<Record<string, string>>
  readonly ttlMinutes: number | null
  /** UTC hours 0–23. */
  readonly skipHours: readonly number[]
  /** English day names, UTC. */
  readonly skipDays: readonly string[]
  /** Published instants of the items, in any order. */
  readonly itemDates: readonly Instant[]
  /** The operator's least interval. */
  readonly floorMinutes: number
  /** The source's own interval; null: it follows how often the source publishes. */
  readonly intervalMinutes: number | null
  /** 0–1, given by the caller: stretches the wait by up to a tenth, so that sources drift apart. */
  readonly jitter: number
}

/** When a source is asked again, and why then. */
export interface NextCheck {
  readonly nextCheckAt: Instant
  /** A sentence for the operator. */
  readonly reason: string
}

/**
 * Decides the next visit: now + clamp(max(interval, freshness), floor, 24 h), stretched by the jitter; doubling waits after
 * failures; never before Retry-After; pushed past the hours and days the feed asks to skip.
 */
export function decideNextCheck(options: NextCheckOptions): NextCheck {
  switch (options.outcome) {
    case 'gone':
      return {
        nextCheckAt: never,
        reason: 'The server says it is gone for good (410); it is not asked again by itself.',
      }
    case 'missing':
      return {
        nextCheckAt: never,
        reason: 'The server has not had it for 30 days (404); it is not asked again by itself.',
      }
    case 'waiting':
      return decideAfterBlock(options)
    case 'failed':
      return pushPastSkipped(decideAfterFailure(options), options)
    case 'rate-limited':
      return pushPastSkipped(decideAfterRateLimit(options), options)
    case 'changed':
    case 'unchanged':
      return pushPastSkipped(decideAfterSuccess(options), options)
  }
}

/** How long the answer says it stays fresh: max-age less Age, else Expires less Date (RFC 9111 §4.2.1); 0 when it does not say. */
export function readFreshnessMinutes(headers: Readonly<Record<string, string>>, now: Instant): number {
  const cacheControl = headers['cache-control'] ?? ''
  if (/(^|[\s,])no-(cache|store)([\s,]|$)/i.test(cacheControl)) return 0
  const maxAge = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(cacheControl)?.[1]
  if (maxAge !== undefined) {
    const age = /^\s*(\d+)\s*$/.exec(headers['age'] ?? '')?.[1] ?? '0'
    return Math.max(0, Number(maxAge) - Number(age)) / 60
  }
  const expiresMs = parseHttpDateMs(headers['expires'] ?? '')
  if (expiresMs === null) return 0
  const dateMs = parseHttpDateMs(headers['date'] ?? '') ?? msFromInstant(now)
  return Math.max(0, expiresMs - dateMs) / MS_PER_MINUTE
}

/** Half the median gap between the newest ten items, within 1 h and 24 h; 1 h when fewer than two are dated. Future dates do not count. */
export function adaptIntervalMinutes(itemDates: readonly Instant[], now: Instant): number {
  const newestFirst = itemDates
    .filter(date => date <= now)
    .toSorted()
    .toReversed()
    .slice(0, itemsLookedAt)
  const gaps = newestFirst
    .slice(1)
    .map((older, index) => minutesBetween(older, newestFirst[index] ?? older))
    .toSorted((a, b) => a - b)
  const middle = Math.floor(gaps.length / 2)
  const upper = gaps[middle] ?? 0
  const median = gaps.length % 2 === 1 ? upper : ((gaps[middle - 1] ?? 0) + upper) / 2
  return clamp(median / 2, shortestIntervalMinutes, longestIntervalMinutes)
}

function decideAfterSuccess(options: NextCheckOptions): NextCheck {
  const { now, floorMinutes, intervalMinutes } = options
  const wishes = [
    intervalMinutes === null
      ? { minutes: adaptIntervalMinutes(options.itemDates, now), because: 'half the usual gap between its items' }
      : { minutes: intervalMinutes, because: 'the interval set for it' },
    { minutes: readFreshnessMinutes(options.headers, now), because: 'its HTTP headers call the answer fresh so long' },
    { minutes: options.ttlMinutes ?? 0, because: 'the feed asks for it (ttl)' },
  ]
  const longest = wishes.reduce((best, wish) => (wish.minutes > best.minutes ? wish : best))
  // An interval that the operator wrote may be longer than a day; what a server asks for may not.
  const ceiling = Math.max(longestIntervalMinutes, floorMinutes, intervalMinutes ?? 0)
  const minutes = clamp(longest.minutes, floorMinutes, ceiling)
  const bound = minutes > longest.minutes ? 'the least interval allowed' : 'the longest wait, though more is asked for'
  const because = minutes === longest.minutes ? longest.because : bound
  return {
    nextCheckAt: addMinutes(now, minutes * (1 + clamp(options.jitter, 0, 1) / 10)),
    reason: `Asked again after ${showMinutes(minutes)}: ${because}.`,
  }
}

function decideAfterFailure({ now, failuresInRow, failingSince, floorMinutes }: NextCheckOptions): NextCheck {
  const isLongFailure = minutesBetween(failingSince, now) >= longFailureMinutes
  const ceiling = isLongFailure ? longFailureWaitMinutes : DAY
  const minutes = clamp(HOUR * 2 ** Math.max(0, failuresInRow - 1), floorMinutes, ceiling)
  const since = isLongFailure ? `, failing since ${failingSince.slice(0, 10)}` : ''
  return {
    nextCheckAt: addMinutes(now, minutes),
    reason: `Asked again after ${showMinutes(minutes)}: failure ${failuresInRow} in a row${since}.`,
  }
}

/** No failure of the source, and no visit: it is due as soon as its host may be asked. */
function decideAfterBlock({ now, hostFreeAt, floorMinutes }: NextCheckOptions): NextCheck {
  const nextCheckAt = hostFreeAt ?? addMinutes(now, floorMinutes)
  return { nextCheckAt, reason: `Its host asked not to be read before ${nextCheckAt} (Retry-After).` }
}

function decideAfterRateLimit(options: NextCheckOptions): NextCheck {
  const retryAt = parseRetryAfter(options.headers, options.now)
  if (retryAt === null) return decideAfterFailure(options)
  const floorAt = addMinutes(options.now, options.floorMinutes)
  return retryAt > floorAt
    ? { nextCheckAt: retryAt, reason: `The server asked not to be read before ${retryAt} (Retry-After).` }
    : {
        nextCheckAt: floorAt,
        reason: `Asked again after ${showMinutes(options.floorMinutes)}: the least interval allowed, past Retry-After.`,
      }
}

/** By whole hours, so that sources with the same skipHours do not all come at the full hour. */
function pushPastSkipped(next: NextCheck, { skipHours, skipDays }: NextCheckOptions): NextCheck {
  const hours = new Set(skipHours)
  const days = new Set(skipDays.map(name => dayNames.indexOf(name.trim().toLowerCase())))
  const startMs = msFromInstant(next.nextCheckAt)
  for (let pushed = 0; pushed < 7 * 24; pushed++) {
    const at = new Date(startMs + pushed * HOUR * MS_PER_MINUTE)
    if (hours.has(at.getUTCHours()) || days.has(at.getUTCDay())) continue
    if (pushed === 0) return next
    return {
      nextCheckAt: instantFromMs(at.getTime()),
      reason: `${next.reason} Pushed on by ${pushed} h: the feed asks to skip those hours or days.`,
    }
  }
  return next
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high)
}

function showMinutes(minutes: number): string {
  return minutes >= HOUR ? `${Number((minutes / HOUR).toFixed(1))} h` : `${Math.round(minutes)} min`
}
