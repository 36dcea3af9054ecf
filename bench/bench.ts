// `npm run bench [-- STEP… --large --update]`: measures every step, or those named, and compares the ratios with baseline.json.
// It times nothing that may fail: it reports. --large takes minutes; --update writes the baseline.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Baseline, findWorse, formatTable, type Measure, updateBaseline } from './report.ts'
import { steps } from './steps.ts'

const folder = import.meta.dirname
const baselinePath = join(folder, 'baseline.json')

async function runStep(name: string, flags: readonly string[]): Promise<readonly Measure[]> {
  const child = fork(join(folder, 'run-step.ts'), [name, ...flags])
  const measures: Measure[] = []
  child.on('message', message => measures.push(...(message as Measure[])))
  const [code] = (await once(child, 'exit')) as [number | null]
  if (code !== 0) throw new Error(`the step ${name} failed`)
  return measures
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
}

const { values, positionals } = parseArgs({
  options: { large: { type: 'boolean', default: false }, update: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = positionals.find(name => !(name in steps))
if (unknown !== undefined) {
  process.stderr.write(`there is no step ${unknown}; the steps are ${Object.keys(steps).join(', ')}\n`)
  process.exit(2)
}

const measures: Measure[] = []
for (const name of positionals.length > 0 ? positionals : Object.keys(steps)) {
  process.stderr.write(`${name} …\n`)
  measures.push(...(await runStep(name, values.large ? ['--large'] : [])))
}
console.log(formatTable(measures).join('\n'))
writeJson(join(folder, 'results.json'), measures)

const baseline = JSON.parse(readFileSync(baselinePath, 'utf8')) as Baseline
for (const line of findWorse(measures, baseline)) console.log(line)
if (values.update) writeJson(baselinePath, updateBaseline(baseline, measures))
