// Before a pass: can the clock be believed? Under a wrong one weeks would be closed that are still to come, or made up for that never were.
import { addMinutes } from '../core/clock.ts'
import { CLOCK_TOLERANCE_MINUTES, judgeClock } from '../core/clock-trust.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Instant, StageNote } from '../core/types.ts'
import { readIssues } from '../store/issues.ts'
import { readSetting, saveSetting } from '../store/settings.ts'
import { bringBackTimes, readTimeMarks } from '../store/time-marks.ts'
import type { App } from './wire.ts'

/** Where a clock that was refused is kept until a right one comes. */
const REFUSED = 'refused-clock'

const noteOf = (message: string, hint: string): StageNote => ({
  level: 'failed',
  subject: 'clock',
  code: 'CLOCK_UNTRUSTED',
  message,
  hint,
})

/** What was done under a clock that was ahead and cannot be undone. */
async function describeEarlyIssues({ store }: App, now: Instant): Promise<string> {
  const limit = addMinutes(now, CLOCK_TOLERANCE_MINUTES)
  const early = (await readIssues(store.db)).filter(({ sealedAt }) => sealedAt > limit)
  return early.length === 0
    ? ''
    : `; sealed then, and staying so: ${early.map(({ number, week }) => `issue ${number} of ${week}`).join(', ')}`
}

/**
 * Checks the clock against what the store remembers; what was noted while it was ahead is brought back, and told. Throws CLOCK_UNTRUSTED, and
 * nothing is done, when it is before all that the store remembers, or so far after it that weeks would be dropped in silence, unless
 * the operator has accepted the clock.
 */
export async function checkClock(app: App): Promise<readonly StageNote[]> {
  const { store, clock, accepts } = app
  const now = clock.now()
  const marks = await readTimeMarks(store, now)
  const verdict = judgeClock(now, marks)
  if (verdict === 'trusted') return noteRefused(app)
  if (verdict === 'was-ahead' || accepts.has('clock')) {
    const early = await describeEarlyIssues(app, now)
    const sources = await bringBackTimes(store, now)
    await noteRefused(app)
    if (verdict === 'ahead')
      return [noteOf(`was accepted at ${now}; weeks before the last 26 are not made up for`, 'Nothing is to be done.')]
    const until = marks.lastAfter ?? now
    return [
      noteOf(
        `it is ${now}, and the list was at work at ${until}: the clock was ahead then. ${sources} sources are due again, and weeks go on from here${early}`,
        'Let the machine set its clock by the network (NTP). If the clock is wrong now, set it and run again.',
      ),
    ]
  }
  await saveSetting(store.db, REFUSED, now)
  const remembered = marks.lastAfter ?? marks.lastBefore
  const was = remembered === null ? 'which cannot be' : `and the list was last at work at ${remembered}`
  throw new WeeklyError('CLOCK_UNTRUSTED', `it is ${now} here, ${was}: nothing was done`, {
    hint: 'Set the clock of this machine, then run again. If it is right, and the list rested for so long: `weekly run --accept clock`.',
    retryable: true,
  })
}

/** Tells once that passes were refused. */
async function noteRefused({ store, clock }: App): Promise<readonly StageNote[]> {
  const refused = await readSetting(store.db, REFUSED)
  if (refused === null) return []
  await store.db.deleteFrom('settings').where('name', '=', REFUSED).execute()
  const message = `it was ${refused} at an earlier run, which did nothing for that; it is ${clock.now()} now, and all goes on`
  return [noteOf(message, 'Let the machine set its clock by the network (NTP).')]
}
