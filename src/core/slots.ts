// Which issues are due, and what falls into their windows. Pure: the closing instants come from a Schedule, the rest from the store.
import { addMinutes } from './clock.ts'
import { addDays, civilDateOf, mondayOf, weekOf } from './week.ts'
import { instantOfCivil } from './week.ts'
import { WeeklyError } from './errors.ts'
import type { Instant, IssueWindow, WeekId } from './types.ts'

/** The closing instants of the list, without end in both directions. app/schedule.ts makes one from a cron expression. */
export interface Schedule {
  /** The latest closing at or before the instant. */
  lastAtOrBefore(instant: Instant): Instant
  /** The first closing after the instant. */
  firstAfter(instant: Instant): Instant
}

/** No more than this many missed weeks are made up for; a list that rested for longer starts anew. */
export const MISSED_WEEKS_LIMIT = 26

/** The ISO week of a closing instant in the list's zone. */
export function weekOfClosing(closesAt: Instant, timezone: string): WeekId {
  return weekOf(civilDateOf(closesAt, timezone))
}

const justBefore = (instant: Instant): Instant => addMinutes(instant, -1 / 60_000)

/**
 * The windows that have closed and are not settled yet, oldest first. Each opens where the one before it closed, so that no moment
 * belongs to none or to two, whatever happened to the schedule. Closings in a week that is taken are passed over: their items fall
 * into the next window. A store without any slot begins with the latest closing.
 */
export function decideDueWindows(
  schedule: Schedule,
  timezone: string,
  now: Instant,
  settled: { readonly lastClosesAt: Instant | null; readonly weeks: ReadonlySet<WeekId> },
): readonly IssueWindow[] {
  const latest = schedule.lastAtOrBefore(now)
  let opensAt = settled.lastClosesAt
  let closesAt = latest
  if (opensAt === null) opensAt = schedule.lastAtOrBefore(justBefore(latest))
  else closesAt = schedule.firstAfter(opensAt)
  const windows: IssueWindow[] = []
  for (; closesAt <= now; closesAt = schedule.firstAfter(closesAt)) {
    const week = weekOfClosing(closesAt, timezone)
    if (settled.weeks.has(week) || windows.at(-1)?.week === week) continue
    windows.push({ week, opensAt, closesAt })
    opensAt = closesAt
  }
  return windows.slice(-MISSED_WEEKS_LIMIT)
}

/** The window that is filling up now: from the last closing that made or will make an issue to the next one of a week not taken. */
export function decideUpcomingWindow(
  schedule: Schedule,
  timezone: string,
  now: Instant,
  opensAt: Instant,
  takenWeeks: ReadonlySet<WeekId>,
): IssueWindow {
  let closesAt = schedule.firstAfter(now)
  while (takenWeeks.has(weekOfClosing(closesAt, timezone))) closesAt = schedule.firstAfter(closesAt)
  return { week: weekOfClosing(closesAt, timezone), opensAt, closesAt }
}

/**
 * The window of any past week, for building it on purpose: it closes at the week's last scheduled closing, or where the schedule has none
 * in that week, at the week's end. Throws WEEK_NOT_CLOSED for a week whose closing is still to come.
 */
export function decidePastWindow(schedule: Schedule, timezone: string, now: Instant, week: WeekId): IssueWindow {
  const monday = mondayOf(week)
  const startsAt = instantOfCivil(monday, '00:00', timezone)
  const endsAt = instantOfCivil(addDays(monday, 7), '00:00', timezone)
  const last = schedule.lastAtOrBefore(justBefore(endsAt))
  const closesAt = last >= startsAt ? last : endsAt
  if (closesAt > now)
    throw new WeeklyError('WEEK_NOT_CLOSED', `week ${week} closes at ${closesAt}, which is still to come`, {
      hint: 'Read its draft with `weekly issue show`, or wait for the closing.',
    })
  return { week, opensAt: schedule.lastAtOrBefore(justBefore(closesAt)), closesAt }
}

/** A week that has closed waits at most so long for its own items; a minute is left to draft and seal it. */
const CLOSING_PATIENCE_MINUTES = 14
/** Of that, sources are visited so long: what they announce from now on falls into the next week, but for first visits. */
const VISITING_MINUTES = 7

/** How long a week that has closed waits for what it may still get. */
export interface ClosingPatience {
  readonly visitsUntil: Instant
  readonly readsUntil: Instant
}

/** The patience of a week, from its closing on; a program that was off at the closing begins when it first sees it. */
export function decidePatience(closesAt: Instant, seenAt: Instant | null): ClosingPatience {
  const from = seenAt !== null && seenAt > closesAt ? seenAt : closesAt
  return {
    visitsUntil: addMinutes(from, VISITING_MINUTES),
    readsUntil: addMinutes(from, CLOSING_PATIENCE_MINUTES),
  }
}
