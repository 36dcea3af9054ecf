// The week that a call is about, and in whose name it is edited.
import { WeeklyError } from '../../core/errors.ts'
import type { EditedWeek } from '../edit-draft.ts'
import type { ApiCall } from './api-route.ts'

/** The week named, else the oldest that has closed and waits, else the one that fills up. Throws DRAFT_MISSING for one that is neither. */
export async function findCalledWeek({ deps, by }: ApiCall, week: string | undefined): Promise<EditedWeek> {
  const { due, upcoming } = await deps.lookAtWindows()
  const window = week === undefined ? (due[0] ?? upcoming) : [...due, upcoming].find(each => each.week === week)
  if (!window)
    throw new WeeklyError('DRAFT_MISSING', `week ${week ?? ''} neither waits nor fills up`, {
      hint: `Leave the week out for ${(due[0] ?? upcoming).week}; \`GET /api/v1/issues\` has what went out.`,
    })
  return { window, by: 'arrival', editor: by.editor.name, via: 'token' }
}
