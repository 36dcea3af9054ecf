// Plain text of an HTML fragment, as a reader would copy it, and how long it takes to read.
import { countWords } from '../../core/text.ts'
import { joinDropCaps } from './drop-caps.ts'
import { boxElements, silentElements } from '../../formats/elements.ts'
import { isElement, isText, type Markup, type MarkupNode, parseMarkup, textInside } from '../../formats/markup.ts'
import { compileSelector, findElements } from '../../formats/select.ts'

const LATIN_WORDS_PER_MINUTE = 265
const HAN_CHARACTERS_PER_MINUTE = 500
/** Code is skimmed rather than read. */
const CODE_WEIGHT = 0.5

const paragraphLike: ReadonlySet<string> = new Set([...boxElements, 'summary'])
const lineLike = new Set(['li', 'tr', 'dt', 'dd', 'caption', 'thead', 'tbody', 'tfoot', 'option'])
/** Marks of block ends and list items while the text is put together: characters that no text holds. */
const LINE_BREAK = '\u0001'
const PARAGRAPH_BREAK = '\u0002'
const ITEM_LEVEL = '\u0003'
const FENCE = '```'
const blank = /^[\s\u0001\u0002]*$/
/** Deeper lists are not indented further. */
const MAX_LEVELS = 8
/** Where more than this share of a text is preformatted, it is no code: whole mails and plain-text pages stand in `pre`. */
const MAX_CODE_SHARE = 0.5
/** Captions belong to the picture, not to the running text; the rest is no text at all. */
const withoutText: ReadonlySet<string> = new Set([...silentElements, 'title', 'textarea', 'figcaption'])

const preformatted = compileSelector('pre')
const mayHoldDropCap = /drop|letter|initial|lettrine|float|<(?:big|font)/i
/** What is left of a link to where something was found. */
const emptyVia = / ?[(（]\s?(?:via|h\/t)\s?[)）]/giu

/** What a node stands in. */
interface Surroundings {
  readonly isCode: boolean
  /** Inside a list item or a definition. */
  readonly isItem: boolean
  /** How many lists deep. */
  readonly level: number
}

/**
 * Readable plain text, with the marks of Markdown where blocks would be lost without them: blocks stand apart by an empty line, table
 * rows have a line each, cells a tab between them; list items begin with `- `, two spaces further in at each level; code keeps its
 * line breaks, between lines of three backticks. Captions of figures are left out. Never throws.
 */
export function textOfHtml(html: string): string {
  return textOfMarkup(parseMarkup(html), html)
}

/** The same for HTML that is a tree already. Joins drop caps in the tree. */
export function textOfMarkup(markup: Markup, html: string): string {
  if (mayHoldDropCap.test(html)) joinDropCaps(markup)
  const pieces: string[] = []
  for (const node of markup.root().contents().get()) writeText(node, pieces, { isCode: false, isItem: false, level: 0 })
  const text = joinPieces(pieces)
  const isMostlyCode = text.includes(FENCE) && codeOf(markup).length > text.length * MAX_CODE_SHARE
  return isMostlyCode ? joinPieces(pieces.filter(piece => piece !== FENCE)) : text
}

/** All that is preformatted. */
export function codeOf(markup: Markup): string {
  return findElements(markup, preformatted).map(textInside).join('')
}

function writeText(node: MarkupNode, pieces: string[], inside: Surroundings): void {
  if (!isElement(node)) {
    if (isText(node))
      pieces.push(
        inside.isCode
          ? node.data.replace(/\r\n?/g, '\n').replace(/[\u0001-\u0003]/g, '')
          : node.data.replace(/[^\S ][\s\u0001-\u0003]*|[\u0001-\u0003][\s\u0001-\u0003]*| [\s\u0001-\u0003]+/g, ' '),
      )
    return
  }
  const name = node.name
  if (withoutText.has(name)) return
  if (name === 'br') pieces.push('\n')
  if (name === 'td' || name === 'th') pieces.push('\t')
  // A paragraph or list inside a list item begins a line of that item's list.
  const isParagraph = paragraphLike.has(name) && !(inside.isItem && /^(?:p|ul|ol)$/.test(name))
  const gap = isParagraph ? PARAGRAPH_BREAK : lineLike.has(name) || paragraphLike.has(name) ? LINE_BREAK : ''
  if (gap !== '') pieces.push(gap)
  const isFenced = name === 'pre' && !inside.isCode
  if (isFenced) pieces.push(FENCE, LINE_BREAK)
  const within = {
    isCode: inside.isCode || isFenced,
    isItem: inside.isItem || name === 'li' || name === 'dd',
    level: inside.level + (name === 'ul' || name === 'ol' ? 1 : 0),
  }
  const start = pieces.length
  for (const child of node.children) writeText(child, pieces, within)
  if (name === 'li' && !inside.isCode) markItem(pieces, start, Math.max(1, inside.level))
  if (isFenced) closeFence(pieces, start)
  if (gap !== '') pieces.push(gap)
}

/** Ends code without the empty lines at its end. */
function closeFence(pieces: string[], start: number): void {
  while (pieces.length > start && blank.test(pieces.at(-1) ?? '')) pieces.pop()
  pieces.push((pieces.pop() ?? '').trimEnd(), LINE_BREAK, FENCE)
}

/** Puts an item's marker before its first words; an item that begins with another list, or with code, has none of its own. */
function markItem(pieces: string[], start: number, level: number): void {
  let at = start
  while (blank.test(pieces[at] ?? 'none')) at++
  const first = pieces[at]
  if (first !== undefined && first !== FENCE && !first.startsWith(ITEM_LEVEL))
    pieces[at] = `${ITEM_LEVEL.repeat(Math.min(level, MAX_LEVELS))}${first.trimStart()}`
}

/** Joins the pieces: breaks that meet become the strongest of them, no space stands at the ends of lines, code keeps its indentation. */
function joinPieces(pieces: readonly string[]): string {
  return (
    pieces
      .join('')
      .replace(/[\u0001\u0002][\s\u0001\u0002]*/g, run => (run.includes(PARAGRAPH_BREAK) ? '\n\n' : '\n'))
      .replace(/\u0003+/g, ({ length: level }) => `${'  '.repeat(level - 1)}- `)
      // The look-behind starts each run once: without it a long run in mid-line is scanned from each of its characters.
      .replace(/(?<![ \t\u00a0\u3000])[ \t\u00a0\u3000]+\n/g, '\n')
      .replace(/\n{3,}/g, '\n\n')
      .replace(emptyVia, '')
      .trim()
  )
}

/**
 * Words (Han characters count as one each) and minutes to read: 265 Latin words or 500 Han characters a minute, counted apart, code at
 * half weight; at least one minute when there is anything to read. `codeText` is the part of `text` that is code.
 */
export function countReading(text: string, codeText = ''): { readonly words: number; readonly readingMinutes: number } {
  const all = countWords(text)
  const code = countWords(codeText)
  const minutes =
    (all.words - (1 - CODE_WEIGHT) * code.words) / LATIN_WORDS_PER_MINUTE +
    (all.hanCharacters - (1 - CODE_WEIGHT) * code.hanCharacters) / HAN_CHARACTERS_PER_MINUTE
  const words = all.words + all.hanCharacters
  return { words, readingMinutes: words === 0 ? 0 : Math.max(1, Math.round(minutes)) }
}
