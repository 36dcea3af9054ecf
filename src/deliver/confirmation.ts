// The letters that ask new subscribers to confirm: queued with the sign-up, sent as every other mail.
import { randomBytes } from 'node:crypto'
import type { Instant } from '../core/types.ts'
import { mailableAddress } from '../store/address.ts'
import type { Connection } from '../store/engine/database.ts'
import { type ClaimedMail, selectLetters } from '../store/ledger.ts'
import { insertLetter, readClaimedLetters } from '../store/letters.ts'
import { claimConfirmationMail, noteConfirmationMail } from '../store/subscribers.ts'
import { composeMail, type MailingList, senderOf } from './message/compose.ts'
import { compileInAllLanguages } from './message/in-all-languages.ts'
import { readerUrl, readersUrl } from './message/composer.ts'
import type { Compose, DeliverDeps, MailKind } from './send.ts'
import { openTokens } from './tokens.ts'

/**
 * Queues the letter for somebody who has signed up: at most one a day, none to the confirmed. Call within the transaction that saves
 * the sign-up. True when one will go out.
 */
export async function queueConfirmation(
  db: Connection,
  subscriberId: number,
  siteUrl: string,
  now: Instant,
): Promise<boolean> {
  if (!(await claimConfirmationMail(db, subscriberId, now))) return false
  const host = new URL(siteUrl).hostname.replace(/[^\w.-]/g, '')
  const messageId = `<confirm.${subscriberId}.${randomBytes(8).toString('hex')}@${host}>`
  await insertLetter(db, { kind: 'confirmation', subscriberId, messageId }, now)
  return true
}

/** The letters that ask for a confirmation, as a kind of mail. */
export function confirmationLetters(deps: DeliverDeps): MailKind<ClaimedMail> {
  const letters = selectLetters('confirmation')
  const { uncertain } = deps.config.mail
  return {
    subject: 'confirmation mails',
    lease: 'deliver:confirmation',
    due: letters,
    all: letters,
    uncertainRemedy:
      uncertain === 'resend' ? 'they are sent again in 10 minutes' : 'they are held; readers may ask again',
    read: readClaimedLetters,
    onOutcome: async ({ subscriber_id: id }, { state }) => {
      const now = deps.clock.now()
      // The week in which to confirm begins with the mail; who did not get it may ask again.
      if (state === 'sent') await noteConfirmationMail(deps.store.db, id, now)
      if (state === 'bounced' || state === 'skipped') await noteConfirmationMail(deps.store.db, id, null)
    },
    openComposer: list => openConfirmationComposer(deps, list),
  }
}

async function openConfirmationComposer(
  { store, config, renderConfirmation }: DeliverDeps,
  list: MailingList,
): Promise<Compose<ClaimedMail>> {
  const tokens = await openTokens(store.db)
  const mailIn = await compileInAllLanguages(renderConfirmation)
  const from = senderOf(list)
  return ({ subscriber_id: id, email, language, message_id: messageId, dated_at: datedAt }) => {
    const to = mailableAddress(email)
    const values = { CONFIRM_URL: readerUrl(readersUrl(config), tokens, 'confirm', id) }
    const bytes = composeMail(list, mailIn(language), { to, messageId, datedAt }, values, [])
    return { name: `confirm-${id}-${datedAt.replace(/\D/g, '')}`, from, to, bytes }
  }
}
