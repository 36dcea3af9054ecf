// The places at a host that all workers share: asked for together for many hosts, passed on within the process, given back soon.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Leave } from './turns.ts'

/** One of the places at a host; `n` counts from 1. */
export interface HostSlot {
  readonly host: string
  readonly n: number
}

/** Where places are known to all workers; each call is one statement. The store implements it. */
export interface SlotTable {
  /** Takes up to so many places at each host as the map says, for `leaseMs` by the table's own clock. Answers those that were free. */
  take(wanted: ReadonlyMap<string, number>, leaseMs: number): Promise<readonly HostSlot[]>
  /** Gives places back. */
  free(slots: readonly HostSlot[]): Promise<void>
  /** Prolongs places that this process holds. */
  renew(slots: readonly HostSlot[], leaseMs: number): Promise<void>
  /** Gives back all places of this process but these: it may have some of which it never heard. */
  keepOnly(slots: readonly HostSlot[]): Promise<void>
}

/** Places at hosts, for all workers together. */
export interface HostSlots {
  /** Resolves when there is a place at the host. Throws what the table throws. */
  take(host: string): Promise<Leave>
  /** Gives back what is left of places; those in use run out by themselves. */
  close(): Promise<void>
}

/** What a worker that has died held is free after this. */
const LEASE_MS = 45_000
const RENEW_MS = 15_000
/** A place that was left is kept so long for the next request of this process: most hosts are asked for more than one thing. */
const KEPT_MS = 40
/** After so long in one process a place is offered to the others before it is asked for again. */
const TURN_MS = 4_000
/** How long a process waits before it asks again for a place that another has; on average, so that none falls into step. */
const RETRY_MS = 200

/** Requests that come within this are one question. */
const GATHER_MS = 5

interface HeldSlot extends HostSlot {
  readonly sinceMs: number
}
interface Waiting {
  readonly grant: (slot: HeldSlot) => void
  readonly reject: (error: unknown) => void
}

/** Makes the places of one process; `chance` gives numbers from 0 to 1. It asks the table once for all that is wanted at a time; a place at hand costs nothing. */
export function createHostSlots(table: SlotTable, chance: () => number): HostSlots {
  const slots = new ProcessSlots(table, chance)
  return { take: host => slots.take(host), close: () => slots.close() }
}

class ProcessSlots {
  readonly #table: SlotTable
  readonly #chance: () => number
  readonly #waiting = new Map<string, Waiting[]>()
  /** Hosts that are not asked for just now: all their places are taken, or others are to have a turn. */
  readonly #resting = new Set<string>()
  #kept: HeldSlot[] = []
  readonly #held = new Set<HeldSlot>()
  #isAsking = false
  /** A question or a giving back has failed: the table may say that this process has places of which it knows nothing. */
  #isUnsure = false
  #renewal: NodeJS.Timeout | undefined
  #givingBack: NodeJS.Timeout | undefined

  constructor(table: SlotTable, chance: () => number) {
    this.#table = table
    this.#chance = chance
  }

  take(host: string): Promise<Leave> {
    return new Promise((resolve, reject) => {
      const grant = (slot: HeldSlot): void => resolve(() => this.#leave(slot))
      const at = this.#kept.findIndex(slot => slot.host === host)
      const [own] = at < 0 ? [] : this.#kept.splice(at, 1)
      if (own) {
        grant(own)
        return
      }
      this.#waiting.set(host, [...(this.#waiting.get(host) ?? []), { grant, reject }])
      void this.#ask()
    })
  }

  async close(): Promise<void> {
    await this.#giveBack()
    clearInterval(this.#renewal)
  }

  #leave(slot: HeldSlot): void {
    const isOld = performance.now() - slot.sinceMs > TURN_MS
    const next = isOld ? undefined : this.#next(slot.host)
    if (next) {
      next.grant(slot)
      return
    }
    this.#kept.push(slot)
    if (isOld) {
      this.#rest(slot.host)
      void this.#giveBack()
    } else this.#givingBack ??= setTimeout(() => void this.#giveBack(), KEPT_MS)
  }

  async #giveBack(): Promise<void> {
    clearTimeout(this.#givingBack)
    this.#givingBack = undefined
    const slots = this.#kept
    this.#kept = []
    for (const slot of slots) this.#held.delete(slot)
    this.#keepRenewing()
    // What cannot be given back now is given back later, or runs out; whoever asks next hears of the store's trouble.
    if (slots.length > 0) await this.#table.free(slots).catch(() => (this.#isUnsure = true))
  }

  #keepRenewing(): void {
    if (this.#held.size === 0) {
      clearInterval(this.#renewal)
      this.#renewal = undefined
    } else this.#renewal ??= setInterval(() => void this.#renew(), RENEW_MS).unref()
  }

  /** Only what is known is prolonged: a place of which an answer was lost would be nobody's for ever. */
  async #renew(): Promise<void> {
    await this.#table.renew([...this.#held], LEASE_MS).catch(() => undefined)
  }

  #rest(host: string): void {
    if (this.#resting.has(host)) return
    this.#resting.add(host)
    setTimeout(
      () => {
        this.#resting.delete(host)
        void this.#ask()
      },
      RETRY_MS * (0.5 + this.#chance()),
    )
  }

  #next(host: string): Waiting | undefined {
    const all = this.#waiting.get(host)
    const first = all?.shift()
    if (all?.length === 0) this.#waiting.delete(host)
    return first
  }

  async #ask(): Promise<void> {
    if (this.#isAsking) return
    this.#isAsking = true
    try {
      while (this.#wanted().size > 0) {
        // Those that come in the same moment are asked for together: each question is a commit.
        await sleep(GATHER_MS)
        await this.#askFor(this.#wanted())
      }
    } catch (error) {
      const all = [...this.#waiting.values()].flat()
      this.#waiting.clear()
      for (const { reject } of all) reject(error)
    } finally {
      this.#isAsking = false
    }
  }

  #wanted(): ReadonlyMap<string, number> {
    const hosts = [...this.#waiting].filter(([host]) => !this.#resting.has(host))
    return new Map(hosts.map(([host, all]) => [host, all.length]))
  }

  async #take(wanted: ReadonlyMap<string, number>): Promise<readonly HostSlot[]> {
    try {
      const wasUnsure = this.#isUnsure
      this.#isUnsure = false
      if (wasUnsure) await this.#table.keepOnly([...this.#held])
      return await this.#table.take(wanted, LEASE_MS)
    } catch (error) {
      this.#isUnsure = true
      throw error
    }
  }

  async #askFor(wanted: ReadonlyMap<string, number>): Promise<void> {
    if (wanted.size === 0) return
    const taken = await this.#take(wanted)
    const sinceMs = performance.now()
    const slots = taken.map(slot => ({ ...slot, sinceMs }))
    for (const slot of slots) this.#held.add(slot)
    this.#keepRenewing()
    for (const slot of slots) {
      const next = this.#next(slot.host)
      if (next) next.grant(slot)
      else this.#leave(slot)
    }
    for (const host of wanted.keys()) if (this.#waiting.has(host)) this.#rest(host)
  }
}
