// Whether the clock can be believed, judged by what the store remembers. Pure.
import { minutesBetween } from './clock.ts'
import type { Instant } from './types.ts'

/** When the list was last at work, as far as the store remembers: before now, and after it, which cannot be. */
export interface TimeMarks {
  readonly lastBefore: Instant | null
  readonly lastAfter: Instant | null
}

/**
 * `trusted`: nothing speaks against it. `was-ahead`: it is right now, and was ahead once: what was noted then must be brought back. `ahead`: so
 * much time has passed that weeks would be dropped. `behind`: everything that is remembered is still to come.
 */
export type ClockVerdict = 'trusted' | 'was-ahead' | 'ahead' | 'behind'

/** Clocks of machines differ by some minutes, and are set by hours where a zone was wrong. */
export const CLOCK_TOLERANCE_MINUTES = 24 * 60
/** As many weeks as a list that rested makes up for (slots.ts). */
const LONGEST_REST_MINUTES = 26 * 7 * 24 * 60
/** Before this no machine with a right clock can have run this program. */
const NO_EARLIER: Instant = '2000-01-01T00:00:00.000Z' as Instant
/** This program did not exist before: a clock that is earlier than this and than all that the store knows has not been set. */
const PROGRAM_MADE_AT: Instant = '2026-01-01T00:00:00.000Z' as Instant

/** Judges the clock. A store that remembers nothing believes any clock of this century. */
export function judgeClock(now: Instant, { lastBefore, lastAfter }: TimeMarks): ClockVerdict {
  if (now < NO_EARLIER) return 'behind'
  const wasJustHere = lastBefore !== null && minutesBetween(lastBefore, now) <= LONGEST_REST_MINUTES
  if (lastAfter !== null) return wasJustHere || now >= PROGRAM_MADE_AT ? 'was-ahead' : 'behind'
  return lastBefore === null || wasJustHere ? 'trusted' : 'ahead'
}
