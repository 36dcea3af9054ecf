// The one source that nobody configures and nobody visits: what the curator added by hand.
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { insertItems, type ItemRow, type NewItem } from './items.ts'

const HAND_URL = 'hand:curator'
/** It is never due: it is not active either. */
const NEVER = '9999-12-31T00:00:00.000Z' as Instant

async function requireHandSource(db: Connection, title: string): Promise<number> {
  const known = await db.selectFrom('sources').select('id').where('url', '=', HAND_URL).executeTakeFirst()
  if (known) return known.id
  await db
    .insertInto('sources')
    .values({
      url: HAND_URL,
      kind: 'hand',
      title,
      section: null,
      weight: 1,
      language: null,
      options: '{}',
      paused: 0,
      active: 0,
      position: 0,
      from_file: 0,
    })
    .onConflict(conflict => conflict.column('url').doNothing())
    .execute()
  const { id } = await db.selectFrom('sources').select('id').where('url', '=', HAND_URL).executeTakeFirstOrThrow()
  await db
    .insertInto('source_states')
    .values({
      source_id: id,
      fetch_url: HAND_URL,
      host: HAND_URL,
      next_check_at: NEVER,
      failures_in_row: 0,
      moving_count: 0,
    })
    .onConflict(conflict => conflict.column('source_id').doNothing())
    .execute()
  return id
}

/** Stores a link as an item added by hand, under a source with this title. It enters no issue yet. Known ones are answered as they are. */
export async function insertHandItem(
  db: Connection,
  item: { readonly rawUrl: string; readonly url: string },
  title: string,
  now: Instant,
): Promise<ItemRow> {
  const source_id = await requireHandSource(db, title)
  const row: NewItem = {
    source_id,
    guid: item.url,
    raw_url: item.rawUrl,
    url: item.url,
    title: '',
    authors: '[]',
    published_at: null,
    updated_at: null,
    first_seen_at: now,
    enters_at: null,
    language: null,
    categories: '[]',
    summary_html: null,
    content_html: null,
    enclosures: '[]',
    image: null,
  }
  await insertItems(db, [row])
  return db
    .selectFrom('items')
    .selectAll()
    .where('source_id', '=', source_id)
    .where('guid', '=', item.url)
    .executeTakeFirstOrThrow()
}
