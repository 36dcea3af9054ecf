// What the rules of sources dropped: kept for a while and of each source the newest only, so that somebody who misses it is told why.
import { sql } from 'kysely'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { DroppedItemTable } from './engine/visit-tables.ts'

/** What was dropped, as collect hands it in. */
export type DroppedItem = Omit<DroppedItemTable, 'source_id' | 'dropped_at' | 'seen_at'>

/** What was dropped, with the name of its source. */
export type DroppedRow = DroppedItemTable & { readonly source_title: string | null; readonly source_url: string }

/** Of one source so many are remembered: far more than a feed lists that one person follows. */
export const KEPT_OF_SOURCE = 500
const ROWS_AT_ONCE = 100

/** Remembers what a visit dropped; what is known already was only seen again. */
export async function saveDropped(
  db: Connection,
  sourceId: number,
  dropped: readonly DroppedItem[],
  now: Instant,
): Promise<void> {
  const kept = dropped.slice(0, KEPT_OF_SOURCE)
  for (let start = 0; start < kept.length; start += ROWS_AT_ONCE)
    await db
      .insertInto('dropped_items')
      .values(
        kept
          .slice(start, start + ROWS_AT_ONCE)
          .map(each => ({ ...each, source_id: sourceId, dropped_at: now, seen_at: now })),
      )
      .onConflict(conflict =>
        conflict.columns(['source_id', 'name']).doUpdateSet(row => ({
          link: row.ref('excluded.link'),
          url: row.ref('excluded.url'),
          title: row.ref('excluded.title'),
          rule: row.ref('excluded.rule'),
          detail: row.ref('excluded.detail'),
          seen_at: row.ref('excluded.seen_at'),
        })),
      )
      .execute()
  if (kept.length === 0) return
  await sql`delete from dropped_items where source_id = ${sourceId} and name not in (
    select name from dropped_items where source_id = ${sourceId} order by seen_at desc, dropped_at desc, name
    limit ${KEPT_OF_SOURCE})`.execute(db)
}

/** What was dropped and has not come in since: a rule may have gone. */
const dropped = (db: Connection) =>
  db
    .selectFrom('dropped_items')
    .innerJoin('sources', 'sources.id', 'dropped_items.source_id')
    .innerJoin('source_states', 'source_states.source_id', 'dropped_items.source_id')
    .selectAll('dropped_items')
    .select(({ fn }) => [
      fn.coalesce('sources.title', 'source_states.feed_title').as('source_title'),
      'sources.url as source_url',
    ])
    .where(row =>
      row.not(
        row.exists(
          row
            .selectFrom('items')
            .select('items.id')
            .whereRef('items.source_id', '=', 'dropped_items.source_id')
            .whereRef('items.url', '=', 'dropped_items.link'),
        ),
      ),
    )

/** What was dropped under a canonical link, by whichever source. */
export async function findDropped(db: Connection, link: string): Promise<readonly DroppedRow[]> {
  return dropped(db).where('dropped_items.link', '=', link).orderBy('dropped_items.source_id').execute()
}

/** What a source's rules dropped, newest first. */
export async function readDroppedOf(db: Connection, sourceId: number, limit: number): Promise<readonly DroppedRow[]> {
  return dropped(db)
    .where('dropped_items.source_id', '=', sourceId)
    .orderBy('dropped_items.dropped_at', 'desc')
    .orderBy('dropped_items.name')
    .limit(limit)
    .execute()
}

/** What was dropped from an instant on, newest first. */
export async function readDropped(db: Connection, since: Instant, limit: number): Promise<readonly DroppedRow[]> {
  return dropped(db)
    .where('dropped_items.dropped_at', '>=', since)
    .orderBy('dropped_items.dropped_at', 'desc')
    .orderBy('dropped_items.source_id')
    .orderBy('dropped_items.name')
    .limit(limit)
    .execute()
}

const FORGOTTEN_AT_ONCE = 500

/** Forgets what no source has listed since an instant, a batch. Returns how many. */
export async function pruneDropped(db: Connection, before: Instant): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from dropped_items where (source_id, name) in (
      select source_id, name from dropped_items where seen_at < ${before} order by seen_at limit ${FORGOTTEN_AT_ONCE})`.execute(
    db,
  )
  return Number(numAffectedRows)
}
