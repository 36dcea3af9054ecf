// A letter as a row of blocks, each with its words and its links: HTML of whatever layout, or plain text. Pure, linear, capped.
import { isElement, isText, type MarkupElement, type MarkupNode, parseMarkup } from '../../formats/markup.ts'

/** A link where it stands. */
export interface LetterLink {
  readonly href: string
  /** Its words; of a picture none. */
  readonly label: string
  /** What its picture says in the place of words. */
  readonly alt: string
  /** Where it stands in the text of its block. */
  readonly start: number
  readonly end: number
}

/** Words that stand together. */
export interface LetterBlock {
  readonly isHeading: boolean
  readonly text: string
  readonly links: readonly LetterLink[]
}

const MOST_CHARACTERS = 1_500_000
const MOST_BLOCKS = 3_000
const MOST_LINKS = 1_500
const BLOCK_CHARACTERS = 4_000
const LABEL_CHARACTERS = 300
const HREF_CHARACTERS = 8_000

/** Characters that fill the line that mail programs show beside a subject. */
const fillers = /[\u00ad\u034f\u061c\u115f\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff]/gu
const breaking =
  /^(?:address|article|aside|blockquote|body|caption|center|dd|div|dl|dt|fieldset|figcaption|figure|footer|form|h[1-6]|header|hr|html|li|main|nav|ol|p|pre|section|table|tbody|td|tfoot|th|thead|tr|ul)$/
const skipped = /^(?:style|script|head|title|template|noscript|svg|object|iframe|select|textarea)$/
const hidden =
  /display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0(?:px)?\s*(?:;|$)|font-size\s*:\s*0(?:px)?\s*(?:;|$)/i

type OpenLink = { -readonly [Key in keyof LetterLink]: LetterLink[Key] }

/** Gathers text and links into blocks. */
function createGatherer() {
  const blocks: LetterBlock[] = []
  let [text, links, open, isHeading, count]: [string, OpenLink[], OpenLink | null, boolean, number] = [
    '',
    [],
    null,
    false,
    0,
  ]
  const flush = (): void => {
    if (open) open.end = Math.min(open.end, text.length)
    if (open && open.label !== '' && !open.label.endsWith('\n')) open.label += '\n'
    const kept = text.trimEnd()
    if ((kept !== '' || links.length > 0) && blocks.length < MOST_BLOCKS) blocks.push({ isHeading, text: kept, links })
    text = ''
    links = []
  }
  return {
    blocks,
    flush,
    write: (piece: string): void => {
      const plain = piece.replace(fillers, '').replace(/[ \t\r\n\f\u00a0\u2000-\u200a\u3000]+/g, ' ')
      const shown = text === '' || /\s$/.test(text) ? plain.trimStart() : plain
      if (text.length < BLOCK_CHARACTERS) text += shown
      if (!open) return
      if (open.label.length < LABEL_CHARACTERS) open.label += open.label === '' ? shown.trimStart() : shown
      open.end = text.length
    },
    breakLine: (): void => {
      if (text.endsWith('\n')) flush()
      else if (text !== '') text = `${text.trimEnd()}\n`
    },
    begin: (href: string): void => {
      if (count >= MOST_LINKS || href.length > HREF_CHARACTERS) return
      count++
      open = { href, label: '', alt: '', start: text.length, end: text.length }
      links.push(open)
    },
    end: (): void => {
      if (open) open.label = open.label.trim()
      open = null
    },
    picture: (alt: string): void => {
      if (open && open.alt === '')
        open.alt = alt.replace(fillers, '').replace(/\s+/g, ' ').trim().slice(0, LABEL_CHARACTERS)
    },
    head: (is: boolean): void => {
      isHeading = is
    },
  }
}

type Gatherer = ReturnType<typeof createGatherer>

function walk(node: MarkupNode, into: Gatherer): void {
  if (isText(node)) {
    into.write(node.data)
    return
  }
  if (!isElement(node)) {
    if ('children' in node) for (const child of node.children) walk(child, into)
    return
  }
  const { name } = node
  if (skipped.test(name) || hidden.test(node.attribs.style ?? '') || node.attribs.hidden !== undefined) return
  if (name === 'br') {
    into.breakLine()
    return
  }
  if (name === 'img') {
    into.picture(node.attribs.alt ?? node.attribs.title ?? '')
    return
  }
  if (name === 'a' || name === 'area') {
    walkLink(node, into)
    return
  }
  const isBreaking = breaking.test(name)
  const isHead = /^h[1-6]$/.test(name)
  if (isBreaking) into.flush()
  if (isHead) into.head(true)
  for (const child of node.children) walk(child, into)
  if (isBreaking) into.flush()
  if (isHead) into.head(false)
}

