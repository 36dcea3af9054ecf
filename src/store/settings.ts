// Single values that a store keeps by name: some for good, such as the key of signed links.
import type { Connection } from './engine/database.ts'

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

/** The value kept under a name, or null. */
export async function readSetting(db: Connection, name: string): Promise<string | null> {
  const kept = await db.selectFrom('settings').select('value').where('name', '=', name).executeTakeFirst()
  return kept?.value ?? null
}

/** Keeps a value under a name in place of the one before. */
export async function saveSetting(db: Connection, name: string, value: string): Promise<void> {
  await db
    .insertInto('settings')
    .values({ name, value })
    .onConflict(conflict => conflict.column('name').doUpdateSet({ value }))
    .execute()
}
