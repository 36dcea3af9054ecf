// pg-boss behind our own words: jobs are handed in, taken by one worker at a time, tried again with backoff, and given up in the end.
import { setTimeout as wait } from 'node:timers/promises'
import { type JobWithMetadata, PgBoss } from 'pg-boss'
import type { Log } from '../../core/log.ts'
import type { Store } from '../../store/engine/database.ts'
import { sqlStateOf } from '../../store/engine/store-errors.ts'
import { DEAD_LANE, engineConnections, JOB_SCHEMA, readReadyLanes } from '../../store/jobs.ts'
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
/** Jobs are told by a notification, and `watchLanes` looks for those of which none tells; each lane by itself hardly ever asks. */
const LOOK_SECONDS = 900
/** One question for all lanes: for jobs that failed, were left by the dead, or are for later, and for notifications that were not heard. */
const WATCH_MS = 20_000
const LEAVE_MS = 8_000
const START_TRIES = 6
const START_PAUSE_MS = 250
/** The account may not do it: trying again does not help. */
const FORBIDDEN = '42501'

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

/** Wakes the takers of lanes in which something waits, every so often and never in step with other workers. Answers how to end that. */
function watchLanes(store: Store, look: (lane: Lane) => void): () => void {
  let timer: NodeJS.Timeout
  const watch = async (): Promise<void> => {
    try {
      const ready = new Set(await readReadyLanes(store))
      for (const lane of laneNames) if (ready.has(lane)) look(lane)
    } catch {
      // Whoever works on the store says what is wrong with it; the next look is soon.
    }
    begin()
  }
  const begin = (): void => {
    timer = setTimeout(() => void watch(), WATCH_MS * (0.75 + Math.random() / 2)).unref()
  }
  begin()
  return () => clearTimeout(timer)
}

/**
 * Starts the engine and makes its tables and lanes. Workers that start together make them together, and the database refuses all but one of two
 * that do so at one moment: the others look again.
 */
async function startBoss(store: Store, address: string, log: Log, takes: boolean): Promise<PgBoss> {
  for (let tries = 1; ; tries++) {
    const boss = createBoss(store, address, takes)
    boss.on('error', error => log.warn('jobs', { error: String(error) }))
    boss.on('warning', ({ message }) => log.info('jobs', { message }))
    try {
      await boss.start()
      if (!takes) return boss
      await boss.createQueue(DEAD_LANE, { retentionSeconds: 90 * DAY_SECONDS })
      for (const lane of laneNames) await boss.createQueue(lane, queueOptions)
      return boss
    } catch (error) {
      await boss.stop({ graceful: false }).catch(() => undefined)
      if (tries >= START_TRIES || sqlStateOf(error) === FORBIDDEN) throw error
      await wait(START_PAUSE_MS * tries * (0.5 + Math.random()))
    }
  }
}

/** Opens the engine on the store's own connections; `takes`: it will work, and listens on one more. Throws STORE_… errors and what the database refuses. */
export async function openEngine(store: Store, address: string, log: Log, takes: boolean): Promise<Engine> {
  const boss = await startBoss(store, address, log, takes)
  const takers = new Map<Lane, string>()
  const look = (lane: Lane): void => {
    const taker = takers.get(lane)
    if (taker !== undefined) boss.notifyWorker(taker)
  }
  const endWatch = takes ? watchLanes(store, look) : () => undefined
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
      if (takers.has(lane)) return
      const options = {
        includeMetadata: true,
        pollingIntervalSeconds: LOOK_SECONDS,
        notifyPollingIntervalSeconds: LOOK_SECONDS,
        heartbeatRefreshSeconds: 20,
      } as const
      const taker = await boss.work<{ key: string }, undefined, typeof options>(lane, options, async jobs => {
        // There may be more, of which nobody was told while this was done: what waited before this worker began, for one.
        look(lane)
        for (const job of jobs) await act(attempt(job))
        return undefined
      })
      takers.set(lane, taker)
    },
    look,
    revive: ids => boss.redrive(DEAD_LANE, ids.length === 0 ? {} : { ids: [...ids] }),
    close: () => {
      endWatch()
      return boss.stop({ graceful: true, timeout: LEAVE_MS })
    },
  }
}
