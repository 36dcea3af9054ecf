// The deliveries of a batch in order, with few at a time to each big mailbox provider, so that one that is slow holds up nobody
// else. deliver.ts makes it, hand-over.ts takes from it.
import type { WeeklyConfig } from '../core/config.ts'
import type { ClaimedDelivery } from '../store/deliveries.ts'

/** A delivery with its place at the provider, which `done` gives back. */
export interface TakenDelivery {
  readonly delivery: ClaimedDelivery
  readonly done: () => void
}

export interface DeliveryQueue {
  /** The first delivery whose provider has a free place; null when there is none at present. */
  take(): TakenDelivery | null
}

/** Makes the queue of a batch; domains of no provider have places without end. */
export function createQueue(
  batch: readonly ClaimedDelivery[],
  { atATime, domains }: WeeklyConfig['mail']['perProvider'],
): DeliveryQueue {
  const providers = new Map(domains.flatMap((group, index) => group.map(domain => [domain.toLowerCase(), index])))
  const providerOf = ({ email_key }: ClaimedDelivery) => providers.get(email_key.slice(email_key.lastIndexOf('@') + 1))
  const waiting = [...batch]
  const active = new Map<number, number>()
  const change = (provider: number, by: number): void => {
    active.set(provider, (active.get(provider) ?? 0) + by)
  }
  return {
    take: () => {
      const at = waiting.findIndex(delivery => {
        const provider = providerOf(delivery)
        return provider === undefined || (active.get(provider) ?? 0) < atATime
      })
      const [delivery] = at < 0 ? [] : waiting.splice(at, 1)
      if (!delivery) return null
      const provider = providerOf(delivery)
      if (provider === undefined) return { delivery, done: () => undefined }
      change(provider, 1)
      return { delivery, done: () => change(provider, -1) }
    },
  }
}
