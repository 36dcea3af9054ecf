// Runs one step in a process of its own, `run-step.ts NAME [--large]`, and sends its measures to bench.ts: no step meets another's heap.
import { steps } from './steps.ts'

const [name = '', ...flags] = process.argv.slice(2)
const step = await steps[name]?.()
if (!step) throw new Error(`there is no step ${name}`)
process.send?.(await step.measure({ large: flags.includes('--large') }))
process.disconnect()
