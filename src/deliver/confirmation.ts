// Sends the mail that asks a new subscriber to confirm. web/ and the command line call it.
import type { Instant } from '../core/types.ts'
import { mailableAddress } from '../store/address.ts'
import { compileMail, composeMail, type MailingList, type MailParts, senderOf } from './message/compose.ts'
import { sendNow } from './transport/send-now.ts'
import type { MailTransport } from './transport/transport.ts'

/** A confirmation mail to be sent; the parts hold the marker `@@CONFIRM_URL@@`. */
export interface Confirmation {
  readonly subscriberId: number
  readonly email: string
  readonly confirmUrl: string
  readonly parts: MailParts
  readonly at: Instant
}

/**
 * Hands the confirmation mail over. Ask `claimConfirmationMail` first. Throws SMTP_DEFERRED or SMTP_REJECTED when the server
 * does not take it, and what the transport throws.
 */
export async function sendConfirmation(
  list: MailingList,
  transport: MailTransport,
  { subscriberId, email, confirmUrl, parts, at }: Confirmation,
): Promise<void> {
  const to = mailableAddress(email)
  const name = `confirm-${subscriberId}-${at.replace(/\D/g, '')}`
  const identity = { to, messageId: `<${name}@${list.id}>`, datedAt: at }
  const bytes = composeMail(list, compileMail(parts), identity, { CONFIRM_URL: confirmUrl }, [])
  await sendNow(transport, { name, from: senderOf(list), to, bytes }, 'the confirmation mail')
}
