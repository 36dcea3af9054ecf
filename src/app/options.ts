// What every command may be told, and the clock that follows from it.
import { type Clock, fixedClock, instantFromMs, msFromInstant, parseIsoInstant } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Instant } from '../core/types.ts'

/** The global flags. */
export interface GlobalOptions {
  readonly config: string
  readonly now?: string
  readonly json?: boolean
  readonly quiet?: boolean
  readonly verbose?: boolean
  /** Of the commands that edit: who does. */
  readonly as?: string
}

/** Reads `--now`; throws USAGE_INVALID for text that is no instant with offset. */
function parseNow(text: string): Instant {
  const instant = parseIsoInstant(text)
  if (instant) return instant
  throw new WeeklyError('USAGE_INVALID', `--now "${text}" is no instant`, {
    hint: 'Write date, time and offset as in 2016-12-09T08:30:00+08:00.',
  })
}

/**
 * The clock of a run: the system's, or under `--now` one that starts there. It stands still for one-shot commands, so that
 * the same run gives the same bytes, and goes on for a running server.
 */
export function createClock(options: Pick<GlobalOptions, 'now'>, goesOn = false): Clock {
  if (options.now === undefined) return { now: () => instantFromMs(Date.now()) }
  const start = parseNow(options.now)
  if (!goesOn) return fixedClock(start)
  const offsetMs = msFromInstant(start) - Date.now()
  return { now: () => instantFromMs(Date.now() + offsetMs) }
}
