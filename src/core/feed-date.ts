// Dates as feeds and pages write them, in any format and many languages, to Instants.
import { instantFromMs } from './clock.ts'
import { dropAccents, englishMonths, monthOfWord } from './month-names.ts'
import type { Instant } from './types.ts'
import { msOfWallClock, takeZone, type Zone, zoneOfName, zoneOfOffset } from './zones.ts'

/** No date is longer; bounds the time of every pattern below. */
const MAX_LENGTH = 120
const MS_PER_MINUTE = 60_000
const MS_PER_DAY = 86_400_000
/** Before it stand the zero values of programs (`0001-01-01`), no articles. */
const FIRST_MS = Date.UTC(1000, 0, 1)
const END_MS = Date.UTC(10_000, 0, 1)

/** A time on a wall clock, in milliseconds as if it were UTC, and the zone of the wall where the text names one. */
interface WallTime {
  readonly ms: number
  readonly zone: Zone | null
}

/**
 * Reads RFC 822, 850, 2822 and 3339, ISO 8601 with weeks and ordinal days, W3CDTF, asctime, epoch seconds to nanoseconds,
 * American slashed dates, Chinese, Japanese and Korean dates, and month names of some thirty languages. An offset counts before the name
 * of a zone. Without either it is `timezone`'s, which is UTC unless it is given (Korean ones are Seoul's, as in Python feedparser).
 * Null for anything else: never now, never the host's zone.
 */
export function parseFeedDate(text: string, timezone: string | null = null): Instant | null {
  if (text.length > MAX_LENGTH * 4) return null
  const read = readUsual(text.trim()) ?? readUnusual(text)
  if (typeof read === 'string' || read === null) return read
  const ms = msOfWallClock(read.ms, read.zone ?? (timezone === null ? { minutes: 0 } : { timezone }))
  return ms >= FIRST_MS && ms < END_MS ? instantFromMs(ms) : null
}

const usualRfc822 = /^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-]\d{4}|[a-z]{1,4})$/i
const usualRfc3339 = /^(\d{4})-(\d\d)-(\d\d)t(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(z|[+-]\d\d:\d\d)$/i

/** The two spellings of nearly all feeds, without the detours that the others need; null leaves the text to those. */
function readUsual(text: string): WallTime | Instant | null {
  const isRfc822 = usualRfc822.exec(text)
  const match = isRfc822 ?? usualRfc3339.exec(text)
  if (!match) return null
  const [, first = '', second = '', third = '', hour = '', minute = '', seconds = ''] = match
  const month = isRfc822 ? (monthOfWord(second.toLowerCase()) ?? 0) : Number(second)
  const [year, date] = isRfc822 ? [third, first] : [first, third]
  const day = dayMs(Number(year), month, Number(date))
  const time = clockMs(Number(hour), Number(minute), Number(seconds), null)
  const zone = (isRfc822 ? match[7] : match[8]) ?? 'Z'
  const fractionMs = isRfc822 ? 0 : readFraction(match[7])
  if (day === null || time === null) return null
  if (/^(?:GMT|Z|\+0000)$/.test(zone) && fractionMs === 0 && time < MS_PER_DAY && seconds !== '60')
    return `${year}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}T${hour}:${minute}:${seconds}.000Z` as Instant
  return { ms: day + time + fractionMs, zone: readZone(zone.toLowerCase()) }
}

function readUnusual(text: string): WallTime | null {
  const epochMs = readEpoch(text.trim())
  if (epochMs !== null) return { ms: epochMs, zone: { minutes: 0 } }
  const zoned = takeZone(normalise(text))
  const plain = zoned.rest
    .replace(/\([^()]*\)/g, ' ')
    .replace(/ +/g, ' ')
    .trim()
  if (plain.length < 4 || plain.length > MAX_LENGTH) return null
  const { rest, zone, isAfternoon } = readEasternMarks(plain)
  const wall = readIso(rest, isAfternoon) ?? readWords(rest, isAfternoon)
  return wall === null ? null : { ms: wall.ms, zone: zoned.zone ?? wall.zone ?? zone }
}

function readFraction(digits: string | undefined): number {
  return digits === undefined ? 0 : Math.floor(Number(`0.${digits}`) * 1000)
}

/** Lower case without accents, full-width digits made plain, one blank between words. */
function normalise(text: string): string {
  return (
    isAscii(text)
      ? text
      : dropAccents(text)
          .replace(/[\u2212\u2010-\u2014]/g, '-')
          .replace(/[\u200b\u200e\u200f]/g, '')
  )
    .toLowerCase()
    .replace(/^(\d{4}-\d\d?-\d\d?)_(?=\d)/, '$1 ')
    .replace(/^(\d{4}-\d\d-\d\d)[t ](\d\d)-(\d\d)-(\d\d)(?!\d)/, '$1t$2:$3:$4')
    .replace(/\s+/g, ' ')
    .trim()
}

function isAscii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text)
}

