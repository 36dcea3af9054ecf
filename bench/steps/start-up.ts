// Start-up: `weekly --help` as a checkout runs it, against node that runs nothing.
import { join } from 'node:path'
import { type ChildCost, medianCost, projectFolder, runNode } from '../measure.ts'
import type { Measure } from '../report.ts'

const ROUNDS = 9
const MOST_TIMES_BARE = 3

const commands = {
  bare: ['-e', '0'],
  main: [join(projectFolder, 'src', 'main.ts'), '--help'],
  bin: [join(projectFolder, 'bin', 'weekly.js'), '--help'],
}

/** Wall time, for it is what somebody waits; the three take turns. */
export async function measure(): Promise<readonly Measure[]> {
  const costs: Record<keyof typeof commands, ChildCost[]> = { bare: [], main: [], bin: [] }
  for (let round = 0; round < ROUNDS; round++)
    for (const name of ['bare', 'main', 'bin'] as const) costs[name].push(await runNode(commands[name]))
  const bare = medianCost(costs.bare)
  const line = (name: string, of: 'main' | 'bin'): Measure => ({
    step: 'start-up',
    name,
    ratio: medianCost(costs[of]).wallMs / bare.wallMs,
    against: 'bare node',
    figure: { value: medianCost(costs[of]).wallMs, unit: 'ms' },
    better: 'less',
    aim: { on: 'ratio', bound: MOST_TIMES_BARE },
  })
  return [line('src/main.ts --help', 'main'), line('bin/weekly.js --help', 'bin')]
}
