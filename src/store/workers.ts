// Who is at work on the store: claims of processes that have died are ended, and nobody publishes while others are still reading.
import type { Instant } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'

const LONG_AGO = '1970-01-01T00:00:00.000Z' as Instant

/** Claims by their column for the holder; a delivery's and a lease's holder may carry a fence behind `#`. */
const claims = [
  { table: 'source_states', holder: 'claimed_by', until: 'claimed_until' },
  { table: 'readings', holder: 'worker', until: 'until' },
  { table: 'deliveries', holder: 'claimed_by', until: 'claimed_until' },
  { table: 'letters', holder: 'claimed_by', until: 'claimed_until' },
  { table: 'thanks', holder: 'claimed_by', until: 'claimed_until' },
  { table: 'editor_letters', holder: 'claimed_by', until: 'claimed_until' },
  { table: 'leases', holder: 'holder', until: 'until' },
] as const

/**
 * Ends the claims of workers that are not at work any more, so that what they left can be taken up at once instead of when the claims run out.
 * `isOver` answers for a worker's id; when in doubt it must say no: a claim ends by itself.
 */
export async function endClaims({ db }: Store, isOver: (worker: string) => boolean): Promise<void> {
  for (const { table, holder, until } of claims) {
    const rows = await db
      .selectFrom(table as 'leases')
      .select(holder as 'holder')
      .distinct()
      .where(until as 'until', '>', LONG_AGO)
      .where(holder as 'holder', 'is not', null)
      .execute()
    const over = rows
      .map(row => (row as Record<string, string>)[holder] ?? '')
      .filter(id => isOver(id.split('#')[0] ?? ''))
    if (over.length === 0) continue
    await db
      .updateTable(table as 'leases')
      .set({ [until]: LONG_AGO })
      .where(holder as 'holder', 'in', over)
      .execute()
  }
}

/** Whether another worker is visiting sources or reading articles: what it finds may belong to an issue that is due. */
export async function isAnotherReading(db: Connection, worker: string, now: Instant): Promise<boolean> {
  const visiting = await db
    .selectFrom('source_states')
    .select('source_id')
    .where('claimed_until', '>', now)
    .where('claimed_by', '!=', worker)
    .limit(1)
    .executeTakeFirst()
  if (visiting) return true
  const reading = await db
    .selectFrom('readings')
    .select('item_id')
    .where('until', '>', now)
    .where('worker', '!=', worker)
    .limit(1)
    .executeTakeFirst()
  return reading !== undefined
}
