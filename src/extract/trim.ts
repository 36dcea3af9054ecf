// Trims an article line by line: bylines before the first sentence, promotions anywhere, rights, tags and related lists after the last.
import { afterArticleHeading, headLine, promotionLine, tailLine } from './boilerplate.ts'
import { isFrontMatter } from './front-matter.ts'
import { isProse, leafBlocks, lineOf, linkShare } from './blocks.ts'
import { isElement, type Markup, type MarkupElement } from '../net/markup.ts'

/** What the cleaning knows of the page. */
export interface AboutArticle {
  readonly url: string
  readonly title: string | null
}

const MAX_HEAD_LINES = 12
const MAX_TAIL_LINES = 20
const MAX_HEADINGS = 20

/** Changes the tree. */
export function trimEnds($: Markup, about: AboutArticle): void {
  cutAfterArticle($, about)
  dropPromotions($, about)
  trimHead($, about)
  trimTail($, about)
}

function holdsMedia($: Markup, element: MarkupElement): boolean {
  return element.name === 'pre' || element.name === 'figcaption' || $(element).find('img, pre, code').length > 0
}

function cutAfterArticle($: Markup, about: AboutArticle): void {
  const blocks = leafBlocks($)
  const total = $.root().text().length
  let seen = 0
  let headings = 0
  for (const block of blocks) {
    const line = lineOf($, block)
    seen += line.length
    if (line.length > 80 || !afterArticleHeading.test(line) || seen < total * 0.4) continue
    if (headings++ > MAX_HEADINGS) return
    const rest = blocks.slice(blocks.indexOf(block) + 1)
    const isTelling = (next: MarkupElement): boolean => isProse(lineOf($, next)) && linkShare($, next) < 0.3
    const restLength = rest.reduce((sum, next) => sum + lineOf($, next).length, 0)
    const linked = rest.reduce((sum, next) => sum + lineOf($, next).length * linkShare($, next, about), 0)
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
  const paragraphs = blocks.filter(block => isProse(lineOf($, block))).length
  for (const block of blocks) {
    if (holdsMedia($, block)) continue
    const line = lineOf($, block)
    if (line === '') continue
    const ownShare = linkShare($, block, about)
    const isOwnLinkAlone = block.name === 'p' && paragraphs >= 3 && ownShare > 0.8
    const isPromotion = (line.length < 220 || ownShare > 0.5) && promotionLine.test(line)
    if (isOwnLinkAlone || isPromotion) $(block).remove()
  }
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
  const title = about.title?.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase() ?? ''
  for (const block of leafBlocks($).slice(0, MAX_HEAD_LINES)) {
    const line = lineOf($, block)
    if (line === '' || holdsMedia($, block)) continue
    const isTitle = title !== '' && line.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase() === title
    const isLabel =
      line.length < 200 && (headLine.test(line) || datedStart.test(line) || isDateLine(line) || isFrontMatter(line))
    if (isTitle || isLabel) $(block).remove()
    else if (isProse(line)) return
  }
}

function trimTail($: Markup, about: AboutArticle): void {
  for (const block of leafBlocks($).slice(-MAX_TAIL_LINES).reverse()) {
    const line = lineOf($, block)
    if (line === '' || !isElement(block) || block.name === 'figcaption') continue
    if (block.name === 'pre') return
    const isLabel =
      line.length < 450 &&
      (tailLine.test(line) || promotionLine.test(line) || (!/^(td|th)$/.test(block.name) && isDateLine(line)))
    const isCell = /^(td|th|tr)$/.test(block.name)
    const isAway = !isCell && linkShare($, block, about) > 0.8
    if (!isLabel && !isAway) return
    $(block).remove()
  }
}
