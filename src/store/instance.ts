// Notices that a store is a copy, put back from a backup or brought to another place: what it does not know may have been mailed
// already, so its old issues go out only when asked for.
import { readFile, rename, stat, writeFile } from 'node:fs/promises'
import { sql } from 'kysely'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { holdOldEditorLetters } from './editor-letters.ts'
import { holdOldLetters } from './letters.ts'
import { holdOldThanks } from './thanks.ts'
import { keepSetting, readSetting, saveSetting } from './settings.ts'

/** Beside the file of an SQLite store: how many issues have been frozen for mailing in it. An older copy put in its place knows fewer. */
const mailedFile = (file: string): string => `${file}.mailed`

/** Where the store is: the file's inode, or the number of the PostgreSQL database. Null in memory. */
async function readPlace({ db, dialect, file }: Store): Promise<string | null> {
  if (dialect === 'postgres') {
    const { rows } = await sql<{ oid: string }>`
      select cast(oid as text) as oid from pg_database where datname = current_database()`.execute(db)
    return `database ${rows[0]?.oid ?? ''}`
  }
  return file === null ? null : `inode ${(await stat(file)).ino}`
}

async function countFrozen(db: Connection): Promise<number> {
  const { count } = await db
    .selectFrom('settings')
    .select(({ fn }) => fn.countAll<number | string>().as('count'))
    .where('name', 'like', 'frozen:%')
    .executeTakeFirstOrThrow()
  return Number(count)
}

async function readMailed(file: string): Promise<number> {
  return Number(await readFile(mailedFile(file), 'utf8').catch(() => '0')) || 0
}

/** Keeps the number beside the store in step; to be called after each freeze. Where it cannot be written, copies are noticed less often. */
export async function rememberFrozen({ db, file }: Store): Promise<void> {
  if (file === null) return
  const count = await countFrozen(db)
  if (count === (await readMailed(file))) return
  const temporary = `${mailedFile(file)}.writing`
  await writeFile(temporary, `${count}\n`, { mode: 0o600 })
    .then(() => rename(temporary, mailedFile(file)))
    .catch(() => undefined)
}

/** Takes a store for being where it belongs: it came here as a whole, and what it does not know has not happened. */
export async function settleInPlace(store: Store): Promise<void> {
  const place = await readPlace(store)
  if (place !== null) await saveSetting(store.db, 'place', place)
  await rememberFrozen(store)
}

/** Marks a store as put back from a copy: issues that had closed by then are never mailed by themselves. */
export async function markRestored(store: Store, now: Instant): Promise<void> {
  const place = await readPlace(store)
  await store.db.transaction().execute(async db => {
    await saveSetting(db, 'restored-at', now)
    if (place !== null) await saveSetting(db, 'place', place)
  })
  await rememberFrozen(store)
}

/**
 * Marks the store as restored when it is in another place than before, or knows less than was known here. True when it did. A store that
 * `travels` has no place of its own: it goes by what it knows alone.
 */
export async function noticeClone(store: Store, now: Instant, travels = false): Promise<boolean> {
  const place = await readPlace(store)
  if (place === null) return false
  if (travels) await saveSetting(store.db, 'place', place)
  const isElsewhere = (await keepSetting(store.db, 'place', place)) !== place
  const isOlder = store.file !== null && (await readMailed(store.file)) > (await countFrozen(store.db))
  if (!isElsewhere && !isOlder) return false
  await markRestored(store, now)
  return true
}

/**
 * Makes the issues that had closed when the store was put back go out only when asked for, those sealed since then too. Returns the
 * weeks that it has changed. Letters written until then are taken back: they may have been sent.
 */
export async function holdOldIssues(db: Connection, now: Instant): Promise<readonly WeekId[]> {
  const at = (await readSetting(db, 'restored-at')) as Instant | null
  if (at === null) return []
  await holdOldLetters(db, at, now)
  await holdOldThanks(db, at, now)
  await holdOldEditorLetters(db, at, now)
  const held = await db
    .updateTable('issues')
    .set({ mail_until: null })
    .where('mail_until', 'is not', null)
    .where('week', 'in', eb => eb.selectFrom('slots').select('week').where('closes_at', '<=', at))
    .returning('week')
    .execute()
  return held.map(({ week }) => week)
}
