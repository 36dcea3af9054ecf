// Any text within the draft's Markdown, and back exactly: back-slashes before signs that would mean something, character references for what
// an editor could change in silence. Pure; used by draft-markdown.ts alone.

// Line ends other than \n, control characters, bidirectional overrides, lone surrogates: unseen in an editor, or not storable as UTF-8.
const unseen =
  /[\0-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g
// Editors cut blanks of all kinds off the ends of lines.
const outerBlanks = /^[^\S\n]+|[^\S\n]+$/gm

const reference = (text: string): string => text.replace(/[\s\S]/g, sign => `&#${sign.charCodeAt(0)};`)

function escapeAnywhere(text: string): string {
  return text
    .replace(/\\|&(?=#\d+;)/g, '\\$&')
    .replace(unseen, reference)
    .replace(outerBlanks, reference)
}

/** A text on one line: line breaks become references. */
export function escapeLine(text: string): string {
  return escapeAnywhere(text).replaceAll('\n', '&#10;')
}

/** The text of a link, without its brackets. */
export function escapeLinkText(text: string): string {
  return escapeLine(text).replace(/[[\]]/g, '\\$&')
}

/** Paragraphs that stand by themselves: no line may look like a heading, a point, a quotation, a comment or a mark of a conflict. */
export function escapeParagraphs(text: string): string {
  return escapeBlankEnds(escapeAnywhere(text)).replace(/^(?:#|>|[-*+](?=\s|$)|<!--|[<=>]{7})/gm, '\\$&')
}

/** Paragraphs in which points and quotations are just text: the foreword, a note. */
export function escapeProse(text: string): string {
  return escapeBlankEnds(escapeAnywhere(text)).replace(/^(?:#|<!--|[<=>]{7})/gm, '\\$&')
}

// Blank lines at the ends of a text are not seen as part of it.
function escapeBlankEnds(text: string): string {
  return text.replace(/^\n+|\n+$/g, reference)
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
