// Weeks whose pages on the site are kept as they are: the store knows less of their issues than the pages do.
import type { WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { readSetting, saveSetting } from './settings.ts'

const NAME = 'kept-weeks'

/** The weeks, oldest first; mostly none. */
export async function readKeptWeeks(db: Connection): Promise<readonly WeekId[]> {
  return JSON.parse((await readSetting(db, NAME)) ?? '[]') as WeekId[]
}

/** Sets the weeks in place of those before. */
export async function saveKeptWeeks(db: Connection, weeks: readonly WeekId[]): Promise<void> {
  await saveSetting(db, NAME, JSON.stringify([...new Set(weeks)].toSorted()))
}
