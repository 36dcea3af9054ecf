// Days in the words of a reader's language.
import { minutesBetween } from './clock.ts'
import type { CivilDate, Instant, InterfaceLanguage } from './types.ts'
import { wordsOf } from './words/words.ts'

/** A calendar day with its year: `Dec 8, 2016`, `2016年12月8日`. */
export function formatDate(date: CivilDate, language: InterfaceLanguage): string {
  return dateFormat(language, 'UTC', true).format(Date.parse(`${date}T00:00:00Z`))
}

/** The month of a day: `December 2016`, `2016年12月`. */
export function formatMonth(date: CivilDate, language: InterfaceLanguage): string {
  const style = { timeZone: 'UTC', month: 'long', year: 'numeric' } as const
  return new Intl.DateTimeFormat(wordsOf(language).locale, style).format(Date.parse(`${date}T00:00:00Z`))
}

/** A moment's day in a zone, without the year when it is the given one: `Dec 8`, `2015年12月8日`. */
export function formatDay(instant: Instant, language: InterfaceLanguage, timezone: string, knownYear: string): string {
  const withYear = dateFormat(language, timezone, true)
  const year = withYear.formatToParts(Date.parse(instant)).find(({ type }) => type === 'year')?.value
  return (year === knownYear ? dateFormat(language, timezone, false) : withYear).format(Date.parse(instant))
}

/** A moment to the minute in a zone: `Fri, Dec 9, 2016, 08:00`, `2016年12月9日周五 08:00`. */
export function formatMoment(instant: Instant, language: InterfaceLanguage, timezone: string): string {
  const style = { timeZone: timezone, weekday: 'short', month: 'short', day: 'numeric', year: 'numeric' } as const
  const time = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat(wordsOf(language).locale, { ...style, ...time }).format(Date.parse(instant))
}

/** How far ahead a moment is, in its largest whole unit: `in 5 days`, `3小时后`; null for one that is over. */
export function formatAhead(instant: Instant, now: Instant, language: InterfaceLanguage): string | null {
  const minutes = minutesBetween(now, instant)
  if (minutes <= 0) return null
  const format = new Intl.RelativeTimeFormat(wordsOf(language).locale, { numeric: 'always' })
  if (minutes < 60) return format.format(Math.ceil(minutes), 'minute')
  return minutes < 24 * 60
    ? format.format(Math.floor(minutes / 60), 'hour')
    : format.format(Math.floor(minutes / (24 * 60)), 'day')
}

/** The time of day of a moment in a zone: `08:02`. */
export function formatTime(instant: Instant, language: InterfaceLanguage, timezone: string): string {
  const style = { timeZone: timezone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' } as const
  return new Intl.DateTimeFormat(wordsOf(language).locale, style).format(Date.parse(instant))
}

/** What a zone is called: `Shanghai`, `中国标准时间`. */
export function formatZone(timezone: string, language: InterfaceLanguage): string {
  const { locale, namesCity } = wordsOf(language)
  if (namesCity) return (timezone.split('/').at(-1) ?? timezone).replaceAll('_', ' ')
  const parts = new Intl.DateTimeFormat(locale, { timeZone: timezone, timeZoneName: 'longGeneric' }).formatToParts(0)
  return parts.find(({ type }) => type === 'timeZoneName')?.value ?? timezone
}

const dateFormats = new Map<string, Intl.DateTimeFormat>()

// Making a format takes a hundred times as long as using it.
function dateFormat(language: InterfaceLanguage, timezone: string, hasYear: boolean): Intl.DateTimeFormat {
  const name = `${language} ${timezone} ${hasYear}`
  const known = dateFormats.get(name)
  if (known) return known
  const { locale, hasShortMonths } = wordsOf(language)
  const format = new Intl.DateTimeFormat(locale, {
    timeZone: timezone,
    month: hasShortMonths ? 'short' : 'long',
    day: 'numeric',
    ...(hasYear ? { year: 'numeric' as const } : {}),
  })
  dateFormats.set(name, format)
  return format
}
