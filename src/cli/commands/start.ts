// `weekly start`: the scheduled worker and the web server. Timers only wake it; what is due is a row in the store.
import cron from 'node-cron'
import { renewSubscriptions } from '../../collect/websub.ts'
import { isWeeklyError } from '../../core/errors.ts'
import type { StageName } from '../../core/types.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { readBounces } from '../../app/bounces.ts'
import { createServerLog } from '../../app/server-log.ts'
import { run, type RunReport } from '../../app/run.ts'
import { exitCodes } from '../terminal/exit.ts'
import { listenForStop } from '../terminal/stop.ts'
import { say } from '../terminal/terminal.ts'
import { openSite } from '../../app/site-server.ts'
import { type App, withApp } from '../../app/wire.ts'
import { explainStoreError } from '../../store/engine/store-errors.ts'
import { purgePending } from '../../store/subscribers.ts'
import { describeRun } from './run.ts'

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

/** Looks at what is due, one run at a time: a tick during a run is answered by one more run after it. */
function createWorker(app: App, options: GlobalOptions, signal: AbortSignal) {
  let current: Promise<void> | null = null
  let ticks = 0
  const runOnce = async (isFirst: boolean): Promise<void> => {
    try {
      const report = await run(app)
      await purgePending(app.store.db, app.clock.now())
      // Here and not in run.ts: a hub calls back, so there must be a server that answers.
      for (const { subject, message } of await renewSubscriptions({ ...app, siteUrl: app.config.weekly.url }))
        app.log.warn('hub failed', { source: subject, message })
      logRun(app, report)
      if (isFirst) for (const line of describeRun(report, app.timezone)) say(options, line)
      const reports = await readBounces(app)
      if (reports && reports.size > 0) app.log.info('bounces', Object.fromEntries(reports))
    } catch (caught) {
      const error = explainStoreError(caught) ?? caught
      // A store that is locked or full today may be well tomorrow: the worker stays; a bug ends it.
      if (!isWeeklyError(error)) throw error
      app.log.warn('run failed', { code: error.code, message: error.message, hint: error.hint })
    }
  }
  const answerTicks = async (isFirst: boolean): Promise<void> => {
    for (let answered = 0; answered < ticks && !signal.aborted;) {
      answered = ticks
      await runOnce(isFirst)
    }
    ticks = 0
  }
  const wake = (isFirst = false): Promise<void> => {
    ticks++
    current ??= answerTicks(isFirst).finally(() => (current = null))
    return current
  }
  return { wake, idle: () => current ?? Promise.resolve() }
}

/** Where a person looks now. */
function describePlaces(app: App, address: string | null): string[] {
  const { mail, output } = app.config.weekly
  const mails = mail.transport.startsWith('outbox:')
    ? `${mail.transport.slice('outbox:'.length)}/*.eml`
    : app.deliver.transport.name
  return [
    '',
    ...(address === null ? [] : [`page     ${address}`, `feed     ${address}feed.xml`, `mail     ${address}subscribe`]),
    `files    ${output}/`,
    `mails    ${mails}`,
    '',
  ]
}

/** Runs until SIGINT or SIGTERM: a worker, a web server, or both. */
export async function start(options: GlobalOptions, own: { role?: 'worker' | 'web' }): Promise<number> {
  const log = createServerLog(options)
  const { signal, asked } = listenForStop()
  return withApp(options, { log, goesOn: true, signal }, async app => {
    const site = own.role === 'worker' ? null : await openSite(app)
    const worker = own.role === 'web' ? null : createWorker(app, options, signal)
    if (worker) await Promise.race([worker.wake(true), asked])
    for (const line of describePlaces(app, site?.address ?? null)) say(options, line)
    const { schedule, timezone } = app.config.weekly
    // The second ticks at the closing itself, so that the issue does not wait for the next collection.
    const ticks = worker
      ? [schedule.collect, schedule.issue].map(expression =>
          cron.schedule(expression, () => void worker.wake(), { timezone }),
        )
      : []
    log.info('started', {
      role: own.role ?? 'worker and web',
      address: site?.address ?? null,
      collect: schedule.collect,
      issue: schedule.issue,
    })
    log.info('stopping', { signal: await asked })
    for (const tick of ticks) await tick.destroy()
    await worker?.idle()
    await site?.close()
    return exitCodes.done
  })
}
