// Mails to editors of the desk: outside the ledger, for they belong to no issue and are of no use an hour later.
import { randomBytes } from 'node:crypto'
import { compileMail, composeMail, type MailParts, senderOf } from './message/compose.ts'
import { mailableAddress } from '../store/address.ts'
import { openMailingList } from './mailing-list.ts'
import type { DeliverDeps } from './send.ts'
import { sendNow } from './transport/send-now.ts'

/**
 * Makes what mails one editor now. It rejects with what `sendNow` and the transport throw, and with MAIL_CONFIG_INCOMPLETE; there is no
 * second try: who asked may ask again.
 */
export function createEditorMailer(
  deps: Pick<DeliverDeps, 'store' | 'clock' | 'config' | 'signers' | 'transport'>,
): (mail: MailParts & { readonly to: string }) => Promise<void> {
  return async mail => {
    const list = await openMailingList(deps)
    const name = `desk-${randomBytes(8).toString('hex')}`
    const host = new URL(deps.config.url).hostname.replace(/[^\w.-]/g, '')
    const identity = {
      to: mailableAddress(mail.to),
      messageId: `<${name}@${host}>`,
      datedAt: deps.clock.now(),
    }
    const bytes = composeMail(list, compileMail(mail), identity, {}, [])
    await sendNow(deps.transport, { name, from: senderOf(list), to: identity.to, bytes }, 'the mail to an editor')
  }
}
