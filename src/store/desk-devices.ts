// Browsers in which an editor has signed in: there a link of an editors' mail may approve. They open nothing else.
import { createHash, randomBytes } from 'node:crypto'
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** A year. */
export const DEVICE_MINUTES = 365 * 24 * 60

const hashOf = (key: string): string => createHash('sha256').update(key).digest('hex')

/** Remembers a browser for an editor, for a year from now; answers the key that only the browser keeps. */
export async function rememberDevice(db: Connection, editorId: number, now: Instant): Promise<string> {
  const key = randomBytes(32).toString('base64url')
  const row = { key_hash: hashOf(key), editor_id: editorId, expires_at: addMinutes(now, DEVICE_MINUTES) }
  await db.insertInto('desk_devices').values(row).execute()
  return key
}

/** Whether this editor has signed in in the browser with this key, within a year. */
export async function isKnownDevice(db: Connection, key: string, editorId: number, now: Instant): Promise<boolean> {
  const row = await db
    .selectFrom('desk_devices')
    .select('editor_id')
    .where('key_hash', '=', hashOf(key))
    .where('editor_id', '=', editorId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return row !== undefined
}

/** Lets a known browser stay known for a year from now; false where it is none of this editor's. */
export async function prolongDevice(db: Connection, key: string, editorId: number, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('desk_devices')
    .set({ expires_at: addMinutes(now, DEVICE_MINUTES) })
    .where('key_hash', '=', hashOf(key))
    .where('editor_id', '=', editorId)
    .where('expires_at', '>', now)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Forgets all browsers of an editor, or those whose year is over. */
export async function forgetDevices(
  db: Connection,
  which: { readonly editorId: number } | { readonly until: Instant },
): Promise<void> {
  const all = db.deleteFrom('desk_devices')
  await (
    'editorId' in which ? all.where('editor_id', '=', which.editorId) : all.where('expires_at', '<=', which.until)
  ).execute()
}
