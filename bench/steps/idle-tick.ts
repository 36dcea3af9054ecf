// Publishing when nothing is new, as every tick of a server does it: a store with all issues, and a site that is as it was written.
import { join } from 'node:path'
import { fixedClock } from '../../src/core/clock.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant } from '../../src/core/types.ts'
import { publish, type PublishDeps } from '../../src/publish/publish.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { site, writeIssues } from '../issues.ts'
import { type Cost, costOf, medianOf, projectFolder, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'
import type { StepOptions } from '../steps.ts'

const ISSUES = 100
const MANY_ISSUES = 2_000
const TICKS = 5
/** The aim for 2,000 issues; fewer must stay below it as well. */
const MOST_MS = 300

async function fillStore({ db }: Store, count: number): Promise<void> {
  for (const issue of writeIssues(count).toReversed()) {
    const { week, sealedAt } = issue
    const slot = { week, opens_at: sealedAt, closes_at: sealedAt, settled_at: sealedAt, is_first: 0 as const }
    await db
      .insertInto('slots')
      .values({ ...slot, origin: 'scheduled', state: 'sealed' })
      .execute()
    await insertIssue(db, issue, [])
  }
}

async function measureTicks(count: number): Promise<{ readonly whole: Cost; readonly ticks: readonly Cost[] }> {
  return withTemporaryFolder(async folder => {
    const store = await openStore('sqlite:weekly.db', folder)
    await fillStore(store, count)
    const deps: PublishDeps = {
      store,
      site,
      clock: fixedClock('2100-01-01T00:00:00.000Z' as Instant),
      log: silentLog,
      review: 'auto',
      templatesFolder: join(projectFolder, 'templates'),
      fingerprintProgram: () => '',
      outputFolder: join(folder, 'public'),
      copyRules: { copies: 'none', copiesExcept: [] },
      readPosts: () => Promise.resolve({ posts: [], about: null, notes: [], keptFolders: [] }),
    }
    const whole = await costOf(() => publish(deps, []))
    const ticks: Cost[] = []
    for (let tick = 0; tick < TICKS; tick++) ticks.push(await costOf(() => publish(deps, [])))
    await store.close()
    return { whole, ticks }
  })
}

/** CPU time as ratio and as figure. */
export async function measure({ large }: StepOptions): Promise<readonly Measure[]> {
  const count = large ? MANY_ISSUES : ISSUES
  const { whole, ticks } = await measureTicks(count)
  const cpuMs = medianOf(ticks.map(tick => tick.cpuMs))
  return [
    {
      step: 'idle-tick',
      name: `${count} issues, nothing new`,
      ratio: cpuMs / whole.cpuMs,
      against: 'publishing from nothing',
      figure: { value: cpuMs, unit: 'ms of CPU' },
      better: 'less',
      aim: { on: 'figure', bound: MOST_MS },
    },
  ]
}
