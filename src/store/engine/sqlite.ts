// SQLite behind Kysely: node:sqlite with a small shim, and patience with other processes' locks.
import { chmodSync, existsSync, linkSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { DatabaseSync, type SQLInputValue } from 'node:sqlite'
import { setTimeout as wait } from 'node:timers/promises'
import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect as KyselyDialect,
  type QueryResult,
  SqliteDialect,
  SqliteDriver,
} from 'kysely'
import { WeeklyError } from '../../core/errors.ts'
import { isSqliteLock } from './store-errors.ts'

const LOCK_PAUSE_MS = 15
/** What readers entrust to the list is for the account alone that runs the program. */
const OWN_FILE_MODE = 0o600
const OWN_FOLDER_MODE = 0o700

/**
 * Makes the file when there is none: whole and closed to others from its first moment, so that a crash leaves no empty file behind, for
 * such a one is told as damage. SQLite gives the files beside it (`-wal`, `-shm`) its mode.
 */
function ensureFile(file: string): void {
  mkdirSync(dirname(file), { recursive: true, mode: OWN_FOLDER_MODE })
  if (existsSync(file)) {
    if (statSync(file).size > 0) return
    throw new WeeklyError('STORE_DAMAGED', `the store is damaged: ${file} is empty`, {
      hint: 'Put the last backup in its place: `weekly restore FILE`. If there never was a list here, delete the empty file.',
    })
  }
  const begun = `${file}.new-${process.pid}`
  rmSync(begun, { force: true })
  const database = new DatabaseSync(begun)
  try {
    chmodSync(begun, OWN_FILE_MODE)
    database.exec('pragma user_version = 0; pragma journal_mode = wal')
  } finally {
    database.close()
  }
  try {
    linkSync(begun, file)
  } catch (error) {
    // Another process was first: its file is as good.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(begun, { force: true })
  }
}

/** Failures of the file system on the way to the file are the store's. */
function explainFileError(file: string, error: unknown): unknown {
  const { code, syscall } = error instanceof Error ? (error as NodeJS.ErrnoException) : {}
  if (syscall === undefined) return error
  const isFull = code === 'ENOSPC' || code === 'EDQUOT'
  return new WeeklyError(
    isFull ? 'STORE_FULL' : 'STORE_UNAVAILABLE',
    `the store ${file} cannot be used: ${code ?? ''}`,
    {
      hint: isFull
        ? 'Free disk space; nothing that was stored is lost.'
        : 'Check `store` in weekly.yaml: this account must be able to write to the folder.',
      retryable: true,
      context: { file },
      cause: error,
    },
  )
}

/**
 * One row from its values. node:sqlite makes a dictionary of each row, which takes twice the time and the memory of an object that all rows
 * of a query have the shape of.
 */
function rowOf(names: readonly string[], values: readonly unknown[]): Record<string, unknown> {
  const row: Record<string, unknown> = {}
  for (let i = 0; i < names.length; i++) row[names[i] ?? ''] = values[i]
  return row
}

function prepareStatement(database: DatabaseSync, text: string) {
  const statement = database.prepare(text)
  statement.setReturnArrays(true)
  // Asked once it has run: another process may have added columns since it was prepared, and SQLite prepares it anew while it runs.
  const readNames = (): readonly string[] => statement.columns().map(({ name }) => name)
  const rowsOf = (found: readonly (readonly unknown[])[]): unknown[] => {
    if (found.length === 0) return []
    const names = readNames()
    return found.map(values => rowOf(names, values))
  }
  return {
    reader: statement.columns().length > 0,
    // The type does not know that rows come as arrays.
    all: (parameters: readonly unknown[]) =>
      rowsOf(statement.all(...(parameters as SQLInputValue[])) as unknown as unknown[][]),
    run: (parameters: readonly unknown[]) => statement.run(...(parameters as SQLInputValue[])),
    *iterate(parameters: readonly unknown[]): IterableIterator<unknown> {
      let names: readonly string[] | null = null
      for (const values of statement.iterate(...(parameters as SQLInputValue[])) as unknown as Iterable<unknown[]>)
        yield rowOf((names ??= readNames()), values)
    },
  }
}