/** Turns `2016年12月8日 下午2时05分` into `2016-12-8 2:05` and tells afternoon; Korean marks tell the zone too. */
function readEasternMarks(text: string): { rest: string; zone: Zone | null; isAfternoon: boolean | null } {
  if (isAscii(text) && !/[ap]\.?m\b/.test(text)) return { rest: text, zone: null, isAfternoon: null }
  const afternoon = /下午|晚|傍晚|午後|오후|\bp\.?m\b\.?/.test(text)
  const morning = /上午|凌晨|早上|清晨|午前|오전|\ba\.?m\b\.?/.test(text)
  const isKorean = /[년월일]|오전|오후/.test(text)
  const rest = readHanNumbers(text)
    .replace(/(?<![:.\d])(\d{1,2}) ?(?=[ap]\.?m\b)/g, '$1:00 ')
    .replace(/(?:星期|周|週)[一二三四五六日天]|[日月火水木金土]曜日?|[월화수목금토일]요일/g, ' ')
    .replace(/下午|晚上|傍晚|晚间|晚|午後|오후|上午|凌晨|清晨|早上|中午|午前|오전|\b[ap]\.?m\b\.?/g, ' ')
    .replace(/(\d) ?[年년月월] ?(?=\d)/g, '$1-')
    .replace(/(\d) ?[年년月월日号號일]/g, '$1 ')
    .replace(/(\d) ?[時时点點]半/g, '$1:30 ')
    .replace(/(\d) ?[時时点點시] ?(?=\d)/g, '$1:')
    .replace(/(\d) ?[時时点點시]/g, '$1:00 ')
    .replace(/(\d) ?[分분] ?(?=\d)/g, '$1:')
    .replace(/(\d) ?[分분秒초]/g, '$1 ')
    .replace(/ +/g, ' ')
    .trim()
  return { rest, zone: isKorean ? { minutes: 540 } : null, isAfternoon: afternoon ? true : morning ? false : null }
}

const hanDigits = '〇一二三四五六七八九'
/** Years before the first ones of the eras that are still written. */
const eraYears: Readonly<Record<string, number>> = { 令和: 2018, 平成: 1988, 昭和: 1925, 民国: 1911, 民國: 1911 }

/** Figures in place of Han numerals and eras, and English names in place of months that stand without a year before them. */
function readHanNumbers(text: string): string {
  if (isAscii(text)) return text
  const plain = text
    .replace(/[零○]/g, '〇')
    .replace(/[〇一二三四五六七八九]{4}(?= ?年)/g, digits =>
      Array.from(digits, digit => hanDigits.indexOf(digit)).join(''),
    )
    .replace(/[一二三四五六七八九十]{1,3}(?= ?[月日号號时時点點分])/g, readHanNumber)
    .replace(
      /(令和|平成|昭和|民[国國]) ?(元|\d{1,3}) ?年/g,
      (_whole, era: string, year: string) => `${(eraYears[era] ?? 0) + (year === '元' ? 1 : Number(year))}年`,
    )
  if (plain.includes('年')) return plain
  return plain.replace(
    /(?<!\d)(1[0-2]|0?[1-9]) ?月(?! ?\d{1,2} ?[日号號])/,
    (_whole, month: string) => ` ${englishMonths[Number(month) - 1] ?? ''} `,
  )
}

/** `十一` is 11, `二十` 20; what is no number below a hundred stays as it is. */
function readHanNumber(text: string): string {
  const [, tens, ones] = /^([一二三四五六七八九]?)十([一二三四五六七八九]?)$/.exec(text) ?? []
  if (tens !== undefined)
    return String((tens === '' ? 1 : hanDigits.indexOf(tens)) * 10 + Math.max(0, hanDigits.indexOf(ones || '〇')))
  return text.length === 1 ? String(hanDigits.indexOf(text)) : text
}

