// Writes MIME: header lines, encoded words, and bodies in the smaller of base64 and quoted-printable. Pure; compose.ts calls it.
import { mailableAddress } from '../store/subscribers.ts'

/** Lines should stay within 78 characters, RFC 5322 §2.1.1. */
const FOLD_AT = 78
/** RFC 2047 §2: an encoded word has at most 75 characters, of which 12 are `=?UTF-8?B?` and `?=`; 45 bytes give 60 of base64. */
const ENCODED_WORD_BYTES = 45
const QUOTED_LINE = 76

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

// Without this, text from a feed could begin a header of its own.
const oneLine = (text: string): string => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()

const isPlain = (text: string): boolean => /^[ -~]*$/.test(text) && !text.includes('=?') && !/\S{60}/.test(text)

/** Text as RFC 2047 encoded words, parted by spaces; no character, and no emoji sequence that fits, is split. */
function encodeWords(text: string): string {
  const words: string[] = []
  let word = ''
  for (const piece of [...graphemes.segment(text)].flatMap(({ segment }) =>
    Buffer.byteLength(segment) > ENCODED_WORD_BYTES ? Array.from(segment) : [segment],
  )) {
    if (Buffer.byteLength(word + piece) > ENCODED_WORD_BYTES) {
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
  return `${fold(`${name}: ${isPlain(line) ? line : encodeWords(line)}`)}\r\n`
}

/** A header line whose value is already in the header's own syntax; never folded (RFC 8058 wants List-Unsubscribe on one line). */
export function plainHeader(name: string, value: string): string {
  return `${name}: ${oneLine(value)}\r\n`
}

/** A header line of one mailbox, `address` or `Name <address>`. */
export function mailboxHeader(name: string, mailbox: string): string {
  const { phrase, address } = parseMailbox(mailbox)
  if (phrase === '') return `${name}: ${address}\r\n`
  const quoted = isPlain(phrase) ? `"${phrase.replace(/["\\]/g, '\\$&')}"` : encodeWords(phrase)
  return `${fold(`${name}: ${quoted} <${address}>`)}\r\n`
}

/** Parts `Name <address>`; the address comes back with its domain as A-labels. Throws SUBSCRIBER_INVALID when it is none. */
export function parseMailbox(mailbox: string): { readonly phrase: string; readonly address: string } {
  const match = /^(.*)<([^<>]+)>\s*$/s.exec(mailbox)
  const phrase = oneLine(match?.[1] ?? '').replace(/^"(.*)"$/, '$1')
  return { phrase, address: mailableAddress(match?.[2] ?? mailbox) }
}

function quotedPrintable(bytes: Buffer): string {
  const lines: string[] = []
  let line = ''
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte === 0x0d && bytes[at + 1] === 0x0a) {
      lines.push(line)
      line = ''
      at++
      continue
    }
    const isLastOfLine = at + 1 === bytes.length || bytes[at + 1] === 0x0d
    const isLiteral = byte === 0x20 || byte === 0x09 ? !isLastOfLine : byte > 0x20 && byte < 0x7f && byte !== 0x3d
    const piece = isLiteral ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
    // One column is kept for the `=` of a soft line break.
    if (line.length + piece.length >= QUOTED_LINE) {
      lines.push(`${line}=`)
      line = ''
    }
    line += piece
  }
  return [...lines, line].join('\r\n')
}

/** A part with places to fill, `@@NAME@@`; a name without a value stays as it is. */
export type FillPart = (values: Readonly<Record<string, string>>) => string

/**
 * Encodes a text part in the smaller of base64 and quoted-printable, header included, line ends as CRLF. Quoted-printable is
 * encoded here, once for all readers, since it costs far more than everything else in a message; soft line breaks set the
 * filled places apart. Base64 has no such seams, but is quick.
 */
export function compilePart(type: 'text/plain' | 'text/html', text: string): FillPart {
  // Every second piece is the name of a place.
  const pieces = text.replace(/\r\n?|\n/g, '\r\n').split(/@@([A-Z_]+)@@/)
  const join = (onText: (text: string) => string, onPlace: (name: string) => string): string =>
    pieces.map((piece, index) => (index % 2 === 0 ? onText(piece) : onPlace(piece))).join('')
  const quoted = new Map(pieces.map(piece => [piece, quotedPrintable(Buffer.from(piece))]))
  const quotedLength = join(piece => quoted.get(piece) ?? '', String).length
  const isQuoted = quotedLength <= base64Length(Buffer.byteLength(text))
  const header =
    `Content-Type: ${type}; charset=utf-8\r\n` +
    `Content-Transfer-Encoding: ${isQuoted ? 'quoted-printable' : 'base64'}\r\n\r\n`
  return values => {
    const valueOf = (name: string): string => values[name] ?? `@@${name}@@`
    const body = isQuoted
      ? join(
          piece => quoted.get(piece) ?? '',
          name => `=\r\n${quotedPrintable(Buffer.from(valueOf(name)))}=\r\n`,
        )
      : Buffer.from(join(String, valueOf))
          .toString('base64')
          .replace(/.{76}(?=.)/g, '$&\r\n')
    return `${header}${body}\r\n`
  }
}

/** With its line breaks: 57 bytes make a line of 76 characters and two. */
const base64Length = (bytes: number): number => Math.ceil(bytes / 57) * 78

/** The Date header's value of a moment, RFC 5322 §3.3, in UTC. */
export function mailDate(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000')
}

/** A whole `multipart/alternative` message: header lines, then the encoded parts, plainest first. `boundary` must be the message's own. */
export function multipartMessage(headers: readonly string[], parts: readonly string[], boundary: string): string {
  return (
    `${headers.join('')}MIME-Version: 1.0\r\nContent-Type: multipart/alternative;\r\n boundary="${boundary}"\r\n\r\n` +
    `${parts.map(part => `--${boundary}\r\n${part}`).join('')}--${boundary}--\r\n`
  )
}
