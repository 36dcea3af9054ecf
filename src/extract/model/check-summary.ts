// Decides whether a model's summary may be shown: it must say nothing that its article does not say, as far as that can be told.
// Pure. What is refused and why: docs/technotes/language-model.md.
import { scriptOf } from '../../core/language.ts'
import { contentTokens, countWords, lettersOf, tokenize } from '../../core/text.ts'
import { detectLanguage } from '../facts/detect-language.ts'
import { findUnknownName } from './names.ts'
import { findUnknownQuantity } from './quantities.ts'

/** What a model wrote. */
export interface ModelSummary {
  readonly lead: string
  readonly points: readonly string[]
}

/** What it must keep to. */
export interface SummarySource {
  readonly title: string
  readonly text: string
  readonly language: string | null
  /** The prompt as it was sent, without the article. */
  readonly prompt: string
  /** Points that were asked for at most. */
  readonly points: number
}

/** The most words or Han characters of a lead and of a point; a draft would cut points that are longer still. */
const LEAD_ROOM = { words: 85, hanCharacters: 150 }
const POINT_ROOM = { words: 40, hanCharacters: 80, characters: 220 }
/** A point that shares this part of its words with the lead, or with another point, says the same. */
const SAME_SHARE = 0.8
/** Least part of a summary's words, or pairs of Han characters, that must be in the article. */
const GROUNDED_SHARE = { spaced: 0.6, unspaced: 0.4 }
/** A run of at least this many letters that stands in the prompt and not in the article is the prompt's. */
const ECHO_LETTERS = { spaced: 32, unspaced: 14 }

