// PostgreSQL behind Kysely, through pg: a pool whose connections may end at any moment without ending more than what ran on them.
import {
  CompiledQuery,
  type DatabaseConnection,
  type Dialect as KyselyDialect,
  PostgresDialect,
  PostgresDriver,
  type PostgresPool,
  type PostgresPoolClient,
} from 'kysely'
import type pg from 'pg'
import { LinkError, sqlStateOf } from './store-errors.ts'

/** A process needs few, for most of its work is its own: twenty processes have room in the hundred that a server takes. */
export const USUAL_CONNECTIONS = 3
const CONNECT_MS = 10_000
/** The server ends a statement by itself after this long. */
const STATEMENT_MS = 120_000
/** Then the link itself is given up: nobody answers at its other end. */
const ANSWER_MS = STATEMENT_MS + 10_000
/** A worker that stands still within a transaction holds the rows of all others. */
const IDLE_IN_TRANSACTION_MS = 300_000

/** How long the parts of talking to the server may take, in milliseconds. */
export interface PostgresLimits {
  /** For another's lock. */
  readonly lockMs: number
  readonly statementMs: number
  /** For any answer: a link that is open at this end alone is told by this. */
  readonly answerMs: number
  /** Connections at a time, at most. */
  readonly connections?: number
}

/** The limits of a program; only the patience with locks and the number of connections are the caller's. */
export function postgresLimits(lockMs: number, connections: number): PostgresLimits {
  return { lockMs, connections, statementMs: STATEMENT_MS, answerMs: ANSWER_MS }
}

/**
 * A failure of the link, which pg tells in plain words or with the system's code, as a LinkError. What the server says (it has an SQLSTATE)
 * and what is wrong with our own values (a TypeError) is answered as it came.
 */
function nameLinkError(error: unknown): Error {
  if (error instanceof TypeError || error instanceof RangeError || error instanceof LinkError) return error
  if (error instanceof Error && sqlStateOf(error) !== null) return error
  return new LinkError(describe(error), { cause: error })
}

/** A name with several addresses fails with one error for each. */
function describe(error: unknown): string {
  if (error instanceof AggregateError) return error.errors.map(describe).join('; ')
  return error instanceof Error ? error.message : String(error)
}

/** Whether the connection is of no use after this: it has ended, nobody answers, or its server has become a standby. */
function endsConnection(error: unknown): boolean {
  const state = sqlStateOf(error)
  if (state === null) return !(error instanceof TypeError || error instanceof RangeError)
  return state.startsWith('08') || state.startsWith('57P') || state === '25006'
}

/** Several statements in one text have a result each: their rows together. Of the last, a COMMIT, Kysely would answer no rows. */
function joinResults(result: pg.QueryResult | readonly pg.QueryResult[]): pg.QueryResult | undefined {
  if (!Array.isArray(result)) return result as pg.QueryResult
  const all = result as readonly pg.QueryResult[]
  const last = all.at(-1)
  return last && { ...last, command: 'SELECT', rows: all.flatMap(({ rows }) => rows as readonly pg.QueryResultRow[]) }
}

/** One connection on loan from the pool. It goes back only when it can be used again. */
function lend(client: pg.PoolClient): PostgresPoolClient {
  let failure: Error | null = null
  const query = async (sql: string, parameters: readonly unknown[]): Promise<unknown> => {
    // Else a rollback would wait behind the statement that nobody answers.
    if (failure !== null) throw failure
    try {
      return joinResults(await client.query(sql, [...parameters]))
    } catch (error) {
      const named = nameLinkError(error)
      if (endsConnection(error)) failure = named
      throw named
    }
  }
  return {
    query: query as PostgresPoolClient['query'],
    release: destroy => client.release(destroy === true || failure !== null),
  }
}

/**
 * Opens the pool; loads the driver only when there is a server to talk to: most set-ups have none. A connection pooler such as PgBouncer
 * takes no limits when a session begins, for it has none: then each transaction sets them for itself.
 */
async function openPool(address: string, limits: PostgresLimits, session: { takesLimits: boolean }) {
  const { default: driver } = await import('pg')
  const { builtins } = driver.types
  // pg gives numbers of 64 bits as text by itself: none of ours is beyond what a number holds exactly.
  const getTypeParser: typeof driver.types.getTypeParser = (type, format): unknown =>
    type === builtins.INT8 ? Number : driver.types.getTypeParser(type, format)
  const create = (settings: pg.PoolConfig): pg.Pool => {
    const pool = new driver.Pool({
      connectionString: address,
      application_name: 'weekly',
      max: limits.connections ?? USUAL_CONNECTIONS,
      connectionTimeoutMillis: CONNECT_MS,
      query_timeout: limits.answerMs,
      keepAlive: true,
      types: { getTypeParser },
      ...settings,
    })
    // A connection may end while it is idle or on loan: the statement that runs on it fails, the next one gets another.
    const ignore = (): void => undefined
    pool.on('error', ignore)
    pool.on('connect', client => client.on('error', ignore))
    return pool
  }
  let pool = create({
    lock_timeout: limits.lockMs,
    statement_timeout: limits.statementMs,
    idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
  })
  const connect = async (): Promise<pg.PoolClient> => {
    const asked = pool
    try {
      return await asked.connect()
    } catch (error) {
      const isFirst = asked === pool && session.takesLimits
      if (sqlStateOf(error) !== '08P01' || (asked === pool && !isFirst)) throw error
      if (isFirst) {
        session.takesLimits = false
        pool = create({})
        await asked.end()
      }
      return pool.connect()
    }
  }
  const lending: PostgresPool = {
    options: {},
    connect: async () => {
      try {
        return lend(await connect())
      } catch (error) {
        throw nameLinkError(error)
      }
    },
    end: () => pool.end(),
  }
  return lending
}

class LimitedPostgresDriver extends PostgresDriver {
  readonly #begin: string
  readonly #session: { readonly takesLimits: boolean }

  constructor(pool: () => Promise<PostgresPool>, limits: PostgresLimits, session: { readonly takesLimits: boolean }) {
    super({ pool })
    this.#session = session
    this.#begin = [
      'begin',
      `set local lock_timeout = ${limits.lockMs}`,
      `set local statement_timeout = ${limits.statementMs}`,
      `set local idle_in_transaction_session_timeout = ${IDLE_IN_TRANSACTION_MS}`,
    ].join('; ')
  }

  override async beginTransaction(
    connection: DatabaseConnection,
    settings: Parameters<PostgresDriver['beginTransaction']>[1],
  ): Promise<void> {
    if (this.#session.takesLimits) return super.beginTransaction(connection, settings)
    await connection.executeQuery(CompiledQuery.raw(this.#begin))
  }
}

/** Makes the Kysely dialect of `postgres://…`. Nothing is connected yet. */
export function createPostgresDialect(address: string, limits: PostgresLimits): KyselyDialect {
  const session = { takesLimits: true }
  const pool = () => openPool(address, limits, session)
  const dialect = new PostgresDialect({ pool })
  return {
    createDriver: () => new LimitedPostgresDriver(pool, limits, session),
    createAdapter: () => dialect.createAdapter(),
    createQueryCompiler: () => dialect.createQueryCompiler(),
    createIntrospector: db => dialect.createIntrospector(db),
  }
}
