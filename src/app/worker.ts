// The worker of `weekly start`: pass after pass, one at a time. What goes wrong in one ends that one.
import { renewSubscriptions } from '../collect/websub.ts'
import { isWeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { StageName } from '../core/types.ts'
import { explainStoreError } from '../store/engine/store-errors.ts'
import { run, type RunReport } from './run.ts'
import type { App } from './wire.ts'

/** What a worker needs; a pass throws what ended it. */
export interface WorkerDeps {
  readonly log: Log
  readonly pass: () => Promise<void>
  /** Ends the work: a pass under way is waited for, no other begins. */
  readonly signal: AbortSignal
  /** Waits the milliseconds; rejects when the signal fires. */
  readonly wait: (ms: number, signal: AbortSignal) => Promise<unknown>
}

/** A worker that does nothing until it is woken. */
export interface Worker {
  /** Looks at what is due. A tick during a pass is answered by one more pass after it. */
  wake(): Promise<void>
  /** Resolves when no pass is under way. */
  idle(): Promise<void>
  /** Rejects with the last bug when five passes in a row have ended with one. */
  readonly exhausted: Promise<never>
}

const FIRST_RETRY_MS = 5_000
const LONGEST_RETRY_MS = 5 * 60_000
/** When bugs have ended this many passes in a row, another pass will not help. */
export const BUGS_IN_ROW_LIMIT = 5

/** How long a worker waits after the nth failure in a row before it tries again by itself. */
export function decideRetryMs(failuresInRow: number): number {
  return Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (failuresInRow - 1))
}

/** Makes a worker. A failure that may pass by itself, and a bug, are tried again after a while that doubles; others wait for the next tick. */
export function createWorker({ log, pass, signal, wait }: WorkerDeps): Worker {
  const { promise: exhausted, reject: giveUp } = Promise.withResolvers<never>()
  // Each bug is in the log already: nobody has to wait for this.
  exhausted.catch(() => undefined)
  let current: Promise<void> | null = null
  let ticks = 0
  let failuresInRow = 0
  let bugsInRow = 0
  let isOver = false

  const takeFailure = (caught: unknown): void => {
    const error = explainStoreError(caught) ?? caught
    failuresInRow++
    if (isWeeklyError(error)) {
      bugsInRow = 0
      log.warn('run failed', { code: error.code, message: error.message, hint: error.hint })
      if (error.retryable) retry()
      return
    }
    bugsInRow++
    log.warn('bug', { inRow: bugsInRow, stack: error instanceof Error ? error.stack : String(error) })
    isOver = bugsInRow >= BUGS_IN_ROW_LIMIT
    if (isOver) giveUp(error)
    else retry()
  }
  const retry = (): void => {
    void wait(decideRetryMs(failuresInRow), signal).then(wake, () => undefined)
  }
  const answerTicks = async (): Promise<void> => {
    for (let answered = 0; answered < ticks && !signal.aborted && !isOver;) {
      answered = ticks
      try {
        await pass()
        failuresInRow = 0
        bugsInRow = 0
      } catch (caught) {
        takeFailure(caught)
      }
    }
    ticks = 0
  }
  const wake = (): Promise<void> => {
    ticks++
    current ??= answerTicks().finally(() => (current = null))
    return current
  }
  return { wake, idle: () => current ?? Promise.resolve(), exhausted }
}

/** One line for the run, and one for everything that failed: nobody watches a server's report. */
function logRun({ log }: App, { stages }: RunReport): void {
  const count = (stage: StageName, what: 'done' | 'failed'): number =>
    stages.reduce((sum, report) => sum + (report.stage === stage ? report[what] : 0), 0)
  const names = new Set(stages.map(({ stage }) => stage))
  log.info(
    'run',
    Object.fromEntries([...names].map(name => [name, { done: count(name, 'done'), failed: count(name, 'failed') }])),
  )
  for (const { level, ...note } of stages.flatMap(({ notes }) => notes))
    if (level === 'failed') log.warn('failed', note)
}

/** The pass of a server: a run, and what only a server can do. `onReport` hears what each did. */
export function createServerPass(app: App, onReport: (report: RunReport) => void): () => Promise<void> {
  return async () => {
    const report = await run(app)
    logRun(app, report)
    onReport(report)
    if (app.stop.isAsked()) return
    // Not a part of the run: a hub calls back, so there must be a server that answers.
    for (const { subject, message } of await renewSubscriptions({ ...app, siteUrl: app.config.weekly.url }))
      app.log.warn('hub failed', { source: subject, message })
  }
}
