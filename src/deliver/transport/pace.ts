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

/** A sender reserves what a relay takes in this time: seldom enough to cost nothing, and short enough for others to come in between. */
const SPAN_MS = 500

/** Reserves the relay's next so many milliseconds for this sender alone; answers how many milliseconds from now they begin. */
export type ReserveSpan = (spanMs: number) => Promise<number>

/** Answers when the next turn is, in the milliseconds of `performance.now()`. */
type NextTurn = () => Promise<number> | number

/** Turns of a sender that has the relay to itself. */
function createOwnTurns(intervalMs: number): NextTurn {
  let nextMs = 0
  return () => {
    const turnMs = Math.max(performance.now(), nextMs)
    nextMs = turnMs + intervalMs
    return turnMs
  }
}

/** Turns within spans that all senders of a relay share; what is not used of a span is gone with it. */
function createSharedTurns(intervalMs: number, reserve: ReserveSpan): NextTurn {
  const turnsOfSpan = Math.max(1, Math.floor(SPAN_MS / intervalMs))
  let nextMs = 0
  let endMs = 0
  const take = async (): Promise<number> => {
    nextMs = Math.max(nextMs, performance.now())
    if (nextMs >= endMs) {
      const spanMs = turnsOfSpan * intervalMs
      nextMs = performance.now() + (await reserve(spanMs))
      // A turn at the very end belongs to whoever comes next.
      endMs = nextMs + spanMs - intervalMs / 2
    }
    const turnMs = nextMs
    nextMs += intervalMs
    return turnMs
  }
  let last: Promise<unknown> = Promise.resolve()
  return () => {
    const turn = last.then(take)
    last = turn.catch(() => undefined)
    return turn
  }
}

/**
 * Makes the pace of one relay: at most `ratePerSecond` turns, evenly spread, and `limit` at a time. A busy answer halves how many go at a time;
 * it climbs back one by one. With `reserve` the rate is that of all senders together.
 */
export function createPace(ratePerSecond: number, limit: number, reserve?: ReserveSpan): Pace {
  const intervalMs = 1000 / ratePerSecond
  const nextTurn = reserve ? createSharedTurns(intervalMs, reserve) : createOwnTurns(intervalMs)
  const { enter, leave, adapt } = createAdmission(limit)
  return async (signal, work, isBusy) => {
    await enter()
    try {
      signal?.throwIfAborted()
      const waitMs = (await nextTurn()) - performance.now()
      if (waitMs > 0) await wait(waitMs, undefined, signal ? { signal } : {})
      const result = await work()
      adapt(isBusy(result))
      return result
    } finally {
      leave()
    }
  }
}

/** How many go at a time. */
function createAdmission(limit: number) {
  let allowed = limit
  let active = 0
  let calmTurns = 0
  const waiting: (() => void)[] = []
  const admit = (): void => {
    while (active < allowed) {
      const next = waiting.shift()
      if (!next) return
      active++
      next()
    }
  }
  return {
    enter: (): Promise<void> =>
      new Promise(resolve => {
        waiting.push(resolve)
        admit()
      }),
    leave: (): void => {
      active--
      admit()
    },
    adapt: (isBusy: boolean): void => {
      calmTurns = isBusy ? 0 : calmTurns + 1
      if (isBusy) allowed = Math.max(1, Math.floor(allowed / 2))
      else if (calmTurns % CLIMB_AFTER === 0) allowed = Math.min(limit, allowed + 1)
    },
  }
}
