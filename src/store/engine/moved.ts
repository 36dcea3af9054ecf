// Marks of a store that is no longer, or not yet, the store of its list.
import type { Kysely } from 'kysely'
import { WeeklyError } from '../../core/errors.ts'
import type { Schema } from './schema.ts'

/** Setting of a store that has gone elsewhere: the address, without its password. */
export const MOVED_TO = 'moved-to'
/** Setting of a store that another one is being moved into: how far that has come. */
export const MOVING = 'moving'

/** Throws STORE_MOVED for a store that was moved elsewhere, or that has not all of the one that is being moved into it. */
export async function refuseMoved(db: Kysely<Schema>): Promise<void> {
  const marks = await db.selectFrom('settings').selectAll().where('name', 'in', [MOVED_TO, MOVING]).execute()
  const movedTo = marks.find(({ name }) => name === MOVED_TO)
  if (movedTo)
    throw new WeeklyError('STORE_MOVED', `the store has moved to ${movedTo.value}`, {
      hint: 'Name that one in `store` of weekly.yaml; with both, readers would get mails twice.',
    })
  if (marks.length > 0)
    throw new WeeklyError('STORE_MOVED', 'the store has only a part of the one that is being moved into it', {
      hint: 'Run the same `weekly move` again: it goes on where it ended.',
    })
}
