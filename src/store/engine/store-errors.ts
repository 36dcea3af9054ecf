// Turns the databases' own errors into ours, by their numbers and not by their words. Loads no database: the command line asks it about
// every failure.
import { type ErrorCode, isWeeklyError, WeeklyError, type WeeklyErrorOptions } from '../../core/errors.ts'

/**
 * The link to a server has failed: refused, broken, or nobody answers. Like the errors of the databases themselves it has no name of ours yet:
 * what handles the failures of one source or one reader must not take it for one of those.
 */
export class LinkError extends Error {
  override readonly name = 'LinkError'
}

/** What a failure of a database is told as. */
interface Verdict extends Pick<WeeklyErrorOptions, 'hint' | 'retryable'> {
  readonly code: ErrorCode
  /** What happened, before the database's own words. */
  readonly words: string
}

const locked: Verdict = {
  code: 'STORE_LOCKED',
  words: 'the store is locked by another process',
  hint: 'Another weekly is writing, or a copy or backup program holds the store; run again when it has finished.',
  retryable: true,
}
const full: Verdict = {
  code: 'STORE_FULL',
  words: 'the store could not be written',
  hint: 'Free disk space; nothing that was stored is lost.',
  retryable: true,
}
const unusable: Verdict = {
  code: 'STORE_UNAVAILABLE',
  words: 'the store cannot be used',
  hint: 'Check `store` in weekly.yaml: the folder must be writable, or the PostgreSQL server reachable with this user.',
  retryable: true,
}
const unreachable: Verdict = {
  ...unusable,
  words: 'the connection to PostgreSQL failed',
  hint: 'Check that the server of `store` in weekly.yaml runs and can be reached; weekly tries again.',
}
const damaged: Verdict = {
  code: 'STORE_DAMAGED',
  words: 'the store is damaged',
  hint: 'Stop weekly everywhere, keep the damaged file, and put the last backup in its place: `weekly restore FILE`.',
}
const busy: Verdict = {
  ...unusable,
  words: 'PostgreSQL has no room for this now',
  hint: 'Too many connections or too little memory there: raise `max_connections`, or close other programs; weekly tries again.',
}
const readOnly: Verdict = {
  ...unusable,
  words: 'the PostgreSQL server is read-only',
  hint: 'It is a standby, or was made one: let `store` in weekly.yaml name the primary server; weekly tries again.',
}
const tooSlow: Verdict = {
  ...unusable,
  words: 'PostgreSQL ended a statement that took too long',
  hint: 'Look for what else keeps the server busy (pg_stat_activity); weekly tries again.',
}
const refused: Verdict = {
  ...unusable,
  hint: 'Check user, password, database and rights in `store` of weekly.yaml.',
  retryable: false,
}

/** Primary result codes of SQLite, https://www.sqlite.org/rescode.html. */
const sqliteVerdicts: ReadonlyMap<number, Verdict> = new Map([
  [3, unusable], // PERM
  [5, locked], // BUSY
  [6, locked], // LOCKED
  [7, unusable], // NOMEM
  [8, unusable], // READONLY
  [10, full], // IOERR: most of them are disks without room
  [11, damaged], // CORRUPT
  [13, full], // FULL
  [14, unusable], // CANTOPEN
  [23, unusable], // AUTH
  [26, damaged], // NOTADB
])
/** Extended codes that say something else than their primary one. */
const sqliteExtendedVerdicts: ReadonlyMap<number, Verdict> = new Map([
  [266, unusable], // IOERR_READ
  [522, damaged], // IOERR_SHORT_READ
  [8202, damaged], // IOERR_DATA
  [8458, damaged], // IOERR_CORRUPTFS
])

/** SQLSTATE of PostgreSQL, https://www.postgresql.org/docs/current/errcodes-appendix.html: whole codes come before classes of two signs. */
const postgresVerdicts: ReadonlyMap<string, Verdict> = new Map([
  ['53100', full], // disk_full
  ['55P03', locked], // lock_not_available
  ['55006', locked], // object_in_use
  ['25006', readOnly], // read_only_sql_transaction
  ['25P03', tooSlow], // idle_in_transaction_session_timeout
  ['25P04', tooSlow], // transaction_timeout
  ['57014', tooSlow], // query_canceled
  ['42501', refused], // insufficient_privilege
  ['3D000', refused], // invalid_catalog_name
  ['XX001', damaged], // data_corrupted
  ['XX002', damaged], // index_corrupted
  ['08', unusable], // connection exceptions; PgBouncer's own are 08P01
  ['28', refused], // invalid authorization
  ['40', locked], // deadlocks and serialisation
  ['53', busy], // insufficient resources
  ['57', unusable], // operator intervention: shutdown, crash, starting up
  ['58', unusable], // system error outside PostgreSQL
])

/** The five signs of an error that a PostgreSQL server sent; null for any other error. */
export function sqlStateOf(error: unknown): string | null {
  const { code, severity } = error instanceof Error ? (error as { code?: unknown; severity?: unknown }) : {}
  return typeof severity === 'string' && typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : null
}

/** SQLite's extended result code of an error; null for any other error. */
export function sqliteCodeOf(error: unknown): number | null {
  const { errcode } = error instanceof Error ? (error as { errcode?: unknown }) : {}
  return typeof errcode === 'number' ? errcode : null
}

/** Whether SQLite met another connection's lock. */
export function isSqliteLock(error: unknown): boolean {
  return [5, 6].includes((sqliteCodeOf(error) ?? 0) & 0xff)
}

function judge(error: unknown): Verdict | null {
  if (error instanceof LinkError) return unreachable
  const sqlState = sqlStateOf(error)
  if (sqlState !== null) return postgresVerdicts.get(sqlState) ?? postgresVerdicts.get(sqlState.slice(0, 2)) ?? null
  const sqliteCode = sqliteCodeOf(error)
  if (sqliteCode === null) return null
  return sqliteExtendedVerdicts.get(sqliteCode) ?? sqliteVerdicts.get(sqliteCode & 0xff) ?? null
}

/**
 * Names a database's failure: locked, full, out of reach, damaged. An error of the store that has a name already is answered as it is;
 * null when it is none of these (then it is a bug).
 */
export function explainStoreError(error: unknown): WeeklyError | null {
  if (isWeeklyError(error)) return error.code.startsWith('STORE_') ? error : null
  const verdict = judge(error)
  if (verdict === null) return null
  const { code, words, ...options } = verdict
  const sqliteCode = sqliteCodeOf(error)
  const number = sqlStateOf(error) ?? (sqliteCode === null ? null : `SQLite ${sqliteCode}`)
  const said = (error as Error).message + (number === null ? '' : ` (${number})`)
  return new WeeklyError(code, `${words}: ${said}`, { ...options, cause: error })
}
