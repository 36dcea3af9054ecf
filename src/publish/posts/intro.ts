// The beginning of a post for the index: its paragraphs and lists as plain words, up to the author's mark or the next heading.
import type { Token } from '../prose/markdown-parser.ts'
import { sourceStart } from '../prose/picture-source.ts'

/** A list of the beginning; what stands below an item is left out. */
export interface IntroList {
  readonly isNumbered: boolean
  readonly items: readonly string[]
}

/** The line under a picture that says where it comes from; its link stays one. */
export interface IntroSource {
  readonly before: string
  readonly url: string
  readonly words: string
}

/** A part of the beginning: a paragraph is its words. */
export type IntroPart = string | IntroList | IntroSource

/** What an index may show of a text, plain. */
export interface Intro {
  readonly paragraphs: readonly IntroPart[]
  /** They end at `<!--more-->`: the author has chosen. */
  readonly isMarked: boolean
  /** Nothing else is in the text. */
  readonly isWhole: boolean
}

/** The words of a part on one line. */
export function wordsOfPart(part: IntroPart): string {
  if (typeof part === 'string') return part
  return 'items' in part ? part.items.join(' ') : `${part.before}${part.words}`
}

/** Reads the beginning; `textOf` gives the words of an inline token. */
export function readIntro(tokens: readonly Token[], textOf: (token: Token) => string): Intro {
  const mark = tokens.findIndex(({ type }) => type === 'more')
  const isMarked = mark >= 0
  const shown = isMarked ? tokens.slice(0, mark) : tokens
  const paragraphs: IntroPart[] = []
  let isAll = true
  for (let at = 0; at < shown.length; at++) {
    const token = shown[at]
    if (!token) break
    // What the post is about stands before its second heading; an author who marked the end wanted more.
    if (token.type === 'heading_open' && !isMarked && paragraphs.length > 0) {
      isAll = false
      break
    }
    const close = token.nesting === 1 ? endOf(shown, at) : at
    const inside = shown.slice(at + 1, close)
    const part = readPart(token, inside, textOf)
    if (part !== null) paragraphs.push(part)
    // A list that has more than its items say is not told whole.
    const isTold =
      part !== null &&
      (typeof part === 'string' || inside.filter(({ type }) => type === 'inline').length === countOf(part))
    isAll &&= isTold
    at = close
  }
  return { paragraphs, isMarked, isWhole: isMarked ? mark === tokens.length - 1 : isAll }
}

const countOf = (part: IntroList | IntroSource): number => ('items' in part ? part.items.length : 1)

function endOf(tokens: readonly Token[], start: number): number {
  const level = tokens[start]?.level
  let end = start + 1
  while (end < tokens.length && !(tokens[end]?.level === level && tokens[end]?.nesting === -1)) end++
  return end
}

function readPart({ type }: Token, inside: readonly Token[], textOf: (token: Token) => string): IntroPart | null {
  const [inline] = inside
  if (type === 'paragraph_open' && inline) return readSource(inline, textOf) ?? (textOf(inline) || null)
  if (type !== 'bullet_list_open' && type !== 'ordered_list_open') return null
  const level = inside[0]?.level
  const items = inside.flatMap((token, at) => {
    if (token.type !== 'list_item_open' || token.level !== level) return []
    const own = inside[at + 1]?.type === 'paragraph_open' ? inside[at + 2] : undefined
    const text = own ? textOf(own) : ''
    return text === '' ? [] : [text]
  })
  return items.length === 0 ? null : { isNumbered: type === 'ordered_list_open', items }
}

function readSource(inline: Token, textOf: (token: Token) => string): IntroSource | null {
  const links = (inline.children ?? []).filter(child => child.type === 'link_open')
  const url = String(links[0]?.attrGet('href') ?? '')
  const text = textOf(inline)
  const at = (inline.children ?? []).findIndex(child => child.type === 'link_open')
  const words = inline.children?.[at + 1]?.content.trim() ?? ''
  const isSource = links.length === 1 && /^https?:/.test(url) && sourceStart.test(text) && words !== ''
  return isSource && text.endsWith(words) ? { before: text.slice(0, -words.length), url, words } : null
}
