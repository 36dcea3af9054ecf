// What was taken over from an existing blog: which pages were read, and the links of its reading lists as items that are placed.
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { ImportedPageTable } from './engine/schema.ts'
import { insertItems } from './items.ts'

const AT_ONCE = 200

/** Canonical addresses of all pages that were read, with what they are. */
export async function readImportedPages(db: Connection): Promise<ReadonlyMap<string, ImportedPageTable['kind']>> {
  const rows = await db.selectFrom('imported_pages').select(['url', 'kind']).execute()
  return new Map(rows.map(({ url, kind }) => [url, kind]))
}

/** Remembers pages; one that was taken as list or post stays as it is. */
export async function saveImportedPages(db: Connection, pages: readonly ImportedPageTable[]): Promise<void> {
  for (let start = 0; start < pages.length; start += AT_ONCE)
    await db
      .insertInto('imported_pages')
      .values(pages.slice(start, start + AT_ONCE))
      .onConflict(conflict =>
        conflict
          .column('url')
          .doUpdateSet(eb => ({ kind: eb.ref('excluded.kind'), week: eb.ref('excluded.week') }))
          .where('imported_pages.kind', '=', 'other'),
      )
      .execute()
}

/** A link that a reading list had. */
export interface ListedLink {
  /** Identity within the blog: the canonical link where there is one. */
  readonly guid: string
  readonly url: string | null
  readonly rawUrl: string | null
  readonly title: string
}

/**
 * Saves the links of a list as backlog items of the blog, which is a source that is never visited. Answers the item's id by guid.
 */
export async function saveListedLinks(
  db: Connection,
  blog: { readonly url: string; readonly title: string },
  links: readonly ListedLink[],
  at: Instant,
): Promise<ReadonlyMap<string, number>> {
  const name = `import:${blog.url}`
  await db
    .insertInto('sources')
    .values({
      url: name,
      kind: 'page',
      title: blog.title,
      section: null,
      weight: 0,
      language: null,
      options: '{}',
      paused: 1,
      active: 0,
      position: 0,
      from_file: 0,
    })
    .onConflict(conflict => conflict.column('url').doNothing())
    .execute()
  const { id: source_id } = await db
    .selectFrom('sources')
    .select('id')
    .where('url', '=', name)
    .executeTakeFirstOrThrow()
  const nothing = { published_at: null, updated_at: null, enters_at: null, language: null, image: null }
  const noText = { summary_html: null, content_html: null, authors: '[]', categories: '[]', enclosures: '[]' }
  await insertItems(
    db,
    links.map(({ guid, url, rawUrl, title }) => ({
      source_id,
      guid,
      url,
      raw_url: rawUrl,
      title,
      first_seen_at: at,
      ...nothing,
      ...noText,
    })),
  )
  const ids = new Map<string, number>()
  for (let start = 0; start < links.length; start += AT_ONCE) {
    const guids = links.slice(start, start + AT_ONCE).map(({ guid }) => guid)
    const rows = await db
      .selectFrom('items')
      .select(['id', 'guid'])
      .where('source_id', '=', source_id)
      .where('guid', 'in', guids)
      .execute()
    for (const { id, guid } of rows) ids.set(guid, id)
  }
  return ids
}
