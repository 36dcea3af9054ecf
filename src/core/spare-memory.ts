// Keeps the heap small while work goes on that leaves much behind: the engine would let it lie until the heap is four times what is alive.
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/**
 * Does a work with a heap that is cleared when it has grown by so many percent of what was alive. Of several works at a time the most sparing
 * counts; after the last the engine decides for itself again. Only memory and time depend on it.
 */
export type SpareMemory = <Result>(growthPercent: number, work: () => Promise<Result>) => Promise<Result>

/** Opens it over the one setting that a process has; 0 leaves it to the engine. */
export function openSparing(setGrowth: (percent: number) => void): SpareMemory {
  const asked: number[] = []
  const heed = (): void => setGrowth(asked.length === 0 ? 0 : Math.min(...asked))
  return async (growthPercent, work) => {
    asked.push(growthPercent)
    heed()
    try {
      return await work()
    } finally {
      asked.splice(asked.indexOf(growthPercent), 1)
      heed()
    }
  }
}

/** That of this process. */
export const sparingMemory = openSparing(percent => setFlagsFromString(`--heap-growing-percent=${percent}`))

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
