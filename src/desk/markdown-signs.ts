// Any text within the draft's Markdown, and back exactly. The curator's words are Markdown themselves: only what would be read as a part of the
// draft gets a back-slash, and what an editor could change in silence becomes a character reference. Titles are plain. Pure.

// Line ends other than \n, control characters, bidirectional overrides, lone surrogates: unseen in an editor, or not storable as UTF-8.
const unseen =
  /[\0-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
// Editors cut blanks of all kinds off the ends of lines.
const lastBlanks = /[^\S\n]+$/gm
const outerBlanks = /^[^\S\n]+|[^\S\n]+$/gm
/** What references are written for; any other is the curator's own Markdown. */
const referred = /^[\s\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff&]$/

const reference = (text: string): string => text.replace(/[\s\S]/g, sign => `&#${sign.charCodeAt(0)};`)

/** A plain text on one line: line breaks become references. */
export function escapeLine(text: string): string {
  return text
    .replace(/\\|&(?=#\d+;)/g, '\\$&')
    .replace(unseen, reference)
    .replace(/\t/g, reference)
    .replace(outerBlanks, reference)
    .replaceAll('\n', '&#10;')
}

/** The text of a link, without its brackets. */
export function escapeLinkText(text: string): string {
  return escapeLine(text).replace(/[[\]]/g, '\\$&')
}

/** Takes back-slashes and references away again. */
export function unescapeText(text: string): string {
  return text.replace(
    /\\([!-/:-@[-`{-~])|&#(\d{1,7});/g,
    (whole, sign: string | undefined, code: string | undefined) => {
      if (sign !== undefined) return sign
      const value = Number(code)
      return value > 0x10ffff ? whole : value > 0xffff ? String.fromCodePoint(value) : String.fromCharCode(value)
    },
  )
}

/** What at the start of a line would be read as a heading, a comment or a mark of a conflict; in a summary also as a point or a note. A note's lines have a sign of their own. */
export const signsOf = {
  foreword: '#|<!--|[<=>]{7}',
  summary: '#|<!--|[<=>]{7}|>|[-*+](?=\\s|$)',
  note: null,
} as const

type Signs = (typeof signsOf)[keyof typeof signsOf]

const encodeReferences = (source: string): string =>
  source.replace(/&(?=#\d{1,7};)/g, reference).replace(unseen, reference)

function decodeReferences(text: string): string {
  return text.replace(/&#(\d{1,7});/g, (whole, code: string) => {
    const value = Number(code)
    const sign = value > 0xffff ? '' : String.fromCharCode(value)
    return referred.test(sign) ? sign : whole
  })
}

/** Markdown of the curator's on lines of its own; `signs` stand for something else there. */
export function encodeLines(source: string, signs: Signs): string {
  const text = encodeReferences(source)
    .replace(lastBlanks, reference)
    // Blank lines at the ends of a text are not seen as part of it.
    .replace(/^\n+|\n+$/g, reference)
  return signs === null ? text : text.replace(new RegExp(`^\\\\*(?:${signs})`, 'gm'), '\\$&')
}

/** Reads back what encodeLines wrote, and what a person wrote in the same way. */
export function decodeLines(text: string, signs: Signs): string {
  const source = signs === null ? text : text.replace(new RegExp(`^\\\\(?=\\\\*(?:${signs}))`, 'gm'), '')
  return decodeReferences(source)
}

/** Markdown of the curator's on one line. */
export function encodeLine(source: string): string {
  return encodeReferences(source).replace(outerBlanks, reference).replaceAll('\n', '&#10;')
}

/** Reads back what encodeLine wrote. */
export function decodeLine(text: string): string {
  return decodeReferences(text)
}