function walkLink(node: MarkupElement, into: Gatherer): void {
  const href = (node.attribs.href ?? '').trim()
  if (href !== '') into.begin(href)
  if (node.attribs.title ?? node.attribs['aria-label'])
    into.picture(node.attribs['aria-label'] ?? node.attribs.title ?? '')
  for (const child of node.children) walk(child, into)
  into.end()
}

/** Reads the HTML of a letter. */
export function readHtmlBlocks(html: string): readonly LetterBlock[] {
  const into = createGatherer()
  for (const node of parseMarkup(html.slice(0, MOST_CHARACTERS)).root().contents().toArray()) walk(node, into)
  into.flush()
  return into.blocks
}

const address = /https?:\/\/[^\s<>"'`\]\\，。；、！？（）「」『』《》【】]{1,8000}/giu
const footnote = /^\s*\[(\d{1,3})\]:?\s+<?(https?:\/\/[^\s<>]{1,8000})>?\s*$/i
const listMark = /^\s*(?:[*•●▪◦·–—-]|\d{1,3}[.)、])\s+/u
/** What stands between a title and its address. */
const beforeAddress = /[\s:：<(（\[\]|–—\-→=>*_#]+$/u
const behindAddress = /^[\s>)）\]|*_]+/u

/** An address without the signs of the sentence around it. */
function trimAddress(text: string): string {
  let end = text.length
  while (end > 0) {
    const last = text[end - 1] ?? ''
    const isOpened = last === ')' && text.slice(0, end - 1).includes('(')
    if (isOpened || !".,;:!?)'*_|~".includes(last)) break
    end--
  }
  return text.slice(0, end)
}

/** Paragraphs of plain text, each point of a list for itself; quotations without their signs. */
function paragraphsOf(text: string): readonly (readonly string[])[] {
  const paragraphs: string[][] = [[]]
  for (const raw of text
    .slice(0, MOST_CHARACTERS)
    .replace(fillers, '')
    .split(/\r\n?|\n/)) {
    const line = raw
      .slice(0, BLOCK_CHARACTERS)
      .replace(/^(?:> ?)+/, '')
      .trim()
    if (line === '' || listMark.test(line) || footnote.test(line)) paragraphs.push([])
    if (line !== '' && !/^[-=_*~#]{3,}$/.test(line)) paragraphs.at(-1)?.push(line)
    if (paragraphs.length >= MOST_BLOCKS) break
  }
  return paragraphs.filter(lines => lines.length > 0)
}

/** One paragraph: the words before an address on its line are its label, else the line before. */
function blockOfLines(lines: readonly string[], notes: ReadonlyMap<string, string>): LetterBlock {
  const links: LetterLink[] = []
  let text = ''
  const add = (href: string, label: string): void => {
    const shown = label.replace(listMark, '').replace(/^\[/, '').trim().slice(0, LABEL_CHARACTERS)
    if (links.length < MOST_LINKS)
      links.push({ href, label: shown, alt: '', start: Math.max(0, text.length - shown.length), end: text.length })
  }
  for (const line of lines) {
    const before = text
    let at = 0
    if (text !== '') text += '\n'
    for (const found of line.matchAll(address)) {
      const href = trimAddress(found[0])
      const piece = line
        .slice(at, found.index)
        .replace(at === 0 ? /^$/ : behindAddress, '')
        .replace(beforeAddress, '')
      text += piece
      add(
        href,
        piece.trim() === '' && at === 0
          ? (before.split('\n').at(-1) ?? '')
          : (piece.split(/[.!?。！？]\s*(?=\S)/u).at(-1) ?? ''),
      )
      at = found.index + href.length
    }
    const rest = line.slice(at).replace(at === 0 ? /^$/ : behindAddress, '')
    for (const [whole, label = '', number = ''] of rest.matchAll(/([^[\]]{1,300})\[(\d{1,3})\]/g)) {
      const href = notes.get(number)
      text += whole.replace(/\[\d+\]$/, '')
      if (href !== undefined) add(href, label.replace(listMark, ''))
    }
    text += rest.replace(/[^[\]]{1,300}\[\d{1,3}\]/g, '')
  }
  return { isHeading: false, text: text.replace(listMark, '').trim(), links }
}

/** Reads a letter of plain text; addresses below it, named by their numbers, stand where the numbers do. */
export function readTextBlocks(text: string): readonly LetterBlock[] {
  const paragraphs = paragraphsOf(text)
  const notes = new Map<string, string>()
  for (const [line = ''] of paragraphs) {
    const [, number, href] = footnote.exec(line) ?? []
    if (number !== undefined && href !== undefined) notes.set(number, href)
  }
  return paragraphs.filter(([line = '']) => !footnote.test(line)).map(lines => blockOfLines(lines, notes))
}
