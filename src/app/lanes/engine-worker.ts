// The worker of a server on PostgreSQL: each tick hands in what is due, and jobs of all lanes are taken as they come, by whichever worker is free.
import { ALIKE_HINT } from '../leave-to-newer.ts'
import { isWeeklyError } from '../../core/errors.ts'
import type { StageReport } from '../../core/types.ts'
import { explainStoreError } from '../../store/engine/store-errors.ts'
import { checkStanding } from '../upkeep.ts'
import type { App } from '../wire.ts'
import { BUGS_IN_ROW_LIMIT, createWorker, type Worker, type WorkerDeps } from '../worker.ts'
import { type Attempt, type Engine, openEngine } from './engine.ts'
import { handlers } from './handlers.ts'
import { type Lane, laneNames } from './lanes.ts'
import { planJobs } from './plan-jobs.ts'

/** What such a worker is told. */
export interface EngineWorkerDeps extends Pick<WorkerDeps, 'signal' | 'wait'> {
  readonly app: App
  /** Hears what each job did, and how long it took; null: it failed. */
  readonly onJob: (lane: Lane, seconds: number, reports: readonly StageReport[] | null) => void
}

/** A worker that shares jobs with others. */
export interface EngineWorker extends Worker {
  /** Takes no more jobs and gives those under way some seconds. */
  close(): Promise<void>
}

function logJob({ log }: App, lane: Lane, key: string, reports: readonly StageReport[]): void {
  const [sum, failed] = (['done', 'failed'] as const).map(what => reports.reduce((all, each) => all + each[what], 0))
  log.info('job', { lane, about: key, done: sum, failed })
  for (const { level, ...note } of reports.flatMap(({ notes }) => notes))
    if (level === 'failed') log.warn('failed', note)
}

/** Tells a failure: what may pass by itself is tried again, and what was tried for the last time is said. Answers whether it is a bug. */
function logFailure({ log }: App, lane: Lane, { key, failures, isLast }: Attempt, caught: unknown): boolean {
  const error = explainStoreError(caught) ?? caught
  const isBug = !isWeeklyError(error)
  const tries = failures + 1
  if (isWeeklyError(error)) {
    const { code, message, hint } = error
    log.warn('job failed', { lane, about: key, tries, code, message, hint })
  } else log.warn('bug', { lane, about: key, tries, stack: error instanceof Error ? error.stack : String(error) })
  if (isLast)
    log.warn('job given up', {
      lane,
      about: key,
      tries,
      hint: '`weekly jobs` shows it, `weekly jobs --retry` tries it again.',
    })
  return isBug
}

/** Bugs in a row, for each lane by itself: that another lane goes well says nothing of this one. */
interface BugWatch {
  note(lane: Lane, what: 'done' | 'bug' | 'failure', error?: unknown): void
  /** Rejects with the last bug when this many jobs of a lane in a row have ended with one. */
  readonly exhausted: Promise<never>
}

function watchBugs(): BugWatch {
  const { promise: exhausted, reject } = Promise.withResolvers<never>()
  // Each bug is in the log already: nobody has to wait for this.
  exhausted.catch(() => undefined)
  const inRow = new Map<Lane, number>()
  return {
    exhausted,
    note: (lane, what, error) => {
      const bugs = what === 'bug' ? (inRow.get(lane) ?? 0) + 1 : 0
      inRow.set(lane, bugs)
      if (bugs >= BUGS_IN_ROW_LIMIT) reject(error)
    },
  }
}

/** What an older program or configuration would undo: it is left to workers with the newer one. */
const SHAPING: ReadonlySet<Lane> = new Set(['curate', 'publish', 'site'])
const LEFT_SECONDS = 20

async function leaveToNewer({ app }: EngineWorkerDeps, engine: Engine, lane: Lane, key: string): Promise<boolean> {
  const newer = SHAPING.has(lane) ? await app.presence.findNewer('program', 'config') : null
  if (newer === null) return false
  app.log.warn('another worker is newer', { lane, about: key, host: newer.host, hint: ALIKE_HINT })
  await engine.send([{ lane, key, afterSeconds: LEFT_SECONDS }])
  return true
}

/** Does one job: its lane's work, and hands in what it found to be done next. Throws what makes it fail. */
async function doJob(
  deps: EngineWorkerDeps & { readonly engine: Engine; readonly bugs: BugWatch },
  lane: Lane,
  attempt: Attempt,
): Promise<void> {
  const { app, onJob, engine, bugs } = deps
  const begunAt = performance.now()
  const seconds = (): number => (performance.now() - begunAt) / 1000
  try {
    if (await leaveToNewer(deps, engine, lane, attempt.key)) return
    const { reports, next } = await handlers[lane](app, attempt.key)
    logJob(app, lane, attempt.key, reports)
    onJob(lane, seconds(), reports)
    bugs.note(lane, 'done')
    // What a process left because it should end is taken up by another.
    await engine.send(app.stop.isAsked() ? [{ lane, key: attempt.key }] : next)
  } catch (caught) {
    onJob(lane, seconds(), null)
    bugs.note(lane, logFailure(app, lane, attempt, caught) ? 'bug' : 'failure', caught)
    throw caught
  }
}

/** Makes the worker; jobs are taken from its first tick on. Throws what the database refuses. */
export async function openEngineWorker(deps: EngineWorkerDeps): Promise<EngineWorker> {
  const { app, signal, wait } = deps
  const engine = await openEngine(app.store, app.config.weekly.store, app.log, true)
  const bugs = watchBugs()
  let isTaking = false
  const pass = async (): Promise<void> => {
    // First of all: what others have handed in is shared before this worker has found out what else there is.
    if (!isTaking)
      for (const lane of laneNames) await engine.work(lane, attempt => doJob({ ...deps, engine, bugs }, lane, attempt))
    isTaking = true
    const found = await checkStanding(app)
    for (const { level, ...note } of found) if (level === 'failed') app.log.warn('failed', note)
    await engine.send(await planJobs(app))
  }
  const worker = createWorker({ log: app.log, pass, signal, wait })
  const exhausted = Promise.race([worker.exhausted, bugs.exhausted])
  exhausted.catch(() => undefined)
  return { ...worker, exhausted, close: () => engine.close() }
}
