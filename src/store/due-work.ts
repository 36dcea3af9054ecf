// Whether there is anything to visit or to read: asked before a job is handed in for it.
import { sql } from 'kysely'
import type { Instant, IssueWindow } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { unreadItems } from './items.ts'

const counted = sql<number | string>`count(*)`.as('count')

const dueSources = (db: Connection, now: Instant) =>
  db
    .selectFrom('source_states')
    .innerJoin('sources', 'sources.id', 'source_states.source_id')
    .select('source_id')
    .where('sources.active', '=', 1)
    .where('sources.paused', '=', 0)
    .where('disabled_reason', 'is', null)
    .where('next_check_at', '<=', now)
    .where(or => or.or([or('claimed_until', 'is', null), or('claimed_until', '<=', now)]))

/** How many sources are due that nobody visits; counted up to `most`. */
export async function countDueSources(db: Connection, now: Instant, most: number): Promise<number> {
  const due = dueSources(db, now).limit(most).as('due')
  const { count } = await db.selectFrom(due).select(counted).executeTakeFirstOrThrow()
  return Number(count)
}

/** Whether a source is due that nobody visits. */
export async function hasDueSources(db: Connection, now: Instant): Promise<boolean> {
  return (await countDueSources(db, now, 1)) > 0
}

/** How many items wait for their article that nobody reads; counted up to `most`. */
export async function countUnread(db: Connection, window: IssueWindow, now: Instant, most: number): Promise<number> {
  const unread = unreadItems(db, window, now)
    .leftJoin('readings', 'readings.item_id', 'items.id')
    .select('items.id')
    .where(or => or.or([or('readings.item_id', 'is', null), or('readings.until', '<=', now)]))
    .limit(most)
    .as('unread')
  const { count } = await db.selectFrom(unread).select(counted).executeTakeFirstOrThrow()
  return Number(count)
}

/** Whether an item waits for its article that nobody reads. */
export async function hasUnread(db: Connection, window: IssueWindow, now: Instant): Promise<boolean> {
  return (await countUnread(db, window, now, 1)) > 0
}
