// The worker of a server: on SQLite whole passes in this one process, on PostgreSQL jobs that it shares with others.
import { setTimeout as wait } from 'node:timers/promises'
import { minutesBetween } from '../core/clock.ts'
import { isWeeklyError } from '../core/errors.ts'
import type { Metrics } from '../web/metrics.ts'
import { countPasses } from './operations.ts'
import type { RunReport } from './run.ts'
import type { App } from './wire.ts'
import { createServerPass, createWorker, type Worker } from './worker.ts'

/** A worker of a server. */
export interface ServerWorker extends Worker {
  /** Resolves when nothing is under way any more; nothing new is begun. */
  close(): Promise<void>
}

/** What such a worker needs. */
export interface ServerWorkerDeps {
  readonly app: App
  readonly signal: AbortSignal
  readonly metrics: Metrics
  /** Hears what the first pass did, where there are passes. */
  readonly onFirst: (report: RunReport) => void
}

const pause = (ms: number, signal: AbortSignal): Promise<unknown> => wait(ms, undefined, { signal })

/** A worker that makes whole passes. */
function openPassing({ app, signal, metrics, onFirst }: ServerWorkerDeps): ServerWorker {
  let isFirst = true
  const onReport = (report: RunReport): void => {
    const { againAt } = report.upcoming
    // A week that waits for other workers is sealed when its patience ends, not at the next collection.
    if (againAt !== null)
      void pause(minutesBetween(app.clock.now(), againAt) * 60_000, signal).then(
        () => worker.wake(),
        () => undefined,
      )
    if (isFirst) onFirst(report)
    isFirst = false
  }
  const pass = countPasses(metrics, count =>
    createServerPass(app, report => {
      count(report)
      onReport(report)
    })(),
  )
  const worker = createWorker({ log: app.log, pass, signal, wait: pause })
  return { ...worker, close: () => worker.idle() }
}

/** A worker that shares jobs; null where the database keeps none for us, which the log says. */
async function openSharing({ app, signal, metrics }: ServerWorkerDeps): Promise<ServerWorker | null> {
  // Loaded only here: with SQLite nothing is shared.
  const { openEngineWorker } = await import('./lanes/engine-worker.ts')
  try {
    const onJob = (_lane: string, seconds: number, reports: Parameters<Metrics['notePass']>[1]): void =>
      metrics.notePass(seconds, reports)
    return await openEngineWorker({ app, signal, wait: pause, onJob })
  } catch (error) {
    if (isWeeklyError(error)) throw error
    const hint =
      'The account must be allowed to make a schema (weekly_jobs) in the database. Until then this worker makes whole passes.'
    app.log.warn('jobs are not shared', { error: String(error), hint })
    return null
  }
}

/** Opens the worker of a server. Throws STORE_… errors. */
export async function openServerWorker(deps: ServerWorkerDeps): Promise<ServerWorker> {
  const sharing = deps.app.store.dialect === 'postgres' ? await openSharing(deps) : null
  return sharing ?? openPassing(deps)
}

/** Workers of several machines tick within so many seconds of each other, not at one moment; at a closing within a few. */
const JITTER_SECONDS = { collect: 20, issue: 3 } as const

/** Wakes a worker for a tick: at once where it is alone, after a moment of its own where there may be others. */
export function wakeInTime(
  { store }: Pick<App, 'store'>,
  worker: Worker,
  tick: keyof typeof JITTER_SECONDS,
  signal: AbortSignal,
): void {
  const ms = store.dialect === 'postgres' ? Math.random() * JITTER_SECONDS[tick] * 1_000 : 0
  void pause(ms, signal).then(
    () => worker.wake(),
    () => undefined,
  )
}