/** Prepared statements are kept up to so many characters of text: one that inserts fifty items has 4,000 and takes 100 KB. */
const KEPT_CHARACTERS = 100_000

/** Prepares statements; those that were used last are kept, within a room that statements of ever other lengths cannot widen. */
export function keepStatements<Statement>(
  prepare: (text: string) => Statement,
  room = KEPT_CHARACTERS,
): (text: string) => Statement {
  const kept = new Map<string, Statement>()
  let characters = 0
  return text => {
    const known = kept.get(text)
    const statement = known ?? prepare(text)
    kept.delete(text)
    kept.set(text, statement)
    if (known !== undefined) return statement
    characters += text.length
    for (const oldest of kept.keys()) {
      if (characters <= room) break
      kept.delete(oldest)
      characters -= oldest.length
    }
    return statement
  }
}

/**
 * node:sqlite in the shape that Kysely's SQLite dialect expects. `begin` becomes `begin immediate`: a transaction that reads
 * first and writes later would fail at once, without waiting, when another process wrote in between (SQLITE_BUSY_SNAPSHOT).
 */
function openSqlite(file: string) {
  if (file !== ':memory:') ensureFile(file)
  const database = new DatabaseSync(file, { timeout: LOCK_PAUSE_MS, enableForeignKeyConstraints: true })
  try {
    database.exec('pragma journal_mode = wal; pragma synchronous = full')
  } catch (error) {
    database.close()
    throw error
  }
  const kept = keepStatements(text => prepareStatement(database, text === 'begin' ? 'begin immediate' : text))
  return {
    isInTransaction: () => database.isTransaction,
    close: () => database.close(),
    prepare: kept,
  }
}

/**
 * Waits for another process's lock without standing still: SQLite's own busy timeout would stop the whole event loop. What met a lock
 * has done nothing, so it may be tried again.
 */
async function tryPatiently<Result>(patienceMs: number, attempt: () => Result | Promise<Result>): Promise<Result> {
  // Not by `performance`, which takes two milliseconds to load.
  const givesUpAt = process.uptime() + patienceMs / 1_000
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (!isSqliteLock(error) || process.uptime() > givesUpAt) throw error
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
  readonly #isInTransaction: () => boolean
  #connection: DatabaseConnection | null = null

  constructor(file: string, patienceMs: number) {
    let opened: ReturnType<typeof openSqlite> | null = null
    const open = () => {
      try {
        opened = openSqlite(file)
        return opened
      } catch (error) {
        throw explainFileError(file, error)
      }
    }
    super({ database: () => tryPatiently(patienceMs, open) })
    this.#patienceMs = patienceMs
    this.#isInTransaction = () => opened?.isInTransaction() ?? false
  }

  override async acquireConnection(): Promise<DatabaseConnection> {
    this.#connection ??= new PatientConnection(await super.acquireConnection(), this.#patienceMs)
    return this.#connection
  }

  /** On a full disk SQLite rolls back by itself; then there is nothing left to do, and the error that led here is the one to tell. */
  override async rollbackTransaction(connection: DatabaseConnection): Promise<void> {
    if (this.#isInTransaction()) await super.rollbackTransaction(connection)
  }
}

/** Makes the Kysely dialect of a file, or of `:memory:`. A statement waits `patienceMs` for another process's lock. */
export function createSqliteDialect(file: string, patienceMs: number): KyselyDialect {
  const dialect = new SqliteDialect({ database: () => Promise.resolve(openSqlite(file)) })
  return {
    createDriver: () => new PatientSqliteDriver(file, patienceMs),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: db => dialect.createIntrospector(db),
  }
}
