// Keeps the heap small while a full week is ranked: each step leaves behind more than it answers.
import { clearMemory, sparingMemory } from '../core/spare-memory.ts'

/** Below this the steps leave little, and sparing would take longer than it is worth. */
const MANY_ITEMS = 20_000
/** By how much the heap may grow, in percent of what was alive, before it is cleared again. */
const GROWTH_PERCENT = 30

/** Does a work on so many items with a heap that grows less. Only memory and time depend on it. */
export async function sparingFullWeek<Result>(items: number, work: () => Promise<Result>): Promise<Result> {
  return items < MANY_ITEMS ? work() : sparingMemory(GROWTH_PERCENT, work)
}

/** Clears what the last step with so many items has left behind. */
export function clearFullWeek(items: number): void {
  if (items >= MANY_ITEMS) clearMemory()
}
