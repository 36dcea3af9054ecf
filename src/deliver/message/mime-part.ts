// Encodes the text of a mail once for all readers, with places that are filled for each. Pure.

/** RFC 2045 §6.7: at most 76 columns with the `=` of a soft line break. */
const QUOTED_LINE = 76
/** The bytes that make a base64 line of 76 columns. */
const BASE64_LINE_BYTES = 57

/** A part with places to fill, `@@NAME@@`; a name without a value stays as it is. Answers its bytes, header included, in pieces. */
export type FillPart = (values: Readonly<Record<string, string>>) => readonly Buffer[]

/**
 * Encodes a text part in the smaller of base64 and quoted-printable, line ends as CRLF. All but the filled places is encoded
 * here: encoding costs more than everything else in a message.
 */
export function compilePart(type: 'text/plain' | 'text/html', text: string): FillPart {
  // Every second piece is the name of a place.
  const pieces = text.replace(/\r\n?|\n/g, '\r\n').split(/@@([A-Z_]+)@@/)
  const quoted = compileQuoted(pieces)
  const isQuoted = quoted.sizeBytes <= base64Size(Buffer.byteLength(text))
  const fill = isQuoted ? quoted.fill : compileBase64(pieces)
  const header = Buffer.from(
    `Content-Type: ${type}; charset=utf-8\r\n` +
      `Content-Transfer-Encoding: ${isQuoted ? 'quoted-printable' : 'base64'}\r\n\r\n`,
  )
  return values => [header, ...fill(name => Buffer.from(values[name] ?? `@@${name}@@`)), lineEnd]
}

const lineEnd = Buffer.from('\r\n')

/** Gives the bytes of a place. */
type ValueOf = (name: string) => Buffer

/** Quoted-printable; soft line breaks set the filled places apart. */
function compileQuoted(pieces: readonly string[]) {
  const encoded = pieces.map((piece, index) => (index % 2 === 0 ? quotedPrintable(Buffer.from(piece)) : piece))
  const fixed = encoded.map(piece => Buffer.from(piece))
  const names = new Set(pieces.filter((_, index) => index % 2 === 1))
  const fill = (valueOf: ValueOf): readonly Buffer[] => {
    // A link stands in several places; it is encoded once.
    const values = new Map<string, Buffer>()
    for (const name of names) values.set(name, Buffer.from(`=\r\n${quotedPrintable(valueOf(name))}=\r\n`))
    return fixed.map((piece, index) => (index % 2 === 0 ? piece : (values.get(pieces[index] ?? '') ?? piece)))
  }
  return { sizeBytes: encoded.reduce((sum, piece) => sum + piece.length, 0), fill }
}

/**
 * No white space stands at a line's end or beside another, and no tab at all: so the text is its own relaxed form (RFC 6376
 * §3.4.4), and a signature need not look for it. No line begins with a dot, so SMTP has none to double (RFC 5321 §4.5.2).
 */
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
    const isFirstDot = byte === 0x2e && line === ''
    const isLiteral =
      byte === 0x20 ? !isLastOfLine && !line.endsWith(' ') : byte > 0x20 && byte < 0x7f && byte !== 0x3d && !isFirstDot
    const piece = isLiteral ? String.fromCharCode(byte) : `=${byte.toString(16).toUpperCase().padStart(2, '0')}`
    // One column is kept for the `=` of a soft line break.
    if (line.length + piece.length >= QUOTED_LINE) {
      lines.push(`${line}=`)
      line = byte === 0x2e ? '=2E' : piece
    } else line += piece
  }
  return [...lines, line].join('\r\n')
}

/**
 * Base64 codes three bytes at a time, so what stands before a fixed piece decides how it falls into threes: each of the three
 * ways is encoded once, when it is first met. Lines may end early (RFC 2045 §6.8), so pieces need not fill theirs.
 */
function compileBase64(pieces: readonly string[]) {
  const fixed = pieces.map(piece => ({ bytes: Buffer.from(piece), ways: new Map<number, Buffer>() }))
  return (valueOf: ValueOf): readonly Buffer[] => {
    const filled: Buffer[] = []
    let open: Buffer = Buffer.alloc(0)
    for (const [index, { bytes, ways }] of fixed.entries()) {
      if (index % 2 === 1) {
        open = Buffer.concat([open, valueOf(pieces[index] ?? '')])
        continue
      }
      const skip = (3 - (open.length % 3)) % 3
      if (bytes.length < skip) {
        open = Buffer.concat([open, bytes])
        continue
      }
      const end = bytes.length - ((bytes.length - skip) % 3)
      const encoded = ways.get(skip) ?? base64Lines(bytes.subarray(skip, end))
      ways.set(skip, encoded)
      filled.push(base64Lines(Buffer.concat([open, bytes.subarray(0, skip)])), encoded)
      open = bytes.subarray(end)
    }
    return [...filled, base64Lines(open)]
  }
}

function base64Lines(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n'))
}

const base64Size = (sizeBytes: number): number => Math.ceil(sizeBytes / BASE64_LINE_BYTES) * (QUOTED_LINE + 2)
