// Takes a message apart with mailparser: what a report needs of it. Whatever the bytes, it answers in time that grows with their number.
import { type ParsedMail, simpleParser, type SimpleParserOptions } from 'mailparser'
import { decodeWords } from '../server-words.ts'

/** A part of its own: a delivery status, a feedback report, the mail that is reported on. */
export interface MessagePart {
  /** Media type, lower case. */
  readonly type: string
  readonly text: string
  /** Its bytes as characters: what is ASCII in it stands as it was. */
  readonly raw: string
}

/** A message, taken apart. */
export interface ReadMessage {
  /** The sender's address, lower case; empty when there is none. */
  readonly from: string
  readonly subject: string
  readonly isMultipartReport: boolean
  /** To whom it was sent, as its header has it, and as servers noted it on arrival. */
  readonly recipients: string
  /** The header as it stands. */
  readonly head: string
  /** What people read; its lines cut to 2,000 characters. */
  readonly text: string
  readonly parts: readonly MessagePart[]
}

/** Of a longer message the start is read: a report stands there, and behind it the copy of our mail. */
export const MESSAGE_LIMIT_BYTES = 512_000
/** Servers of the world write some ten kilobytes. */
const HEAD_LIMIT_BYTES = 128_000
const LINE_LENGTH = 2_000
const recipientHeaders = ['to', 'cc', 'delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'resent-to']

/** Where the header ends: at the first empty line. */
function measureHead(bytes: Buffer): number {
  const ends = ['\n\n', '\n\r\n'].map(end => bytes.indexOf(end)).filter(at => at >= 0)
  return Math.min(bytes.length, ...ends)
}

/**
 * Takes a message apart as mailparser does; null where it cannot be: its header or its nesting has no end. Attached mails and reports stay
 * parts; links and pictures are left as they are.
 */
export async function parseMessage(bytes: Buffer, options: SimpleParserOptions = {}): Promise<ParsedMail | null> {
  if (measureHead(bytes) > HEAD_LIMIT_BYTES) return null
  // What the parser throws is about the message: there is no other input.
  const always = { keepDeliveryStatus: true, skipImageLinks: true, skipTextLinks: true } as const
  return simpleParser(bytes, { ...always, ...options }).catch(() => null)
}

/** Parses any bytes; a message that is none comes back empty, and one that cannot be read (its header or its nesting has no end) as null. */
export async function readMessage(bytes: Buffer): Promise<ReadMessage | null> {
  const mail = await parseMessage(bytes.subarray(0, MESSAGE_LIMIT_BYTES))
  if (!mail) return null
  const head = mail.headerLines.map(({ line }) => line).join('\n')
  return {
    from: mail.from?.value[0]?.address?.toLowerCase() ?? '',
    subject: (mail.subject ?? '').slice(0, LINE_LENGTH),
    isMultipartReport: /^content-type:\s*multipart\/report\b/im.test(head),
    recipients: mail.headerLines
      .filter(({ key }) => recipientHeaders.includes(key))
      .map(({ line }) => line)
      .join('\n'),
    head,
    text: cutLines(mail.text ?? ''),
    parts: mail.attachments.map(({ contentType, content }) => ({
      type: contentType.toLowerCase(),
      text: decodeWords(content),
      raw: content.toString('latin1'),
    })),
  }
}

/** Cuts each line of a text to 2,000 characters. */
export function cutLines(text: string): string {
  return text
    .split('\n')
    .map(line => line.slice(0, LINE_LENGTH))
    .join('\n')
}
