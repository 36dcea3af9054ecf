// Plain text as an edition may carry it: cleaned, cut to a width, turned into anchors.
import { scriptOf } from '../core/language.ts'
import { madeOnce } from '../core/made-once.ts'
import { countColumns } from '../core/text.ts'

const graphemes = madeOnce(() => new Intl.Segmenter('en', { granularity: 'grapheme' }))
// Single spaces, of which a text is full, are left alone.
const notOneSpace = /\s{2,}|[^\S ]/g
// Bidirectional embeddings and overrides would turn the words around a title as well: isolation is the markup's task.
// White space among them is made a space instead.
const unwanted = /[[\p{Cc}\p{Noncharacter_Code_Point}\u202a-\u202e\u2066-\u2069]--\s]/gv
// No script stacks so many marks on a letter; a heap of them covers the lines above and below.
const tooManyMarks = /(\p{M}{8})\p{M}+/gu
/** Lines that are clean as they are, as most are: these signs between single spaces. Far sooner seen than all that might be wrong is looked for. */
const cleanSign =
  '[!-~\\xa1-\\xac\\xae-\\u02ff\\u2010-\\u2027\\u2030-\\u205e\\u3001-\\u3029\\u3041-\\u3096\\u30a0-\\u30ff\\u4e00-\\u9fff\\uff01-\\uff5e]'
const surelyClean = new RegExp(`^${cleanSign}+(?: ${cleanSign}+)*$`)
const invisible = /^[\p{Default_Ignorable_Code_Point}\p{Z}\u2800]*$/u

/**
 * One line of text: control characters, lone surrogates, bidirectional overrides and heaps of accents gone, white space single; empty when
 * nothing of it can be seen.
 */
export function cleanLine(text: string): string {
  if (surelyClean.test(text)) return text
  const line = cleanSpan(text).trim()
  return invisible.test(line) ? '' : line
}

/** A part of a line, cleaned in the same way; blanks at its ends stay, one of each. */
export function cleanSpan(text: string): string {
  return cleanCode(text).replace(notOneSpace, ' ')
}

/** Lines of code: the same characters are gone, and white space stays as it is. */
export function cleanCode(text: string): string {
  return text.toWellFormed().replace(unwanted, '').replace(tooManyMarks, '$1')
}

/** Paragraphs of a text whose blank lines part them, each cleaned as by cleanLine; empty ones are left out. */
export function cleanParagraphs(text: string): string[] {
  return text
    .split(/\r?\n\s*\r?\n/)
    .map(cleanLine)
    .filter(paragraph => paragraph !== '')
}

/** The text itself when it fits, else its beginning with `…`, together at most `maxColumns` wide (Han counts two columns); no grapheme is split, and no word when its beginning is near. */
export function cutToColumns(text: string, maxColumns: number): string {
  // Counting takes far longer, and no character takes more than two columns.
  if (text.length * 2 <= maxColumns || countColumns(text) <= maxColumns) return text
  let kept = ''
  let columns = 0
  for (const { segment } of graphemes().segment(text)) {
    columns += countColumns(segment)
    if (columns > maxColumns - 1) break
    kept += segment
  }
  const isInsideWord = /^\S/u.test(text.slice(kept.length))
  const whole = isInsideWord ? (/^(.*\S)\s+\p{Script=Latin}{0,12}$/u.exec(kept)?.[1] ?? kept) : kept
  return `${whole.replace(/[\s\p{Pd},;:·，、；：]+$/u, '')}…`
}

/** How much of a text search engines and link previews show, in UTF-16 units. */
export const DESCRIPTION_UNITS = 200

/** How much of a text an index shows, in UTF-16 units: about four lines in either script. */
export function excerptUnits(text: string): number {
  return languageOfScript(text) === null ? 260 : 130
}

/** `zh` or `ja` for a text in that script, null for any other: enough for line height, emphasis and a screen reader's voice. */
export function languageOfScript(text: string): 'zh' | 'ja' | null {
  const script = scriptOf(text)
  return script === 'han' ? 'zh' : script === 'kana' ? 'ja' : null
}

/** Gives the headings of one page their anchors, from the titles alone: the first of a title gets `title`, the next `title-2`. */
export function makeAnchors(taken: readonly string[]): (title: string) => string {
  const used = new Set(taken)
  const nextCounts = new Map<string, number>()
  return title => {
    const words = title
      .normalize('NFKC')
      .toLowerCase()
      .replace(/[^\p{L}\p{M}\p{N}]+/gu, '-')
      .replace(/^-/, '')
    const base = Array.from(words).slice(0, 60).join('').replace(/-$/, '') || 'story'
    let anchor = base
    let count = nextCounts.get(base) ?? 2
    for (; used.has(anchor); count += 1) anchor = `${base}-${count}`
    nextCounts.set(base, count)
    used.add(anchor)
    return anchor
  }
}
