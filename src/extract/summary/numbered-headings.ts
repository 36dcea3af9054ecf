// The headings of a weekly's numbered items, which are what such an article has to say.
import { splitBlocks } from '../../core/blocks.ts'
import { countWords } from '../../core/text.ts'
import { sizeOf } from './weigh-sentences.ts'

/** UTF-16 offsets [start, end) into the text. */
export type Span = readonly [start: number, end: number]

/** Titles of articles that are lists of other things: weeklies, link lists, "ten tips". */
const listTitle =
  /(?<![\p{L}\p{N}])(?:weekly|reading list|links?|newsletter|digest|round-?ups?|issue #?\d+|this week in|\d+ (?:\p{L}+ )?(?:things|ways|tips|tricks|reasons|lessons|tools|books|rules|mistakes|questions))(?![\p{L}\p{N}])|周[刊报]|[日月早晚]报|月刊|双周|每周|阅读清单|第\s?\d+\s?期|\d+\s?(?:个|条|种|点|大|款|本|项)/iu
const numbered = /^\s*(?:#{1,6}\s*)?(?:(\d{1,3})\s*[.、．:：)）]|[（(](\d{1,3})[)）]|\[(\d{1,3})\])\s*/u
const FEWEST = 3
const MOST = 60
/** Room that one heading may take, as a share of a lead's. */
const HEADING_ROOM = 0.5

/**
 * The headings of an article's numbered items, without their numbers: at least three, counted from 1, each followed by text that is no
 * heading; numbers may begin again under another heading. None where the title does not say that the article is a list.
 */
export function findNumberedHeadings(title: string, text: string): readonly Span[] {
  if (!listTitle.test(title)) return []
  const lines = splitBlocks(text).map(({ start, end }) => {
    const lineStart = text.lastIndexOf('\n', start - 1) + 1
    const match = numbered.exec(text.slice(lineStart, end))
    const number = match ? Number(match[1] ?? match[2] ?? match[3]) : null
    const from = match ? lineStart + match[0].length : start
    return { number, span: [from, end] as const, text: text.slice(from, end) }
  })
  const headings: Span[] = []
  let last = 0
  for (const [i, line] of lines.entries()) {
    if (line.number === null) continue
    const isNext = line.number === last + 1 || line.number === 1
    if (!isNext) return []
    last = line.number
    const follows = lines[i + 1]
    const isHeading = sizeOf(countWords(line.text)) <= HEADING_ROOM && !/[。.!！?？；;，,]$/u.test(line.text.trim())
    if (isHeading && follows && follows.number === null && /\p{L}{2}/u.test(line.text)) headings.push(line.span)
  }
  return headings.length >= FEWEST && headings.length <= MOST ? headings : []
}
