// The mails of a batch in order, with few at a time to each big mailbox provider, so that one that is slow holds up nobody else.
import type { WeeklyConfig } from '../core/config.ts'
import type { ClaimedMail } from '../store/ledger.ts'
import { createProviderPlaces, type ProviderPlaces, type TakeProviderPlace } from './provider-places.ts'

/** A mail with its place at the provider, which `done` gives back. */
export interface TakenMail<Mail> {
  readonly mail: Mail
  readonly done: () => void
}

/** What is left of a batch. */
export interface DeliveryQueue<Mail> {
  /** The first mail whose provider has a free place; null when there is none at present. Throws what asking for places threw. */
  take(): TakenMail<Mail> | null
  /** The same, waiting for a place where others have them all; null when no mail is left, or the queue was closed. */
  next(): Promise<TakenMail<Mail> | null>
  /** Lets nobody wait any longer, and gives back the places that no mail has. */
  close(): void
}

/** Makes the queue of a batch; domains of no provider have places without end. With `takePlace` all senders together have `atATime`. */
export function createQueue<Mail extends Pick<ClaimedMail, 'email_key'>>(
  batch: readonly Mail[],
  { atATime, domains }: WeeklyConfig['mail']['perProvider'],
  takePlace?: TakeProviderPlace,
): DeliveryQueue<Mail> {
  const waiting = [...batch]
  let isClosed = false
  let failure: { readonly error: unknown } | null = null
  let changed = Promise.withResolvers<undefined>()
  const onChange = (): void => {
    changed.resolve(undefined)
    changed = Promise.withResolvers()
  }
  const onFailure = (error: unknown): void => {
    failure = { error }
    onChange()
  }
  const providers = new Map<string, ProviderPlaces>()
  for (const [first = '', ...more] of domains.map(group => group.map(domain => domain.toLowerCase()))) {
    const ask = takePlace ? () => takePlace(first) : null
    const places = createProviderPlaces(atATime, ask, { onChange, onFailure })
    for (const domain of [first, ...more]) providers.set(domain, places)
  }
  const close = (): void => {
    isClosed = true
    for (const places of providers.values()) places.close()
    onChange()
  }
  const take = (): TakenMail<Mail> | null => {
    if (failure) throw failure.error
    for (const [at, mail] of waiting.entries()) {
      const places = providers.get(mail.email_key.slice(mail.email_key.lastIndexOf('@') + 1))
      const done = places ? places.tryTake() : () => undefined
      if (done === null) continue
      waiting.splice(at, 1)
      if (waiting.length === 0) close()
      return { mail, done }
    }
    return null
  }
  const next = async (): Promise<TakenMail<Mail> | null> => {
    while (!isClosed && waiting.length > 0) {
      const taken = take()
      if (taken) return taken
      await changed.promise
    }
    if (failure) throw failure.error
    return null
  }
  return { take, next, close }
}
