// The two databases behind one Kysely, and what must be said differently to each.
import { resolve } from 'node:path'
import { type Dialect as KyselyDialect, type Kysely, sql } from 'kysely'
import type { Instant } from '../../core/types.ts'
import { createPostgresDialect, postgresLimits } from './postgres.ts'
import type { Schema } from './schema.ts'
import { createSqliteDialect } from './sqlite.ts'

/** Which of the two databases it is. */
export type Dialect = 'sqlite' | 'postgres'

/** How long a statement waits for another process's lock, and how many connections there are to a server at most. */
export interface StoreLimits {
  readonly lockPatienceMs: number
  readonly connections: number
}

/**
 * Makes the Kysely dialect for `sqlite:FILE` (relative to `folder`) or `postgres://…`. Nothing is connected yet for PostgreSQL.
 * A statement waits for another's lock for `lockPatienceMs`.
 */
export function openDialect(
  address: string,
  folder: string,
  { lockPatienceMs, connections }: StoreLimits,
): { dialect: Dialect; driver: KyselyDialect; file: string | null } {
  if (address.startsWith('sqlite:')) {
    const name = address.slice('sqlite:'.length)
    const file = name === ':memory:' ? null : resolve(folder, name)
    return { dialect: 'sqlite', driver: createSqliteDialect(file ?? name, lockPatienceMs), file }
  }
  return {
    dialect: 'postgres',
    driver: createPostgresDialect(address, postgresLimits(lockPatienceMs, connections)),
    file: null,
  }
}

/** The clause that lets several workers claim rows of a table at once; SQLite has one writer and needs none. */
export function skipLocked(dialect: Dialect, table: string) {
  return dialect === 'postgres' ? sql`for update of ${sql.ref(table)} skip locked` : sql``
}

/** The database's own time as an Instant, or the one so many seconds before: the clocks of workers differ, this one is theirs together. */
export function databaseNow(dialect: Dialect, secondsAgo = 0) {
  return dialect === 'postgres'
    ? sql<Instant>`to_char(clock_timestamp() at time zone 'utc' - make_interval(secs => ${secondsAgo}), 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`
    : sql<Instant>`strftime('%Y-%m-%dT%H:%M:%fZ', 'now', ${`-${secondsAgo} seconds`})`
}

/** Lets one worker at a time go on from here to the end of its transaction; SQLite has one writer and needs nothing. */
export async function takeTurn(
  db: Kysely<Schema>,
  dialect: Dialect,
  turn: 'claim sources' | 'edit drafts' | 'take proposals' | 'save links',
): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(hashtext(${turn}))`.execute(db)
}

/** Milliseconds since 1970 by the clock of the database, which is the same for all workers whatever their own say. */
export const databaseClock = (dialect: Dialect) =>
  dialect === 'postgres'
    ? sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`
    : sql<number>`cast(unixepoch('subsec') * 1000 as integer)`
