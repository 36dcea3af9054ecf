// Dates as feeds and pages write them, in any format and many languages, to Instants. Called by the feed adapters and the page list.
import { instantFromMs } from './clock.ts'
import type { Instant } from './types.ts'

/** No date is longer; bounds the time of every pattern below. */
const MAX_LENGTH = 120
const MS_PER_MINUTE = 60_000
const MS_PER_DAY = 86_400_000
/** Before it stand the zero values of programs (`0001-01-01`), no articles. */
const FIRST_MS = Date.UTC(1000, 0, 1)
const END_MS = Date.UTC(10_000, 0, 1)

/**
 * Reads RFC 822, 850, 2822 and 3339, ISO 8601 with weeks and ordinal days, W3CDTF, asctime, epoch seconds and milliseconds,
 * American slashed dates, Chinese, Japanese and Korean dates, and month names of some thirty languages.
 * Without a zone it is UTC (Korean ones are Seoul's, as in Python feedparser). Null for anything else: never now, never the host's zone.
 */
export function parseFeedDate(text: string): Instant | null {
  if (text.length > MAX_LENGTH * 4) return null
  const usual = readUsual(text.trim())
  if (usual !== null) return usual
  const plain = normalise(text)
  if (plain.length < 4 || plain.length > MAX_LENGTH) return null
  const { rest, shiftMinutes, isAfternoon } = readEasternMarks(plain)
  const ms = readEpoch(rest) ?? readIso(rest, isAfternoon) ?? readWords(rest, isAfternoon)
  if (ms === null) return null
  const shifted = ms - shiftMinutes * MS_PER_MINUTE
  return shifted >= FIRST_MS && shifted < END_MS ? instantFromMs(shifted) : null
}

