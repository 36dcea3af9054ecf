// How many stories of an issue the sources of items may lead.
import type { Connection } from './engine/database.ts'

/** The cap of one source. */
export interface SourceCap {
  /** Its own; null: `issue.perSource` holds. */
  readonly most: number | null
  /** Whether it brings what the curator keeps or added by hand, which is under no cap. */
  readonly isOwn: boolean
}

/** The caps of the sources of items, by the ids of these. */
export async function readSourceCaps(
  db: Connection,
  itemIds: readonly number[],
): Promise<ReadonlyMap<number, SourceCap>> {
  if (itemIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('items')
    .innerJoin('sources', 'sources.id', 'items.source_id')
    .select(['items.id', 'kind', 'options'])
    .where('items.id', 'in', itemIds)
    .execute()
  return new Map(
    rows.map(({ id, kind, options }) => {
      const { most = null, picks = false } = JSON.parse(options) as { most?: number; picks?: boolean }
      return [id, { most, isOwn: kind === 'hand' || picks }]
    }),
  )
}
