// Plain text of an HTML fragment, as a reader would copy it, and how long it takes to read. Called by extract/, collect/ and curate/.
import { countWords } from '../core/text.ts'
import { isElement, isText, parseMarkup, type MarkupNode } from './markup.ts'

const LATIN_WORDS_PER_MINUTE = 265
const HAN_CHARACTERS_PER_MINUTE = 500
/** Code is skimmed rather than read. */
const CODE_WEIGHT = 0.5

const paragraphLike = new Set(
  'address article aside blockquote details div dl fieldset figure footer form h1 h2 h3 h4 h5 h6 header hr main nav ol p pre section summary table ul'.split(
    ' ',
  ),
)
const lineLike = new Set('li tr dt dd caption thead tbody tfoot option'.split(' '))
/** Marks of block ends while the text is put together: characters that no text holds. */
const LINE_BREAK = '\u0001'
const PARAGRAPH_BREAK = '\u0002'
/** Captions belong to the picture, not to the running text; the rest is no text at all. */
const withoutText = new Set(
  'script style noscript template svg head title iframe object select textarea button figcaption'.split(' '),
)

/**
 * Readable plain text: blocks stand apart by an empty line, list items and table rows have a line each, cells a tab between them,
 * code keeps its line breaks. Captions of figures are left out. Never throws.
 */
export function textOfHtml(html: string): string {
  const pieces: string[] = []
  for (const node of parseMarkup(html).root().contents().get())
    writeText(node, pieces, { isCode: false, isItem: false })
  return joinPieces(pieces)
}

function writeText(
  node: MarkupNode,
  pieces: string[],
  inside: { readonly isCode: boolean; readonly isItem: boolean },
): void {
  if (!isElement(node)) {
    if (isText(node))
      pieces.push(inside.isCode ? node.data.replace(/\r\n?/g, '\n') : node.data.replace(/[\s\u0001\u0002]+/g, ' '))
    return
  }
  const name = node.name
  if (withoutText.has(name)) return
  if (name === 'br') pieces.push('\n')
  if (name === 'td' || name === 'th') pieces.push('\t')
  // A paragraph inside a list item is still that item's line.
  const isParagraph = paragraphLike.has(name) && !(inside.isItem && name === 'p')
  const gap = isParagraph ? PARAGRAPH_BREAK : lineLike.has(name) || name === 'p' ? LINE_BREAK : ''
  pieces.push(gap)
  const within = { isCode: inside.isCode || name === 'pre', isItem: inside.isItem || name === 'li' || name === 'dd' }
  for (const child of node.children) writeText(child, pieces, within)
  pieces.push(gap)
}

/** Joins the pieces: breaks that meet become the strongest of them, no space stands at the ends of lines, code keeps its indentation. */
function joinPieces(pieces: readonly string[]): string {
  return pieces
    .join('')
    .replace(/[\u0001\u0002][\s\u0001\u0002]*/g, run => (run.includes(PARAGRAPH_BREAK) ? '\n\n' : '\n'))
    .replace(/[ \t\u00a0\u3000]+\n/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
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
