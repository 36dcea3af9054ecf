// Writes MIME: header lines, encoded words, and the frame around the parts of mime-part.ts. Pure.
import { WeeklyError } from '../../core/errors.ts'
import { madeOnce } from '../../core/made-once.ts'
import { mailableAddress } from '../../store/address.ts'

/** Lines should stay within 78 characters, RFC 5322 §2.1.1. */
const FOLD_AT = 78
/** RFC 2047 §2: an encoded word has at most 75 characters, of which 12 are `=?UTF-8?B?` and `?=`; 45 bytes give 60 of base64. */
const ENCODED_WORD_BYTES = 45
const ENCODED_LINE = 76

const graphemes = madeOnce(() => new Intl.Segmenter('en', { granularity: 'grapheme' }))

// Without this, text from a feed could begin a header of its own.
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

const isPlain = (text: string): boolean => /^[ -~]*$/.test(text) && !text.includes('=?') && !/\S{60}/.test(text)

/**
 * Text as RFC 2047 encoded words, parted by spaces; no character, and no emoji sequence that fits, is split. The first word
 * leaves room for the header's name: a line with encoded words has at most 76 characters (§2).
 */
function encodeWords(text: string, name: string): string {
  const firstBytes = Math.floor((ENCODED_LINE - `${name}: =?UTF-8?B??=`.length) / 4) * 3
  const words: string[] = []
  let word = ''
  for (const piece of [...graphemes().segment(text)].flatMap(({ segment }) =>
    Buffer.byteLength(segment) > ENCODED_WORD_BYTES ? Array.from(segment) : [segment],
  )) {
    if (Buffer.byteLength(word + piece) > (words.length === 0 ? firstBytes : ENCODED_WORD_BYTES) && word !== '') {
      words.push(word)
      word = ''
    }
    word += piece
  }
  return [...words, word].map(part => `=?UTF-8?B?${Buffer.from(part).toString('base64')}?=`).join(' ')
}

function fold(line: string): string {
  const lines: string[] = []
  let current = ''
  for (const word of line.split(/ (?=\S)/)) {
    const longer = current === '' ? word : `${current} ${word}`
    if (longer.length > FOLD_AT && current !== '' && !current.endsWith(':')) {
      lines.push(current)
      current = ` ${word}`
    } else current = longer
  }
  return [...lines, current].join('\r\n')
}

/** A header line of free text, encoded when it must be, folded. Control characters become spaces. Ends in CRLF. */
export function textHeader(name: string, text: string): string {
  const line = oneLine(text)
  return `${fold(`${name}: ${isPlain(line) ? line : encodeWords(line, name)}`)}\r\n`
}

/** A header line whose value is already in the header's own syntax; never folded (RFC 8058 wants List-Unsubscribe on one line). */
export function plainHeader(name: string, value: string): string {
  return `${name}: ${oneLine(value)}\r\n`
}

/** A header line of one mailbox, `address` or `Name <address>`. */
export function mailboxHeader(name: string, mailbox: string): string {
  const { phrase, address } = parseMailbox(mailbox)
  if (phrase === '') return `${name}: ${address}\r\n`
  const quoted = isPlain(phrase) ? `"${phrase.replace(/["\\]/g, '\\$&')}"` : encodeWords(phrase, name)
  return `${fold(`${name}: ${quoted} <${address}>`)}\r\n`
}

/** Parts `Name <address>`; the address comes back with its domain as A-labels. Throws SUBSCRIBER_INVALID when it is none. */
export function parseMailbox(mailbox: string): { readonly phrase: string; readonly address: string } {
  const match = /^(.*)<([^<>]+)>\s*$/s.exec(mailbox)
  const phrase = oneLine(match?.[1] ?? '').replace(/^"(.*)"$/, '$1')
  return { phrase, address: mailableAddress(match?.[2] ?? mailbox) }
}

/**
 * The same for a mailbox of our own, which stands in commands and links of every mail and so must be plain ASCII without quotes.
 * Throws SUBSCRIBER_INVALID.
 */
export function parseOwnMailbox(mailbox: string): ReturnType<typeof parseMailbox> {
  const parsed = parseMailbox(mailbox)
  if (/^[\w.!#$%&'*+/=?^`{|}~-]+@/.test(parsed.address)) return parsed
  throw new WeeklyError('SUBSCRIBER_INVALID', `${parsed.address} is not plain ASCII before the @`, {
    hint: 'Send from an address in ASCII: most relays carry no other for all readers.',
  })
}

/** The Date header's value of a moment, RFC 5322 §3.3, in UTC. */
export function mailDate(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000')
}

/** A message in two halves, as signatures want it: the header with its line ends, and the body. */
export interface MessageHalves {
  readonly head: string
  readonly body: Buffer
}

/** A whole `multipart/alternative` message: header lines, then the encoded parts, plainest first. `boundary` must be the message's own. */
export function multipartMessage(
  headers: readonly string[],
  parts: readonly (readonly Buffer[])[],
  boundary: string,
): MessageHalves {
  const type = `MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n`
  const opening = Buffer.from(`--${boundary}\r\n`)
  const closing = Buffer.from(`--${boundary}--\r\n`)
  return {
    head: headers.join('') + type,
    body: Buffer.concat([...parts.flatMap(part => [opening, ...part]), closing]),
  }
}
