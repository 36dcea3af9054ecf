// Dates and waits in response headers. Pure.
import { englishMonths } from '../core/month-names.ts'
import { instantFromMs, msFromInstant } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'

const MS_PER_SECOND = 1_000
const longestWaitMs = 7 * 24 * 3_600 * MS_PER_SECOND
/** RFC 9110 §5.6.7: IMF-fixdate and RFC 850 in the first form, asctime in the second. */
const dateForms = [
  /^[a-z]{3,9}, (?<day>\d{1,2})[ -](?<month>[a-z]{3})[ -](?<year>\d{4}|\d\d) (?<time>\d\d:\d\d:\d\d) (?:gmt|utc|\+0000)$/i,
  /^[a-z]{3} (?<month>[a-z]{3}) {1,2}(?<day>\d{1,2}) (?<time>\d\d:\d\d:\d\d) (?<year>\d{4})$/i,
]

/** Reads an HTTP date in any of its three forms to milliseconds since 1970; null for anything else. */
export function parseHttpDateMs(text: string): number | null {
  const parts = dateForms.map(form => form.exec(text.trim())?.groups).find(groups => groups !== undefined)
  const month = englishMonths.indexOf(parts?.['month']?.toLowerCase() ?? '')
  if (!parts || month < 0) return null
  const { day = '', year = '', time = '' } = parts
  const pad = (part: string | number): string => String(part).padStart(2, '0')
  const ms = Date.parse(`${fullYear(year)}-${pad(month + 1)}-${pad(day)}T${time}Z`)
  return Number.isNaN(ms) ? null : ms
}

/**
 * When the host may be asked again, from `Retry-After` as seconds or as a date (measured against the answer's own Date,
 * so that a wrong clock there does no harm); at most 7 days on. Null without the header or for garbage. RFC 9110 §10.2.3.
 */
export function parseRetryAfter(headers: Readonly<Record<string, string>>, now: Instant): Instant | null {
  const value = headers['retry-after']?.trim()
  if (value === undefined) return null
  const waitMs = /^\d+$/.test(value) ? Number(value) * MS_PER_SECOND : waitUntilMs(value, headers['date'], now)
  if (waitMs === null) return null
  return instantFromMs(msFromInstant(now) + Math.min(Math.max(waitMs, 0), longestWaitMs))
}

function waitUntilMs(value: string, date: string | undefined, now: Instant): number | null {
  const untilMs = parseHttpDateMs(value)
  return untilMs === null ? null : untilMs - (parseHttpDateMs(date ?? '') ?? msFromInstant(now))
}

/** Two-digit years are those of 1970–2069. */
function fullYear(year: string): string {
  if (year.length === 4) return year
  return Number(year) < 70 ? `20${year}` : `19${year}`
}
