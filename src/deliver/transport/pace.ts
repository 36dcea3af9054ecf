// How fast a relay is given mail: turns at an even rate, and fewer at a time while it says that it is busy.
import { setTimeout as wait } from 'node:timers/promises'

/** Does a piece of work when its turn has come. Throws the signal's reason when that fires before the turn. */
export type Pace = <Result>(
  signal: AbortSignal | undefined,
  work: () => Promise<Result>,
  isBusy: (result: Result) => boolean,
) => Promise<Result>

/** Turns without complaint after which one more is allowed at a time. */
const CLIMB_AFTER = 20

/**
 * Makes the pace of one relay: at most `ratePerSecond` turns, evenly spread, and `limit` at a time. A busy answer halves how
 * many go at a time; it climbs back one by one.
 */
export function createPace(ratePerSecond: number, limit: number): Pace {
  let allowed = limit
  let active = 0
  let calmTurns = 0
  let nextMs = 0
  const waiting: (() => void)[] = []
  const admit = (): void => {
    while (active < allowed) {
      const next = waiting.shift()
      if (!next) return
      active++
      next()
    }
  }
  const adapt = (isBusy: boolean): void => {
    calmTurns = isBusy ? 0 : calmTurns + 1
    if (isBusy) allowed = Math.max(1, Math.floor(allowed / 2))
    else if (calmTurns % CLIMB_AFTER === 0) allowed = Math.min(limit, allowed + 1)
  }
  return async (signal, work, isBusy) => {
    await new Promise<void>(resolve => {
      waiting.push(resolve)
      admit()
    })
    try {
      signal?.throwIfAborted()
      const nowMs = performance.now()
      const turnMs = Math.max(nowMs, nextMs)
      nextMs = turnMs + 1000 / ratePerSecond
      if (turnMs > nowMs) await wait(turnMs - nowMs, undefined, signal ? { signal } : {})
      const result = await work()
      adapt(isBusy(result))
      return result
    } finally {
      active--
      admit()
    }
  }
}
