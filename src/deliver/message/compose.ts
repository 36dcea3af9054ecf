// Composes the message of one delivery: the issue's parts with the reader's links filled in, and its headers.
// The same delivery gives the same bytes, however often it is composed.
import { createHash } from 'node:crypto'
import { msFromInstant } from '../../core/clock.ts'
import { chooseSections } from '../../core/mail-marks.ts'
import type { Instant } from '../../core/types.ts'
import { type DkimSigner, signMessage } from './dkim.ts'
import { isInLines } from './lines.ts'
import { mailboxHeader, mailDate, multipartMessage, parseMailbox, plainHeader, textHeader } from './mime.ts'
import { compilePart, type FillPart } from './mime-part.ts'

/** What all mails of a list have in common. */
export interface MailingList {
  /** The list's identity for mail programs, without brackets (RFC 2919); it never changes. */
  readonly id: string
  readonly url: string
  /** `address` or `Name <address>`. */
  readonly from: string
  readonly replyTo: string
  readonly signers: readonly DkimSigner[]
}

/** The rendered parts of a mail, with markers where a reader's own links belong. */
export interface MailParts {
  readonly subject: string
  readonly html: string
  readonly text: string
}

/** The same, encoded; made once, filled for each reader. */
export interface CompiledMail {
  /** The header line. */
  readonly subject: string
  readonly html: FillPart
  readonly text: FillPart
  /** Its parts are in lines, whatever is filled in: that is encoded, and stands on lines of its own. */
  readonly isInLines: boolean
}

/** One mail to one reader; `messageId` with its brackets, and both it and the date fixed once for all attempts. */
export interface MailIdentity {
  readonly to: string
  readonly messageId: string
  readonly datedAt: Instant
}

/** What belongs to one reader of an issue. */
export interface ReaderLinks {
  readonly unsubscribeUrl: string
  readonly preferencesUrl: string
  /** Where they say what they think of this issue; for mails that ask. */
  readonly feedbackUrl?: string
  /** An address of their own to which they can write to leave; none where nothing reads it. */
  readonly unsubscribeAddress?: string | null
  /** In the words of the reader's language. */
  readonly confirmedDate: string
}

/** The plain address that mails of the list come from, for the envelope. */
export function senderOf(list: MailingList): string {
  return parseMailbox(list.from).address
}

const escapeHtml = (text: string): string =>
  text.replace(/[&<>"']/g, character => `&#${character.codePointAt(0) ?? 0};`)

/** Encodes what all readers of a mail have in common, all who have switched off the same sections. */
export function compileMail({ subject, html, text }: MailParts, sectionsOff: readonly string[] = []): CompiledMail {
  const parts = {
    html: compilePart('text/html', chooseSections(html, sectionsOff)),
    text: compilePart('text/plain', chooseSections(text, sectionsOff)),
  }
  return {
    subject: textHeader('Subject', chooseSections(subject, sectionsOff)),
    ...parts,
    isInLines: [parts.text, parts.html].every(part => isInLines(Buffer.concat(part({})))),
  }
}

/**
 * A whole signed message with the headers that every mail of the list has, and `more` header lines. The values go into the
 * places of text and HTML, escaped where it is HTML.
 */
export function composeMail(
  list: MailingList,
  mail: CompiledMail,
  identity: MailIdentity,
  values: Readonly<Record<string, string>>,
  more: readonly string[],
): Buffer {
  const datedMs = msFromInstant(identity.datedAt)
  const headers = [
    mailboxHeader('From', list.from),
    mailboxHeader('To', identity.to),
    mailboxHeader('Reply-To', list.replyTo),
    mail.subject,
    plainHeader('Date', mailDate(datedMs)),
    plainHeader('Message-ID', identity.messageId),
    plainHeader('Auto-Submitted', 'auto-generated'),
    ...more,
  ]
  const boundary = `=_${Buffer.from(identity.messageId).toString('hex').slice(0, 60)}`
  const escaped = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, escapeHtml(value)]))
  const message = multipartMessage(headers, [mail.text(values), mail.html(escaped)], boundary)
  const signatures = signMessage(message, list.signers, Math.floor(datedMs / 1000))
  return Buffer.concat([Buffer.from(`${signatures}${message.head}\r\n`), message.body])
}

/** Gmail counts by a sender's id of 5 to 15 characters that never changes. */
const senderId = ({ id }: MailingList): string => createHash('sha256').update(id).digest('hex').slice(0, 12)

/** The message of an issue to one reader, with the list headers of RFC 2369, RFC 2919 and RFC 8058. */
export function composeIssueMail(
  list: MailingList,
  mail: CompiledMail,
  identity: MailIdentity,
  links: ReaderLinks,
  week: string,
): Buffer {
  const values = {
    UNSUBSCRIBE_URL: links.unsubscribeUrl,
    PREFERENCES_URL: links.preferencesUrl,
    FEEDBACK_URL: links.feedbackUrl ?? '',
    CONFIRMED_DATE: links.confirmedDate,
  }
  const { unsubscribeUrl, unsubscribeAddress } = links
  const mailto = unsubscribeAddress ? `, <mailto:${unsubscribeAddress}?subject=unsubscribe>` : ''
  return composeMail(list, mail, identity, values, [
    plainHeader('List-Id', `<${list.id}>`),
    plainHeader('List-Unsubscribe', `<${unsubscribeUrl}>${mailto}`),
    plainHeader('List-Unsubscribe-Post', 'List-Unsubscribe=One-Click'),
    plainHeader('List-Archive', `<${list.url}>`),
    plainHeader('Precedence', 'bulk'),
    plainHeader('Feedback-ID', `${week}:issue:weekly:${senderId(list)}`),
  ])
}
