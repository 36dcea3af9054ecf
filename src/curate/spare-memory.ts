// Keeps the heap small while a full week is ranked: each step leaves behind more than it answers, and V8 would let all of it lie until the heap is
// four times what is alive.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** Below this the steps leave little, and sparing would take longer than it is worth. */
const MANY_ITEMS = 20_000
/** By how much the heap may grow, in percent of what was alive, before it is cleared again. */
const GROWTH_PERCENT = 30

/** Does a work on so many items with a heap that grows less; the engine goes back to its own choice afterwards. Only memory and time depend on it. */
export async function sparingMemory<Result>(items: number, work: () => Promise<Result>): Promise<Result> {
  if (items < MANY_ITEMS) return work()
  setFlagsFromString(`--heap-growing-percent=${GROWTH_PERCENT}`)
  try {
    return await work()
  } finally {
    setFlagsFromString('--heap-growing-percent=0')
  }
}

let collect: (() => void) | null = null

/** Node names its collector to those alone that ask for it when a context is made. */
function openCollector(): () => void {
  setFlagsFromString('--expose-gc')
  const found = runInNewContext('gc') as () => void
  setFlagsFromString('--no-expose-gc')
  return found
}

/** Clears what the last step with so many items has left behind; what is alive stays as it is. Takes a tenth of a second or two. */
export function clearMemory(items: number): void {
  if (items < MANY_ITEMS) return
  collect ??= openCollector()
  collect()
}
