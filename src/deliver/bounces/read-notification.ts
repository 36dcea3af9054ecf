// Reads what relays post about mails: our own plain shape, and those of Postmark, Mailgun and Amazon SES.
import { findStatus } from './judge.ts'

/** A relay's word on one mail, and how it names it. */
export interface Notification {
  readonly kind: 'failure' | 'complaint'
  readonly status: string | null
  readonly response: string
  readonly returnPath: string | null
  readonly messageId: string | null
  readonly email: string | null
}

/** The value behind a path of keys and indexes, or undefined. */
function at(value: unknown, ...path: readonly (string | number)[]): unknown {
  return path.reduce<unknown>(
    (found, key) =>
      typeof found === 'object' && found !== null ? (found as Record<string | number, unknown>)[key] : undefined,
    value,
  )
}

const textAt = (value: unknown, ...path: readonly (string | number)[]): string | null => {
  const found = at(value, ...path)
  return typeof found === 'string' && found !== '' ? found : null
}

type Reader = (value: unknown) => readonly Notification[] | null

/** docs/technotes/bounces.md: `{ type, status, response, returnPath | messageId | email }`. */
const readPlain: Reader = value => {
  const type = textAt(value, 'type')
  if (type !== 'bounce' && type !== 'complaint') return null
  const response = textAt(value, 'response') ?? ''
  const status = findStatus(textAt(value, 'status') ?? response)
  const named = {
    returnPath: textAt(value, 'returnPath'),
    messageId: textAt(value, 'messageId'),
    email: textAt(value, 'email'),
  }
  return [{ kind: type === 'bounce' ? 'failure' : 'complaint', status, response, ...named }]
}

/** Postmark's types that say something about the mailbox, and what they say where no status is quoted. */
const postmarkStatuses: Readonly<Record<string, string>> = {
  HardBounce: '5.1.1',
  BadEmailAddress: '5.1.3',
  SoftBounce: '4.0.0',
  Transient: '4.0.0',
  DnsError: '4.4.3',
  Blocked: '5.7.1',
  SpamNotification: '5.7.1',
}

const readPostmark: Reader = value => {
  const record = textAt(value, 'RecordType')
  if (record !== 'Bounce' && record !== 'SpamComplaint') return null
  const type = textAt(value, 'Type') ?? ''
  const response = textAt(value, 'Details') ?? textAt(value, 'Description') ?? type
  const named = { returnPath: null, messageId: null, email: textAt(value, 'Email') }
  if (record === 'SpamComplaint' || type === 'SpamComplaint')
    return [{ kind: 'complaint', status: null, response, ...named }]
  const usual = postmarkStatuses[type]
  return usual === undefined ? [] : [{ kind: 'failure', status: findStatus(response) ?? usual, response, ...named }]
}

/** Mailgun refuses by itself (605) what bounced before. */
const MAILGUN_KNOWN_BAD = 605

const readMailgun: Reader = value => {
  const event = at(value, 'event-data')
  const name = textAt(event, 'event')
  if (name === null) return null
  const named = {
    returnPath: null,
    messageId: textAt(event, 'message', 'headers', 'message-id'),
    email: textAt(event, 'recipient'),
  }
  if (name === 'complained') return [{ kind: 'complaint', status: null, response: 'complained', ...named }]
  if (name !== 'failed' || textAt(event, 'severity') !== 'permanent') return []
  const code = at(event, 'delivery-status', 'code')
  const words = textAt(event, 'delivery-status', 'message') ?? textAt(event, 'delivery-status', 'description') ?? ''
  const response = `${typeof code === 'number' ? code : ''} ${words}`.trim()
  const status = code === MAILGUN_KNOWN_BAD ? '5.1.1' : findStatus(response)
  return [{ kind: 'failure', status, response, ...named }]
}

/** What SES says of the mailbox where it quotes no status. */
const sesStatuses: Readonly<Record<string, string>> = {
  NoEmail: '5.1.1',
  Suppressed: '5.1.1',
  OnAccountSuppressionList: '5.1.1',
  MailboxFull: '4.2.2',
}

/** Amazon SES, as SNS wraps it or bare. */
const readSes: Reader = value => {
  const message = textAt(value, 'Message')
  const event = message === null ? value : parseJson(message)
  const type = textAt(event, 'notificationType') ?? textAt(event, 'eventType')
  if (type === null) return textAt(value, 'Type') === null ? null : []
  const messageId = textAt(event, 'mail', 'commonHeaders', 'messageId')
  const isComplaint = type === 'Complaint'
  if (!isComplaint && type !== 'Bounce') return []
  const list = isComplaint ? at(event, 'complaint', 'complainedRecipients') : at(event, 'bounce', 'bouncedRecipients')
  const isTransient = textAt(event, 'bounce', 'bounceType') === 'Transient'
  return (Array.isArray(list) ? list : []).map((recipient: unknown): Notification => {
    const response = textAt(recipient, 'diagnosticCode') ?? textAt(event, 'bounce', 'bounceSubType') ?? type
    const usual = sesStatuses[textAt(event, 'bounce', 'bounceSubType') ?? ''] ?? (isTransient ? '4.0.0' : '5.0.0')
    const status = isComplaint ? null : (findStatus(textAt(recipient, 'status') ?? response) ?? usual)
    const named = { returnPath: null, messageId, email: textAt(recipient, 'emailAddress') }
    return { kind: isComplaint ? 'complaint' : 'failure', status, response, ...named }
  })
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return null
  }
}

/** The notifications in a posted body; none when it reports nothing, null when it is of no shape that we know. */
export function readNotifications(body: string): readonly Notification[] | null {
  const value = parseJson(body)
  for (const read of [readPlain, readPostmark, readMailgun, readSes]) {
    const found = read(value)
    if (found) return found
  }
  return null
}
