// The sentences of an article's text, each with its place in it; nothing that is no sentence comes through.
import { findTrailers } from './trailers.ts'
import { isNotice, splitBlocks, type TextBlock } from './blocks.ts'

/** One sentence; `text` is exactly `source.slice(start, end)`, offsets in UTF-16 units. */
export interface Sentence {
  readonly text: string
  readonly start: number
  readonly end: number
  /** Number of the list it stands in, counted from 0; null for prose. */
  readonly list: number | null
  /** Number of the block (paragraph, list item) it stands in: a long item has several sentences. */
  readonly block: number
}

type Span = readonly [start: number, end: number]

const abbreviations =
  /(?:^|[\s()"“[])(?:Mrs?|MRS?|Ms|Mx|Drs?|DR|Profs?|St|ST|Ste|Ft|FT|Sens?|Reps?|Govs?|Gens?|Lt|Col|Sgt|Capt|Cmdr|Adm|Maj|Rev|Hon|Pres|Supt|Messrs|Mts?|MT|vs|v|cf|e\.g|i\.e|viz|al|approx|No|no|Nos|Fig|Figs|Eq|Sec|Vol|pp|ed|eds|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[A-Z]|(?:[A-Z]\.)+[A-Z])\.$/
const datelines: readonly RegExp[] = [
  /^\((?:[A-Z][\w.]*[ ,/]*){1,4}\)\s*(?:[-–—:]+\s*)?/,
  /^\p{Lu}[\p{L}., '/-]{1,60}\((?:[A-Z][\w.]*[ ,/]*){1,4}\)\s*[-–—:]+\s*/u,
  /^\p{Lu}[\p{L}., '/-]{1,60}\([A-Z]{2,8}\)(?=["“]?\p{Lu})/u,
  /^\p{Lu}{3,}[\p{Lu}., ]*(?:,\s*\p{L}+\.?(?: \d{1,2})?)?(?:\s*\([^)]{2,30}\))?\s*(?:--|–|—| - )\s*/u,
  /^(?:[（(][^）)]{2,20}[）)]\s*)?(?:[\p{Script=Han}·]{0,16}\d{1,2}月\d{1,2}日|[\p{Script=Han}]{0,6}本报|中新网|新华网)[\p{Script=Han}\d]{0,10}?(?:电|讯|消息)\s*(?:[（(][^）)]{2,30}[）)])?[\s:：，,]*/u,
  /^[【\[（(]?(?:题记|摘要|导读|导语|前言|引言|简介|概述|编者按|编者的话|小编按|按语|abstract|summary|tl;?dr)[】\]）)]?\s*[:：]\s*/iu,
  /^【[^】]{2,40}】\s*/u,
]
/** A number that an item bears in a tracker or a list of references. */
const itemLabel = /^\[(?:[A-Z][A-Z\d]{1,15}-\d{1,7}|#?\d{1,6})\]\s*(?:[-–—:：]\s*)?(?=\S)/
/** A list item up to this long is one unit, however many sentences it has; longer ones are cut. In columns, roughly. */
const ITEM_COLUMNS = 320
/** A Chinese sentence longer than this is also cut at its semicolons. */
const LONG_HAN_SENTENCE = 60

const segmenters = new Map<string, Intl.Segmenter>()

function segmenterFor(language: string): Intl.Segmenter {
  const known = segmenters.get(language)
  if (known) return known
  const made = new Intl.Segmenter(/^[a-z]{2,3}$/.test(language) ? language : 'en', { granularity: 'sentence' })
  segmenters.set(language, made)
  return made
}

/** Whether the full stop at the end of a piece belongs to an abbreviation or an initial. */
export function endsInAbbreviation(piece: string): boolean {
  return abbreviations.test(piece.trimEnd().slice(-12))
}

/** Whether a piece breaks off within a URL, whose `?` and `.` end nothing. */
function isInsideLink(piece: string): boolean {
  return /https?:\/\/[!-~]*$/.test(piece.slice(-200))
}

/** Whether a text is written without capitals, so that they cannot mark a sentence's start. */
function hasNoCapitals(text: string): boolean {
  const sample = text.slice(0, 2_000)
  const lower = sample.match(/\p{Ll}/gu)?.length ?? 0
  return lower > 20 && (sample.match(/\p{Lu}/gu)?.length ?? 0) < lower / 200
}

/** Signs of a text about programs. */
const programs =
  /[{}=<>`_\\]|\(\)|\p{Ll}\.\p{Lu}\p{L}*[.(]|\p{L}\.(?:md|MD|json|ya?ml|toml|xml|html|java|go|rs|py|js|ts)(?!\p{L})/u

/**
 * Marks the stops that Unicode's rules run past (UAX 29 SB7, SB8): a full stop glued to the next word, a Latin full stop
 * between Han characters, and every stop of a text without capitals. In a technical text the next word must be one that sentences begin
 * with. Offsets where a sentence starts.
 */
function missedStarts(piece: string, isLowerCase: boolean, isTechnical: boolean): number[] {
  const glued =
    /(?<=(?:^|\s)["'“‘(]?\p{Ll}[\p{L}'’-]*[\p{Ll}"”’)]|\d|%|\))[.!?]["”’)]?(?=["“‘]?\p{Lu}(?:[\p{Ll}’'-][\p{L}’'-]*)?[\s,])/gu
  const hanStop = /(?<=\p{Script=Han}[”」』）)]?)\.["”]?(?=\p{Script=Han})/gu
  const lower = /(?<=[\p{L}\p{N}"'”’)]{2})[.!?]["'”’)]*\s+(?=["'“‘(]?[\p{Ll}\p{N}])/gu
  const beforeStarter =
    /(?<=\p{Ll}{2}[”"’)]?)[.!?]["”’)]?(?=["“‘]?(?:The|An?|In|On|At|It|He|She|They|We|I|This|That|These|Those|But|And|So|When|While|After|Before|Until|If|As|For|From|With|His|Her|Its|There|You|Our|My|Their|Two|Some|Many|Most|All|Not|No|Now|Then|What|How|Why|Who|Also|However|Since|Here)\s)/gu
  const patterns = [hanStop, isTechnical ? beforeStarter : glued, ...(isLowerCase ? [lower] : [])]
  return patterns.flatMap(pattern =>
    [...piece.matchAll(pattern)]
      .filter(
        ({ index }) =>
          !isLowerCase ||
          !/(?:^|\s)(?:mr|mrs|ms|dr|st|no|vs|e\.g|i\.e|[a-z])$/.test(piece.slice(Math.max(0, index - 6), index)),
      )
      .map(({ index, 0: stop }) => index + stop.length),
  )
}

/** Sentence starts within a long Chinese sentence: after its semicolons. */
function semicolonStarts(piece: string): number[] {
  if ((piece.match(/\p{Script=Han}/gu)?.length ?? 0) <= LONG_HAN_SENTENCE) return []
  return [...piece.matchAll(/；|(?<=\p{Script=Han}[”」』）)]?);/gu)].map(({ index }) => index + 1)
}

/** An opening bracket or quotation mark that stands between a stop and the next sentence: it opens what follows. */
const openBefore = /(?<=[。！？；!?.…]["”’」』）)]*\s*)[（(「『《〈【“‘[]+\s*$/u

/** Units before a sentence's end by which it is told from a stop that ends nothing. */
const LOOK_BACK = 200

/** UTF-16 units of the brackets and quotation marks before a sentence that open it, though the segmenter gives them to the one before. */
function countOpening(content: string, index: number): number {
  const before = content.slice(Math.max(0, index - 20), index)
  const straight = /(?<=[。！？!?.…]\s*)"\s*$/u.exec(before)?.[0]
  // A straight mark opens when those before it are in pairs.
  if (straight !== undefined) return (content.slice(0, index).match(/"/g)?.length ?? 0) % 2 === 1 ? straight.length : 0
  return openBefore.exec(before)?.[0].length ?? 0
}

/** Whether a stop ends nothing: signs of code (`!=`, `?.`, `a ? 1 : 2`), names with a stop in them, `5 p.m. Monday`. */
function isSign(before: string, after: string): boolean {
  if (
    /\d ?[ap]\.m\.\s*$/.test(before) &&
    /^(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,4}(?![a-z]))/.test(after)
  )
    return true
  if (/[!?]$/.test(before) && /^[!#-&*-@[-`a-z|~]/.test(after)) return true
  return /\s[!?]\s*$/.test(before) && /^[\d\p{Ll}(&|=]/u.test(after)
}

/**
 * The sentences of one block, as spans. What goes on with a small letter goes on with the sentence: `"Stop!" he said`. Full stops are
 * the segmenter's own care (UAX 29 SB8).
 */
function cutBlock(
  text: string,
  block: TextBlock,
  segmenter: Intl.Segmenter,
  isLowerCase: boolean,
  trailers: readonly Span[],
): Span[] {
  // A wrapped line is no paragraph's end: line breaks inside a block read as spaces, and offsets stay true.
  const content = text.slice(block.start, block.end).replace(/[\r\n\u2028\u2029]/gu, ' ')
  // In a text about programs `fmt.Println` is a name, in another `controversy.Until` are two sentences.
  const isTechnical = programs.test(content)
  const starts = new Set<number>([0])
  for (const { segment, index } of segmenter.segment(content)) {
    const before = content.slice(Math.max(0, index - LOOK_BACK), index)
    const goesOn = !isLowerCase && /^["'“‘(]*\p{Ll}/u.test(segment)
    if (index > 0 && !goesOn && !isSign(before, segment) && !endsInAbbreviation(before) && !isInsideLink(before))
      starts.add(index - countOpening(content, index))
    for (const start of missedStarts(segment, isLowerCase, isTechnical)) starts.add(index + start)
  }
  for (const edge of trailers.flat().map(offset => offset - block.start))
    if (edge > 0 && edge < content.length) starts.add(edge)
  const coarse = [...starts].sort((a, b) => a - b)
  const all = coarse.flatMap((start, i) => [
    start,
    ...semicolonStarts(content.slice(start, coarse[i + 1])).map(offset => start + offset),
  ])
  return all.map((start, i) => [block.start + start, block.start + (all[i + 1] ?? content.length)])
}

/** A span without surrounding blanks, its dateline or label, and the comma that sets an item of a list off from the next. */
function trimSpan(text: string, [start, end]: Span, isFirst: boolean, isItem: boolean): Span {
  let from = start
  if (isFirst && !isItem)
    for (const pattern of datelines) from += pattern.exec(text.slice(from, Math.min(end, from + 120)))?.[0].length ?? 0
  else if (isItem) from += itemLabel.exec(text.slice(from, Math.min(end, from + 60)))?.[0].length ?? 0
  const piece = text.slice(from, end)
  const length = piece.replace(isItem ? /[\s\u200b-\u200d\ufeff；;，,、]+$/u : /[\s\u200b-\u200d\ufeff]+$/u, '').length
  return [from + (/^[\s\u200b-\u200d\ufeff]*/u.exec(piece.slice(0, length))?.[0].length ?? 0), from + length]
}

/** Whether a piece says something: words enough, and no byline or invitation. */
function isSentence(piece: string): boolean {
  const letters = piece.match(/\p{L}/gu)?.length ?? 0
  const isHan = /\p{Script=Han}/u.test(piece)
  return letters >= (isHan ? 2 : 8) && letters >= piece.length * 0.4 && (isHan || /\s/.test(piece)) && !isNotice(piece)
}

/**
 * Splits a text into sentences, in order: `Intl.Segmenter` with repairs for abbreviations, text without capitals and stops
 * that ICU glues together. Headings, bylines, captions, code, notices and datelines are left out; items of a list are marked.
 */
export function splitSentences(text: string, language: string | null = null): Sentence[] {
  const segmenter = segmenterFor(language ?? 'en')
  const isLowerCase = hasNoCapitals(text)
  const trailers = findTrailers(text)
  const sentences: Sentence[] = []
  let list = -1
  let wasItem = false
  splitBlocks(text).forEach((block, number) => {
    const isItem = block.kind === 'item'
    if (isItem && !wasItem) list++
    wasItem = isItem
    if (!isItem && block.kind !== 'prose') return
    const own = trailers.filter(([start, end]) => start < block.end && end > block.start)
    const isUnit =
      isItem &&
      own.length === 0 &&
      block.end - block.start <= ITEM_COLUMNS / (/\p{Script=Han}/u.test(text.slice(block.start, block.end)) ? 2 : 1)
    const spans = isUnit ? [[block.start, block.end] as const] : cutBlock(text, block, segmenter, isLowerCase, own)
    spans.forEach((span, i) => {
      if (own.some(([from, to]) => span[0] >= from && span[1] <= to)) return
      const [start, end] = trimSpan(text, span, i === 0, isItem)
      const piece = text.slice(start, end)
      if (isSentence(piece)) sentences.push({ text: piece, start, end, list: isItem ? list : null, block: number })
    })
  })
  return sentences
}
