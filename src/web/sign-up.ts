// What the forms of sign-ups have in common, here and on other sites: the limits, the row and its mail.
import { setImmediate } from 'node:timers/promises'
import { isWeeklyError } from '../core/errors.ts'
import { type InterfaceLanguage, isInterfaceLanguage } from '../core/words/words.ts'
import { queueConfirmation } from '../deliver/confirmation.ts'
import { mailableAddress, mailboxKey } from '../store/address.ts'
import { type Limit, takeTurn } from '../store/limits.ts'
import { saveSignUp } from '../store/subscribers.ts'
import type { ReaderDeps } from './reader-page.ts'
import { networkOf, truncateAddress } from './remote-address.ts'

/** Longest address that mail knows (RFC 5321 §4.5.3.1.3, less the brackets). */
export const EMAIL_LENGTH = 254
/** One network's forms: a family, an office. */
const networkLimit: Limit = { most: 3, minutes: 60 }
/** Mails to one mailbox, under whatever tag. */
const mailboxLimit: Limit = { most: 3, minutes: 24 * 60 }

/** Somebody who filled in a form: what they typed, where they are, and which form it was. */
export interface FilledForm {
  readonly email: string
  readonly language: InterfaceLanguage
  readonly remoteAddress: string
  /** Changes with the words of the form, so that a consent tells what was agreed to. */
  readonly form: string
  /** The other site on which the form stood. */
  readonly origin?: string
}

/** The language that a form asks for; null where it is none of ours. */
export function readLanguage(form: URLSearchParams): InterfaceLanguage | null {
  const language = form.get('language')
  return isInterfaceLanguage(language) ? language : null
}

/** Whether mail can be sent to an address. */
export function isMailable(email: string): boolean {
  try {
    return email.length <= EMAIL_LENGTH && mailableAddress(email) !== ''
  } catch (error) {
    if (isWeeklyError(error)) return false
    throw error
  }
}

/** Counts a form from a network, and then one more of what `all` names; answers whether both are within their limits. */
export async function mayAsk(
  { store, clock }: Pick<ReaderDeps, 'store' | 'clock'>,
  remoteAddress: string,
  all: Limit & { readonly name: string },
): Promise<boolean> {
  const now = clock.now()
  const isWithin = await takeTurn(store.db, `sign-ups from ${networkOf(remoteAddress)}`, networkLimit, now)
  return isWithin && (await takeTurn(store.db, all.name, all, now))
}

/** Saves the sign-up, and queues the mail that asks to confirm it: with the answer both are on disk. */
export function saveForm({ store, clock, url }: ReaderDeps, filled: FilledForm): Promise<void> {
  const { email, language, form, origin } = filled
  const now = clock.now()
  const address = truncateAddress(filled.remoteAddress)
  const consent = JSON.stringify({ at: now, address, form, origin })
  return store.db.transaction().execute(async db => {
    // The answer is the same: whoever tries addresses does not learn that somebody else did.
    if (!(await takeTurn(db, `mails to ${mailboxKey(email)}`, mailboxLimit, now))) return
    const { id } = await saveSignUp(db, { email, name: null, language, consent }, now)
    await queueConfirmation(db, id, url, now)
  })
}

/** Mails that are being sent behind answers. */
export interface LettersUnderWay {
  /** Nobody waits for the mail, which begins behind the answer: the time it takes would tell whether the address is known. */
  begin(): void
  /** Resolves when all that were begun have been handed over. */
  settle(): Promise<void>
}

/** Makes the sender of the mails that ask to confirm. */
export function createLettersUnderWay({ sendLetters, log }: Pick<ReaderDeps, 'sendLetters' | 'log'>): LettersUnderWay {
  const sending = new Set<Promise<void>>()
  return {
    begin: () => {
      const mail = setImmediate()
        .then(() => sendLetters())
        .catch((error: unknown) => log.warn('subscribe.mail-failed', { error: String(error) }))
        .finally(() => sending.delete(mail))
      sending.add(mail)
    },
    settle: async () => {
      await Promise.all(sending)
    },
  }
}