/** Seconds since 1970, or their thousandths, millionths or billionths; also as `/Date(…)/`, whose offset does not move the moment. */
function readEpoch(text: string): number | null {
  const written = /^\/?date\((\d{12,13})(?:[+-]\d{4})?\)\/?$/i.exec(text)?.[1] ?? text.replace(/^@/, '')
  const [, digits, fraction] = /^(\d{9,10}|\d{12,13}|\d{15,16}|\d{18,19})(?:\.(\d{1,9})\d*)?$/.exec(written) ?? []
  if (digits === undefined) return null
  if (digits.length <= 10) return Number(digits) * 1000 + readFraction(fraction)
  return Math.floor(Number(digits) / 10 ** (3 * Math.floor((digits.length - 12) / 3)))
}

/** ISO 8601 in its calendar, week and ordinal forms, basic and extended, shortened as W3CDTF allows; the day may carry a zone too. */
function readIso(text: string, isAfternoon: boolean | null): WallTime | null {
  const match =
    /^(\d{8})(\d{4}(?:\d\d)?)$/.exec(text) ??
    /^(-?\d[\d/.-]*?(?:w[\d-]+?)?)(?:,?[t ] ?(\d.*)|(z|[+-]\d\d:\d\d))?$/.exec(text)
  if (match?.[1] === undefined) return null
  const day = readIsoDay(match[1])
  if (day === null) return null
  if (match[3] !== undefined) return { ms: day, zone: readZone(match[3]) }
  if (match[2] === undefined) return { ms: day, zone: null }
  const time = readIsoTime(match[2], isAfternoon)
  return time === null ? null : { ms: day + time.ms, zone: time.zone }
}

function readIsoDay(text: string): number | null {
  const week = /^(\d{4})-?w(\d\d)(?:-?([1-7]))?$/.exec(text)
  if (week) return weekMs(Number(week[1]), Number(week[2]), Number(week[3] ?? 1))
  const ordinal = /^(\d{4})-?(\d{3})$/.exec(text) ?? /^(\d\d)-(\d{3})$/.exec(text)
  if (ordinal) return ordinalMs(readYear(ordinal[1] ?? ''), Number(ordinal[2]))
  // Year and month of the current century, in a form that ISO 8601 had until 2000.
  const truncated = /^-(\d\d)-?(\d\d)$/.exec(text)
  if (truncated) return dayMs(readYear(truncated[1] ?? ''), Number(truncated[2]), 1)
  const full =
    /^(\d{4})(\d\d)(\d\d)$/.exec(text) ??
    /^(\d{4})(?:[-/.](\d{1,2}))?(?:[-/.](\d{1,2}))?$/.exec(text) ??
    /^(\d\d)-?(\d\d)-?(\d\d)$/.exec(text)
  return full ? dayMs(readYear(full[1] ?? ''), Number(full[2] ?? 1), Number(full[3] ?? 1)) : null
}

/** Milliseconds since midnight, and the zone behind them. */
function readIsoTime(text: string, isAfternoon: boolean | null): WallTime | null {
  const match = /^(\d{1,2})(?:[:.]?(\d\d)(?:[:.]?(\d\d)(?:[.,:](\d{1,9}))?)?)?(?: ?([a-gi-z+-].*))?$/.exec(text)
  if (!match) return null
  const timeMs = clockMs(Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0), isAfternoon)
  if (timeMs === null) return null
  return { ms: timeMs + readFraction(match[4]), zone: match[5] === undefined ? null : readZone(match[5]) }
}

/** Everything in which words, slashes or a time in the middle stand: RFC 822 and its relatives, asctime, national dates. */
function readWords(text: string, isAfternoon: boolean | null): WallTime | null {
  const spaced = text.replace(/(\d)t(?=\d)/g, '$1 ')
  const time =
    /(?<!\d)(\d{1,2}) ?[:h] ?(\d{1,2})(?: ?[:m] ?(\d{1,2})(?:[.,:]\d+)?)?(?!\d)/.exec(spaced) ??
    // Behind a year, dots separate a time too, and before a zone the hour stands for itself.
    /(?<=[ -]\d{4},? )(\d{1,2})(?:\.(\d\d)(?:\.(\d\d))?(?![.\d])|(?= (?:gmt|utc?|[ecmp][sd]t)$))/.exec(spaced)
  const before = time ? spaced.slice(0, time.index) : spaced
  const after = time ? spaced.slice(time.index + time[0].length) : ''
  const zone = /^ ?(?:[a-z]{1,5}\b)? ?(?:[+-]\d\d?(?::?\d\d)?(?!\d))?/.exec(after)?.[0] ?? ''
  const isZone = zone.trim() !== '' && monthOfWord(zone.trim()) === null
  const day = readDay(`${before} ${isZone ? after.slice(zone.length) : after}`)
  if (day === null) return null
  if (!time) return { ms: day, zone: null }
  const timeMs = clockMs(Number(time[1]), Number(time[2] ?? 0), Number(time[3] ?? 0), isAfternoon)
  return timeMs === null ? null : { ms: day + timeMs, zone: isZone ? readZone(zone.trim()) : null }
}

