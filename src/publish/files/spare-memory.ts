// Keeps the heap small while many files are rendered or many rows read: most of the peak would be garbage that it has room for.
import { setFlagsFromString } from 'node:v8'

/** By how much the heap may grow, in percent of what was alive, before it is cleared again; the engine's own choice goes up to three times as far. */
const GROWTH_PERCENT = 150

/** Does a work with a heap that grows less; the engine goes back to its own choice afterwards. Only memory and time depend on it. */
export async function sparingMemory<Result>(work: () => Promise<Result>): Promise<Result> {
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`)
  try {
    return await work()
  } finally {
    setFlagsFromString('--heap-growing-percent=0')
  }
}
