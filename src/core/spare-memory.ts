// Keeps the heap small while work goes on that leaves much behind: the engine would let it lie until the heap is four times what is alive.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** What the works under way ask for; the engine knows one setting for the whole process. */
const asked: number[] = []

/** 0 is the engine's own choice. */
const heed = (): void => setFlagsFromString(`--heap-growing-percent=${asked.length === 0 ? 0 : Math.min(...asked)}`)

/**
 * Does a work with a heap that is cleared when it has grown by so many percent of what was alive. Of several works at a time the most sparing
 * counts; after the last the engine decides for itself again. Only memory and time depend on it.
 */
export async function sparingMemory<Result>(growthPercent: number, work: () => Promise<Result>): Promise<Result> {
  asked.push(growthPercent)
  heed()
  try {
    return await work()
  } finally {
    asked.splice(asked.indexOf(growthPercent), 1)
    heed()
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

/** Clears the heap of what is done with; what is alive stays as it is. Takes a tenth of a second or two where the heap is large. */
export function clearMemory(): void {
  collect ??= openCollector()
  collect()
}
