// Takes a newsletter's bytes apart: whose list, to whom, what its server found, and its words in HTML or text.
import { instantFromMs } from '../../core/clock.ts'
import type { Letter } from '../../core/letter.ts'
import type { Instant } from '../../core/types.ts'
import { parseMessage } from '../bounces/read-message.ts'

const SUBJECT_CHARACTERS = 500
const MOST_RECIPIENTS = 50
const recipientHeaders: ReadonlySet<string> = new Set([
  ...['to', 'cc', 'delivered-to', 'x-original-to', 'x-delivered-to', 'envelope-to', 'x-envelope-to', 'resent-to'],
  ...['x-forwarded-to', 'x-real-to', 'x-rcpt-to'],
])
/** Commands to a list (RFC 2369, RFC 8058), and what servers add for their own. */
const commandHeaders: ReadonlySet<string> = new Set([
  ...[
    'list-unsubscribe',
    'list-subscribe',
    'list-help',
    'list-owner',
    'x-unsubscribe',
    'x-report-abuse',
    'x-csa-complaints',
  ],
])
const address = /[^\s<>,;:"()]{1,64}@[^\s<>,;:"()]{1,255}/g

type Line = readonly [name: string, value: string]
type Mail = NonNullable<Awaited<ReturnType<typeof parseMessage>>>

const linesOf = ({ headerLines }: Mail): readonly Line[] =>
  headerLines.map(({ key, line }) => [
    key,
    line
      .slice(line.indexOf(':') + 1)
      .replace(/\r?\n[ \t]+/g, ' ')
      .trim(),
  ])

function dateOf({ date }: Mail, lines: readonly Line[]): Instant | null {
  // Where there is none, the parser takes the time of reading.
  if (!lines.some(([name]) => name === 'date') || !date || Number.isNaN(date.getTime())) return null
  const year = date.getUTCFullYear()
  return year >= 1970 && year <= 9999 ? instantFromMs(date.getTime()) : null
}

function describe(mail: Mail, inner: Letter | null): Letter {
  const lines = linesOf(mail)
  const valuesOf = (names: ReadonlySet<string>): readonly string[] =>
    lines.flatMap(([name, value]) => (names.has(name) ? value : []))
  const sender = mail.from?.value[0]
  const recipients = valuesOf(recipientHeaders).flatMap(value => value.toLowerCase().match(address) ?? [])
  const listId = valuesOf(new Set(['list-id']))[0]?.toLowerCase()
  return {
    messageId: mail.messageId ?? null,
    from: { address: sender?.address?.toLowerCase() ?? '', name: sender?.name.slice(0, SUBJECT_CHARACTERS) ?? '' },
    recipients: [...new Set(recipients)].slice(0, MOST_RECIPIENTS),
    subject: (mail.subject ?? '').slice(0, SUBJECT_CHARACTERS),
    date: dateOf(mail, lines),
    listId: listId === undefined ? null : (/<([^<>]{1,500})>/.exec(listId)?.[1] ?? listId).trim(),
    commands: valuesOf(commandHeaders).flatMap(value => value.match(/https?:\/\/[^\s<>,]{1,4000}/gi) ?? []),
    authentication: valuesOf(new Set(['authentication-results'])),
    html: typeof mail.html === 'string' ? mail.html : null,
    text: mail.text ?? null,
    attachments: mail.attachments.filter(({ related, contentType }) => !related && contentType !== 'message/rfc822')
      .length,
    inner,
  }
}

const options = { skipHtmlToText: true, skipTextToHtml: true } as const

/** Parses any bytes; null for what is no mail. A mail that is attached is taken apart too, one in that is not. */
export async function readLetter(bytes: Uint8Array): Promise<Letter | null> {
  const mail = await parseMessage(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength), options)
  if (!mail || mail.headerLines.length === 0) return null
  const attached = mail.attachments.find(({ contentType }) => contentType.toLowerCase() === 'message/rfc822')
  const inside = attached ? await parseMessage(attached.content, options) : null
  return describe(mail, inside ? describe(inside, null) : null)
}
