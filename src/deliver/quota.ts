// How many mails a relay may be given now: its quotas of an hour and a day, and the slow beginning of one that nobody knows yet. Pure.
import { addMinutes } from '../core/clock.ts'
import type { WeeklyConfig } from '../core/config.ts'
import { formatMoment } from '../core/date-words.ts'
import type { Instant } from '../core/types.ts'
import type { RelayHistory } from '../store/relay-turns.ts'

/** The keys of `mail` that say how much a relay takes. */
export type QuotaConfig = Pick<WeeklyConfig['mail'], 'quota' | 'warmUp'>

/** How many may go now; when none may, which limit it is and from when on some may. */
export type Allowance =
  | { readonly mails: number; readonly waits: null }
  | { readonly mails: 0; readonly waits: { readonly most: number; readonly minutes: number; readonly until: Instant } }

const HOUR_MINUTES = 60
const DAY_MINUTES = 24 * 60
/** What a relay or an address that nobody knows is trusted with on its first day. */
const FIRST_DAY = 50
/** Each day may bring so many times the best day of the last month. */
const GROWTH = 2

/** The most mails of any 24 hours while a relay is warmed up. */
export function decideWarmUp(days: RelayHistory['days']): number {
  return Math.max(FIRST_DAY, ...days.map(({ mails }) => mails * GROWTH))
}

/** Whether anything limits how much a relay is given, beside its rate. */
export const hasQuota = ({ quota, warmUp }: QuotaConfig): boolean =>
  warmUp || quota.hour !== undefined || quota.day !== undefined

/**
 * How many of the wanted mails may go now, by what the relay was given: in any 60 minutes at most `quota.hour`, in any 24 hours at most
 * `quota.day`, and while it is warmed up at most what its best day allows.
 */
export function decideAllowance(
  { quota, warmUp }: QuotaConfig,
  { lately, days }: RelayHistory,
  wanted: number,
  now: Instant,
): Allowance {
  const limits = [
    { most: quota.hour, minutes: HOUR_MINUTES },
    { most: quota.day, minutes: DAY_MINUTES },
    { most: warmUp ? decideWarmUp(days) : undefined, minutes: DAY_MINUTES },
  ].flatMap(({ most, minutes }) => {
    if (most === undefined) return []
    const given = lately.filter(({ at }) => at > addMinutes(now, -minutes))
    return [{ most, minutes, given, free: most - given.reduce((sum, { mails }) => sum + mails, 0) }]
  })
  const mails = Math.min(wanted, ...limits.map(({ free }) => free))
  if (mails > 0 || wanted === 0) return { mails, waits: null }
  const waits = limits
    .filter(({ free }) => free <= 0)
    .map(({ most, minutes, given, free }) => {
      // The first moment at which so much of it is over that one more may go.
      let over = free
      const last = given.find(({ mails: gone }) => (over += gone) > 0)
      return { most, minutes, until: addMinutes(last?.at ?? now, minutes) }
    })
    .toSorted((a, b) => (a.until < b.until ? 1 : -1))
  const [latest] = waits
  return latest ? { mails: 0, waits: latest } : { mails, waits: null }
}

/** A line of the report: how many wait, for which limit, and from when on they go. */
export function describeWait(waits: Allowance['waits'], mails: number, subject: string, timezone: string): string {
  if (waits === null) return `${mails} mails of ${subject} wait`
  const span = waits.minutes === HOUR_MINUTES ? 'an hour' : 'a day'
  const from = formatMoment(waits.until, 'en', timezone)
  return `has had the ${waits.most} mails that it may be given in ${span}: ${mails} of ${subject} wait, and go on from ${from} (${timezone})`
}
