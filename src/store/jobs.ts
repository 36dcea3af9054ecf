// Jobs that workers share on PostgreSQL, as the engine keeps them (ADR 16): read here for whoever looks; the engine alone writes them.
import { CompiledQuery, sql } from 'kysely'
import type { Instant } from '../core/types.ts'
import type { Store } from './engine/database.ts'
import type { Fact } from './operations-facts.ts'
import { listenOn, type Listening } from './engine/notifications.ts'

/** The schema that the engine has for itself. */
export const JOB_SCHEMA = 'weekly_jobs'
/** Where jobs lie that were given up. */
export const DEAD_LANE = 'dead'

/** How many jobs of a lane there are. */
export interface LaneCounts {
  readonly lane: string
  /** May run now. */
  readonly waiting: number
  /** Is for later: tried again then, or at its time. */
  readonly later: number
  readonly running: number
  /** Of those that wait, now or for later, how many have failed before. */
  readonly retrying: number
  readonly dead: number
  /** Since when the one that has waited longest could run. */
  readonly oldestAt: Instant | null
}

/** A job that was given up. */
export interface DeadJob {
  readonly id: string
  readonly lane: string
  /** What it was about: a week, a share; empty for all there is. */
  readonly key: string
  readonly tries: number
  readonly error: string
  readonly at: Instant
}

/** Whether workers have shared jobs on this store. */
async function hasJobs({ db, dialect }: Store): Promise<boolean> {
  if (dialect !== 'postgres') return false
  const { rows } = await sql<{
    found: boolean
  }>`select to_regclass(${`${JOB_SCHEMA}.job`}) is not null as found`.execute(db)
  return rows[0]?.found === true
}

const asInstant = (column: string) =>
  sql<Instant>`to_char(${sql.ref(column)} at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`

/** All lanes that have jobs, by name; null where there are none to be had: on SQLite, and before the first worker. */
export async function readLanes(store: Store): Promise<readonly LaneCounts[] | null> {
  if (!(await hasJobs(store))) return null
  const table = sql.table(`${JOB_SCHEMA}.job`)
  const { rows } = await sql<LaneCounts>`
    select case when name = ${DEAD_LANE} then coalesce(source_name, name) else name end as lane,
      cast(count(*) filter (where name <> ${DEAD_LANE} and state in ('created', 'retry') and start_after <= now()) as integer) as waiting,
      cast(count(*) filter (where name <> ${DEAD_LANE} and state in ('created', 'retry') and start_after > now()) as integer) as later,
      cast(count(*) filter (where name <> ${DEAD_LANE} and state = 'active') as integer) as running,
      cast(count(*) filter (where name <> ${DEAD_LANE} and state = 'retry') as integer) as retrying,
      cast(count(*) filter (where name = ${DEAD_LANE} and state = 'created') as integer) as dead,
      min(case when name <> ${DEAD_LANE} and state in ('created', 'retry') and start_after <= now() then ${asInstant('start_after')} end) as "oldestAt"
    from ${table} where name not like '\\_\\_%' group by 1 order by 1`.execute(store.db)
  return rows.filter(({ waiting, later, running, dead }) => waiting + later + running + dead > 0)
}

/** The lanes in which a job may run now and does not. The engine's tables must be there. */
export async function readReadyLanes({ db }: Store): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`select distinct name from ${sql.table(`${JOB_SCHEMA}.job`)}
    where name <> ${DEAD_LANE} and state in ('created', 'retry') and start_after <= now()`.execute(db)
  return rows.map(({ name }) => name)
}

/** Jobs in the words of metrics: jobs by state, and those that wait by lane. */
export async function readJobFacts(store: Store): Promise<readonly Fact[]> {
  const lanes = (await readLanes(store)) ?? []
  const states = (['waiting', 'later', 'running', 'retrying', 'dead'] as const).map(label => ({
    name: 'jobs',
    label,
    count: lanes.reduce((sum, lane) => sum + lane[label], 0),
    at: null,
  }))
  const waiting = lanes.map(lane => ({
    name: 'jobs_waiting',
    label: lane.lane,
    count: lane.waiting,
    at: lane.oldestAt,
  }))
  return lanes.length === 0 ? [] : [...states, ...waiting]
}

/** Names of jobs, as `LANE KEY`, that have failed and are tried again by themselves. */
export async function readRetriedJobs(store: Store): Promise<ReadonlySet<string>> {
  if (!(await hasJobs(store))) return new Set()
  const { rows } = await sql<{ singleton_key: string }>`select singleton_key from ${sql.table(`${JOB_SCHEMA}.job`)}
    where name <> ${DEAD_LANE} and state = 'retry' and singleton_key is not null`.execute(store.db)
  return new Set(rows.map(row => row.singleton_key))
}

const DEAD_SHOWN = 100
const ERROR_CHARACTERS = 500

/** The jobs that were given up, the latest first. */
export async function readDeadJobs(store: Store): Promise<readonly DeadJob[]> {
  if (!(await hasJobs(store))) return []
  const { rows } = await sql<DeadJob>`
    select cast(id as text) as id, coalesce(source_name, name) as lane, coalesce(data ->> 'key', '') as key,
      coalesce(source_retry_count, 0) + 1 as tries, ${asInstant('created_on')} as at,
      left(coalesce(source_output ->> 'message', cast(source_output as text), ''), ${ERROR_CHARACTERS}) as error
    from ${sql.table(`${JOB_SCHEMA}.job`)} where name = ${DEAD_LANE} and state = 'created'
    order by created_on desc limit ${DEAD_SHOWN}`.execute(store.db)
  return rows
}

/** The store's own connections in the engine's words, and one more that listens where `address` is given. */
export function engineConnections({ db }: Store, address: string) {
  return {
    // The engine's own transactions are one text: one that fails in the middle must not stay open on a connection of the store.
    executeSql: (text: string, values: unknown[] = []) =>
      db.connection().execute(async one => {
        try {
          const { rows } = await one.executeQuery<Record<string, unknown>>(CompiledQuery.raw(text, values))
          return { rows: [...rows] }
        } catch (error) {
          await one.executeQuery(CompiledQuery.raw('rollback')).catch(() => undefined)
          throw error
        }
      }),
    listen: (channel: string, onNotification: Listening['onNotification'], onReconnect: () => void) =>
      listenOn(address, { channel, onNotification, onReconnect }),
  }
}
