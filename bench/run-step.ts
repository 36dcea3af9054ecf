// Runs one step in a process of its own, `run-step.ts NAME OPTIONS`, the options as JSON, and sends its measures to bench.ts: no step meets another's heap.
import { type StepOptions, steps } from './steps.ts'

const [name = '', options = ''] = process.argv.slice(2)
const step = await steps[name]?.()
if (!step) throw new Error(`there is no step ${name}`)
process.send?.(await step.measure(JSON.parse(options) as StepOptions))
process.disconnect()
