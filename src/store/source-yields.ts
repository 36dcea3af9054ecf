// What sources brought, and what of it the issues took.
import { sql } from 'kysely'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** Items of a source that were candidates, and how many of them stand in a sealed issue. */
export interface SourceYield {
  readonly offered: number
  readonly picked: number
}

/** The yields of all sources by their id, of items that came since an instant. */
export async function readSourceYields(db: Connection, since: Instant): Promise<ReadonlyMap<number, SourceYield>> {
  const rows = await db
    .selectFrom('items')
    .leftJoin('placements', join =>
      join.onRef('placements.item_id', '=', 'items.id').on('placements.role', 'in', ['lead', 'other']),
    )
    .select('items.source_id')
    .select(({ fn }) => fn.countAll<number | string>().as('offered'))
    .select(sql<number | string>`count(placements.item_id)`.as('picked'))
    .where('items.enters_at', '>=', since)
    .groupBy('items.source_id')
    .execute()
  return new Map(rows.map(row => [row.source_id, { offered: Number(row.offered), picked: Number(row.picked) }]))
}
