// The date that stands somewhere in a line of a page: "by Jane · 5 Dec 2016 · 3 comments".
import { englishMonths } from '../../core/month-names.ts'
import { parseFeedDate } from '../../core/feed-date.ts'
import type { Instant } from '../../core/types.ts'

/** `publishedAt` is null where the page names no year or day that could be told without today's date: "12-08", "3 days ago". */
export interface DateMention {
  readonly text: string
  readonly publishedAt: Instant | null
}

/** Longer lines are prose; a date in them is not the item's. */
const MAX_LINE_CHARACTERS = 300
const time = String.raw`(?:(?:[T,]\s?|\s{0,2}(?:上午|下午|凌晨|早上|中午|晚上)\s?|\s{1,2})\d{1,2}[:：时]\d{2}(?:[:：分]\d{2}(?:\.\d{1,9})?秒?)?(?:\s?[ap]\.?m\b\.?)?(?:\s?(?:Z\b|\(?(?:UTC|GMT)(?:\s?[+-]\d{1,2}(?::?\d\d)?)?\b\)?|[+-]\d\d:?\d\d|[ECMP][SD]T\b|北京时间))?)?`
const letters = String.raw`\p{L}{3,12}\.?`

/** From the surest to the vaguest; each has a day and a year. */
const fullDates: readonly RegExp[] = [
  new RegExp(String.raw`(?<!\d)(?:19|20)\d{2}([-/.])\s?\d{1,2}\1\s?\d{1,2}(?!\d)${time}`, 'iu'),
  new RegExp(String.raw`(?<!\d)(?:19|20)\d{2}\s?[年년]\s?\d{1,2}\s?[月월]\s?\d{1,2}\s?[日号일]?${time}`, 'iu'),
  new RegExp(String.raw`(?<!\p{L})${letters}\s\d{1,2}(?:st|nd|rd|th)?,?\s(?:19|20)\d{2}(?!\d)${time}`, 'iu'),
  new RegExp(
    String.raw`(?<!\d)\d{1,2}(?:st|nd|rd|th|\.)?[\s-](?:of\s|de\s)?${letters},?[\s-](?:de\s)?(?:19|20)\d{2}(?!\d)${time}`,
    'iu',
  ),
  new RegExp(String.raw`(?<![\d.])\d{1,2}([-/.])\d{1,2}\1(?:19|20)\d{2}(?!\d)${time}`, 'iu'),
]
const month = englishMonths.join('|')
/** Lines, or ends of lines, that are a date without a year, or one counted from today. */
const vagueDates: readonly RegExp[] = [
  /(?<!\d)[01]?\d月[0-3]?\d[日号]/u,
  /(?:^|[[(（\s])[01]\d[-/.][0-3]\d(?:\s\d\d:\d\d)?[\])）]?$/u,
  new RegExp(String.raw`^(?:(?:${month})[a-z]{0,6}\.?\s\d{1,2}|\d{1,2}\s(?:${month})[a-z]{0,6}\.?)$`, 'iu'),
  /(?<!\p{L})(?:\d{1,3}|an?|one)\s(?:second|minute|hour|day|week|month|year)s?\sago(?!\p{L})|^yesterday$/iu,
  /\d{1,3}\s?(?:秒|分钟|小时|天|周|个月|年)[之以]?前|^(?:刚刚|今天|昨天|前天)/u,
]

/** The first and surest date in a line of text, `timezone`'s where it names no zone; null when there is none or the line is prose. */
export function findDateIn(line: string, timezone: string | null = null): DateMention | null {
  const text = line.replace(/\s+/g, ' ').trim()
  if (text.length > MAX_LINE_CHARACTERS || !/\d|昨天|前天|今天|刚刚|ago|yesterday/i.test(text)) return null
  for (const pattern of fullDates) {
    const found = pattern.exec(text)?.[0].trim()
    const publishedAt = found === undefined ? null : parseFeedDate(levelClock(found), timezone)
    if (found !== undefined && publishedAt !== null) return { text: found, publishedAt }
  }
  for (const pattern of vagueDates) {
    const found = pattern.exec(text)?.[0].trim()
    if (found !== undefined) return { text: found, publishedAt: null }
  }
  return null
}

/** Chinese pages write the clock as 10时30分, or with full-width colons. */
function levelClock(text: string): string {
  return text
    .replace(/(\d)[时：](\d\d)/gu, '$1:$2')
    .replace(/(\d)[分：](\d\d)秒?/gu, '$1:$2')
    .replace(/分$/u, '')
}
