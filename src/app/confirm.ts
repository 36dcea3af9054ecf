// Sends the mail that asks a reader to confirm: publish/ renders it, deliver/ sends it. Called by the form and by `subscriber add`.
import { sendConfirmation } from '../deliver/confirmation.ts'
import { openMailingList } from '../deliver/deliver.ts'
import { renderConfirmation } from '../publish/mail/email.ts'
import type { Templates } from '../publish/template.ts'
import type { SubscriberRecord } from '../store/subscribers.ts'
import type { App } from './wire.ts'

/** Sends the confirmation mail with its link. Throws MAIL_CONFIG_INCOMPLETE, SMTP_… or OUTBOX_UNWRITABLE. */
export async function sendConfirmationMail(
  app: App,
  reader: Pick<SubscriberRecord, 'id' | 'email' | 'language'>,
  confirmUrl: string,
  templates: Templates,
): Promise<void> {
  const list = await openMailingList(app.deliver)
  const parts = renderConfirmation(app.publish.site, { language: reader.language }, templates)
  const at = app.clock.now()
  await sendConfirmation(list, app.deliver.transport, {
    subscriberId: reader.id,
    email: reader.email,
    confirmUrl,
    parts,
    at,
  })
}