/** What has no place in a summary, whoever wrote it. */
const forbidden: readonly (readonly [what: string, pattern: RegExp])[] = [
  ['invisible characters', /[\p{Cc}\p{Cs}\p{Co}\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufffd]/u],
  [
    'markup',
    /<\/?[a-z!][^>]{0,400}>|&(?:[a-z]{2,8}|#x?[\da-f]{1,8});|!?\[[^\]]{0,400}\]\(|```|\*\*|^\s{0,20}(?:#{1,6}|>)\s|\{[{%]/imu,
  ],
  ['an email address', /[^\s@]{1,64}@[^\s@]{1,190}\.[a-z]{2,}/iu],
  ['an address', /(?:\b[a-z][a-z+.-]{1,12}:\/\/|\bwww\.|\b(?:mailto|javascript|data|tel):)\S/iu],
  [
    'a call to the reader',
    /\b(?:click|tap)\s+(?:here|on|the|this|below|now|to)\b|\b(?:sign up|subscribe|register|enrol+|buy|order|download|call|act|donate|join)\s+(?:now|today|here|us|at|for free)\b|\b(?:visit|follow|contact|email|support)\s+(?:us|our|this (?:link|site|page))\b|\b(?:promo|discount|coupon) code\b|\blimited[- ]time\b|点击|扫码|扫描.{0,4}二维码|关注(?:我们|公众号|微信)|加(?:我)?微信|(?:立即|马上|现在就|赶快)(?:购买|注册|下载|订阅|加入|报名|抢购|咨询)|联系我们|优惠码|折扣码|限时/iu,
  ],
  [
    'talk about the task',
    /\b(?:as an? (?:ai|language model|assistant)|i(?:'m| am) (?:sorry|unable|an? (?:ai|assistant|language model))|i can(?:not|'t)\b|here(?:'s| is) (?:the|a|your) (?:summary|json)|ignore (?:all|any|the|your|previous|prior)|system prompt|the article (?:asks|tells|instructs) (?:me|the model))|作为(?:一个|一名)?(?:AI|人工智能|语言模型)|我(?:无法|不能)(?:总结|回答|提供|完成)|以下是.{0,6}(?:摘要|总结|JSON)|忽略(?:以上|之前|前面|上述|所有)|系统提示/iu,
  ],
]

/** Sentences that are written for a model, not for a reader. */
const speaksToModel =
  /\b(?:ignore|disregard|forget|override)\s+(?:all\s+|any\s+|the\s+|your\s+|of\s+)*(?:previous|prior|above|earlier|preceding|system)\s+(?:instructions?|prompts?|rules|messages?)|\b(?:AI|LLM|language model|chatbot|summari[sz]er)s?\b[^.\n]{0,40}\b(?:must|should|please|are (?:instructed|required) to)\b[^.\n]{0,40}\b(?:say|write|output|respond|reply|include|summari[sz]e|answer)\b|\byou are (?:now )?(?:an? )?(?:AI|assistant|language model|DAN)\b|\b(?:respond|reply|answer) only with\b|忽略(?:掉)?(?:以上|之前|前面|上述|先前|所有)的?(?:所有)?(?:指令|指示|提示|要求|内容)|(?:AI|人工智能|大模型|语言模型|助手)(?:请|必须|务必|应当)(?:回答|输出|写|总结|回复)|请(?:只|仅)(?:回答|输出|回复)/iu

const quotePatterns: readonly RegExp[] = [
  /“([^”]*)”/gu,
  /"([^"]*)"/gu,
  /「([^」]*)」/gu,
  /『([^』]*)』/gu,
  /《([^》]*)》/gu,
  /«([^»]*)»/gu,
  /„([^“”]*)[“”]/gu,
  /(?<![\p{L}\p{N}])‘([^‘’]{2,})’(?!\p{L})/gu,
  /`([^`]*)`/gu,
]
const domainPattern =
  /\b(?:[a-z\d-]+\.)+(?:com|org|net|io|dev|ai|app|cn|co|me|info|biz|xyz|site|online|shop|top|gov|edu|uk|de|ru|jp)\b/giu

/** Why an article is not given to a model at all: it speaks to one. Null when nothing of the kind is seen. */
export function findInjection(text: string): string | null {
  const found = speaksToModel.exec(text)?.[0]
  return found === undefined ? null : `the article speaks to a model: "${found.slice(0, 80).replace(/\s+/g, ' ')}"`
}

function isTooLong(text: string, room: { readonly words: number; readonly hanCharacters: number }): boolean {
  const { words, hanCharacters } = countWords(text)
  return words / room.words + hanCharacters / room.hanCharacters > 1
}

function findBadLength({ lead, points }: ModelSummary, wanted: number): string | null {
  if (isBlank(lead)) return 'it has no lead'
  if (points.some(isBlank)) return 'a point is empty'
  if (isTooLong(lead, LEAD_ROOM)) return 'the lead is too long'
  if (points.length > wanted) return `it has ${points.length} points of at most ${wanted}`
  const long = points.find(point => point.length > POINT_ROOM.characters || isTooLong(point, POINT_ROOM))
  return long === undefined ? null : 'a point is too long'
}

function isBlank(text: string): boolean {
  return lettersOf(text) === ''
}

function findWrongLanguage({ lead, points }: ModelSummary, source: SummarySource): string | null {
  const script = scriptOf(source.text)
  const isOf = (text: string): boolean => {
    const own = scriptOf(text)
    return own === script || (script === 'kana' && own === 'han')
  }
  if (![lead, ...points].every(isOf)) return 'it is in another script than the article'
  const whole = [lead, ...points].join('\n')
  if (script === 'kana' && scriptOf(whole) !== 'kana') return 'it is in another language than the article'
  const language = source.language ?? detectLanguage(source.text)
  return detectLanguage(whole, language) === language ? null : 'it is in another language than the article'
}

/** The part of a text's words that another has, 0–1. */
function shareOf(words: readonly string[], known: ReadonlySet<string>): number {
  return words.length === 0 ? 1 : words.filter(word => known.has(word)).length / words.length
}

function findRepetition({ lead, points }: ModelSummary): string | null {
  const said = [lead]
  for (const point of points) {
    const words = contentTokens(point)
    const isSaid = said.some(
      other =>
        lettersOf(other).includes(lettersOf(point)) || shareOf(words, new Set(contentTokens(other))) >= SAME_SHARE,
    )
    if (isSaid) return `a point repeats what is said: "${point.slice(0, 60)}"`
    said.push(point)
  }
  return null
}

function findEcho(answer: string, source: string, prompt: string): string | null {
  const letters = lettersOf(answer)
  const known = lettersOf(source)
  const asked = lettersOf(prompt)
  const length = scriptOf(answer) === 'latin' ? ECHO_LETTERS.spaced : ECHO_LETTERS.unspaced
  for (let at = 0; at + length <= letters.length; at++) {
    const piece = letters.slice(at, at + length)
    if (asked.includes(piece) && !known.includes(piece)) return 'it repeats the prompt'
  }
  return null
}

function findUnknownQuotation(answer: string, source: string): string | null {
  if ((answer.match(/"/g)?.length ?? 0) % 2 === 1) return 'a quotation does not end'
  const known = lettersOf(source)
  for (const pattern of quotePatterns)
    for (const [, quoted = ''] of answer.matchAll(pattern)) {
      const letters = lettersOf(quoted)
      if (letters === '' || !known.includes(letters)) return `the quotation "${quoted}" is not in the article`
    }
  return null
}

function findUngrounded(answer: string, source: string): string | null {
  const least = scriptOf(answer) === 'latin' ? GROUNDED_SHARE.spaced : GROUNDED_SHARE.unspaced
  // Numbers have been looked for in all their spellings.
  const words = contentTokens(answer).filter(word => !/\d/.test(word))
  const isGrounded = shareOf(words, new Set(tokenize(source))) >= least
  return isGrounded ? null : 'most of its words are not in the article'
}

/** More than an answer that may be used has. */
const MOST_CHECKED = 20_000

/** What a text has that no model's answer should, `markup` for one; empty for most. */
export function forbiddenIn(text: string): readonly string[] {
  const lines = text.slice(0, MOST_CHECKED).split('\n')
  return forbidden.flatMap(([what, pattern]) => (lines.some(line => pattern.test(line)) ? what : []))
}

function findForbidden(answer: string, source: string): string | null {
  const [what] = forbiddenIn(answer)
  if (what !== undefined) return `it contains ${what}`
  const lower = source.toLowerCase()
  const domain = answer.match(domainPattern)?.find(each => !lower.includes(each.toLowerCase()))
  return domain === undefined ? null : `the address ${domain} is not in the article`
}

/**
 * Why a model's summary is refused, as the end of a sentence; null when it may stand. Whatever cannot be found in title and text
 * (numbers with their units, names, quotations, addresses) refuses the whole: the extractive summary is there anyway.
 */
export function findFault(summary: ModelSummary, source: SummarySource): string | null {
  const answer = [summary.lead, ...summary.points].join('\n').normalize('NFKC')
  const known = `${source.title}\n${source.text}`.normalize('NFKC')
  const number = (): string | null => {
    const unknown = findUnknownQuantity(answer, known)
    return unknown === null ? null : `the number ${unknown} is not in the article`
  }
  const name = (): string | null => {
    const unknown = findUnknownName(answer, known)
    return unknown === null ? null : `the name ${unknown} is not in the article`
  }
  return (
    findBadLength(summary, source.points) ??
    findForbidden(answer, known) ??
    findEcho(answer, known, source.prompt) ??
    findWrongLanguage(summary, source) ??
    findRepetition(summary) ??
    findUnknownQuotation(answer, known) ??
    number() ??
    name() ??
    findUngrounded(answer, known)
  )
}
