// Brings stored links to the spelling that the program gives them now, so that no page comes again under another. A step of the migrations.
import type { Kysely } from 'kysely'
import { hostsWithHabits } from '../../core/link-habits.ts'
import { canonicalUrl } from '../../core/url.ts'

/** The part of the tables that this step touches, as it stands when the step is taken. */
interface LinkTables {
  items: { id: number; source_id: number; guid: string; url: string | null }
  edits: { week: string; url: string; kind: string }
  imported_pages: { url: string }
}

const ITEMS_AT_ONCE = 1_000

/**
 * Levels the links of items, edits and imported pages at the hosts whose habits are known. An item that was named by its link keeps that
 * name up to date; where two items have become one page, each keeps the name it had. Sealed issues carry their links in themselves.
 */
export async function levelStoredLinks(db: Kysely<unknown>): Promise<void> {
  const tables = db as Kysely<LinkTables>
  for (let after = 0; ;) {
    const rows = await tables
      .selectFrom('items')
      .select(['id', 'source_id', 'guid', 'url'])
      .where('id', '>', after)
      .where(or => or.or(hostsWithHabits.map(host => or('url', 'like', `https://%${host}/%`))))
      .orderBy('id')
      .limit(ITEMS_AT_ONCE)
      .execute()
    for (const row of rows) await levelItem(tables, row)
    after = rows.at(-1)?.id ?? 0
    if (rows.length < ITEMS_AT_ONCE) break
  }
  await levelEdits(tables)
  await levelPages(tables)
}

async function levelItem(db: Kysely<LinkTables>, { id, source_id, guid, url }: LinkTables['items']): Promise<void> {
  const level = url === null ? null : canonicalUrl(url)
  if (level === url || level === null) return
  await db.updateTable('items').set({ url: level }).where('id', '=', id).execute()
  if (guid !== url) return
  const named = db.selectFrom('items').select('id').where('source_id', '=', source_id).where('guid', '=', level)
  if (!(await named.executeTakeFirst()))
    await db.updateTable('items').set({ guid: level }).where('id', '=', id).execute()
}

async function levelEdits(db: Kysely<LinkTables>): Promise<void> {
  for (const { week, url, kind } of await db.selectFrom('edits').select(['week', 'url', 'kind']).execute()) {
    const level = canonicalUrl(url)
    if (level === url || !/^https?:/.test(url)) continue
    const same = db.selectFrom('edits').select('url').where('week', '=', week).where('kind', '=', kind)
    if (await same.where('url', '=', level).executeTakeFirst()) continue
    const own = db.updateTable('edits').set({ url: level }).where('week', '=', week).where('kind', '=', kind)
    await own.where('url', '=', url).execute()
  }
}

async function levelPages(db: Kysely<LinkTables>): Promise<void> {
  for (const { url } of await db.selectFrom('imported_pages').select('url').execute()) {
    const level = canonicalUrl(url)
    if (level === url) continue
    const same = db.selectFrom('imported_pages').select('url').where('url', '=', level)
    if (!(await same.executeTakeFirst()))
      await db.updateTable('imported_pages').set({ url: level }).where('url', '=', url).execute()
  }
}
