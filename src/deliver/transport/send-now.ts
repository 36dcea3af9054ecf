// Hands over one mail outside the ledger: a test, a dry run.
import { WeeklyError } from '../../core/errors.ts'
import type { MailTransport, OutgoingMessage } from './transport.ts'

/** Hands a mail over; `what` names it in errors. Throws SMTP_DEFERRED or SMTP_REJECTED when the server does not take it, SMTP_ADDRESS_UNSUPPORTED when it cannot, and what the transport throws. */
export async function sendNow(transport: MailTransport, message: OutgoingMessage, what: string): Promise<void> {
  const { state, response } = await transport.handOver(message, { mayEnd: () => Promise.resolve(true) })
  if (state === 'sent') return
  if (state === 'undeliverable')
    throw new WeeklyError('SMTP_ADDRESS_UNSUPPORTED', `${what} to ${message.to} cannot be carried: ${response}`, {
      hint: 'Name a relay in `mail.transport` that offers SMTPUTF8, or ask for an address in ASCII.',
    })
  throw new WeeklyError(
    state === 'bounced' ? 'SMTP_REJECTED' : 'SMTP_DEFERRED',
    `${what} to ${message.to} was not taken: ${response}`,
    { hint: 'Try again in a while; look at the relay if it happens to all.', retryable: state !== 'bounced' },
  )
}