function readDay(text: string): number | null {
  const yearFirst = /(?<!\d)(\d{4})[-/.] ?(\d{1,2})[-/.] ?(\d{1,2})(?!\d)/.exec(text)
  if (yearFirst) return dayMs(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]))
  const yearLast = /(?<!\d)(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d\d)(?!\d)/.exec(text)
  if (yearLast)
    return readYearLast(Number(yearLast[1]), Number(yearLast[3]), yearLast[2] ?? '', readYear(yearLast[4] ?? ''))
  // The last one: `mar.` before the day is Tuesday in French, Spanish and Italian.
  const month = Array.from(text.matchAll(/[\p{L}]{2,}/gu), ([word]) => monthOfWord(word)).findLast(
    found => found !== null,
  )
  const numbers = text.match(/\d+/g) ?? []
  if (month === undefined || numbers.length === 0 || numbers.length > 2) return null
  const [first = '', second] = numbers
  if (second === undefined) return first.length === 4 ? dayMs(Number(first), month, 1) : null
  return first.length > 2 ? dayMs(Number(first), month, Number(second)) : dayMs(readYear(second), month, Number(first))
}

/** America writes 12/31 with slashes, everybody else the day first; a number over 12 settles it. */
function readYearLast(first: number, second: number, separator: string, year: number): number | null {
  const isMonthFirst = second > 12 || (separator === '/' && first <= 12)
  return isMonthFirst ? dayMs(year, first, second) : dayMs(year, second, first)
}

/** Years of two digits as RFC 5322 §4.3 reads them. */
function readYear(digits: string): number {
  const year = Number(digits)
  if (digits.length > 2) return digits.length === 3 ? year + 1900 : year
  return year < 50 ? year + 2000 : year + 1900
}

/** Midnight UTC of a calendar day; null when there is no such day. */
function dayMs(year: number, month: number, day: number): number | null {
  if (year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1) return null
  const ms = Date.UTC(year, month - 1, day)
  return new Date(ms).getUTCMonth() === month - 1 ? ms : null
}

function ordinalMs(year: number, day: number): number | null {
  const start = dayMs(year, 1, 1)
  return start === null || day < 1 || day > 366 ? null : start + (day - 1) * MS_PER_DAY
}

/** Week 1 holds 4 January. (ISO 8601) */
function weekMs(year: number, week: number, day: number): number | null {
  const fourth = dayMs(year, 1, 4)
  if (fourth === null || week < 1 || week > 53) return null
  const weekday = new Date(fourth).getUTCDay() || 7
  return fourth + ((week - 1) * 7 + day - weekday) * MS_PER_DAY
}

/** Milliseconds since midnight; 24:00 is the next midnight, a leap second the next minute. Null when no clock shows it. */
function clockMs(hour: number, minute: number, second: number, isAfternoon: boolean | null): number | null {
  if (hour > 24 || minute > 59 || second > 60 || (hour === 24 && minute + second > 0)) return null
  const noonShift = isAfternoon === true && hour < 12 ? 12 : isAfternoon === false && hour === 12 ? -12 : 0
  return ((hour + noonShift) * 60 + minute) * MS_PER_MINUTE + second * 1000
}

/** The zone of `+0800`, `-5`, `GMT+8`, `EST`, `z` and RFC 822's military letters; null when nobody knows it. */
function readZone(text: string): Zone | null {
  const [, sign = '+', hours, minutes] = /([+-])(\d\d?):?(\d\d)?(?::?\d\d)?$/.exec(text) ?? []
  return hours === undefined ? zoneOfName(/^[a-z]+/.exec(text)?.[0] ?? '') : zoneOfOffset(sign, hours, minutes)
}
