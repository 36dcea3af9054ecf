// Start-up against node that runs nothing: `weekly --help` as a checkout runs it, and commands of the package as it is published.
import { join } from 'node:path'
import { buildPackage } from '../build-package.ts'
import { type ChildCost, medianCost, projectFolder, runNode, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'

const ROUNDS = 11
const aims = { checkout: 3, help: 1.7, show: 7 }
const NOW = '2026-12-04T08:30+08:00'
const WEEK = '2026-W49'

type Command = 'bare' | 'main' | 'bin' | 'help' | 'show'

/** What is run; the last two in the package's folder, where its samples were published. */
const commandsOf = (program: string): Readonly<Record<Command, readonly string[]>> => ({
  bare: ['-e', '0'],
  main: [join(projectFolder, 'src', 'main.ts'), '--help'],
  bin: [join(projectFolder, 'bin', 'weekly.js'), '--help'],
  help: [program, '--help'],
  show: [program, 'issue', 'show', WEEK, '--now', NOW],
})

async function measureIn(folder: string): Promise<readonly Measure[]> {
  const program = await buildPackage(folder)
  await runNode([program, 'run', '--now', NOW], folder)
  const commands = commandsOf(program)
  const names = Object.keys(commands) as Command[]
  const costs: Record<Command, ChildCost[]> = { bare: [], main: [], bin: [], help: [], show: [] }
  // Once unmeasured: the compiled code is kept from then on.
  for (const name of names) await runNode(commands[name], folder)
  for (let round = 0; round < ROUNDS; round++)
    for (const name of names) costs[name].push(await runNode(commands[name], folder))
  const line = (name: string, of: Command, cost: 'wallMs' | 'cpuMs', bound: number): Measure => ({
    step: 'start-up',
    name,
    ratio: medianCost(costs[of])[cost] / medianCost(costs.bare)[cost],
    against: 'bare node',
    figure: { value: medianCost(costs[of])[cost], unit: cost === 'cpuMs' ? 'ms CPU' : 'ms' },
    better: 'less',
    aim: { on: 'ratio', bound },
  })
  return [
    line('src/main.ts --help', 'main', 'wallMs', aims.checkout),
    line('bin/weekly.js --help', 'bin', 'wallMs', aims.checkout),
    line('package, --help', 'help', 'cpuMs', aims.help),
    line('package, issue show', 'show', 'cpuMs', aims.show),
  ]
}

/** Wall time of the checkout, for it is what somebody waits; CPU time of the package. All take turns. */
export const measure = (): Promise<readonly Measure[]> => withTemporaryFolder(measureIn)
