// Opens the store. Everything else in store/ is handed the Store.
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { CompiledQuery, Kysely, sql, type Transaction } from 'kysely'
import { WeeklyError } from '../../core/errors.ts'
import { explainStoreError } from './store-errors.ts'
import type { Schema } from './schema.ts'
import { type Dialect, openDialect, type StoreLimits } from './dialect.ts'
import { migrate, readVersion, storeVersion } from './migrations.ts'
import { refuseMoved } from './moved.ts'
import { USUAL_CONNECTIONS } from './postgres.ts'
import { createNulPlugin } from './without-nul.ts'

/** The open store: one Kysely over either dialect. */
export interface Store {
  readonly db: Kysely<Schema>
  readonly dialect: Dialect
  /** The file of an SQLite store; null for PostgreSQL and in memory. */
  readonly file: string | null
  close(): Promise<void>
}

/** What a function of store/ may be called with: the store itself, or a transaction on it. */
export type Connection = Kysely<Schema> | Transaction<Schema>

const usualLimits: StoreLimits = { lockPatienceMs: 10_000, connections: USUAL_CONNECTIONS }

/**
 * Copies an SQLite store of an older version before it is taken along, once for each version: `weekly.db.version-30`. A copy that cannot be
 * made keeps the store from being changed.
 */
async function keepOlderVersion(db: Kysely<Schema>, dialect: Dialect, file: string | null): Promise<void> {
  if (dialect !== 'sqlite' || file === null) return
  const version = await readVersion(db as unknown as Kysely<unknown>, dialect)
  const copy = `${file}.version-${version}`
  if (version === 0 || version >= storeVersion || existsSync(copy)) return
  const begun = `${copy}.new-${process.pid}`
  try {
    rmSync(begun, { force: true })
    // An empty file is filled; its mode is from before the first byte.
    writeFileSync(begun, '', { mode: 0o600, flag: 'wx' })
    await sql`vacuum into ${begun}`.execute(db)
    renameSync(begun, copy)
  } catch (cause) {
    const words = `the store has version ${version}, and could not be copied before this program takes it to ${storeVersion}`
    throw new WeeklyError('STORE_UNAVAILABLE', `${words}: ${(cause as Error).message}`, {
      hint: 'Make room beside it, in a folder that this account may write to; nothing was changed.',
      cause,
    })
  } finally {
    rmSync(begun, { force: true, recursive: true })
  }
}

/**
 * Opens and migrates the store at `sqlite:FILE` (relative to `folder`) or `postgres://…`; an SQLite store of an older version is copied
 * before. Throws STORE_UNAVAILABLE, STORE_LOCKED, STORE_FULL, STORE_NEWER when a newer program wrote it, or STORE_MOVED when it is
 * elsewhere now.
 */
export async function openStore(address: string, folder: string, limits: Partial<StoreLimits> = {}): Promise<Store> {
  const store = await openAnyStore(address, folder, limits)
  try {
    await refuseMoved(store.db)
    return store
  } catch (error) {
    await store.close().catch(() => undefined)
    throw explainStoreError(error) ?? error
  }
}

/** The same, also for a store that was moved elsewhere, or that is being moved into: for moving alone. */
export async function openAnyStore(address: string, folder: string, limits: Partial<StoreLimits> = {}): Promise<Store> {
  let db: Kysely<Schema> | null = null
  try {
    const { dialect, driver, file } = openDialect(address, folder, { ...usualLimits, ...limits })
    const opened = new Kysely<Schema>({ dialect: driver, plugins: dialect === 'postgres' ? [createNulPlugin()] : [] })
    db = opened
    await keepOlderVersion(opened, dialect, file)
    const found = await migrate(opened as unknown as Kysely<unknown>, dialect)
    if (found > storeVersion)
      throw new WeeklyError('STORE_NEWER', `the store has version ${found}, this program knows ${storeVersion}`, {
        hint: 'Run the weekly that wrote it, or a newer one; an older program would lose what it does not know.',
      })
    return { db: opened, dialect, file, close: () => opened.destroy() }
  } catch (error) {
    await db?.destroy().catch(() => undefined)
    throw explainStoreError(error) ?? error
  }
}

/** Longer than any healthy database takes, shorter than whoever asks for health waits. */
const PING_MS = 5_000

/** Answers when the database does: for health checks. Throws STORE_UNAVAILABLE when it has not within five seconds. */
export async function pingStore(store: Store, patienceMs = PING_MS): Promise<void> {
  const late = AbortSignal.timeout(patienceMs)
  const asked = store.db.executeQuery(CompiledQuery.raw('select 1'))
  const givenUp = new Promise<never>((_resolve, reject) => {
    late.onabort = () =>
      reject(
        new WeeklyError('STORE_UNAVAILABLE', `the store has not answered for ${patienceMs} ms`, {
          hint: 'Look whether the database server is there, and what keeps it busy.',
          retryable: true,
        }),
      )
  })
  await Promise.race([asked, givenUp])
}
