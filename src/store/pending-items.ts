// What a week that has closed may still get: items of its own whose article is being read, and visits that may bring it some.
import { addMinutes } from '../core/clock.ts'
import type { Instant, IssueWindow } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { unreadItems } from './items.ts'
import { CLAIM_MINUTES } from './sources.ts'

/** Whether a source is being visited whose items may fall into the window: since before its closing, or for the first time. */
async function isVisitedFor(db: Connection, window: IssueWindow, except: string, now: Instant): Promise<boolean> {
  const begunBefore = addMinutes(window.closesAt, CLAIM_MINUTES)
  const visit = await db
    .selectFrom('source_states')
    .select('source_id')
    .where('claimed_until', '>', now)
    .where('claimed_by', '!=', except)
    .where(or => or.or([or('claimed_until', '<=', begunBefore), or('checked_at', 'is', null)]))
    .limit(1)
    .executeTakeFirst()
  return visit !== undefined
}

/** Whether a worker other than `except` is visiting sources or reading articles for a week that has closed. */
export async function isAwaited(db: Connection, window: IssueWindow, except: string, now: Instant): Promise<boolean> {
  if (await isVisitedFor(db, window, except, now)) return true
  const reading = await db
    .selectFrom('readings')
    .innerJoin('items', 'items.id', 'readings.item_id')
    .leftJoin('placements', 'placements.item_id', 'items.id')
    .select('readings.item_id')
    .where('readings.until', '>', now)
    .where('readings.worker', '!=', except)
    .where('items.enters_at', '<', window.closesAt)
    .where('placements.item_id', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return reading !== undefined
}

/** Ids of the items of a week that have no article at all, oldest first. */
export async function readUnreadOf(
  db: Connection,
  window: IssueWindow,
  now: Instant,
  { after, limit }: { readonly after: number; readonly limit: number },
): Promise<readonly number[]> {
  const rows = await unreadItems(db, window, now)
    .select('items.id')
    .where('articles.item_id', 'is', null)
    .where('items.enters_at', '<', window.closesAt)
    .where('items.id', '>', after)
    .orderBy('items.id')
    .limit(limit)
    .execute()
  return rows.map(({ id }) => id)
}

/** Whether a source that is followed has never been asked: what it brings first may be of a week that has closed. */
export async function hasUnvisited(db: Connection): Promise<boolean> {
  const source = await db
    .selectFrom('source_states')
    .innerJoin('sources', 'sources.id', 'source_states.source_id')
    .select('source_id')
    .where('sources.active', '=', 1)
    .where('sources.paused', '=', 0)
    .where('checked_at', 'is', null)
    .where('disabled_reason', 'is', null)
    .limit(1)
    .executeTakeFirst()
  return source !== undefined
}
