// Finds the title that a page shows above its text without marking it as one: old layouts have large or bold type instead of headings.
import { countHan } from '../../core/text.ts'
import { headLine } from '../body/boilerplate.ts'
import { isProse } from '../body/blocks.ts'
import { isFrontMatter, titleInFrontMatter } from './front-matter.ts'
import { silentElements } from '../../formats/elements.ts'
import { isElement, isText, type Markup, type MarkupElement, type MarkupNode } from '../../formats/markup.ts'

const MAX_TITLE_CHARACTERS = 100
const MAX_HAN = 45
const LABEL_WINDOW_CHARACTERS = 3_000
const FIRST_LINES = 30
/** A title stands near the top of the page; what is nested or repeated more often than this is looked at no further. */
const MAX_ELEMENTS = 4_000
/** The pattern for names takes time with the square of their length. */
const MAX_NAME_CHARACTERS = 100
const silent: ReadonlySet<string> = new Set([...silentElements, 'textarea', 'nav', 'aside', 'footer', 'a'])
const titleName = /(?:^|[\s_-])(?:\w*(?:title|headline|heading|subject)|tit\d?|biaoti|bt)(?=$|[\s_-])/i
/** Forums and notices print the title after its name. */
const labelledTitle = /^(?:主\s?题|标\s?题|题\s?目|subject)\s*[:：]\s*(\S.{3,99})$/imu

/** How surely an element shows a title, 0–4: headings and blocks named so before large and bold type, that before coloured type. */
function rankOf({ name, attribs }: MarkupElement): number {
  if (name === 'h1') return 4
  if (
    /^h[2-4]$/.test(name) ||
    titleName.test(`${attribs.class ?? ''} ${attribs.id ?? ''}`.slice(0, MAX_NAME_CHARACTERS))
  )
    return 3
  if (/^(?:b|strong|big|center)$/.test(name) || /^\+?[3-7]$/.test(attribs.size ?? '')) return 2
  return name === 'font' && attribs.color !== undefined ? 1 : 0
}

/** The text of an element on one line; null when it is longer than a title, or holds a link or several lines. */
function shortLine(element: MarkupElement): string | null {
  const waiting: MarkupNode[] = [element]
  let text = ''
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    if (isElement(node) && (node.name === 'br' || (node.name === 'a' && 'href' in node.attribs))) return null
    if (isText(node)) text += node.data
    else if (isElement(node)) waiting.push(...node.children.toReversed())
    if (text.length > 3 * MAX_TITLE_CHARACTERS || waiting.length > MAX_TITLE_CHARACTERS) return null
  }
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > MAX_TITLE_CHARACTERS ? null : line
}

function isTitle(line: string): boolean {
  const han = countHan(line)
  const isTelling = (han >= 4 && han <= MAX_HAN) || (han === 0 && line.split(' ').length >= 3)
  return isTelling && !/[。.;；,，:：]$/u.test(line) && !headLine.test(line)
}

/** The line that looks most like a title before the first sentence of the text, of equals the last; null when there is none. `printed` is the visible text. */
export function findShownTitle($: Markup, printed: string): string | null {
  const labelled = labelledTitle.exec(printed.slice(0, LABEL_WINDOW_CHARACTERS))?.[1]?.trim()
  if (labelled) return labelled
  const written = printed.split('\n', FIRST_LINES).find(isFrontMatter)
  if (written !== undefined) return titleInFrontMatter(written) || null
  let best: { readonly line: string; readonly rank: number } | null = null
  const waiting = $.root().contents().get().toReversed()
  for (let count = 0, node = waiting.pop(); node && count < MAX_ELEMENTS; count++, node = waiting.pop()) {
    if (isText(node) && isProse(node.data.replace(/\s+/g, ' ').trim())) break
    if (!isElement(node) || silent.has(node.name)) continue
    const rank = rankOf(node)
    const line = rank === 0 ? null : shortLine(node)?.replace(/\s*\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月].*$/, '')
    if (line && rank >= (best?.rank ?? 0) && isTitle(line)) best = { line, rank }
    else waiting.push(...node.children.toReversed())
  }
  return best?.line ?? null
}
