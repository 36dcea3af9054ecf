// `npm run bench [-- STEP… --large --update]`: measures every step, or those named, and compares the ratios with baseline.json.
// Slowness is reported and fails nothing; a step that breaks does. --large takes minutes; --update writes the baseline.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { type Baseline, findWorse, formatTable, type Measure, updateBaseline } from './report.ts'
import { steps } from './steps.ts'

const folder = import.meta.dirname
const baselinePath = join(folder, 'baseline.json')

/** The measures of one step; null when it failed: the others are measured all the same. */
async function runStep(name: string, flags: readonly string[]): Promise<readonly Measure[] | null> {
  const child = fork(join(folder, 'run-step.ts'), [name, ...flags])
  const measures: Measure[] = []
  child.on('message', message => measures.push(...(message as Measure[])))
  // Measures may still be on their way when the process has ended.
  const [[code]] = (await Promise.all([once(child, 'exit'), once(child, 'disconnect')])) as [[number | null], unknown]
  return code === 0 ? measures : null
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
}

const { values, positionals } = parseArgs({
  options: { large: { type: 'boolean', default: false }, update: { type: 'boolean', default: false } },
  allowPositionals: true,
})
const unknown = positionals.find(name => !Object.hasOwn(steps, name))
if (unknown !== undefined) {
  process.stderr.write(`there is no step ${unknown}; the steps are ${Object.keys(steps).join(', ')}\n`)
  process.exit(2)
}

const measures: Measure[] = []
const failed: string[] = []
for (const name of positionals.length > 0 ? positionals : Object.keys(steps)) {
  process.stderr.write(`${name} …\n`)
  const measured = await runStep(name, values.large ? ['--large'] : [])
  if (measured) measures.push(...measured)
  else failed.push(name)
}
console.log(formatTable(measures).join('\n'))
writeJson(join(folder, 'results.json'), measures)

const baseline = JSON.parse(readFileSync(baselinePath, 'utf8')) as Baseline
for (const line of findWorse(measures, baseline)) console.log(line)
if (values.update) writeJson(baselinePath, updateBaseline(baseline, measures))
if (failed.length > 0) {
  process.stderr.write(`failed: ${failed.join(', ')}\n`)
  process.exitCode = 1
}
