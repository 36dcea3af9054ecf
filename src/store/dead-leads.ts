// Items whose page was gone when it was asked for last: a story that leads to one leads its readers nowhere.
import type { Connection } from './engine/database.ts'

/** Of these items those whose page answered 404 or 410, when it was read or when the links of past issues were looked after. */
export async function readDeadItems(db: Connection, itemIds: readonly number[]): Promise<ReadonlySet<number>> {
  if (itemIds.length === 0) return new Set()
  const rows = await db
    .selectFrom('items')
    .leftJoin('articles', 'articles.item_id', 'items.id')
    .leftJoin('link_checks', 'link_checks.url', 'items.url')
    .select('items.id')
    .where('items.id', 'in', itemIds)
    .where(eb =>
      eb.or([
        eb('link_checks.dead_since', 'is not', null),
        eb.and([
          eb('articles.state', '=', 'failed'),
          eb('articles.error_code', '=', 'FETCH_HTTP_STATUS'),
          eb.or([eb('articles.error', 'like', '% answered 404'), eb('articles.error', 'like', '% answered 410')]),
        ]),
      ]),
    )
    .execute()
  return new Set(rows.map(({ id }) => id))
}
