// Drafting a week of 1,000 and 10,000 items (100,000 with --large, and 30,000 whole articles): a pass with nothing new, the draft made anew,
// and how long whoever asks a server for a page waits meanwhile.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { fixedClock } from '../../src/core/clock.ts'
import { silentLog } from '../../src/core/log.ts'
import { type CurateDeps, curate } from '../../src/curate/curate.ts'
import { openDraftingAside } from '../../src/curate/draft-aside.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { type ArticleLength, benchSections, filledWindow } from '../fill-week.ts'
import { type Cost, costOf, cpuMsOf, medianOf, runNode, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'
import type { StepOptions } from '../steps.ts'

const SMALL = 1_000
const MIDDLE = 10_000
const LARGE = 100_000
/** Whole articles are eight times as long. */
const WHOLE = 30_000
const TICKS = 21
/** A grain of the histogram of delays, in milliseconds. */
const DELAY_GRAIN_MS = 1
const aims = { tickMs: 50, largeTickMs: 200, waitMs: 50, largeCpuMs: 60_000, largeMb: 1_024 }
const base = { step: 'curate', better: 'less' } as const

const depsOf = (store: Store, more: Partial<CurateDeps> = {}): CurateDeps => ({
  store,
  clock: fixedClock(filledWindow.closesAt),
  log: silentLog,
  sections: benchSections,
  limits: { stories: 20, perSource: 3 },
  language: 'en',
  fingerprintProgram: () => 'bench',
  ...more,
})

/** The least that any reading of a week must do: each text once, its words counted. */
async function countWords({ db }: Store): Promise<number> {
  const counts = new Map<string, number>()
  for (const { text } of await db.selectFrom('articles').select('text').execute())
    for (const word of text.toLowerCase().match(/[a-z]+|\p{Script=Han}/gu) ?? [])
      counts.set(word, (counts.get(word) ?? 0) + 1)
  return counts.size
}

/** The middle of several passes with nothing new, and of as many of the smallest queries, in milliseconds. */
async function measureTick(store: Store): Promise<{ readonly tickMs: number; readonly queryMs: number }> {
  const ticks: Cost[] = []
  const queries: Cost[] = []
  for (let round = 0; round < TICKS; round++) {
    ticks.push(await costOf(() => curate(depsOf(store), filledWindow)))
    queries.push(await costOf(() => store.db.selectFrom('slots').select('week').execute()))
  }
  const middle = (costs: readonly Cost[]) => medianOf(costs.map(({ wallMs }) => wallMs))
  return { tickMs: middle(ticks), queryMs: middle(queries) }
}

/** The longest that this thread keeps anybody waiting while something else is done, in milliseconds. */
async function longestWait(work: () => Promise<unknown>): Promise<number> {
  const delays = monitorEventLoopDelay({ resolution: DELAY_GRAIN_MS })
  delays.enable()
  await wait(5)
  delays.reset()
  await work()
  delays.disable()
  return delays.max / 1e6
}

/** The wait while a draft is made in another thread, and while another thread is as long busy with nothing. */
async function measureWait(
  store: Store,
  address: string,
): Promise<{ readonly waitMs: number; readonly idleMs: number }> {
  await store.db.updateTable('drafts').set({ mark: null }).execute()
  const startedMs = performance.now()
  const deps = depsOf(store, { renewAside: openDraftingAside(address) })
  const waitMs = await longestWait(() => curate(deps, filledWindow))
  const tookMs = performance.now() - startedMs
  const idleMs = await longestWait(async () => {
    const busy = new Worker('for (;;);', { eval: true })
    await wait(tookMs)
    await busy.terminate()
  })
  return { waitMs, idleMs }
}

async function measureWeek(count: number, length: ArticleLength = 'short'): Promise<readonly Measure[]> {
  const items = length === 'short' ? `${count} items` : `${count} whole articles`
  return withTemporaryFolder(async folder => {
    const address = `sqlite:${folder}/weekly.db`
    // What filling leaves in memory is no draft's.
    await runNode(['bench/children/fill-store.ts', address, String(count), length])
    const store = await openStore(address, folder)
    try {
      const anew = await costOf(() =>
        curate(depsOf(store, { renewAside: openDraftingAside(address, { isAlone: true }) }), filledWindow),
      )
      const peakMb = process.resourceUsage().maxRSS / 1024
      const countMs = await cpuMsOf(() => countWords(store))
      const { tickMs, queryMs } = await measureTick(store)
      const { waitMs, idleMs } = await measureWait(store, address)
      const isLarge = count === LARGE
      const tickAim = isLarge ? aims.largeTickMs : aims.tickMs
      const on = 'figure' as const
      return [
        {
          ...base,
          name: `${items}, nothing new`,
          ratio: tickMs / queryMs,
          against: 'a query of one row',
          figure: { value: tickMs, unit: 'ms' },
          aim: { on, bound: tickAim },
        },
        {
          ...base,
          name: `${items} anew`,
          ratio: anew.cpuMs / countMs,
          against: 'reading and counting words',
          figure: { value: anew.cpuMs, unit: 'ms CPU' },
          aim: isLarge ? { on, bound: aims.largeCpuMs } : null,
        },
        {
          ...base,
          name: `a page meanwhile, ${items}`,
          ratio: waitMs / idleMs,
          against: 'idling beside a busy thread',
          figure: { value: waitMs, unit: 'ms at most' },
          aim: { on, bound: aims.waitMs },
        },
        ...(isLarge
          ? [
              {
                ...base,
                name: `${items}, peak memory`,
                ratio: peakMb / aims.largeMb,
                against: '1 GB',
                figure: { value: peakMb, unit: 'MB' },
                aim: { on, bound: aims.largeMb },
              },
            ]
          : []),
      ]
    } finally {
      await store.close()
    }
  })
}

/** CPU time of the draft made anew, wall time of a pass with nothing new and of the wait. */
export async function measure({ large }: StepOptions): Promise<readonly Measure[]> {
  const measures: Measure[] = []
  for (const count of large ? [SMALL, MIDDLE, LARGE] : [SMALL, MIDDLE]) measures.push(...(await measureWeek(count)))
  if (large) measures.push(...(await measureWeek(WHOLE, 'whole')))
  return measures
}
