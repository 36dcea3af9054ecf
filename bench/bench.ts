// `npm run bench [-- STEP… --large --update]`: measures every step, or those named, and compares the ratios with baseline.json and the
// quality with quality/baseline.json. What is slow or poor is reported and fails nothing; a step that breaks does. --large takes minutes;
// --update writes the baselines; --articles, --stories, --weeks, --summaries name sets from outside, --baseline a baseline that holds them.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { findWorseScores, formatScores, type QualityBaseline, updateQualityBaseline } from './quality/report.ts'
import type { Score } from './quality/score.ts'
import { type Baseline, findWorse, formatTable, type Measure, updateBaseline } from './report.ts'
import { type StepOptions, steps } from './steps.ts'

const folder = import.meta.dirname
const baselinePath = join(folder, 'baseline.json')

/** The measures of one step; null when it failed: the others are measured all the same. */
async function runStep(name: string, options: StepOptions): Promise<readonly (Measure | Score)[] | null> {
  const child = fork(join(folder, 'run-step.ts'), [name, JSON.stringify(options)])
  const measures: (Measure | Score)[] = []
  child.on('message', message => measures.push(...(message as (Measure | Score)[])))
  // Measures may still be on their way when the process has ended.
  const [[code]] = (await Promise.all([once(child, 'exit'), once(child, 'disconnect')])) as [[number | null], unknown]
  return code === 0 ? measures : null
}

/** What a file of JSON holds; nothing when there is none yet. */
function readJson(path: string): unknown {
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {}
}

function writeJson(path: string, value: unknown): void {
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`)
}

const { values, positionals } = parseArgs({
  options: {
    large: { type: 'boolean', default: false },
    update: { type: 'boolean', default: false },
    articles: { type: 'string', multiple: true, default: [] },
    stories: { type: 'string', multiple: true, default: [] },
    weeks: { type: 'string', multiple: true, default: [] },
    summaries: { type: 'string', multiple: true, default: [] },
    baseline: { type: 'string' },
  },
  allowPositionals: true,
})
const unknown = positionals.find(name => !Object.hasOwn(steps, name))
if (unknown !== undefined) {
  process.stderr.write(`there is no step ${unknown}; the steps are ${Object.keys(steps).join(', ')}\n`)
  process.exit(2)
}

const { articles, stories, weeks, summaries } = values
const options: StepOptions = { large: values.large, sets: { articles, stories, weeks, summaries } }
const measures: Measure[] = []
const scores: Score[] = []
const failed: string[] = []
for (const name of positionals.length > 0 ? positionals : Object.keys(steps)) {
  process.stderr.write(`${name} …\n`)
  const measured = await runStep(name, options)
  if (measured === null) failed.push(name)
  for (const line of measured ?? [])
    if ('matter' in line) scores.push(line)
    else measures.push(line)
}
const qualityPath = values.baseline ?? join(folder, 'quality', 'baseline.json')
const baseline = readJson(baselinePath) as Baseline
const quality = readJson(qualityPath) as QualityBaseline
if (measures.length > 0) console.log(formatTable(measures).join('\n'))
if (scores.length > 0) console.log(formatScores(scores, quality).join('\n'))
writeJson(join(folder, 'results.json'), [...measures, ...scores])
for (const line of [...findWorse(measures, baseline), ...findWorseScores(scores, quality)]) console.log(line)
if (values.update) {
  // The project's baseline holds what anybody can measure again.
  const kept = values.baseline === undefined ? scores.filter(({ isFromOutside }) => !isFromOutside) : scores
  if (measures.length > 0) writeJson(baselinePath, updateBaseline(baseline, measures))
  if (kept.length > 0) writeJson(qualityPath, updateQualityBaseline(quality, kept))
}
if (failed.length > 0) {
  process.stderr.write(`failed: ${failed.join(', ')}\n`)
  process.exitCode = 1
}
