// Copies of an SQLite store: a consistent one while the program runs, and putting it back.
import { chmod, copyFile, open, rename, rm, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { WeeklyError } from '../core/errors.ts'
import type { Instant } from '../core/types.ts'
import { openStore, type Store } from './engine/database.ts'
import { holdOldIssues, markRestored } from './instance.ts'
import { storeVersion } from './engine/migrations.ts'
import { checkIntegrity } from './engine/integrity.ts'
import { isSqliteLock } from './engine/store-errors.ts'

/** What a backup says about itself, in its row `backup` of the settings. */
export interface BackupHeader {
  readonly madeAt: Instant
}

const refuse = (message: string, hint: string, cause?: unknown): WeeklyError =>
  new WeeklyError('BACKUP_REFUSED', message, { hint, cause })

/** A copy holds what the store holds: it is for this account alone. */
const OWN_FILE_MODE = 0o600

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  )

async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  await handle.sync().finally(() => handle.close())
}

/** The path of an SQLite store. Throws BACKUP_REFUSED for PostgreSQL, which has its own programs for this. */
export function backupPath(address: string, program: 'pg_dump' | 'pg_restore'): string {
  if (address.startsWith('sqlite:')) return resolve(address.slice('sqlite:'.length))
  throw refuse(
    'a store in PostgreSQL is copied by its own programs',
    program === 'pg_dump' ? 'pg_dump --format=custom --file=FILE DATABASE' : 'pg_restore --dbname=DATABASE FILE',
  )
}

/**
 * Writes a consistent copy while others read and write; the file appears whole or not at all. Returns its size in bytes. Throws
 * BACKUP_REFUSED when the file exists, STORE_DAMAGED for a store that is not whole.
 */
export async function backupStore(store: Store, file: string, now: Instant): Promise<number> {
  if (await exists(file)) throw refuse(`${file} exists`, 'Name a new file, or move the old one away.')
  // A copy of a damaged store would look like a good one.
  await checkIntegrity(store)
  const partial = `${file}.partial`
  await rm(partial, { force: true })
  try {
    // An empty file is filled; its mode is from before the first byte.
    await (await open(partial, 'wx', OWN_FILE_MODE)).close()
    await sql`vacuum into ${partial}`.execute(store.db)
    const copy = new DatabaseSync(partial)
    const header: BackupHeader = { madeAt: now }
    copy.prepare(`insert or replace into settings (name, value) values ('backup', ?)`).run(JSON.stringify(header))
    copy.close()
    await syncFile(partial)
    await rename(partial, file)
  } catch (cause) {
    await rm(partial, { force: true }).catch(() => undefined)
    throw refuse(`${file} could not be written: ${String(cause)}`, 'Name a file in a folder with space.', cause)
  }
  return (await stat(file)).size
}

/** Reads the header of a backup and checks the whole file. Throws BACKUP_REFUSED, or STORE_NEWER for one of a newer program. */
function readHeader(file: string): BackupHeader {
  try {
    const copy = new DatabaseSync(file, { readOnly: true })
    try {
      const check = copy.prepare('pragma quick_check(1)').get()
      const { version } = copy.prepare('select version from store_version').get() as { version: number }
      const { value } = copy.prepare(`select value from settings where name = 'backup'`).get() as { value: string }
      if (check?.['quick_check'] !== 'ok') throw new Error(`damaged: ${String(check?.['quick_check'])}`)
      if (version > storeVersion)
        throw new WeeklyError('STORE_NEWER', `the backup has version ${version}, this program knows ${storeVersion}`, {
          hint: 'Restore it with the weekly that wrote it, or a newer one.',
        })
      return JSON.parse(value) as BackupHeader
    } finally {
      copy.close()
    }
  } catch (cause) {
    if (cause instanceof WeeklyError) throw cause
    throw refuse(`${file} is no backup of a store: ${String(cause)}`, 'Name a file that `weekly backup` wrote.', cause)
  }
}

/** Leaves WAL mode, which only the last connection may do: so nobody else has the store open. Throws BACKUP_REFUSED. */
function refuseInUse(path: string): void {
  try {
    const database = new DatabaseSync(path)
    try {
      database.exec('pragma journal_mode = delete')
    } finally {
      database.close()
    }
  } catch (cause) {
    // What is no database any more can be in nobody's use; it is kept aside like any other.
    if (isSqliteLock(cause)) throw refuse(`${path} is in use`, 'Stop weekly first, everywhere; then try again.', cause)
  }
}

/** Moves the store at `path` out of the way, under a name beside it that tells when. Answers that name; null when there was none. Throws BACKUP_REFUSED while it is in use. */
export async function setStoreAside(path: string, why: 'before' | 'samples', now: Instant): Promise<string | null> {
  if (!(await exists(path))) return null
  const kept = `${path}.${why}-${now.replace(/[-:]|\.\d+/g, '')}`
  refuseInUse(path)
  for (const end of ['', '-wal', '-shm']) if (await exists(path + end)) await rename(path + end, kept + end)
  return kept
}

/** What restoring did; `keptAs` is where the old store is now, null when there was none. */
export interface Restored {
  readonly madeAt: Instant
  readonly keptAs: string | null
}

/**
 * Puts a backup in the place of the store at `path`. The old store is kept beside it. Issues that have closed by now are not
 * mailed by themselves: the backup does not know who got them since. Throws BACKUP_REFUSED and STORE_… errors.
 */
export async function restoreStore(path: string, file: string, now: Instant): Promise<Restored> {
  const { madeAt } = readHeader(file)
  const partial = `${path}.partial`
  await rm(partial, { force: true })
  await copyFile(file, partial)
  await chmod(partial, OWN_FILE_MODE)
  await syncFile(partial)
  const kept = await setStoreAside(path, 'before', now)
  await rename(partial, path)
  const store = await openStore(`sqlite:${path}`, '.')
  try {
    await markRestored(store, now)
    await holdOldIssues(store.db, now)
  } finally {
    await store.close()
  }
  return { madeAt, keptAs: kept }
}
