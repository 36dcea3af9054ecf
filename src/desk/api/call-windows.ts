// How often each token may call: counted in memory, before anything is read, so that ten thousand calls cost nothing else. Each process counts
// for itself.
import { createHash } from 'node:crypto'
import { minutesBetween } from '../../core/clock.ts'
import type { Instant } from '../../core/types.ts'

/** Calls in a minute; a person's program needs a few. */
export const CALLS_A_MINUTE = 600
/** Tokens that are counted at once: what is made up by a stranger must not fill the memory. */
const MOST_KEYS = 1_000

/** Counts a call under a key; answers the seconds to wait, 0 while there are not too many. */
export type TakeCall = (key: string, now: Instant) => number

/** Makes a counter: each key has a minute that begins with its first call. */
export function createCallWindows(): TakeCall {
  const windows = new Map<string, { readonly since: Instant; calls: number }>()
  return (key, now) => {
    const name = createHash('sha256').update(key).digest('base64url')
    const known = windows.get(name)
    const passed = known ? minutesBetween(known.since, now) : 1
    if (!known || passed >= 1 || passed < 0) {
      windows.delete(name)
      const [oldest] = windows.keys()
      if (oldest !== undefined && windows.size >= MOST_KEYS) windows.delete(oldest)
      windows.set(name, { since: now, calls: 1 })
      return 0
    }
    known.calls++
    return known.calls <= CALLS_A_MINUTE ? 0 : Math.max(1, Math.ceil(60 * (1 - passed)))
  }
}
