// The headings of a weekly's items, numbered or not, which are what such an article has to say.
import { type TextBlock, splitBlocks } from '../../core/blocks.ts'
import { countWords } from '../../core/text.ts'
import { leadsOn, sizeOf } from './weigh-sentences.ts'

/** UTF-16 offsets [start, end) into the text. */
export type Span = readonly [start: number, end: number]

/** Titles of what comes out regularly and tells of other pages. */
const weekly =
  /(?<![\p{L}\p{N}])(?:(?:bi-?)?weekly|monthly|reading (?:list|notes)|links?|newsletter|digest|round-?ups?|issue #?\d+|this (?:week|month) in)(?![\p{L}\p{N}])|周[刊报]|[日月早晚]报|月刊|双周|每周|阅读清单|读书笔记|第\s?\d+\s?期/iu
/** Titles of articles that are lists of something: "ten tips". */
const counted =
  /(?<![\p{L}\p{N}])\d+ (?:\p{L}+ )?(?:things|ways|tips|tricks|reasons|lessons|tools|books|rules|mistakes|questions)(?![\p{L}\p{N}])|\d+\s?(?:个|条|种|点|大|款|本|项)/iu
const numbered = /^\s*(?:#{1,6}\s*)?(?:(\d{1,3})\s*[.、．:：)）]|[（(](\d{1,3})[)）]|\[(\d{1,3})\])\s*/u
const FEWEST = 3
const MOST = 60
/** Room that one heading may take, as a share of a lead's. */
const HEADING_ROOM = 0.5
/** A heading without a number has at least three words, or five Han characters: shorter ones are names of sections. */
const SMALLEST_HEADING = 0.03
/** What an item says after its title has at least this many letters. */
const FEWEST_TOLD = 8
/** This part of a weekly's items must begin with a title that a colon or dash sets off. */
const TITLED_SHARE = 0.6

const titleEnd = /[^。.!！；;，,:：]$/u
const addressLine = /^\s*(?:(?:链接|地址|网址|link|url)\s*[:：]\s*)?<?https?:\/\/\S+>?\s*$/iu
/** `A title: what is said of it.` */
const titledItem = new RegExp(`^(\\S.{3,150}?)\\s*(?:[:：]\\s+|：|\\s[-–—]{1,2}\\s|——)(?=\\S.{${FEWEST_TOLD},})`, 'u')

interface Line {
  readonly kind: TextBlock['kind']
  readonly span: Span
  readonly text: string
}

function isOfRoom(text: string): boolean {
  return sizeOf(countWords(text)) <= HEADING_ROOM && /\p{L}{2}/u.test(text)
}

function fewEnough(headings: readonly Span[]): readonly Span[] {
  return headings.length >= FEWEST && headings.length <= MOST ? headings : []
}

/** Headings counted from 1, each followed by text that is no heading; numbers may begin again under another heading. */
function findNumbered(blocks: readonly TextBlock[], text: string): readonly Span[] {
  const lines = blocks.map(({ start, end }) => {
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
    const isHeading = isOfRoom(line.text) && !/[。.!！？?；;，,]$/u.test(line.text.trim())
    if (isHeading && follows && follows.number === null) headings.push(line.span)
  }
  return fewEnough(headings)
}

/** Whether a line can be an item's title: short, and no sentence. */
function isTitleLike({ kind, text }: Line): boolean {
  if (kind === 'code' || kind === 'notice' || !isOfRoom(text) || leadsOn(text)) return false
  return titleEnd.test(text.trim()) && sizeOf(countWords(text)) >= SMALLEST_HEADING
}

/** Lines without a stop, each followed by what is said of it; items of lists only where no other lines are titles. */
function findPlain(lines: readonly Line[]): readonly Span[] {
  const titles = lines.filter((line, i) => {
    const next = lines[i + 1]
    if (!next || !isTitleLike(line) || next.kind === 'code') return false
    if (next.kind === 'heading') return leadsOn(next.text)
    return next.kind === 'item' ? line.kind !== 'item' : !isTitleLike(next)
  })
  const own = titles.filter(({ kind }) => kind !== 'item')
  return fewEnough((own.length >= FEWEST ? own : titles).map(({ span }) => span))
}

/** Items of lists that each begin with a title. */
function findTitled(lines: readonly Line[]): readonly Span[] {
  const items = lines.filter(({ kind }) => kind === 'item')
  const titles = items.flatMap(({ span: [start], text }): Span[] => {
    const title = titledItem.exec(text)?.[1]
    return title === undefined || !isOfRoom(title) || /[。！]/u.test(title) ? [] : [[start, start + title.length]]
  })
  return titles.length >= TITLED_SHARE * items.length ? fewEnough(titles) : []
}

/**
 * The headings of an article's items, without their numbers: at least three. None where the title does not say that the article is a list;
 * headings without numbers only where it says that it is a weekly or its like.
 */
export function findItemHeadings(title: string, text: string): readonly Span[] {
  const isWeekly = weekly.test(title)
  if (!isWeekly && !counted.test(title)) return []
  const blocks = splitBlocks(text)
  const byNumber = findNumbered(blocks, text)
  if (byNumber.length > 0 || !isWeekly) return byNumber
  const lines = blocks
    .map(({ kind, start, end }): Line => ({ kind, span: [start, end], text: text.slice(start, end) }))
    .filter(line => !addressLine.test(line.text))
  const [plain, titled] = [findPlain(lines), findTitled(lines)]
  return titled.length > plain.length ? titled : plain
}
