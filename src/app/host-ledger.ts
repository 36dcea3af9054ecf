// What the network asks the store about hosts: when and by whom they may be asked.
import type { WeeklyConfig } from '../core/config.ts'
import type { Clock } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { TakeProviderPlace } from '../deliver/provider-places.ts'
import type { SmtpOptions } from '../deliver/transport/relay-connection.ts'
import { createHostSlots, type HostSlots } from '../net/host-slots.ts'
import type { HostLedger, Politeness } from '../net/politeness.ts'
import type { Store } from '../store/engine/database.ts'
import { freeHostSlots, keepHostSlots, renewHostSlots, takeHostSlots } from '../store/host-slots.ts'
import { reserveSpan } from '../store/relay-pace.ts'
import { blockHost, readHostBlocks, readRobots, reserveHost, saveRobots } from '../store/hosts.ts'

/** Blocks of hosts are few and asked for at every request: they are read together, once a second. */
const BLOCKS_KEPT_MS = 1_000

/** The `perHost` places at each host, shared with all workers of the store; `holder` names this one, and no other part of it. */
export function openHostSlots(store: Store, holder: string, perHost: number): HostSlots {
  return createHostSlots(
    {
      take: (wanted, leaseMs) => takeHostSlots(store, wanted, { holder, perHost, leaseMs }),
      free: slots => freeHostSlots(store, holder, slots),
      renew: (slots, leaseMs) => renewHostSlots(store, holder, slots, leaseMs),
      keepOnly: slots => keepHostSlots(store, holder, slots),
    },
    Math.random,
  )
}

/** What the store knows of hosts, as the network asks for it. */
export function createHostLedger({ db }: Store, clock: Clock, slots: HostSlots): HostLedger {
  let blocks: Promise<ReadonlyMap<string, Instant>> = Promise.resolve(new Map())
  let readAtMs = -Infinity
  const readBlocks = (): Promise<ReadonlyMap<string, Instant>> => {
    if (performance.now() - readAtMs < BLOCKS_KEPT_MS) return blocks
    readAtMs = performance.now()
    blocks = readHostBlocks(db, clock.now())
    return blocks
  }
  return {
    reserve: (host, spacingMs, nowMs) => reserveHost(db, host, spacingMs, nowMs),
    takeSlot: host => slots.take(host),
    blockedUntil: async host => (await readBlocks()).get(host) ?? null,
    block: async (host, until) => {
      await blockHost(db, host, until)
      readAtMs = -Infinity
    },
    readRobots: origin => readRobots(db, origin),
    saveRobots: (origin, robots) => saveRobots(db, origin, robots),
  }
}

/** The same politeness for a server that is no site: its places are not shared with other workers. */
export function withoutSlots(politeness: Politeness): Politeness {
  return { ...politeness, ledger: { ...politeness.ledger, takeSlot: () => Promise.resolve(() => undefined) } }
}

/** What all senders of a relay share: its rate and, where `mail.connections` says so, how many mails are on their way to it. */
export function shareRelay(
  { transport, connections }: Pick<WeeklyConfig['mail'], 'transport' | 'connections'>,
  store: Store,
  worker: string,
): Pick<SmtpOptions, 'reserveSpan' | 'connections' | 'takePlace'> {
  const { host } = new URL(transport)
  const pace = { reserveSpan: (spanMs: number) => reserveSpan(store, host, spanMs) }
  if (connections === undefined) return pace
  const places = openHostSlots(store, `${worker}#relay`, connections)
  return { ...pace, connections, takePlace: () => places.take(`smtp:${host}`) }
}

/** The `mail.perProvider.atATime` places at each big mailbox provider, which all senders of the store share. */
export function shareProviders(
  { perProvider }: Pick<WeeklyConfig['mail'], 'perProvider'>,
  store: Store,
  worker: string,
): { readonly takeProviderPlace: TakeProviderPlace; close(): Promise<void> } {
  const places = openHostSlots(store, `${worker}#mailboxes`, perProvider.atATime)
  return { takeProviderPlace: provider => places.take(`mailbox:${provider}`), close: () => places.close() }
}
