// Reads the dates that pages print or declare: ISO, `Dec 8, 2016`, `2016年12月8日 10:20`.
import { englishMonths } from '../../core/month-names.ts'
import { instantFromMs } from '../../core/clock.ts'
import type { Instant } from '../../core/types.ts'

const monthName =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?'
const clockTime =
  '(?:[T,\\s]+(?:(?:at|um|à)\\s+)?(\\d{1,2})[:时](\\d{2})(?:[:分](\\d{2})(?:[.,]\\d+)?)?秒?\\s*([ap]\\.?m\\b\\.?)?\\s*(Z\\b|UTC|GMT|[ECMP][SD]T\\b|[+-]\\d\\d:?\\d\\d)?)?'

const yearFirst = new RegExp(
  `(?<!\\d)(\\d{4})\\s?([-/.年])\\s?(\\d{1,2})\\s?[-/.月]\\s?(\\d{1,2})(?!\\d)(?:\\s?日)?(?:\\s?[(（]?(?:星期|周)\\S[)）]?)?${clockTime}`,
  'i',
)
const monthFirst = new RegExp(`\\b(${monthName})\\.?\\s+(\\d{1,2})(?:st|nd|rd|th)?,?\\s+(\\d{4})\\b,?${clockTime}`, 'i')
const dayFirst = new RegExp(
  `(?<!\\d)(\\d{1,2})(?:st|nd|rd|th)?[\\s-]+(?:of\\s+)?(${monthName})\\.?,?[\\s-]+(\\d{4})\\b,?${clockTime}`,
  'i',
)
/** `Tue May 10 21:14:02 UTC 2016`, as mail archives print it. */
const yearLast = new RegExp(
  `\\b(${monthName})\\s+(\\d{1,2})\\s+(\\d{1,2}):(\\d{2}):(\\d{2})\\s+(?:[A-Z]{3,4}\\s+)?(\\d{4})\\b`,
  'i',
)
const compact = /(?<!\d)(\d{4})(\d{2})(\d{2})(?:T?(\d{2})(\d{2})(\d{2})?Z?)?(?!\d)/
/** Offsets of the zone names that pages print, in hours. */
const zoneHours: Readonly<Record<string, number>> = {
  EST: -5,
  EDT: -4,
  CST: -6,
  CDT: -5,
  MST: -7,
  MDT: -6,
  PST: -8,
  PDT: -7,
}
const MS_PER_HOUR = 3_600_000

/**
 * The first date in a text; null when there is none between 1990 and 2099. A date without a zone is read as UTC, a day without a time as its midnight.
 * `08/12/2016` is not read: nobody knows which number is the month.
 */
export function readPageDate(text: string): Instant | null {
  const short = text.slice(0, 400)
  const first = yearFirst.exec(short)
  if (first) return instantOf([first[1], first[3], first[4]], first.slice(5))
  const named = monthFirst.exec(short)
  if (named) return instantOf([named[3], monthNumber(named[1]), named[2]], named.slice(4))
  const european = dayFirst.exec(short)
  if (european) return instantOf([european[3], monthNumber(european[2]), european[1]], european.slice(4))
  const mailed = yearLast.exec(short)
  if (mailed) return instantOf([mailed[6], monthNumber(mailed[1]), mailed[2]], mailed.slice(3, 6))
  const digits = compact.exec(short)
  return digits ? instantOf([digits[1], digits[2], digits[3]], digits.slice(4)) : null
}

/** The day that a URL's path names: `/2016/12/08/`, `/2016-12-08-title`, `/20161208/`. */
export function readUrlDate(url: string): Instant | null {
  const path = URL.parse(url)?.pathname ?? ''
  const match =
    /\/((?:19|20)\d\d)[/-]?(\d{1,2})[/-](\d{1,2})(?=[/_-]|$)/.exec(path) ??
    /\/((?:19|20)\d\d)-?(\d\d)-?(\d\d)(?=\D|$)/.exec(path)
  return match ? instantOf([match[1], match[2], match[3]], []) : null
}

const firstLines = 3_000
const labelledDate = [
  /(?:发布|发表|刊登|发稿|上传|创建|公開|投稿)(?:时间|日期|日|于|於|在)?\s*[:：]?\s*(\d{4}.{4,40})/u,
  /(?:时间|日期|更新(?:时间|日期|日|于)?|作成日)\s*[:：]?\s*(\d{4}.{4,40})/u,
  /\b(?:posted|published|updated)(?: on| at)?\s*:?\s*(.{6,60})/iu,
]
const timedDate =
  /\d{4}\s?[-/年.]\s?\d{1,2}\s?[-/月.]\s?\d{1,2}日?,?\s{0,3}(?:[(（]?(?:星期|周)\S[)）]?\s{0,2})?\d{1,2}[:时]\d{2}/u
const plainDate = /\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|(?<!\d)\d{4}[-/]\d{1,2}[-/]\d{1,2}(?!\d)/u
const lineOfDate =
  /^[^\p{L}\p{N}]*(?:\d{4}\s?[-/年.]\s?\d{1,2}\s?[-/月.]\s?\d{1,2}日?|(?:\p{L}{3,9},? )?\p{L}{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2}\.? \p{L}{3,9}\.? \d{4})[^\p{L}]*$/u

/**
 * The date that a page prints of itself, in its visible text: after a word such as `发布时间` or `posted`, with a time of day, on a line
 * of its own, or near the top.
 */
export function readPrintedDate(printed: string): Instant | null {
  const line = printed
    .slice(0, firstLines)
    .split('\n')
    .find(each => each.length < 60 && lineOfDate.test(each))
  const labelled = labelledDate.map(pattern => pattern.exec(printed)?.[1])
  for (const found of [
    ...labelled,
    line,
    timedDate.exec(printed)?.[0],
    plainDate.exec(printed.slice(0, firstLines))?.[0],
  ]) {
    const instant = found === undefined ? null : readPageDate(found)
    if (instant) return instant
  }
  return null
}

function monthNumber(name: string | undefined): string {
  return String(englishMonths.indexOf((name ?? '').slice(0, 3).toLowerCase()) + 1)
}

type Group = string | undefined

/** Null for a day that does not exist. `time` is hour, minute, second, am/pm, zone; an impossible time counts as none. */
function instantOf(
  [year, month, day]: readonly Group[],
  [hour, minute, second, half, zone]: readonly Group[],
): Instant | null {
  const y = Number(year)
  const midnight = Date.UTC(y, Number(month) - 1, Number(day))
  const isReal =
    new Date(midnight).getUTCMonth() === Number(month) - 1 && new Date(midnight).getUTCDate() === Number(day)
  if (!isReal || y < 1990 || y > 2099) return null
  const hours = half ? (Number(hour) % 12) + (/^p/i.test(half) ? 12 : 0) : Number(hour ?? 0)
  if (hours > 23 || Number(minute ?? 0) > 59) return instantFromMs(midnight)
  const sinceMidnight = hours * MS_PER_HOUR + Number(minute ?? 0) * 60_000 + Number(second ?? 0) * 1_000
  return instantFromMs(midnight + sinceMidnight - offsetMs(zone))
}

function offsetMs(zone: Group): number {
  const numeric = /^([+-])(\d\d):?(\d\d)$/.exec(zone ?? '')
  if (numeric) return (numeric[1] === '-' ? -1 : 1) * (Number(numeric[2]) * MS_PER_HOUR + Number(numeric[3]) * 60_000)
  return (zoneHours[zone?.toUpperCase() ?? ''] ?? 0) * MS_PER_HOUR
}
