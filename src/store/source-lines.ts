// The lines that a source's articles print, as hashes, so that one which stands in several of them is known as a standing line.
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** Lines of one source that are kept at most, the newest first; standing ones stay longer. */
const MOST_LINES = 4_000
const ROWS_AT_ONCE = 300

/** Notes the lines of one item's article. Noting them again for the same item changes nothing but when they were seen. */
export async function saveSourceLines(
  db: Connection,
  { sourceId, itemId, hashes, now }: { sourceId: number; itemId: number; hashes: readonly string[]; now: Instant },
): Promise<void> {
  for (let start = 0; start < hashes.length; start += ROWS_AT_ONCE)
    await db
      .insertInto('source_lines')
      .values(
        hashes
          .slice(start, start + ROWS_AT_ONCE)
          .map(hash => ({ source_id: sourceId, hash, item_id: itemId, articles: 1, seen_at: now })),
      )
      .onConflict(conflict =>
        conflict.columns(['source_id', 'hash']).doUpdateSet(eb => ({
          articles: eb
            .case()
            .when('source_lines.item_id', '=', eb.ref('excluded.item_id'))
            .then(eb.ref('source_lines.articles'))
            .else(eb('source_lines.articles', '+', 1))
            .end(),
          item_id: eb.ref('excluded.item_id'),
          seen_at: eb.ref('excluded.seen_at'),
        })),
      )
      .execute()
}

/** Which of the lines several articles of the source have printed, with how many. */
export async function readStandingLines(
  db: Connection,
  sourceId: number,
  hashes: readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const standing = new Map<string, number>()
  for (let start = 0; start < hashes.length; start += ROWS_AT_ONCE) {
    const rows = await db
      .selectFrom('source_lines')
      .select(['hash', 'articles'])
      .where('source_id', '=', sourceId)
      .where('hash', 'in', hashes.slice(start, start + ROWS_AT_ONCE))
      .where('articles', '>', 1)
      .execute()
    for (const { hash, articles } of rows) standing.set(hash, articles)
  }
  return standing
}

/** Forgets the lines of a source that have not been seen since the given instant, and of the rest the oldest beyond what is kept. */
export async function forgetSourceLines(db: Connection, sourceId: number, before: Instant): Promise<void> {
  await db.deleteFrom('source_lines').where('source_id', '=', sourceId).where('seen_at', '<', before).execute()
  const oldest = await db
    .selectFrom('source_lines')
    .select('seen_at')
    .where('source_id', '=', sourceId)
    .where('articles', '=', 1)
    .orderBy('seen_at', 'desc')
    .offset(MOST_LINES)
    .limit(1)
    .executeTakeFirst()
  if (!oldest) return
  await db
    .deleteFrom('source_lines')
    .where('source_id', '=', sourceId)
    .where('articles', '=', 1)
    .where('seen_at', '<=', oldest.seen_at)
    .execute()
}
