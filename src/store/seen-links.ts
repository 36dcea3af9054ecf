// Which pages of a sitemap were seen, as hashes: a map names all pages of a site, and those that were there before are no news.
import type { Connection } from './engine/database.ts'

const HASHES_AT_ONCE = 500

/** Those of the hashes that a source has shown before. */
export async function readSeen(
  db: Connection,
  sourceId: number,
  hashes: readonly string[],
): Promise<ReadonlySet<string>> {
  const seen = new Set<string>()
  for (let start = 0; start < hashes.length; start += HASHES_AT_ONCE) {
    const rows = await db
      .selectFrom('seen_links')
      .select('hash')
      .where('source_id', '=', sourceId)
      .where('hash', 'in', hashes.slice(start, start + HASHES_AT_ONCE))
      .execute()
    for (const { hash } of rows) seen.add(hash)
  }
  return seen
}

/** Remembers hashes of a source. */
export async function saveSeen(db: Connection, sourceId: number, hashes: readonly string[]): Promise<void> {
  for (let start = 0; start < hashes.length; start += HASHES_AT_ONCE)
    await db
      .insertInto('seen_links')
      .values(hashes.slice(start, start + HASHES_AT_ONCE).map(hash => ({ source_id: sourceId, hash })))
      .onConflict(conflict => conflict.columns(['source_id', 'hash']).doNothing())
      .execute()
}

/** Copies what a store has seen into another one, but for hashes of what is to be news there. */
export async function lendSeen(from: Connection, to: Connection, except: ReadonlySet<string>): Promise<void> {
  const rows = await from.selectFrom('seen_links').selectAll().execute()
  const lent = rows.filter(({ hash }) => !except.has(hash))
  for (let start = 0; start < lent.length; start += HASHES_AT_ONCE)
    await to
      .insertInto('seen_links')
      .values(lent.slice(start, start + HASHES_AT_ONCE))
      .execute()
}
