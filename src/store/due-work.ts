// Whether there is anything to visit or to read: asked before a job is handed in for it.
import type { Instant, IssueWindow } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { unreadItems } from './items.ts'

/** Whether a source is due that nobody visits. */
export async function hasDueSources(db: Connection, now: Instant): Promise<boolean> {
  const due = await db
    .selectFrom('source_states')
    .innerJoin('sources', 'sources.id', 'source_states.source_id')
    .select('source_id')
    .where('sources.active', '=', 1)
    .where('sources.paused', '=', 0)
    .where('disabled_reason', 'is', null)
    .where('next_check_at', '<=', now)
    .where(or => or.or([or('claimed_until', 'is', null), or('claimed_until', '<=', now)]))
    .limit(1)
    .executeTakeFirst()
  return due !== undefined
}

/** Whether an item waits for its article that nobody reads. */
export async function hasUnread(db: Connection, window: IssueWindow, now: Instant): Promise<boolean> {
  const item = await unreadItems(db, window, now)
    .leftJoin('readings', 'readings.item_id', 'items.id')
    .select('items.id')
    .where(or => or.or([or('readings.item_id', 'is', null), or('readings.until', '<=', now)]))
    .limit(1)
    .executeTakeFirst()
  return item !== undefined
}
