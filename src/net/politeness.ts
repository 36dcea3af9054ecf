// Who may ask a host when: turns, spacing between pages, and hosts that asked to be left alone.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Clock } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Instant } from '../core/types.ts'
import { createTurns, type Leave } from './turns.ts'

/** A robots.txt as it was read; status 0 when the host could not be reached. */
export interface StoredRobots {
  readonly fetchedAt: Instant
  readonly status: number
  readonly body: string
}

/** What all workers know about a host together; hosts are `name` or `name:port` as in a URL. The store implements it. */
export interface HostLedger {
  /** Reserves the next free instant for this host; answers the milliseconds to wait until then. `nowMs` counts from 1970. */
  reserve(host: string, spacingMs: number, nowMs: number): Promise<number>
  /** Resolves when one of the places that all workers have at the host together is free, with how to give it back. */
  takeSlot(host: string): Promise<Leave>
  blockedUntil(host: string): Promise<Instant | null>
  block(host: string, until: Instant): Promise<void>
  readRobots(origin: string): Promise<StoredRobots | null>
  saveRobots(origin: string, robots: StoredRobots): Promise<void>
}

/** Where politeness is remembered, and the clock that decides whether a block or a robots.txt is still current. */
export interface Politeness {
  readonly ledger: HostLedger
  readonly clock: Clock
}

/** A ledger for one process: for one-shot commands and tests. */
export function createMemoryLedger(): HostLedger {
  const freeAtMs = new Map<string, number>()
  const blocks = new Map<string, Instant>()
  const robots = new Map<string, StoredRobots>()
  return {
    reserve: (host, spacingMs, nowMs) => {
      const atMs = Math.max(nowMs, freeAtMs.get(host) ?? 0)
      freeAtMs.set(host, atMs + spacingMs)
      return Promise.resolve(atMs - nowMs)
    },
    takeSlot: () => Promise.resolve(() => undefined),
    blockedUntil: host => Promise.resolve(blocks.get(host) ?? null),
    block: (host, until) => Promise.resolve(void blocks.set(host, until)),
    readRobots: origin => Promise.resolve(robots.get(origin) ?? null),
    saveRobots: (origin, stored) => Promise.resolve(void robots.set(origin, stored)),
  }
}

/** Lets requests to a host through one after the other. */
export interface HostGate {
  /** Resolves when the host may be asked. Throws FETCH_HOST_WAITING at once when it asked to be left alone. */
  enter(host: string, isPage: boolean): Promise<Leave>
}

/** Makes the gate every request passes. Without politeness nothing is spaced or blocked; the turns always hold. */
export function createHostGate(options: {
  readonly concurrency: number
  readonly perHost: number
  readonly pageSpacingMs: number
  readonly politeness: Politeness | null
}): HostGate {
  const { politeness, pageSpacingMs } = options
  const turns = createTurns(options.concurrency, options.perHost)
  // Of one host's pages only one at a time waits for its instant with a turn in hand, so that a long list of pages
  // of one host cannot keep the turns of the others.
  const pageLanes = createTurns(Infinity, 1)

  const takeTurn = async (host: string, ledger: HostLedger): Promise<Leave> => {
    const leaveTurn = await turns.take(host)
    try {
      const leaveSlot = await ledger.takeSlot(host)
      return () => {
        leaveSlot()
        leaveTurn()
      }
    } catch (error) {
      leaveTurn()
      throw error
    }
  }
  const takePageTurn = async (host: string, ledger: HostLedger): Promise<Leave> => {
    const leaveLane = await pageLanes.take(host)
    const leave = await takeTurn(host, ledger).catch((error: unknown) => {
      leaveLane()
      throw error
    })
    try {
      // Reserved with the turn in hand: an instant reserved before queueing would be past when the turn comes.
      await sleep(await ledger.reserve(host, pageSpacingMs, epochMs()))
      return leave
    } catch (error) {
      leave()
      throw error
    } finally {
      leaveLane()
    }
  }

  return {
    enter: async (host, isPage) => {
      if (!politeness) return turns.take(host)
      await refuseBlocked(host, politeness)
      const leave = await (isPage ? takePageTurn : takeTurn)(host, politeness.ledger)
      try {
        // Once more with the turn in hand: what was answered to those before may have been "leave us alone".
        await refuseBlocked(host, politeness)
        return leave
      } catch (error) {
        leave()
        throw error
      }
    },
  }
}

async function refuseBlocked(host: string, { ledger, clock }: Politeness): Promise<void> {
  const until = await ledger.blockedUntil(host)
  if (until === null || until <= clock.now()) return
  throw new WeeklyError('FETCH_HOST_WAITING', `${host} asked not to be read before ${until}`, {
    hint: 'Nothing to do: it is asked again after that instant.',
    retryable: true,
    context: { host, until },
  })
}

// Spacing is real time even when the run's clock stands still, and must mean the same in all processes.
function epochMs(): number {
  return performance.timeOrigin + performance.now()
}
