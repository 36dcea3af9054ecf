// How many readers wrote back. Nothing of what they say is kept, and not who they are.
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** Counts an answer to the mail of an issue; the same one once more changes nothing, and answers false. */
export async function noteReply(
  db: Connection,
  reply: { readonly sha256: string; readonly week: WeekId },
  now: Instant,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('replies')
    .values({ ...reply, came_at: now })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  return numInsertedOrUpdatedRows > 0n
}

/** How many answers each of these issues got; an issue without one is missing. */
export async function countRepliesTo(db: Connection, weeks: readonly WeekId[]): Promise<ReadonlyMap<WeekId, number>> {
  if (weeks.length === 0) return new Map()
  const rows = await db
    .selectFrom('replies')
    .select(({ fn }) => ['week', fn.countAll<number | string>().as('count')])
    .where('week', 'in', weeks)
    .groupBy('week')
    .execute()
  return new Map(rows.map(({ week, count }) => [week, Number(count)]))
}
