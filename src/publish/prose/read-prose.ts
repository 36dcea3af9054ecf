// Reads the Markdown that curators write into an issue. What is no part of the subset (headings, tables, HTML) stays as it was written. Pure.
import { linkForReaders, parseHttpUrl } from '../../core/url.ts'
import { cleanCode, cleanLine, cleanSpan } from '../plain-text.ts'
import { createMarkdownParser, type Token } from './markdown-parser.ts'
import { sourceStart } from './picture-source.ts'
import { plainOfSpans, type Prose, type ProseBlock, type SitePicture, type Span } from './prose.ts'

/** What the reader must be told about the world around a text. */
export interface ProsePlace {
  /** Address of the site, for links within it. */
  readonly siteUrl: string
  /** A picture by the name that the text gives it; null when there is none, which is then a link or its words. */
  readonly pictureAt: (target: string) => SitePicture | null
}

/** Far more than anybody writes before a list of links. */
const MOST_UNITS = 40_000
/** A quotation of a list of a quotation of a list is deeper than a reader follows. */
const MOST_LEVELS = 24
/** Emphasis within emphasis beyond this is shown as it stands. */
const MOST_SPAN_LEVELS = 8
const unsupported = ['table', 'heading', 'lheading', 'hr', 'code', 'reference', 'strikethrough']
const hanBefore = /[\p{Script=Han}\u3000-\u303f\uff00-\uffef]$/u
const hanAfter = /^[\p{Script=Han}\u3000-\u303f\uff00-\uffef]/u

let parser: ReturnType<typeof createMarkdownParser> | null = null

/** Made on first use. */
function wordsParser(): ReturnType<typeof createMarkdownParser> {
  return (parser ??= createMarkdownParser().disable(unsupported).set({ maxNesting: MOST_LEVELS }))
}

/** A text that has no marks at all, or so many that they are no marks. */
function plainProse(text: string): Prose {
  return text
    .split(/\n\s*\n/)
    .map(cleanLine)
    .filter(line => line !== '')
    .map(line => ({ kind: 'paragraph', spans: [{ kind: 'text', text: line }] }))
}

/** Reads a text. Never throws; time grows with its length. */
export function readProse(source: string, place: ProsePlace): Prose {
  const text = cleanCode(source.slice(0, MOST_UNITS)).replace(/\r\n?/g, '\n')
  const tokens = wordsParser().parse(text, {})
  if (tokens.some(({ level }) => level >= MOST_LEVELS - 1)) return plainProse(text)
  const reading: Reading = { place, hasPicture: false }
  return joinSources(readBlocks(tokens, 0, tokens.length, reading))
}

/** Reads a text of one line, such as a point. Never throws; time grows with its length. */
export function readLine(source: string, place: ProsePlace): readonly Span[] {
  const text = cleanCode(source.slice(0, MOST_UNITS)).replace(/\s+/g, ' ').trim()
  const [inline] = wordsParser().parseInline(text, {})
  return trimSpans(readSpans(inline?.children ?? [], { place, hasPicture: true }))
}

interface Reading {
  readonly place: ProsePlace
  /** One picture each: a further one is a link. */
  hasPicture: boolean
}

function endOf(tokens: readonly Token[], start: number): number {
  const level = tokens[start]?.level
  for (let at = start + 1; at < tokens.length; at++)
    if (tokens[at]?.level === level && tokens[at]?.nesting === -1) return at
  return tokens.length
}

function readBlocks(tokens: readonly Token[], start: number, end: number, reading: Reading): Prose {
  const blocks: ProseBlock[] = []
  for (let at = start; at < end; at++) {
    const token = tokens[at]
    if (!token) break
    if (token.type === 'fence') blocks.push({ kind: 'code', text: token.content.replace(/\n+$/, '') })
    if (token.type === 'inline') blocks.push(...readParagraph(token.children ?? [], reading))
    if (token.type === 'blockquote_open') {
      const close = endOf(tokens, at)
      const inside = readBlocks(tokens, at + 1, close, reading)
      if (inside.length > 0) blocks.push({ kind: 'quote', blocks: inside })
      at = close
    } else if (/^(?:bullet|ordered)_list_open$/.test(token.type)) {
      const close = endOf(tokens, at)
      const first = token.type === 'ordered_list_open' ? Number(token.attrGet('start') ?? 1) : null
      const items = readItems(tokens, at + 1, close, reading)
      if (items.length > 0) blocks.push({ kind: 'list', start: first, items })
      at = close
    }
  }
  return blocks
}

function readItems(tokens: readonly Token[], start: number, end: number, reading: Reading): readonly Prose[] {
  const items: Prose[] = []
  for (let at = start; at < end; at++) {
    if (tokens[at]?.type !== 'list_item_open') continue
    const close = endOf(tokens, at)
    items.push(readBlocks(tokens, at + 1, close, reading))
    at = close
  }
  return items.filter(item => item.length > 0)
}

/** A paragraph, or the picture that it begins with and what stands under that. */
function readParagraph(children: readonly Token[], reading: Reading): Prose {
  const [first, next] = children
  const isAlone = first?.type === 'image' && (next === undefined || /break$/.test(next.type))
  const block = isAlone ? readPicture(first, children.slice(2), reading) : null
  if (block) return [block]
  const spans = trimSpans(readSpans(children, reading))
  return cleanLine(plainOfSpans(spans)) === '' ? [] : [{ kind: 'paragraph', spans }]
}

