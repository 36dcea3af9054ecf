// Trims an article line by line: bylines before the first sentence, promotions anywhere, rights, tags and related lists after the last.
import { afterArticleHeading, headLine, promotionLine, tailLine } from './boilerplate.ts'
import { isFrontMatter } from '../facts/front-matter.ts'
import { isProse, leafBlocks, lineOf, linkShare } from './blocks.ts'
import { lettersOf } from '../../core/text.ts'
import { isElement, type Markup, type MarkupElement } from '../../formats/markup.ts'
import { compileSelector, holdsElement, isWithin } from '../../formats/select.ts'

/** What the cleaning knows of the page. */
export interface AboutArticle {
  readonly url: string
  readonly title: string | null
  /** The article's text as JSON-LD has it; empty when it has none. */
  readonly linkedText: string
  /** The article's text as the feed has it, perhaps its beginning only; empty when it has none. */
  readonly feedText: string
}

const media = compileSelector('img, pre, code')
const listed = compileSelector('li, dd')
const MAX_HEAD_LINES = 12
/** Forums print the kind of a thread before its title. */
const MAX_PREFIX_LETTERS = 6
const MAX_TAIL_LINES = 20
const MAX_HEADINGS = 20
/** Shorter lines may stand in any text. */
const MIN_KNOWN_LETTERS = 20
const MIN_KNOWN_SHARE = 0.6
/** At most this many letters stand in the reference before the first and after the last line that both have. */
const MAX_LOOSE_LETTERS = 40
const MAX_OUTSIDE_SHARE = 0.25
const MAX_REFERENCE_CHARACTERS = 200_000

/** Changes the tree. */
export function trimEnds($: Markup, about: AboutArticle): void {
  cutAfterArticle($, about)
  dropPromotions($, about)
  trimToReference($, about.linkedText, true)
  // A feed may give the beginning alone and not say so: no prose is dropped for its sake.
  trimToReference($, about.feedText, false)
  trimHead($, about)
  trimTail($, about)
}

function holdsMedia(element: MarkupElement): boolean {
  return element.name === 'pre' || element.name === 'figcaption' || holdsElement(element, media)
}

function cutAfterArticle($: Markup, about: AboutArticle): void {
  const blocks = leafBlocks($)
  const total = $.root().text().length
  let seen = 0
  let headings = 0
  for (const block of blocks) {
    const line = lineOf(block)
    seen += line.length
    if (line.length > 80 || !afterArticleHeading.test(line) || seen < total * 0.4) continue
    if (headings++ > MAX_HEADINGS) return
    const rest = blocks.slice(blocks.indexOf(block) + 1)
    const isTelling = (next: MarkupElement): boolean => isProse(lineOf(next)) && linkShare(next) < 0.3
    const restLength = rest.reduce((sum, next) => sum + lineOf(next).length, 0)
    const linked = rest.reduce((sum, next) => sum + lineOf(next).length * linkShare(next, about), 0)
    const isNotice = /声明|公告|copyright/i.test(line) && restLength < total * 0.4
    const isAllAfter =
      isNotice || linked > restLength * 0.5 || (restLength < total * 0.25 && rest.filter(isTelling).length <= 1)
    const end = isAllAfter ? rest.length : rest.findIndex(isTelling)
    for (const next of [block, ...rest.slice(0, end)]) $(next).remove()
    if (isAllAfter) return
  }
}

function dropPromotions($: Markup, about: AboutArticle): void {
  const blocks = leafBlocks($)
  const paragraphs = blocks.filter(block => isProse(lineOf(block))).length
  for (const block of blocks) {
    if (holdsMedia(block)) continue
    const line = lineOf(block)
    if (line === '') continue
    const ownShare = linkShare(block, about)
    const isOwnLinkAlone = block.name === 'p' && paragraphs >= 3 && ownShare > 0.8
    const isPromotion = (line.length < 220 || ownShare > 0.5) && promotionLine.test(line)
    if (isOwnLinkAlone || isPromotion) $(block).remove()
  }
}

/**
 * Cuts off what stands before and after the article as another source has it: only where that source has most of the text, and reaches
 * its ends. A lead that it leaves out stays.
 */
