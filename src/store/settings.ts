// Single values that a store keeps for good, such as the key of signed links. Called by deliver/.
import type { Connection } from './database.ts'

/** The value kept under a name; the first caller's value is kept, also when several processes call at once. */
export async function keepSetting(db: Connection, name: string, value: string): Promise<string> {
  await db
    .insertInto('settings')
    .values({ name, value })
    .onConflict(conflict => conflict.doNothing())
    .execute()
  const kept = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirstOrThrow()
  return kept.value
}
