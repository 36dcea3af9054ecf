// Merges a visit's items into the store: new ones in, edits taken over in place, churned guids followed (R15). Called by save-visits.ts.
import type { Connection } from '../store/engine/database.ts'
import { insertItems, type KnownItem, type NewItem, readKnownItems, updateItem } from '../store/items.ts'

/** No more new items than this are kept from one visit (R8). */
export const NEW_ITEMS_LIMIT = 500

/** How many items are new, and how many more the limit has left for the next visit. */
export interface SavedItems {
  readonly fresh: number
  readonly cutOff: number
}

const hasChanged = (known: KnownItem, item: NewItem): boolean =>
  known.guid !== item.guid ||
  known.title !== item.title ||
  known.published_at !== (item.published_at ?? known.published_at) ||
  known.content_html !== item.content_html ||
  known.summary_html !== item.summary_html

/** By link, those that are alone with theirs: where many share one, as in lists of changes, it names none of them. */
function byOwnLink<Each extends { readonly url: string | null }>(
  items: readonly Each[],
): ReadonlyMap<string | null, Each> {
  const groups = Map.groupBy(items, ({ url }) => url)
  groups.delete(null)
  return new Map([...groups].flatMap(([url, [first, second]]) => (first && !second ? [[url, first]] : [])))
}

/**
 * Saves items within the caller's transaction. A known guid, or a known link under a new guid, updates in place: when and where the item
 * enters an issue stays. Nothing is ever deleted.
 */
export async function saveItems(db: Connection, sourceId: number, items: readonly NewItem[]): Promise<SavedItems> {
  if (items.length === 0) return { fresh: 0, cutOff: 0 }
  const known = await readKnownItems(db, sourceId, items)
  const byGuid = new Map(known.map(item => [item.guid, item]))
  const guids = new Set(items.map(({ guid }) => guid))
  // A link names a known item only when that item's own guid is gone from the feed.
  const left = byOwnLink(known.filter(item => !guids.has(item.guid)))
  const churned = byOwnLink(items.filter(item => !byGuid.has(item.guid)))
  const fresh: NewItem[] = []
  for (const item of items) {
    const earlier = byGuid.get(item.guid) ?? (churned.get(item.url) === item ? left.get(item.url) : undefined)
    if (!earlier) fresh.push(item)
    else if (hasChanged(earlier, item))
      await updateItem(db, earlier.id, {
        guid: item.guid,
        title: item.title,
        published_at: item.published_at ?? earlier.published_at,
        updated_at: item.updated_at ?? earlier.updated_at,
        content_html: item.content_html,
        summary_html: item.summary_html,
      })
  }
  const kept = fresh.slice(0, NEW_ITEMS_LIMIT)
  return { fresh: await insertItems(db, kept), cutOff: fresh.length - kept.length }
}
