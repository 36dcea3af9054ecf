// Whether a store is whole: its tables are there, and SQLite can read its pages.
import { type Kysely, sql } from 'kysely'
import { WeeklyError } from '../../core/errors.ts'
import type { Dialect } from './dialect.ts'
import type { Schema } from './schema.ts'

const wayBack =
  'Stop weekly everywhere, keep what is there, and put the last backup in its place: `weekly restore FILE`.'

/** The names of the tables that a database has. */
export async function readTableNames(db: Kysely<unknown>, dialect: Dialect): Promise<ReadonlySet<string>> {
  const asked =
    dialect === 'sqlite'
      ? sql<{ name: string }>`select name from sqlite_master where type = 'table' and name not like 'sqlite_%'`
      : sql<{ name: string }>`select tablename as name from pg_tables where schemaname = any(current_schemas(false))`
  return new Set((await asked.execute(db)).rows.map(({ name }) => name))
}

/**
 * Refuses to make a store within the file of another program: only a file without any table is a new one. A PostgreSQL database may hold
 * other tables beside ours. Throws STORE_UNAVAILABLE.
 */
export async function refuseForeignFile(db: Kysely<unknown>, dialect: Dialect): Promise<void> {
  if (dialect !== 'sqlite') return
  const names = await readTableNames(db, dialect)
  if (names.size === 0 || names.has('store_version')) return
  throw new WeeklyError(
    'STORE_UNAVAILABLE',
    `the file of the store is a database of another program: ${[...names].slice(0, 5).join(', ')}`,
    {
      hint: 'Name another file in `store` of weekly.yaml, or put the last backup in its place: `weekly restore FILE`.',
    },
  )
}

/** Throws STORE_DAMAGED when tables of a store are missing: it is not what was left. */
export async function requireTables(db: Kysely<unknown>, dialect: Dialect, wanted: readonly string[]): Promise<void> {
  const names = await readTableNames(db, dialect)
  const missing = wanted.filter(name => !names.has(name))
  if (missing.length === 0) return
  throw new WeeklyError('STORE_DAMAGED', `the store is damaged: it has no ${missing.slice(0, 5).join(', ')}`, {
    hint: wayBack,
  })
}

/** An open store. */
export interface IntegrityDeps {
  readonly db: Kysely<Schema>
  readonly dialect: Dialect
}

/** Reads all pages of an SQLite store; takes seconds for a large one. Throws STORE_DAMAGED. PostgreSQL looks after itself. */
export async function checkIntegrity({ db, dialect }: IntegrityDeps): Promise<void> {
  if (dialect !== 'sqlite') return
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db)
  const said = rows[0]?.quick_check
  if (said === 'ok') return
  throw new WeeklyError('STORE_DAMAGED', `the store is damaged: ${said ?? 'SQLite says nothing of it'}`, {
    hint: wayBack,
  })
}
