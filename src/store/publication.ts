// How often what is published has changed: whoever writes the site elsewhere looks at this number alone.
import { sql } from 'kysely'
import type { Connection } from './engine/database.ts'
import { readSetting } from './settings.ts'

const NAME = 'publication'

/** The number of changes so far. */
export async function readPublication(db: Connection): Promise<number> {
  return Number((await readSetting(db, NAME)) ?? '0')
}

/** Counts one change more. */
export async function countPublication(db: Connection): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name: NAME, value: '1' })
    .onConflict(conflict =>
      conflict.column('name').doUpdateSet({ value: sql<string>`cast(cast(settings.value as integer) + 1 as text)` }),
    )
    .execute()
}
