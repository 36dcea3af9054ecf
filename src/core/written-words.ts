// How the curator's words are kept: plain, or as Markdown. Plain words as Markdown source, and back where a source says nothing else. Pure.

/** How a text is written; a text without it is plain. */
export type Markup = 'markdown'

/** Fields of a story that may be Markdown. */
export type MarkedField = 'summary' | 'points' | 'note'

/** A value of the curator's with how it is written. */
export interface Written<Value> {
  readonly value: Value
  readonly markup?: Markup
}

// What CommonMark reads as more than itself: an escape, code, emphasis, the end of a link's words, an address in angle brackets, a reference.
// An underscore within a word is one; an asterisk between blanks is one.
const sign = /\\|`|(?<!\s)\*|\*(?!\s)|(?<![A-Za-z\d])_|_(?![A-Za-z\d])|\](?=\()|<(?=\S)|&(?=#?[A-Za-z\d]{1,32};)/g
// What begins a quotation, a list or code at the start of a line.
const lineSign = /^([^\S\n]*)(>|[-+*](?=\s|$)|~{3})/gm
const lineNumber = /^([^\S\n]*\d{1,9})([.)](?=\s|$))/gm

/** Markdown that reads as the plain text: signs that would mean something are escaped, and no others. */
export function markdownOfPlain(text: string): string {
  return text.replace(sign, '\\$&').replace(lineSign, '$1\\$2').replace(lineNumber, '$1\\$2')
}

/** The Markdown source of a text that is kept either way. */
export function sourceOf(text: string, markup: Markup | undefined): string {
  return markup === undefined ? markdownOfPlain(text) : text
}

function plainOfSource(source: string): string | null {
  const plain = source.replace(/\\([!-/:-@[-`{-~])/g, '$1')
  // A bare address is a link in Markdown, though no sign tells.
  return markdownOfPlain(plain) === source && !/https?:\/\//i.test(source) ? plain : null
}

/** How a source that a person wrote is kept: plain where it says no more than plain words do. */
export function readWritten(source: string): Written<string> {
  const plain = plainOfSource(source)
  return plain === null ? { value: source, markup: 'markdown' } : { value: plain }
}

/** The same of a summary, in which plain words are one paragraph. */
export function readWrittenSummary(source: string): Written<string> {
  return /\n\s*\n/.test(source) ? { value: source, markup: 'markdown' } : readWritten(source)
}

/** The same of points, which are kept one way together. */
export function readWrittenPoints(sources: readonly string[]): Written<readonly string[]> {
  const plain = sources.flatMap(source => plainOfSource(source) ?? [])
  return plain.length === sources.length ? { value: plain } : { value: sources, markup: 'markdown' }
}

/** Which fields of a story are Markdown. */
interface Marked {
  readonly markdown?: readonly MarkedField[]
}

/** How a field of a story is written. */
export function markupOf({ markdown }: Marked, field: MarkedField): Markup | undefined {
  return markdown?.includes(field) ? 'markdown' : undefined
}

/** A story of which one field is written in that way; any other field is plain always. */
export function markField<Told extends Marked>(
  story: Told,
  field: string,
  markup: Markup | undefined,
): Omit<Told, 'markdown'> & Marked {
  const fields = (['summary', 'points', 'note'] as const).filter(each =>
    each === field ? markup !== undefined : story.markdown?.includes(each),
  )
  if (fields.length > 0) return { ...story, markdown: fields }
  // Without any field the mark itself is gone: what says the same reads the same.
  const plain: Omit<Told, 'markdown'> & { markdown?: readonly MarkedField[] } = { ...story }
  delete plain.markdown
  return plain
}
