// Which week a command of the curator's is about.
import { WeeklyError } from '../core/errors.ts'
import { parseWeek } from '../core/week.ts'
import type { EditedWeek } from '../desk/edit-draft.ts'
import { readSlot } from '../store/drafts.ts'
import { planWindows } from './windows.ts'
import type { App } from './wire.ts'

/** The week that is asked for, as this editor edits it; else the oldest that has closed and waits, else the one that is filling up. Throws DRAFT_MISSING, WEEK_INVALID. */
export async function findEditedWeek(app: App, wanted: string | undefined, editor?: string): Promise<EditedWeek> {
  const signature = editor === undefined ? {} : { editor }
  const { due, upcoming } = await planWindows(app)
  const week = wanted === undefined ? (due[0]?.week ?? upcoming.week) : parseWeek(wanted)
  if (week === upcoming.week) return { window: upcoming, by: 'arrival', ...signature }
  const slot = await readSlot(app.store.db, week)
  if (!slot)
    throw new WeeklyError('DRAFT_MISSING', `week ${week} has no draft`, {
      hint: `\`weekly curate --week ${week}\` drafts a past week; the coming one is ${upcoming.week}.`,
    })
  return {
    window: { week, opensAt: slot.opens_at, closesAt: slot.closes_at },
    by: slot.origin === 'past' ? 'published' : 'arrival',
    ...signature,
  }
}
