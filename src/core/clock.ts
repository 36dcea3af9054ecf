// Instants and the clocks that give them. The system clock itself lives in app/; everything else is handed a Clock.
import type { Instant } from './types.ts'

/** Tells the time of a run; never the host's clock by itself. */
export interface Clock {
  now(): Instant
}

const MS_PER_MINUTE = 60_000

/** Writes a moment, milliseconds since 1970 UTC, as an Instant. Throws RangeError outside the years 0–9999. */
export function instantFromMs(ms: number): Instant {
  const text = new Date(ms).toISOString()
  if (text.length !== 24) throw new RangeError(`year out of range: ${text}`)
  return text as Instant
}

/** Milliseconds since 1970 UTC. */
export function msFromInstant(instant: Instant): number {
  return Date.parse(instant)
}

/** Reads an ISO 8601 date-time that names its offset (RFC 3339, seconds may be missing); null for anything else, so no host's zone is ever guessed. */
export function parseIsoInstant(text: string): Instant | null {
  if (!/^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i.test(text)) return null
  const ms = Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(ms) ? null : instantFromMs(ms)
}

/** The instant `minutes` later; a negative number goes back. */
export function addMinutes(instant: Instant, minutes: number): Instant {
  return instantFromMs(msFromInstant(instant) + Math.round(minutes * MS_PER_MINUTE))
}

/** Minutes from one instant to a later one. */
export function minutesBetween(from: Instant, to: Instant): number {
  return (msFromInstant(to) - msFromInstant(from)) / MS_PER_MINUTE
}

/** A clock that stands still until it is moved: for tests, and for one-shot commands under `--now`. */
export function fixedClock(at: Instant): Clock & { set(to: Instant): void } {
  let current = at
  return {
    now: () => current,
    set: to => {
      current = to
    },
  }
}
