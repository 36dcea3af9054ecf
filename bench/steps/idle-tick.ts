// A whole `weekly run` when nothing is new, as every tick of a server does it: a store with all issues, and a site that is as it was
// written. In a process that runs, and in one that is started for it.
import { join } from 'node:path'
import { run } from '../../src/app/run.ts'
import { openApp } from '../../src/app/wire.ts'
import { silentLog } from '../../src/core/log.ts'
import { fillArchive } from '../fill-archive.ts'
import { writeIssues } from '../issues.ts'
import { type Cost, costOf, medianOf, projectFolder, runNode, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'
import type { StepOptions } from '../steps.ts'

const ISSUES = 100
const MANY_ISSUES = 2_000
const TICKS = 5
/** The aim for 2,000 issues; fewer must stay below it as well. */
const MOST_MS = 300

interface Ticks {
  readonly whole: Cost
  readonly ticks: readonly Cost[]
  readonly fresh: readonly Cost[]
}

async function measureTicks(count: number): Promise<Ticks> {
  return withTemporaryFolder(async folder => {
    const { config, now } = await fillArchive(folder, writeIssues(count))
    const app = await openApp({ config, now }, { log: silentLog })
    const whole = await costOf(() => run(app))
    const ticks: Cost[] = []
    for (let tick = 0; tick < TICKS; tick++) ticks.push(await costOf(() => run(app)))
    await app.close()
    const args = [join(projectFolder, 'bin', 'weekly.js'), 'run', '--config', config, '--now', now]
    const fresh: Cost[] = []
    for (let start = 0; start < TICKS; start++) fresh.push(await runNode(args, folder))
    return { whole, ticks, fresh }
  })
}

/** CPU time as ratio and as figure. */
export async function measure({ large }: StepOptions): Promise<readonly Measure[]> {
  const count = large ? MANY_ISSUES : ISSUES
  const { whole, ticks, fresh } = await measureTicks(count)
  const line = (name: string, costs: readonly Cost[], bound: number | null): Measure => {
    const cpuMs = medianOf(costs.map(cost => cost.cpuMs))
    return {
      step: 'idle-tick',
      name: `${count} issues, ${name}`,
      ratio: cpuMs / whole.cpuMs,
      against: 'publishing from nothing',
      figure: { value: cpuMs, unit: 'ms of CPU' },
      better: 'less',
      aim: bound === null ? null : { on: 'figure', bound },
    }
  }
  return [line('nothing new', ticks, MOST_MS), line('nothing new, a process of its own', fresh, null)]
}
