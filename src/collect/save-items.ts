// Merges a visit's items into the store: new ones in, edits taken over in place, churned guids followed (R15). Called by visit.ts.
import type { Connection } from '../store/database.ts'
import { insertItems, type NewItem, readKnownItems, updateItem } from '../store/items.ts'

/** No more new items than this are kept from one visit (R8). */
export const NEW_ITEMS_LIMIT = 500

const hasChanged = (known: Awaited<ReturnType<typeof readKnownItems>>[number], item: NewItem): boolean =>
  known.guid !== item.guid ||
  known.title !== item.title ||
  known.published_at !== (item.published_at ?? known.published_at) ||
  known.content_html !== item.content_html ||
  known.summary_html !== item.summary_html

/**
 * Saves items within the caller's transaction. A known guid, or a known link under a new guid, updates in place: when and where the item
 * enters an issue stays. Nothing is ever deleted. Returns how many are new and how many were cut off by the limit.
 */
export async function saveItems(
  db: Connection,
  sourceId: number,
  items: readonly NewItem[],
): Promise<{ readonly fresh: number; readonly cutOff: number }> {
  const urls = items.flatMap(({ url }) => url ?? [])
  const known = await readKnownItems(
    db,
    sourceId,
    items.map(({ guid }) => guid),
    urls,
  )
  const byGuid = new Map(known.map(item => [item.guid, item]))
  const guids = new Set(items.map(({ guid }) => guid))
  // A link names a known item only when that item's own guid is gone from the feed: many items may share one link.
  const byUrl = new Map(known.filter(item => item.url !== null && !guids.has(item.guid)).map(item => [item.url, item]))
  const fresh: NewItem[] = []
  for (const item of items) {
    const earlier = byGuid.get(item.guid) ?? (item.url === null ? undefined : byUrl.get(item.url))
    if (!earlier) fresh.push(item)
    else if (hasChanged(earlier, item)) {
      byUrl.delete(item.url)
      await updateItem(db, earlier.id, {
        guid: item.guid,
        title: item.title,
        published_at: item.published_at ?? earlier.published_at,
        updated_at: item.updated_at ?? earlier.updated_at,
        content_html: item.content_html,
        summary_html: item.summary_html,
      })
    }
  }
  const kept = fresh.slice(0, NEW_ITEMS_LIMIT)
  return { fresh: await insertItems(db, kept), cutOff: fresh.length - kept.length }
}
