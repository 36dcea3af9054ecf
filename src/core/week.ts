// Civil time in a zone and ISO 8601 weeks; pure arithmetic over Intl's zone data.
import type { CivilDate, Instant, WeekId } from './types.ts'
import { instantFromMs, msFromInstant } from './clock.ts'
import { WeeklyError } from './errors.ts'

const MS_PER_DAY = 86_400_000
const formatters = new Map<string, Intl.DateTimeFormat>()

/** The zone's wall clock as if it were UTC, in milliseconds. */
function wallMs(ms: number, timezone: string): number {
  let formatter = formatters.get(timezone)
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      calendar: 'iso8601',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    })
    formatters.set(timezone, formatter)
  }
  const part = Object.fromEntries(formatter.formatToParts(ms).map(({ type, value }) => [type, Number(value)]))
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  return Date.UTC(year, month - 1, day, hour, minute, second)
}

/** How far a zone's wall clock is ahead of UTC on each day (UTC) that was asked for, in milliseconds; null where that changes within the day. */
const offsets = new Map<string, Map<number, number | null>>()
/** Ten years of days; the readers of a long list confirmed on fewer. */
const KEPT_DAYS = 4_000

/** The same as `wallMs` but for parts of a second; a mail to each of many readers asks for days again and again, and Intl takes 10 µs to tell. */
function wallMsByDay(ms: number, timezone: string): number {
  const day = Math.floor(ms / MS_PER_DAY)
  const known = offsets.get(timezone) ?? new Map<number, number | null>()
  offsets.set(timezone, known)
  let offset = known.get(day)
  if (offset === undefined) {
    const [first, next] = [day, day + 1].map(each => wallMs(each * MS_PER_DAY, timezone) - each * MS_PER_DAY)
    offset = first === next && first !== undefined ? first : null
    if (known.size >= KEPT_DAYS) known.clear()
    known.set(day, offset)
  }
  return offset === null ? wallMs(ms, timezone) : ms + offset
}

/** The calendar day of a moment in a zone. */
export function civilDateOf(instant: Instant, timezone: string): CivilDate {
  return new Date(wallMsByDay(msFromInstant(instant), timezone)).toISOString().slice(0, 10) as CivilDate
}

/** Hour and minute on the zone's wall clock, `HH:MM`. */
export function civilTimeOf(instant: Instant, timezone: string): string {
  return new Date(wallMs(msFromInstant(instant), timezone)).toISOString().slice(11, 16)
}

/**
 * The moment at which a zone's wall clock shows a civil time. A time that a spring change skips is read with the offset
 * before the change (one hour later on the wall); of a time that autumn repeats, the first is meant (RFC 5545 §3.3.5).
 */
export function instantOfCivil(date: CivilDate, time: string, timezone: string): Instant {
  const wanted = Date.parse(`${date}T${time}Z`)
  const before = wallMs(wanted - MS_PER_DAY, timezone) - (wanted - MS_PER_DAY)
  const after = wallMs(wanted + MS_PER_DAY, timezone) - (wanted + MS_PER_DAY)
  const fitting = [wanted - before, wanted - after].filter(ms => wallMs(ms, timezone) === wanted)
  return instantFromMs(fitting.length > 0 ? Math.min(...fitting) : wanted - before)
}

/** The ISO 8601 week of a calendar day: the week belongs to the year that holds its Thursday. */
export function weekOf(date: CivilDate): WeekId {
  const ms = Date.parse(`${date}T00:00:00Z`)
  const weekday = (new Date(ms).getUTCDay() + 6) % 7
  const thursday = new Date(ms + (3 - weekday) * MS_PER_DAY)
  const year = thursday.getUTCFullYear()
  const week = 1 + Math.floor((thursday.getTime() - Date.UTC(year, 0, 1)) / (7 * MS_PER_DAY))
  return `${year.toString().padStart(4, '0')}-W${week.toString().padStart(2, '0')}` as WeekId
}

/** Monday of an ISO week. */
export function mondayOf(week: WeekId): CivilDate {
  const year = Number(week.slice(0, 4))
  const fourth = Date.UTC(year, 0, 4)
  const monday = fourth - ((new Date(fourth).getUTCDay() + 6) % 7) * MS_PER_DAY
  return new Date(monday + (Number(week.slice(6)) - 1) * 7 * MS_PER_DAY).toISOString().slice(0, 10) as CivilDate
}

/** Reads `2016-W49`; throws WEEK_INVALID for other text and for weeks that the year does not have. */
export function parseWeek(text: string): WeekId {
  const match = /^(\d{4})-?[Ww](\d{2})$/.exec(text.trim())
  const week = match ? (`${match[1] ?? ''}-W${match[2] ?? ''}` as WeekId) : null
  if (!week || weekOf(mondayOf(week)) !== week)
    throw new WeeklyError('WEEK_INVALID', `"${text}" is no ISO week`, {
      hint: 'Write year and week as in 2016-W49; years have 52 or 53 weeks.',
    })
  return week
}

/** The day `days` later; a negative number goes back. */
export function addDays(date: CivilDate, days: number): CivilDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * MS_PER_DAY).toISOString().slice(0, 10) as CivilDate
}
