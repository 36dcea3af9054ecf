// Closing instants from a cron expression in the list's zone (croner, with the clock handed in). node-cron only ticks; see ADR 3.
import { Cron } from 'croner'
import { addMinutes, instantFromMs } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Schedule } from '../core/slots.ts'
import type { Instant } from '../core/types.ts'

/** Days of months may be days that there are not, such as 30 February; of hours on weekdays there is always a next. */
const mayNeverComeDue = (expression: string): boolean => !/^\S+\s+\S+\s+\*\s+\*\s+[*\d,-]+$/.test(expression)

/** Makes the Schedule of a five-field cron expression; throws CONFIG_INVALID when the expression is wrong or never comes due. */
export function createSchedule(expression: string, timezone: string): Schedule {
  const invalid = (reason: string, cause?: unknown) =>
    new WeeklyError('CONFIG_INVALID', `schedule "${expression}" ${reason}`, {
      hint: 'Five fields: minute hour day month weekday; `0 8 * * 5` is Friday 08:00.',
      cause,
    })
  let cron: Cron
  try {
    cron = new Cron(expression, { timezone, paused: true })
  } catch (error) {
    throw invalid('is no cron expression', error)
  }
  const found = (date: Date | null | undefined): Instant => {
    if (!date) throw invalid('never comes due')
    return instantFromMs(date.getTime())
  }
  const schedule: Schedule = {
    // croner looks strictly before, at whole seconds: one second later includes the instant itself.
    lastAtOrBefore: instant => {
      const upTo = new Date(addMinutes(instant, 1 / 60))
      return found(cron.previousRuns(2, upTo).find(date => date <= new Date(instant)))
    },
    firstAfter: instant => found(cron.nextRun(new Date(instant))),
  }
  if (mayNeverComeDue(expression)) schedule.firstAfter('2024-01-01T00:00:00.000Z' as Instant)
  return schedule
}
