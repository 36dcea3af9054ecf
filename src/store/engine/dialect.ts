// The two databases behind one Kysely: node:sqlite with a small shim, and PostgreSQL through pg.
import { mkdirSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect as KyselyDialect,
  type Kysely,
  PostgresDialect,
  type QueryResult,
  SqliteDialect,
  SqliteDriver,
  sql,
} from 'kysely'
import type { Schema } from './schema.ts'

export type Dialect = 'sqlite' | 'postgres'

const LOCK_PAUSE_MS = 15

/**
 * node:sqlite in the shape that Kysely's SQLite dialect expects. `begin` becomes `begin immediate`: a transaction that reads
 * first and writes later would fail at once, without waiting, when another process wrote in between (SQLITE_BUSY_SNAPSHOT).
 */
function openSqlite(file: string) {
  if (file !== ':memory:') mkdirSync(dirname(file), { recursive: true })
  const database = new DatabaseSync(file, { timeout: LOCK_PAUSE_MS, enableForeignKeyConstraints: true })
  database.exec('pragma journal_mode = wal; pragma synchronous = full')
  const statements = new Map<string, StatementSync>()
  return {
    close: () => database.close(),
    prepare(text: string) {
      const known = statements.get(text)
      const statement = known ?? database.prepare(text === 'begin' ? 'begin immediate' : text)
      if (!known && statements.size < 500) statements.set(text, statement)
      return {
        reader: statement.columns().length > 0,
        all: (parameters: readonly unknown[]) => statement.all(...(parameters as SQLInputValue[])),
        run: (parameters: readonly unknown[]) => statement.run(...(parameters as SQLInputValue[])),
        iterate: (parameters: readonly unknown[]) =>
          statement.iterate(...(parameters as SQLInputValue[])) as IterableIterator<unknown>,
      }
    },
  }
}

const isLocked = (error: unknown): boolean => error instanceof Error && error.message.includes('database is locked')

/**
 * Waits for another process's lock without standing still: SQLite's own busy timeout would stop the whole event loop. What met a lock
 * has done nothing, so it may be tried again.
 */
async function tryPatiently<Result>(patienceMs: number, attempt: () => Result | Promise<Result>): Promise<Result> {
  const givesUpAt = performance.now() + patienceMs
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isLocked(error) || performance.now() > givesUpAt) throw error
      await wait(LOCK_PAUSE_MS)
    }
  }
}

class PatientConnection implements DatabaseConnection {
  readonly #inner: DatabaseConnection
  readonly #patienceMs: number

  constructor(inner: DatabaseConnection, patienceMs: number) {
    this.#inner = inner
    this.#patienceMs = patienceMs
  }

  executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    return tryPatiently(this.#patienceMs, () => this.#inner.executeQuery<Row>(query))
  }

  streamQuery<Row>(query: CompiledQuery, chunkSize: number): AsyncIterableIterator<QueryResult<Row>> {
    return this.#inner.streamQuery<Row>(query, chunkSize)
  }
}

class PatientSqliteDriver extends SqliteDriver {
  readonly #patienceMs: number
  #connection: DatabaseConnection | null = null

  constructor(file: string, patienceMs: number) {
    super({ database: () => tryPatiently(patienceMs, () => openSqlite(file)) })
    this.#patienceMs = patienceMs
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= new PatientConnection(await super.acquireConnection(), this.#patienceMs)
    return this.#connection
  }

  /** On a full disk SQLite rolls back by itself; then there is nothing left to do, and the error that led here is the one to tell. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    await super.rollbackTransaction(connection).catch((error: unknown) => {
      if (!String(error).includes('no transaction is active')) throw error
    })
  }
}

function createSqliteDialect(file: string, patienceMs: number): KyselyDialect {
  const dialect = new SqliteDialect({ database: () => Promise.resolve(openSqlite(file)) })
  return {
    createDriver: () => new PatientSqliteDriver(file, patienceMs),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: db => dialect.createIntrospector(db),
  }
}

/** Loads the driver when there is a server to talk to: most set-ups have none. */
async function openPool(address: string) {
  const { default: pg } = await import('pg')
  const pool = new pg.Pool({ connectionString: address, max: 10, connectionTimeoutMillis: 10_000 })
  // An idle connection that the server drops must not end the process; the next query reports what matters.
  pool.on('error', () => undefined)
  return pool
}

/** Makes the Kysely dialect for `sqlite:FILE` (relative to `folder`) or `postgres://…`. Nothing is connected yet for PostgreSQL. */
export function openDialect(
  address: string,
  folder: string,
  patienceMs: number,
): { dialect: Dialect; driver: KyselyDialect; file: string | null } {
  if (address.startsWith('sqlite:')) {
    const name = address.slice('sqlite:'.length)
    const file = name === ':memory:' ? null : resolve(folder, name)
    return { dialect: 'sqlite', driver: createSqliteDialect(file ?? name, patienceMs), file }
  }
  return { dialect: 'postgres', driver: new PostgresDialect({ pool: () => openPool(address) }), file: null }
}

/** The clause that lets several workers claim rows of a table at once; SQLite has one writer and needs none. */
export function skipLocked(dialect: Dialect, table: string) {
  return dialect === 'postgres' ? sql`for update of ${sql.ref(table)} skip locked` : sql``
}

/** Lets one worker at a time go on from here to the end of its transaction; SQLite has one writer and needs nothing. */
export async function takeTurn(
  db: Kysely<Schema>,
  dialect: Dialect,
  turn: 'claim sources' | 'edit drafts',
): Promise<void> {
  if (dialect === 'postgres') await sql`select pg_advisory_xact_lock(hashtext(${turn}))`.execute(db)
}
