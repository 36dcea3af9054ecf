// `weekly jobs`: what workers share on PostgreSQL, who is at work, and the jobs that were given up.
import { WeeklyError } from '../../core/errors.ts'
import type { GlobalOptions } from '../../app/options.ts'
import { type App, withApp } from '../../app/wire.ts'
import { type DeadJob, type LaneCounts, readDeadJobs, readLanes } from '../../store/jobs.ts'
import { readWorkers } from '../../store/workers.ts'
import { exitCodes } from '../terminal/exit.ts'
import { createCommandLog, describeInstant, say, sayJson } from '../terminal/terminal.ts'

const lineOf = ({ lane, waiting, later, running, retrying, dead }: LaneCounts): string =>
  `${lane.padEnd(8)}  ${waiting} waiting  ${running} running  ${later} for later  ${retrying} tried again  ${dead} given up`

/** Puts jobs back that were given up: the one that is named, or all. Throws JOB_MISSING. */
async function revive(app: App, dead: readonly DeadJob[], id: string): Promise<number> {
  const wanted = dead.filter(job => id === 'all' || job.id === id)
  if (wanted.length === 0)
    throw new WeeklyError('JOB_MISSING', `no job ${id} was given up`, { hint: '`weekly jobs` lists them.' })
  // Loaded only here: to look at jobs no engine is needed.
  const { openEngine } = await import('../../app/lanes/engine.ts')
  const engine = await openEngine(app.store, app.config.weekly.store, app.log, false)
  try {
    return await engine.revive(wanted.map(job => job.id))
  } finally {
    await engine.close()
  }
}

/** Prints the lanes with their jobs, the workers, and what was given up; `retry` puts a job back, by its id or all of them. */
export async function jobs(options: GlobalOptions, own: { readonly retry?: string }): Promise<number> {
  return withApp(options, { log: createCommandLog(options) }, async app => {
    const { store, timezone } = app
    const dead = await readDeadJobs(store)
    if (own.retry !== undefined) {
      const count = await revive(app, dead, own.retry)
      if (options.json) sayJson({ putBack: count })
      say(options, `${count} put back; a worker takes them within two minutes`)
      return exitCodes.done
    }
    const lanes = await readLanes(store)
    const workers = await readWorkers(store)
    if (options.json) sayJson({ lanes: lanes ?? [], workers, dead })
    if (lanes === null)
      say(
        options,
        store.dialect === 'sqlite'
          ? 'no jobs: with SQLite one process does everything, one thing after the other'
          : 'no jobs yet: the first worker (`weekly start --role worker`) makes them',
      )
    else if (lanes.length === 0) say(options, 'nothing waits')
    for (const lane of lanes ?? []) say(options, lineOf(lane))
    for (const { role, host, beat_at } of workers)
      say(options, `${role} on ${host}, last heard of ${describeInstant(beat_at, timezone)}`)
    for (const { id, lane, key, tries, error, at } of dead)
      say(
        options,
        `given up ${describeInstant(at, timezone)}: ${lane} ${key} after ${tries} tries: ${error}\n  weekly jobs --retry ${id}`,
      )
    return exitCodes.done
  })
}