const usualRfc822 = /^(?:[a-z]{3}, )?(\d{1,2}) ([a-z]{3}) (\d{4}) (\d\d):(\d\d):(\d\d) ([+-]\d{4}|[a-z]{1,4})$/i
const usualRfc3339 = /^(\d{4})-(\d\d)-(\d\d)t(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(z|[+-]\d\d:\d\d)$/i

/** The two spellings of nearly all feeds, without the detours that the others need; null leaves the text to those. */
function readUsual(text: string): Instant | null {
  const isRfc822 = usualRfc822.exec(text)
  const match = isRfc822 ?? usualRfc3339.exec(text)
  if (!match) return null
  const [, first = '', second = '', third = '', hour = '', minute = '', seconds = ''] = match
  const month = isRfc822 ? (findMonth(second.toLowerCase()) ?? 0) : Number(second)
  const [year, date] = isRfc822 ? [third, first] : [first, third]
  const day = dayMs(Number(year), month, Number(date))
  const time = clockMs(Number(hour), Number(minute), Number(seconds), null)
  const zone = (isRfc822 ? match[7] : match[8]) ?? 'Z'
  const fractionMs = isRfc822 ? 0 : readFraction(match[7])
  if (day === null || time === null) return null
  if (/^(?:GMT|Z|\+0000)$/.test(zone) && fractionMs === 0 && time < MS_PER_DAY && seconds !== '60')
    return `${year}-${String(month).padStart(2, '0')}-${date.padStart(2, '0')}T${hour}:${minute}:${seconds}.000Z` as Instant
  const ms = day + time + fractionMs - readOffset(zone.toLowerCase()) * MS_PER_MINUTE
  return ms >= FIRST_MS && ms < END_MS ? instantFromMs(ms) : null
}

function readFraction(digits: string | undefined): number {
  return digits === undefined ? 0 : Math.floor(Number(`0.${digits}`) * 1000)
}

/** Lower case without accents, full-width digits made plain, one blank between words, comments in brackets dropped. */
function normalise(text: string): string {
  return (
    isAscii(text)
      ? text
      : dropAccents(text)
          .replace(/[\u2212\u2010-\u2014]/g, '-')
          .replace(/[\u200b\u200e\u200f]/g, '')
  )
    .toLowerCase()
    .replace(/\([^()]*\)/g, ' ')
    .replace(/\s+/g, ' ')
    .trim()
}

function isAscii(text: string): boolean {
  return !/[^\x00-\x7f]/.test(text)
}

function dropAccents(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
}

/** Turns `2016年12月8日 下午2时05分` into `2016-12-8 2:05` and tells afternoon; Korean marks tell the zone too. */
function readEasternMarks(text: string): { rest: string; shiftMinutes: number; isAfternoon: boolean | null } {
  if (isAscii(text) && !/[ap]\.?m\b/.test(text)) return { rest: text, shiftMinutes: 0, isAfternoon: null }
  const afternoon = /下午|晚上|傍晚|午後|오후|\bp\.?m\b\.?/.test(text)
  const morning = /上午|凌晨|早上|午前|오전|\ba\.?m\b\.?/.test(text)
  const isKorean = /[년월일]|오전|오후/.test(text)
  const rest = text
    .replace(/(?:星期|周|週)[一二三四五六日天]|[日月火水木金土]曜日?|[월화수목금토일]요일/g, ' ')
    .replace(/下午|晚上|傍晚|午後|오후|上午|凌晨|早上|中午|午前|오전|\b[ap]\.?m\b\.?/g, ' ')
    .replace(/(\d) ?[年년月월] ?(?=\d)/g, '$1-')
    .replace(/(\d) ?[年년月월日号號일]/g, '$1 ')
    .replace(/(\d) ?[時时点點시] ?(?=\d)/g, '$1:')
    .replace(/(\d) ?[時时点點시]/g, '$1:00 ')
    .replace(/(\d) ?[分분] ?(?=\d)/g, '$1:')
    .replace(/(\d) ?[分분秒초]/g, '$1 ')
    .replace(/ +/g, ' ')
    .trim()
  return { rest, shiftMinutes: isKorean ? 540 : 0, isAfternoon: afternoon ? true : morning ? false : null }
}

function readEpoch(text: string): number | null {
  const digits = /^(\d{9,10}|\d{12,13})(?:\.\d+)?$/.exec(text)?.[1]
  if (digits === undefined) return null
  return digits.length > 10 ? Number(digits) : Number(digits) * 1000
}

/** ISO 8601 in its calendar, week and ordinal forms, basic and extended, shortened as W3CDTF allows; the day may carry a zone too. */
function readIso(text: string, isAfternoon: boolean | null): number | null {
  const match =
    /^(\d{8})(\d{4}(?:\d\d)?)$/.exec(text) ??
    /^(-?\d[\d/.-]*?(?:w[\d-]+?)?)(?:,?[t ] ?(\d.*)|(z|[+-]\d\d:\d\d))?$/.exec(text)
  if (match?.[1] === undefined) return null
  const dayMs = readIsoDay(match[1])
  if (dayMs === null) return null
  const zone = match[3]
  if (zone !== undefined) return dayMs - readOffset(zone) * MS_PER_MINUTE
  if (match[2] === undefined) return dayMs
  const timeMs = readIsoTime(match[2], isAfternoon)
  return timeMs === null ? null : dayMs + timeMs
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

/** Milliseconds since midnight UTC; also behind a day that words name. */
function readIsoTime(text: string, isAfternoon: boolean | null): number | null {
  const match = /^(\d{1,2})(?:[:.]?(\d\d)(?:[:.]?(\d\d)(?:[.,:](\d{1,9}))?)?)?(?: ?([a-z+-].*))?$/.exec(text)
  if (!match) return null
  const timeMs = clockMs(Number(match[1]), Number(match[2] ?? 0), Number(match[3] ?? 0), isAfternoon)
  if (timeMs === null) return null
  return timeMs + readFraction(match[4]) - readOffset(match[5] ?? 'z') * MS_PER_MINUTE
}

/** Everything in which words, slashes or a time in the middle stand: RFC 822 and its relatives, asctime, national dates. */
function readWords(text: string, isAfternoon: boolean | null): number | null {
  const spaced = text.replace(/(\d)t(?=\d)/g, '$1 ')
  const time =
    /(?<!\d)(\d{1,2}) ?[:h] ?(\d{1,2})(?: ?[:m] ?(\d{1,2})(?:[.,:]\d+)?)?(?!\d)/.exec(spaced) ??
    // Behind a year, dots separate a time too, and before a zone the hour stands for itself.
    /(?<=[ -]\d{4},? )(\d{1,2})(?:\.(\d\d)(?:\.(\d\d))?(?![.\d])|(?= (?:gmt|utc?|[ecmp][sd]t)$))/.exec(spaced)
  const before = time ? spaced.slice(0, time.index) : spaced
  const after = time ? spaced.slice(time.index + time[0].length) : ''
  const zone = /^ ?(?:[a-z]{1,5}\b)? ?(?:[+-]\d\d?(?::?\d\d)?(?!\d))?/.exec(after)?.[0] ?? ''
  const isZone = zone.trim() !== '' && findMonth(zone.trim()) === null
  const day = readDay(`${before} ${isZone ? after.slice(zone.length) : after}`)
  if (day === null) return null
  if (!time) return day
  const timeMs = clockMs(Number(time[1]), Number(time[2] ?? 0), Number(time[3] ?? 0), isAfternoon)
  return timeMs === null ? null : day + timeMs - (isZone ? readOffset(zone.trim()) : 0) * MS_PER_MINUTE
}

function readDay(text: string): number | null {
  const yearFirst = /(?<!\d)(\d{4})[-/.] ?(\d{1,2})[-/.] ?(\d{1,2})(?!\d)/.exec(text)
  if (yearFirst) return dayMs(Number(yearFirst[1]), Number(yearFirst[2]), Number(yearFirst[3]))
  const yearLast = /(?<!\d)(\d{1,2})([-/.]) ?(\d{1,2})\2 ?(\d{4}|\d\d)(?!\d)/.exec(text)
  if (yearLast)
    return readYearLast(Number(yearLast[1]), Number(yearLast[3]), yearLast[2] ?? '', readYear(yearLast[4] ?? ''))
  // The last one: `mar.` before the day is Tuesday in French, Spanish and Italian.
  const month = Array.from(text.matchAll(/[\p{L}]{2,}/gu), ([word]) => findMonth(word)).findLast(
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

/** Minutes east of Greenwich of `+0800`, `-5`, `GMT+8`, `EST`, `z`, RFC 822's military letters; an unknown zone is UTC. */
function readOffset(zone: string): number {
  const numeric = /([+-])(\d\d?):?(\d\d)?(?::?\d\d)?$/.exec(zone)
  if (numeric) {
    const minutes = Number(numeric[2]) * 60 + Number(numeric[3] ?? 0)
    return minutes > 15 * 60 ? 0 : numeric[1] === '-' ? -minutes : minutes
  }
  const name = /^[a-z]+/.exec(zone)?.[0] ?? ''
  if (name.length === 1) return militaryOffset(name)
  return zoneHours.find(([names]) => names.includes(name))?.[1] ?? 0
}

/** `a` is -1 … `m` -12, `n` +1 … `y` +12, as RFC 822 §5.1 has them; there is no `j`. */
function militaryOffset(letter: string): number {
  const west = 'abcdefghiklm'.indexOf(letter)
  const east = 'nopqrstuvwxy'.indexOf(letter)
  return west >= 0 ? -(west + 1) * 60 : (east + 1) * 60
}

/** Zone names and their minutes east of Greenwich. Names that several zones share mean what feeds mean by them. */
const zoneHours: readonly (readonly [names: readonly string[], minutes: number])[] = [
  [['wet', 'ut', 'utc', 'gmt', 'uct'], 0],
  [['bst', 'cet', 'met', 'mez', 'ist', 'wat', 'west'], 60],
  [['cest', 'mest', 'mesz', 'eet', 'sast', 'cat'], 120],
  [['eest', 'msk', 'eat', 'trt'], 180],
  [['msd', 'gst', 'samt'], 240],
  [['pkt', 'yekt', 'uzt'], 300],
  [['omst'], 360],
  [['ict', 'wib', 'novt', 'krat'], 420],
  [['hkt', 'sgt', 'awst', 'myt', 'pht', 'irkt', 'wita'], 480],
  [['jst', 'kst', 'wit', 'yakt'], 540],
  [['acst'], 570],
  [['aest', 'vlat'], 600],
  [['acdt'], 630],
  [['aedt', 'magt'], 660],
  [['nzst'], 720],
  [['nzdt'], 780],
  [['azot'], -60],
  [['brst', 'ndt'], -120],
  [['adt', 'brt', 'art', 'clst'], -180],
  [['nst'], -210],
  [['ast', 'at', 'edt', 'clt', 'bot'], -240],
  [['est', 'et', 'cdt', 'cot', 'pet'], -300],
  [['cst', 'ct', 'mdt'], -360],
  [['mst', 'mt', 'pdt'], -420],
  [['pst', 'pt', 'akdt'], -480],
  [['akst', 'hdt'], -540],
  [['hst', 'hast'], -600],
]

/** Beginnings of the month names, without accents, in the languages of Europe, Arabic, Hebrew, Turkish, Indonesian and Vietnamese. */
const monthStems: readonly (readonly string[])[] = [
  'jan ene gen ian oca led sty sic січ янв снеж tammi ιαν ינו يناير كانون'.split(' '),
  'feb fev fef unor uno lut sub лют фев helmi φεβ פבר فبراير شباط'.split(' '),
  'mar mrt mrz maa bre бер мар maalis μαρ μαω מרץ מרס مارس آذار'.split(' '),
  'apr abr avr dub kwi nis кві апр huhti απρ אפר أبريل ابريل نيسان'.split(' '),
  'may mai maj mei mag maig kve тра май мая touko μαι מאי مايو'.split(' '),
  'jun juin giu cerven cvn cze haz iun чер июн kesa ιουν ιον יונ يونيو حزيران'.split(' '),
  'jul juil lug cervenec cervenc cvc lip tem iul лип июл heina ιουλ ιολ יול يوليو تموز'.split(' '),
  'aug ago aou srp sie agu agt aug сер авг elo αυγ אוג أغسطس اغسطس'.split(' '),
  'sep set szep zar wrz eyl вер сен syys σεπ ספט سبتمبر أيلول'.split(' '),
  'oct okt out ott rij paz eki жов окт loka οκτ אוק أكتوبر اكتوبر'.split(' '),
  'nov noi lis kas лис ноя marras νοε נוב نوفمبر'.split(' '),
  'dec dez dic des deb pro gru ara гру дек joulu δεκ דצמ ديسمبر'.split(' '),
]

const stemsByLength: readonly (readonly [stem: string, month: number])[] = monthStems
  .flatMap((stems, at) => stems.map(stem => [dropAccents(stem), at + 1] as const))
  .toSorted(([a], [b]) => b.length - a.length)

const englishMonths = 'jan feb mar apr may jun jul aug sep oct nov dec'

/** 1–12 for a word that begins like a month; the longest beginning decides (`červenec` is not `červen`). */
function findMonth(word: string): number | null {
  const english = word.length === 3 ? englishMonths.indexOf(word) : -1
  if (english >= 0 && english % 4 === 0) return english / 4 + 1
  return stemsByLength.find(([stem]) => word.startsWith(stem))?.[1] ?? null
}
