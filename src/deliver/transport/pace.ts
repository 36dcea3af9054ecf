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

/** A sender reserves at most what a relay takes in this time: seldom enough to cost nothing, and short enough for others to come in between. */
const SPAN_MS = 500

/** A span of a relay's time. `foundMs` and `endMs` are by the clock of those who share it: where the span before ended, whoever had it, and where this one does. */
export interface ReservedSpan {
  /** How many milliseconds from now it begins. */
  readonly waitMs: number
  /** Null when nobody ever had one. */
  readonly foundMs: number | null
  readonly endMs: number
}

/** Reserves the relay's next so many milliseconds for this sender alone. */
export type ReserveSpan = (spanMs: number) => Promise<ReservedSpan>

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

/** So long after another was met at the relay it is taken to be there still. */
const COMPANY_MS = 5_000
/** Clocks and answers of the store differ by so much without anybody's coming in between. */
const SLACK_MS = 2

/** How many turns to reserve next, one to `most`, by how many there were in the last span and how many of them were used. */
export function decideTurns(turns: number, used: number, hasCompany: boolean, most: number): number {
  return hasCompany && used < turns ? Math.max(1, used) : Math.min(most, turns * 2)
}

/**
 * Turns within spans that all senders of a relay share; what is not used of a span is gone with it. A sender that has the relay to itself
 * reserves half a second at a time; one that meets another there, no more than it uses, so that of two slow ones neither stands still while
 * the other's span passes unused.
 */
function createSharedTurns(intervalMs: number, reserve: ReserveSpan): NextTurn {
  const most = Math.max(1, Math.floor(SPAN_MS / intervalMs))
  let span = { turns: 1, used: 1, endMs: 0 }
  let nextMs = 0
  let companyUntilMs = 0
  let ownEndMs: number | null = null
  const reserveNext = async (): Promise<void> => {
    const askedMs = performance.now()
    const turns = decideTurns(span.turns, span.used, askedMs < companyUntilMs, most)
    const { waitMs, foundMs, endMs } = await reserve(turns * intervalMs)
    const beginMs = askedMs + waitMs
    // Whoever is slow reserves little, and that is over before the next look: only where the last span ended tells of it.
    const hasOtherBetween = ownEndMs !== null && foundMs !== ownEndMs
    if (hasOtherBetween || beginMs > Math.max(askedMs, span.endMs) + SLACK_MS) companyUntilMs = beginMs + COMPANY_MS
    ownEndMs = endMs
    span = { turns, used: 0, endMs: beginMs + turns * intervalMs }
    nextMs = beginMs
  }
  const take = async (): Promise<number> => {
    nextMs = Math.max(nextMs, performance.now())
    // A turn at the very end belongs to whoever comes next.
    if (nextMs >= span.endMs - intervalMs / 2) await reserveNext()
    const turnMs = nextMs
    span.used++
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