function readPicture(image: Token, below: readonly Token[], reading: Reading): ProseBlock | null {
  const alt = cleanLine(image.content)
  const picture = alt === '' || reading.hasPicture ? null : reading.place.pictureAt(targetOf(image, 'src'))
  if (picture === null) return null
  reading.hasPicture = true
  const title = cleanLine(String(image.attrGet('title') ?? '').replaceAll('|', ' · '))
  const source = below.length > 0 ? readSpans(below, reading) : linkAddresses(title)
  return { kind: 'picture', picture, alt, source: trimSpans(source) }
}

const targetOf = (token: Token, name: string): string => String(token.attrGet(name) ?? '')

/** The words of a title, which has no links, with its addresses as such. */
function linkAddresses(text: string): readonly Span[] {
  return text.split(/(https?:\/\/\S+)/).flatMap((part): readonly Span[] => {
    const url = /^https?:/.test(part) ? linkForReaders(part) : null
    if (part === '') return []
    return url === null
      ? [{ kind: 'text', text: part }]
      : [{ kind: 'link', url, spans: [{ kind: 'text', text: part }] }]
  })
}

/** Under a picture a paragraph that names its source belongs to it. */
function joinSources(blocks: Prose): Prose {
  const joined: ProseBlock[] = []
  for (const block of blocks) {
    const last = joined.at(-1)
    const isSource = block.kind === 'paragraph' && sourceStart.test(plainOfSpans(block.spans))
    if (isSource && last?.kind === 'picture' && last.source.length === 0)
      joined[joined.length - 1] = { ...last, source: block.spans }
    else joined.push(block)
  }
  return joined
}

/** A link as an edition may carry it: http(s), within the site too, or mailto. */
function linkOf(target: string, { siteUrl }: ProsePlace): string | null {
  if (/^mailto:[^\s<>"@]{1,200}@[^\s<>"@]{1,200}$/i.test(target)) return target
  return linkForReaders(parseHttpUrl(target, siteUrl)?.href ?? '')
}

const asTheyAre = (spans: readonly Span[]): readonly Span[] => spans

interface Open {
  readonly make: (spans: readonly Span[]) => readonly Span[]
  readonly spans: Span[]
}

/** The spans of a line; a link that may not be one leaves its words. */
function readSpans(children: readonly Token[], reading: Reading): readonly Span[] {
  const open: Open[] = [{ make: asTheyAre, spans: [] }]
  const add = (...spans: readonly Span[]): void => void open.at(-1)?.spans.push(...spans)
  const close = (): void => {
    const done = open.length > 1 ? open.pop() : undefined
    if (done) add(...done.make(joinTexts(done.spans)))
  }
  children.forEach((child, index) => {
    if (child.type === 'text') add({ kind: 'text', text: cleanSpan(child.content) })
    else if (child.type === 'code_inline') add({ kind: 'code', text: cleanSpan(child.content) })
    else if (/break$/.test(child.type)) add(breakBetween(children, index))
    else if (child.type === 'image') add(...linkOfPicture(child, reading))
    else if (child.nesting === 1)
      open.push({ make: open.length > MOST_SPAN_LEVELS ? asTheyAre : makerOf(child, reading.place), spans: [] })
    else if (child.nesting === -1) close()
  })
  while (open.length > 1) close()
  return joinTexts(open[0]?.spans ?? [])
}

/** Two lines of Chinese go together without a blank. */
function breakBetween(children: readonly Token[], index: number): Span {
  const [before, after] = [children[index - 1]?.content ?? '', children[index + 1]?.content ?? '']
  return { kind: 'text', text: hanBefore.test(before) && hanAfter.test(after) ? '' : ' ' }
}

function makerOf(token: Token, place: ProsePlace): Open['make'] {
  if (token.type === 'strong_open') return spans => (spans.length === 0 ? [] : [{ kind: 'strong', spans }])
  if (token.type === 'em_open') return spans => (spans.length === 0 ? [] : [{ kind: 'emphasis', spans }])
  const url = linkOf(targetOf(token, 'href'), place)
  if (url === null) return asTheyAre
  return spans => (cleanLine(plainOfSpans(spans)) === '' ? [] : [{ kind: 'link', url, spans }])
}

/** A picture that cannot be shown, or stands within a sentence: a link to it under its words. */
function linkOfPicture(image: Token, { place }: Reading): readonly Span[] {
  const target = targetOf(image, 'src')
  const url = place.pictureAt(target)?.url ?? (/^https?:/i.test(target) ? linkOf(target, place) : null)
  const words = cleanLine(image.content) || cleanLine(String(image.attrGet('title') ?? '')) || url
  if (words === null || words === '') return []
  const spans: readonly Span[] = [{ kind: 'text', text: words }]
  return url === null ? spans : [{ kind: 'link', url, spans }]
}

/** Texts that follow each other are one. */
function joinTexts(spans: readonly Span[]): readonly Span[] {
  const joined: Span[] = []
  let texts: string[] = []
  const flush = (): void => {
    const text = cleanSpan(texts.join(''))
    if (text !== '') joined.push({ kind: 'text', text })
    texts = []
  }
  for (const span of spans)
    if (span.kind === 'text') texts.push(span.text)
    else {
      flush()
      joined.push(span)
    }
  flush()
  return joined
}

/** Without blanks at the ends of the line. */
function trimSpans(spans: readonly Span[]): readonly Span[] {
  const trimmed = spans.map((span, index) => {
    if (span.kind !== 'text') return span
    const start = index === 0 ? span.text.trimStart() : span.text
    return { ...span, text: index === spans.length - 1 ? start.trimEnd() : start }
  })
  return trimmed.filter(span => span.kind !== 'text' || span.text !== '')
}
