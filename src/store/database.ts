// Opens the store and turns the databases' own errors into ours. Everything else in store/ is handed the Store.
import { CompiledQuery, Kysely, type Transaction } from 'kysely'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { Schema } from './schema.ts'
import { type Dialect, openDialect } from './dialect.ts'
import { migrate, storeVersion } from './migrations.ts'

/** The open store: one Kysely over either dialect. */
export interface Store {
  readonly db: Kysely<Schema>
  readonly dialect: Dialect
  close(): Promise<void>
}

/** What a function of store/ may be called with: the store itself, or a transaction on it. */
export type Connection = Kysely<Schema> | Transaction<Schema>

const codeOf = (error: unknown): string =>
  error instanceof Error ? `${(error as { code?: string }).code ?? ''} ${error.message}` : String(error)

/** Names a database's failure: locked, full, unreachable; null when it is none of these (then it is a bug). */
export function explainStoreError(error: unknown): WeeklyError | null {
  if (isWeeklyError(error)) return null
  const text = codeOf(error)
  if (/database is locked|database table is locked|55P03|40P01/.test(text))
    return new WeeklyError('STORE_LOCKED', `the store is locked by another process: ${text.trim()}`, {
      hint: 'Another weekly is writing, or a copy or backup program holds the file; run again when it has finished.',
      retryable: true,
      cause: error,
    })
  if (/database or disk is full|disk I\/O error|ENOSPC|53100/.test(text))
    return new WeeklyError('STORE_FULL', `the store could not be written: ${text.trim()}`, {
      hint: 'Free disk space; nothing that was stored is lost.',
      retryable: true,
      cause: error,
    })
  if (
    /unable to open database|file is not a database|readonly database|EACCES|ENOTDIR|EEXIST|EROFS|ECONNREFUSED|ENOTFOUND|ECONNRESET|timeout exceeded|28P01|28000|3D000|57P0[123]|terminated/.test(
      text,
    )
  )
    return new WeeklyError('STORE_UNAVAILABLE', `the store cannot be used: ${text.trim()}`, {
      hint: 'Check `store` in weekly.yaml: the folder must be writable, or the PostgreSQL server reachable with this user.',
      retryable: true,
      cause: error,
    })
  return null
}

/** How long a statement waits for another process's lock. */
const LOCK_PATIENCE_MS = 10_000

/**
 * Opens and migrates the store at `sqlite:FILE` (relative to `folder`) or `postgres://…`.
 * Throws STORE_UNAVAILABLE, STORE_LOCKED, STORE_FULL, or STORE_NEWER when a newer program wrote it.
 */
export async function openStore(address: string, folder: string, lockPatienceMs = LOCK_PATIENCE_MS): Promise<Store> {
  let db: Kysely<Schema> | null = null
  try {
    const { dialect, driver } = openDialect(address, folder, lockPatienceMs)
    const opened = new Kysely<Schema>({ dialect: driver })
    db = opened
    const found = await migrate(opened as unknown as Kysely<unknown>, dialect)
    if (found > storeVersion)
      throw new WeeklyError('STORE_NEWER', `the store has version ${found}, this program knows ${storeVersion}`, {
        hint: 'Run the weekly that wrote it, or a newer one; an older program would lose what it does not know.',
      })
    return { db: opened, dialect, close: () => opened.destroy() }
  } catch (error) {
    await db?.destroy().catch(() => undefined)
    throw explainStoreError(error) ?? error
  }
}

/** Answers when the database does: for health checks. */
export async function pingStore(store: Store): Promise<void> {
  await store.db.executeQuery(CompiledQuery.raw('select 1'))
}
