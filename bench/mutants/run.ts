// Asks of each module which small faults its tests would not notice: `npm run mutants`, or `npm run mutants -- guard seal` for some.
import { Stryker } from '@stryker-mutator/core'
import { modules } from './modules.ts'

/** Below this share of mutants killed a module needs tests, or less code. */
const LEAST_PERCENT = 90

const asked = process.argv.slice(2)
const unknown = asked.filter(name => !(name in modules))
if (unknown.length > 0)
  throw new Error(`no module is called ${unknown.join(', ')}; there are ${Object.keys(modules).join(', ')}`)

const rows: { readonly name: string; readonly killed: number; readonly all: number }[] = []
for (const name of asked.length > 0 ? asked : Object.keys(modules)) {
  process.env['MUTANTS_MODULE'] = name
  const results = await new Stryker({
    testRunner: 'vitest',
    vitest: { configFile: 'bench/mutants/vitest.config.ts', related: false },
    mutate: [...(modules[name]?.mutate ?? [])],
    concurrency: 1,
    coverageAnalysis: 'perTest',
    reporters: ['clear-text'],
    clearTextReporter: { logTests: false, reportTests: false, reportScoreTable: false, allowColor: false },
    disableTypeChecks: false,
    timeoutMS: 20_000,
    ignorePatterns: ['public', 'data', 'docs'],
  }).runMutationTest()
  const counted = results.filter(({ status }) => status !== 'Ignored' && !status.endsWith('Error'))
  const killed = counted.filter(({ status }) => status === 'Killed' || status === 'Timeout')
  rows.push({ name, killed: killed.length, all: counted.length })
}

const percentOf = ({ killed, all }: (typeof rows)[number]): number => (100 * killed) / all
for (const row of rows)
  console.log(`${row.name.padEnd(8)} ${percentOf(row).toFixed(1).padStart(5)} %  ${row.killed} of ${row.all} killed`)
if (rows.some(row => percentOf(row) < LEAST_PERCENT)) process.exitCode = 1
