// `weekly start`: the scheduled worker and the web server. Timers only wake it; what is due is a row in the store.
import cron from 'node-cron'
import { makeFirstLink } from '../../app/desk.ts'
import { describeOperations, openOperations } from '../../app/operations.ts'
import { createSiteFollower, keepFollowing } from '../../app/follow-site.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { listenForReload } from '../../app/reload.ts'
import type { RunReport } from '../../app/run.ts'
import { createServerLog } from '../../app/server-log.ts'
import { type OpenSite, openSite } from '../../app/site-server.ts'
import { type App, withApp } from '../../app/wire.ts'
import { openServerWorker, type ServerWorker, wakeInTime } from '../../app/server-worker.ts'
import { offerList } from '../init/offer-list.ts'
import { exitCodes } from '../terminal/exit.ts'
import { listenForStop } from '../terminal/stop.ts'
import { say } from '../terminal/terminal.ts'
import { describeRun } from './run.ts'

/** Where a person looks now. */
function describePlaces(app: App, address: string | null, deskLink: string | null): string[] {
  const { mail, output } = app.config.weekly
  const mails = mail.transport.startsWith('outbox:')
    ? `${mail.transport.slice('outbox:'.length)}/*.eml`
    : app.deliver.transport.name
  return [
    '',
    ...(address === null ? [] : [`page     ${address}`, `feed     ${address}feed.xml`, `mail     ${address}subscribe`]),
    ...(deskLink === null ? [] : [`desk     ${deskLink} (once, within ten minutes)`]),
    `files    ${output}/`,
    `mails    ${mails}`,
    '',
  ]
}

/** Wakes the worker by the clock. The second expression ticks at the closing itself, so that the issue does not wait for the next collection. */
function startTicking(app: App, worker: ServerWorker, signal: AbortSignal) {
  const { schedule, timezone } = app.config.weekly
  return (['collect', 'issue'] as const).map(tick =>
    cron.schedule(schedule[tick], () => wakeInTime(app, worker, tick, signal), { timezone }),
  )
}

/**
 * Runs until SIGINT or SIGTERM: a worker, a web server, or both. SIGHUP reads the configuration again. Throws the bug that ended five passes in a
 * row: a web server does not go on over a dead worker.
 */
export async function start(options: GlobalOptions, own: { role?: 'worker' | 'web' }): Promise<number> {
  await offerList(options)
  const log = createServerLog(options)
  const { signal, asked } = listenForStop({ endsOnHangup: false })
  return withApp(options, { log, goesOn: true, signal }, async app => {
    log.setLevel(app.config.weekly.log.level)
    await app.presence.begin(own.role ?? 'worker and web')
    const stopListening = listenForReload(app, options, level => log.setLevel(level))
    const follower = own.role === 'web' ? createSiteFollower(app) : null
    const watched = describeOperations(app, own.role, follower)
    const operations = await openOperations(app, watched, own.role)
    const onFirst = (report: RunReport): void => describeRun(report, app.timezone).forEach(line => say(options, line))
    const { metrics } = watched
    const worker = own.role === 'web' ? null : await openServerWorker({ app, signal, metrics, onFirst })
    const ends = Promise.race([asked, ...(worker ? [worker.exhausted] : [])])
    let site: OpenSite | null = null
    let following = Promise.resolve()
    try {
      site = own.role === 'worker' ? null : await openSite(app, watched)
      if (follower) following = keepFollowing(follower, app, signal)
      if (worker) await Promise.race([worker.wake(), ends])
      const deskLink = site ? await makeFirstLink(app, site.address) : null
      for (const line of describePlaces(app, site?.address ?? null, deskLink)) say(options, line)
      const ticks = worker ? startTicking(app, worker, signal) : []
      const { collect, issue } = app.config.weekly.schedule
      const [role, address, port] = [own.role ?? 'worker and web', site?.address ?? null, operations?.port ?? null]
      log.info('started', { role, address, operationsPort: port, collect, issue })
      try {
        log.info('stopping', { signal: await ends })
      } finally {
        for (const tick of ticks) await tick.destroy()
      }
    } finally {
      await worker?.close()
      if (signal.aborted) await following
      stopListening()
      await site?.close()
      await operations?.close()
    }
    return exitCodes.done
  })
}