function trimToReference($: Markup, reference: string, mayDropProse: boolean): void {
  if (reference === '') return
  const wanted = lettersOf(reference.slice(0, MAX_REFERENCE_CHARACTERS))
  const blocks = leafBlocks($).map(block => {
    const letters = lettersOf(lineOf(block))
    return { block, letters, isKnown: letters.length >= MIN_KNOWN_LETTERS && wanted.includes(letters) }
  })
  const known = blocks.filter(({ isKnown }) => isKnown)
  const [first, last] = [known[0], known.at(-1)]
  const lengthOf = (some: typeof blocks): number => some.reduce((sum, { letters }) => sum + letters.length, 0)
  const total = lengthOf(blocks)
  if (!first || !last || lengthOf(known) < total * MIN_KNOWN_SHARE) return
  const isLoose = ({ block }: (typeof blocks)[number]): boolean => !isProse(lineOf(block))
  const before = blocks.slice(0, blocks.indexOf(first)).filter(isLoose)
  const after = blocks.slice(blocks.indexOf(last) + 1).filter(each => mayDropProse || isLoose(each))
  const startsThere = wanted.indexOf(first.letters) <= MAX_LOOSE_LETTERS
  const endsThere = wanted.length - wanted.lastIndexOf(last.letters) - last.letters.length <= MAX_LOOSE_LETTERS
  for (const outside of [startsThere ? before : [], endsThere ? after : []])
    if (lengthOf(outside) < total * MAX_OUTSIDE_SHARE)
      for (const { block } of outside) if (!holdsMedia(block)) $(block).remove()
}

const dateWord =
  /^(?:updated|published|posted|first|last|on|(?:mon|tues?|wed(?:nes)?|thur?s?|fri|sat(?:ur)?|sun)(?:day)?|jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|at|am|pm|[ap]|m|t|z|h|st|nd|rd|th|[aecmp][sd]t|gmt|utc|segunda|terça|quarta|quinta|sexta|sábado|domingo|feira|de|às|janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro|[年月日时分秒星期周一二三四五六天上下午更新]+)$/iu

/** Whether a line says when and nothing else. Word by word: one pattern over the line could be made to backtrack for ever. */
function isDateLine(line: string): boolean {
  const words = line.match(/\p{L}+/gu) ?? []
  return /\d/.test(line) && words.length <= 14 && words.every(word => dateWord.test(word))
}

/** A short line that begins with a date and is no sentence: `Apr 19, 2016 · go · 4 min read`. */
const datedStart =
  /^[^\p{L}\p{N}]*(?:\d{4}\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2},? \d{4}|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{4}).{0,60}(?<![.。!！?？])$/iu

function trimHead($: Markup, about: AboutArticle): void {
  const title = lettersOf(about.title ?? '')
  for (const block of leafBlocks($).slice(0, MAX_HEAD_LINES)) {
    const line = lineOf(block)
    if (line === '' || holdsMedia(block)) continue
    // A date in a list is one of several that the article gives.
    const isListed = isWithin(block, listed)
    const own = lettersOf(line)
    const label = title !== '' && line.startsWith(about.title ?? '') ? line.slice(about.title?.length).trim() : line
    const isTitle = title !== '' && own.endsWith(title) && own.length <= title.length + MAX_PREFIX_LETTERS
    const isLabel =
      line.length < 200 &&
      (headLine.test(label) || isFrontMatter(line) || (!isListed && (datedStart.test(label) || isDateLine(label))))
    if (isTitle || isLabel) $(block).remove()
    else if (isProse(line)) return
  }
}

function trimTail($: Markup, about: AboutArticle): void {
  for (const block of leafBlocks($).slice(-MAX_TAIL_LINES).reverse()) {
    const line = lineOf(block)
    if (line === '' || !isElement(block) || block.name === 'figcaption') continue
    if (block.name === 'pre') return
    const isLabel =
      line.length < 450 &&
      (tailLine.test(line) || promotionLine.test(line) || (!/^(td|th)$/.test(block.name) && isDateLine(line)))
    const isCell = /^(td|th|tr)$/.test(block.name)
    const isAway = !isCell && linkShare(block, about) > 0.8
    if (!isLabel && !isAway) return
    $(block).remove()
  }
}
