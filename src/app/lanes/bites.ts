// How much a worker takes at a time of what all share: little enough that those that begin a moment later find their share as well.
import type { IssueWindow } from '../../core/types.ts'
import { countDueSources, countUnread } from '../../store/due-work.ts'
import { countWorkers } from '../../store/workers.ts'
import type { App } from '../wire.ts'

/** Each worker comes so many times to what there is: whoever was quick at one is not much ahead of the others. */
const BITES_EACH = 4
/** Whoever starts first shares with those that are about to start. */
const LEAST_WORKERS = 4
/** Fewer would leave turns in one process unused. */
const LEAST_BITE = 8
const LARGEST_VISITS = 256
const LARGEST_READINGS = 24

/** How many of `waiting` one of `workers` takes at a time, never more than `largest`. */
export function decideBite(waiting: number, workers: number, largest: number): number {
  const fair = Math.ceil(waiting / (BITES_EACH * Math.max(LEAST_WORKERS, workers)))
  return Math.min(largest, Math.max(LEAST_BITE, fair))
}

/** How many of the things that wait are worth counting: with more the largest bite is taken anyway. */
const worthCounting = (workers: number, largest: number): number =>
  BITES_EACH * Math.max(LEAST_WORKERS, workers) * largest

/** How many due sources this worker takes next. Throws what the database refuses. */
export async function decideVisits({ store, clock }: Pick<App, 'store' | 'clock'>): Promise<number> {
  const workers = await countWorkers(store)
  const due = await countDueSources(store.db, clock.now(), worthCounting(workers, LARGEST_VISITS))
  return decideBite(due, workers, LARGEST_VISITS)
}

/** How many unread items this worker takes next. Throws what the database refuses. */
export async function decideReadings(
  { store, clock }: Pick<App, 'store' | 'clock'>,
  window: IssueWindow,
): Promise<number> {
  const workers = await countWorkers(store)
  const unread = await countUnread(store.db, window, clock.now(), worthCounting(workers, LARGEST_READINGS))
  return decideBite(unread, workers, LARGEST_READINGS)
}
