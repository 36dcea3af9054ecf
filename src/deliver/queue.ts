// The mails of a batch in order, with few at a time to each big mailbox provider, so that one that is slow holds up nobody else.
import type { WeeklyConfig } from '../core/config.ts'
import type { ClaimedMail } from '../store/ledger.ts'

/** A mail with its place at the provider, which `done` gives back. */
export interface TakenMail<Mail> {
  readonly mail: Mail
  readonly done: () => void
}

/** What is left of a batch. */
export interface DeliveryQueue<Mail> {
  /** The first mail whose provider has a free place; null when there is none at present. */
  take(): TakenMail<Mail> | null
}

/** Makes the queue of a batch; domains of no provider have places without end. */
export function createQueue<Mail extends Pick<ClaimedMail, 'email_key'>>(
  batch: readonly Mail[],
  { atATime, domains }: WeeklyConfig['mail']['perProvider'],
): DeliveryQueue<Mail> {
  const providers = new Map(domains.flatMap((group, index) => group.map(domain => [domain.toLowerCase(), index])))
  const providerOf = ({ email_key }: Mail) => providers.get(email_key.slice(email_key.lastIndexOf('@') + 1))
  const waiting = [...batch]
  const active = new Map<number, number>()
  const change = (provider: number, by: number): void => {
    active.set(provider, (active.get(provider) ?? 0) + by)
  }
  return {
    take: () => {
      const at = waiting.findIndex(mail => {
        const provider = providerOf(mail)
        return provider === undefined || (active.get(provider) ?? 0) < atATime
      })
      const [mail] = at < 0 ? [] : waiting.splice(at, 1)
      if (!mail) return null
      const provider = providerOf(mail)
      if (provider === undefined) return { mail, done: () => undefined }
      change(provider, 1)
      return { mail, done: () => change(provider, -1) }
    },
  }
}
