// pg-boss behind our own words: jobs are handed in, taken by one worker at a time, tried again with backoff, and given up in the end.
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import type { Log } from '../../core/log.ts'
import type { Store } from '../../store/engine/database.ts'
import { DEAD_LANE, engineConnections, JOB_SCHEMA } from '../../store/jobs.ts'
import { type Job, type Lane, laneNames, nameOf } from './lanes.ts'

/** A job that fails is tried so often more, after 15 s, 30 s and so on up to ten minutes; then it lies with the dead. */
const RETRIES = 5
const FIRST_RETRY_SECONDS = 15
const LONGEST_RETRY_SECONDS = 600
/** A worker that has not said for so long that it is at a job has lost it. */
const HEARTBEAT_SECONDS = 60
/** A whole list is mailed in less. */
const LONGEST_JOB_SECONDS = 6 * 3_600
const DAY_SECONDS = 86_400
/** Jobs are told by a notification; this is for one that was not heard. */
const LOOK_SECONDS = 120
/** Where nobody can listen (a pooler by transactions), so that an idle worker still asks less than once in two seconds. */
const DEAF_LOOK_SECONDS = 30
const LEAVE_MS = 8_000

/** One attempt at a job. */
export interface Attempt {
  readonly key: string
  /** How often it has failed before. */
  readonly failures: number
  readonly isLast: boolean
}

/** Jobs that workers share. */
export interface Engine {
  /** Hands jobs in; one that waits already under its key is not handed in twice. */
  send(jobs: readonly Job[]): Promise<void>
  /** Takes jobs of a lane, one at a time, until the engine is closed. What `act` throws is a failure of the job. */
  work(lane: Lane, act: (attempt: Attempt) => Promise<void>): Promise<void>
  /** Looks for jobs of a lane now. */
  look(lane: Lane): void
  /** Puts jobs back that were given up. Answers how many there were. */
  revive(ids: readonly string[]): Promise<number>
  /** Takes no more; jobs under way have some seconds. */
  close(): Promise<void>
}

const queueOptions = {
  // One waits under a key. That two run is not kept from happening here: each is safe twice, and a retry must not meet a newer one.
  policy: 'short',
  notify: true,
  retryLimit: RETRIES,
  retryDelay: FIRST_RETRY_SECONDS,
  retryBackoff: true,
  retryDelayMax: LONGEST_RETRY_SECONDS,
  heartbeatSeconds: HEARTBEAT_SECONDS,
  expireInSeconds: LONGEST_JOB_SECONDS,
  retentionSeconds: DAY_SECONDS,
  deleteAfterSeconds: 3_600,
  deadLetter: DEAD_LANE,
}

/** Made for few questions: nothing is asked of the database that our own heartbeats tell already. */
function createBoss(store: Store, address: string, takes: boolean): PgBoss {
  return new PgBoss({
    db: engineConnections(store, address),
    schema: JOB_SCHEMA,
    schedule: false,
    supervise: takes,
    useListenNotify: takes,
    superviseIntervalSeconds: 30,
    monitorIntervalSeconds: 30,
    queueCacheIntervalSeconds: 600,
    bamIntervalSeconds: 3_600,
    flowIntervalSeconds: 3_600,
    registerInstance: false,
    monitorVacuum: false,
    openTelemetry: { enabled: false },
  })
}

/** Opens the engine on the store's own connections; `takes`: it will work, and listens on one more. Throws STORE_… errors and what the database refuses. */
export async function openEngine(store: Store, address: string, log: Log, takes: boolean): Promise<Engine> {
  const boss = createBoss(store, address, takes)
  boss.on('error', error => log.warn('jobs', { error: String(error) }))
  boss.on('warning', ({ message }) => log.info('jobs', { message }))
  await boss.start()
  if (takes) {
    await boss.createQueue(DEAD_LANE, { retentionSeconds: 90 * DAY_SECONDS })
    for (const lane of laneNames) await boss.createQueue(lane, queueOptions)
  }
  const takers = new Map<Lane, string>()
  const attempt = ({ data, retryCount, retryLimit }: JobWithMetadata<{ key: string }>): Attempt => ({
    key: data.key,
    failures: retryCount,
    isLast: retryCount >= retryLimit,
  })
  return {
    send: async jobs => {
      for (const job of jobs) {
        const { lane, key, afterSeconds } = job
        await boss.send(
          lane,
          { key },
          { singletonKey: nameOf(job), ...(afterSeconds === undefined ? {} : { startAfter: afterSeconds }) },
        )
      }
    },
    work: async (lane, act) => {
      const options = {
        includeMetadata: true,
        pollingIntervalSeconds: DEAF_LOOK_SECONDS,
        notifyPollingIntervalSeconds: LOOK_SECONDS,
        heartbeatRefreshSeconds: 20,
      } as const
      const taker = await boss.work<{ key: string }, undefined, typeof options>(lane, options, async jobs => {
        for (const job of jobs) await act(attempt(job))
        return undefined
      })
      takers.set(lane, taker)
    },
    look: lane => {
      const taker = takers.get(lane)
      if (taker !== undefined) boss.notifyWorker(taker)
    },
    revive: ids => boss.redrive(DEAD_LANE, ids.length === 0 ? {} : { ids: [...ids] }),
    close: () => boss.stop({ graceful: true, timeout: LEAVE_MS }),
  }
}
