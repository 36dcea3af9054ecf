// The fetch cycle: `weekly collect` of the package as it is published, over many feeds on loopback, cold and warm, against bare GETs of the
// same addresses.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildPackage } from '../build-package.ts'
import { type ChildCost, medianCost, medianOf, projectFolder, runNode, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'
import { type FeedServer, startServer } from '../start-server.ts'
import type { StepOptions } from '../steps.ts'

const FEEDS = 200
const RUNS = 3
const AIMS = { coldCpuMs: 2_500, coldMegabytes: 150, warmCpuMs: 500, warmCpuMsPerFeed: 0.5 }
const LARGE = { feeds: 10_000, mostMs: 60_000 }
const COLD_AT = '2026-11-20T08:00:00Z'
const WARM_AT = '2026-11-20T11:00:00Z'

/** A configuration folder with so many feeds of the server; all are due at any hour. */
async function writeConfig(folder: string, { origin }: FeedServer, feeds: number): Promise<void> {
  const config = join(folder, 'config')
  const sources = Array.from({ length: feeds }, (_, i) => ({ url: `${origin}/feed/${i + 1}`, intervalMinutes: 15 }))
  await mkdir(config)
  // JSON is YAML.
  await writeFile(join(config, 'sources.yaml'), JSON.stringify(sources, null, 1))
  await writeFile(
    join(config, 'weekly.yaml'),
    JSON.stringify({ fetch: { allowPrivate: ['127.0.0.0/8'], concurrency: 32, perHost: 16 } }),
  )
}

/** The package's program, and the feeds. */
interface Parties {
  readonly program: string
  readonly server: FeedServer
}

const fetchBare = ({ origin }: FeedServer, feeds: number): Promise<ChildCost> =>
  runNode([join(projectFolder, 'bench', 'children', 'fetch-bare.ts'), origin, String(feeds)])

interface Cycle {
  readonly bare: ChildCost
  readonly cold: ChildCost
  readonly warm: ChildCost
  /** The same command when nothing is due: what the process itself costs. */
  readonly idle: ChildCost
  readonly conditional: number
}

/** All in an empty store; what changes on the server between cold and warm is `revise`. */
async function runCycle({ program, server }: Parties, feeds: number, revise = false): Promise<Cycle> {
  return withTemporaryFolder(async folder => {
    const collectAt = (now: string, ...flags: readonly string[]): Promise<ChildCost> =>
      runNode([program, 'collect', '--now', now, ...flags], folder)
    await writeConfig(folder, server, feeds)
    const bare = await fetchBare(server, feeds)
    const cold = await collectAt(COLD_AT)
    const idle = await collectAt(COLD_AT)
    if (revise) await server.revise()
    const before = await server.readCounts()
    const warm = await collectAt(WARM_AT, '--force')
    const after = await server.readCounts()
    return { bare, cold, warm, idle, conditional: after.conditional - before.conditional }
  })
}

const base = { step: 'fetch-cycle', better: 'less' } as const

function describeCycles(cycles: readonly Cycle[]): readonly Measure[] {
  const cost = (of: 'bare' | 'cold' | 'warm' | 'idle') => medianCost(cycles.map(cycle => cycle[of]))
  const [bare, cold, warm, idle] = [cost('bare'), cost('cold'), cost('warm'), cost('idle')]
  const cpu = (name: string, cpuMs: number, bound: number): Measure => ({
    ...base,
    name,
    ratio: cpuMs / bare.cpuMs,
    against: 'bare GETs',
    figure: { value: cpuMs, unit: 'ms CPU' },
    aim: { on: 'figure', bound },
  })
  const perFeedMs = (warm.cpuMs - idle.cpuMs) / FEEDS
  const conditional = medianOf(cycles.map(cycle => cycle.conditional))
  return [
    cpu(`cold, ${FEEDS} feeds`, cold.cpuMs, AIMS.coldCpuMs),
    {
      ...base,
      name: 'cold, peak memory',
      ratio: cold.peakMegabytes / bare.peakMegabytes,
      against: 'bare GETs',
      figure: { value: cold.peakMegabytes, unit: 'MB' },
      aim: { on: 'figure', bound: AIMS.coldMegabytes },
    },
    cpu(`warm, ${FEEDS} feeds`, warm.cpuMs, AIMS.warmCpuMs),
    {
      ...base,
      name: 'warm, a feed without start-up',
      ratio: (perFeedMs * FEEDS) / bare.cpuMs,
      against: 'bare GETs',
      figure: { value: perFeedMs, unit: 'ms CPU' },
      aim: { on: 'figure', bound: AIMS.warmCpuMsPerFeed },
    },
    {
      ...base,
      name: 'warm, conditional requests',
      ratio: conditional / FEEDS,
      against: 'feeds',
      figure: { value: conditional, unit: 'requests' },
      better: 'more',
      aim: { on: 'ratio', bound: 1 },
    },
  ]
}

function describeLarge({ bare, warm, conditional }: Cycle): readonly Measure[] {
  return [
    {
      ...base,
      name: `${LARGE.feeds} feeds, 10 % changed`,
      ratio: warm.cpuMs / bare.cpuMs,
      against: 'bare GETs',
      figure: { value: warm.wallMs, unit: 'ms' },
      aim: { on: 'figure', bound: LARGE.mostMs },
    },
    {
      ...base,
      name: `${LARGE.feeds} feeds, conditional requests`,
      ratio: conditional / LARGE.feeds,
      against: 'feeds',
      figure: { value: conditional, unit: 'requests' },
      better: 'more',
      aim: { on: 'ratio', bound: 1 },
    },
  ]
}

async function measureIn(folder: string, large: boolean): Promise<readonly Measure[]> {
  const parties = { program: await buildPackage(folder), server: await startServer() }
  try {
    // Once unmeasured: the compiled code is kept from then on.
    await runCycle(parties, 1)
    const cycles = []
    for (let run = 0; run < RUNS; run++) cycles.push(await runCycle(parties, FEEDS))
    return [...describeCycles(cycles), ...(large ? describeLarge(await runCycle(parties, LARGE.feeds, true)) : [])]
  } finally {
    parties.server.close()
  }
}

/** CPU time and memory of whole processes, start-up included on both sides. */
export const measure = ({ large }: StepOptions): Promise<readonly Measure[]> =>
  withTemporaryFolder(folder => measureIn(folder, large))
