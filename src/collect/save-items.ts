// Merges a visit's items into the store: new ones in, edits taken over in place, churned guids followed.
import type { Instant } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'
import { forgetArticle } from '../store/articles.ts'
import type { Connection } from '../store/engine/database.ts'
import { insertItems, isPlaced, type KnownItem, type NewItem, readKnownItems, updateItem } from '../store/items.ts'
import { fingerprint, isFingerprint } from './identity/identify-items.ts'
import { arePlacesApart, isOtherItem, matchKnown, sharesLink } from './identity/match-known.ts'

/** No more new items than this are kept from one visit. */
export const NEW_ITEMS_LIMIT = 500
/** No more edits than this: a feed that rewrites all it lists at every visit holds up no other. */
export const EDITS_LIMIT = 2_000

/** How many items are new and how many were edited, and how many more new or edited ones the limits have left for the next visit. */
export interface SavedItems {
  readonly fresh: number
  readonly edited: number
  readonly cutOff: number
}

/** By link, those that are alone with theirs: where many share one, as in lists of changes, it names none of them. */
function byOwnLink<Each extends { readonly url: string | null }>(
  items: readonly Each[],
): ReadonlyMap<string | null, Each> {
  const groups = Map.groupBy(items, ({ url }) => url)
  groups.delete(null)
  return new Map([...groups].flatMap(([url, [first, second]]) => (first && !second ? [[url, first]] : [])))
}

/** Whether an item has no guid of its own: then its link may have been corrected, or found only now. */
function isNameless({ guid, raw_url, url }: NewItem): boolean {
  return isFingerprint(guid) || (raw_url !== null && guid === (url ?? canonicalUrl(raw_url)))
}

/** Pairs what a source announced with what is stored of it, each at most once; what has no partner is new. */
function pairWithKnown(items: readonly NewItem[], known: readonly KnownItem[]): ReadonlyMap<NewItem, KnownItem> {
  const byGuid = new Map(known.map(row => [row.guid, row]))
  const pairs = new Map<NewItem, KnownItem>()
  for (const item of items) {
    const row = byGuid.get(item.guid)
    if (row && !isOtherItem(row, item)) pairs.set(item, row)
  }
  const taken = new Set([...pairs.values()])
  const guids = new Set(items.map(({ guid }) => guid))
  // What has the guid of another item, or none, is looked for by all else that it says.
  const nameless = items.filter(item => !pairs.has(item) && (isNameless(item) || byGuid.has(item.guid)))
  const candidates = known.filter(row => !taken.has(row))
  if (nameless.length > 0 && candidates.length > 0)
    for (const [item, row] of matchKnown(nameless, candidates)) {
      pairs.set(item, row)
      taken.add(row)
    }
  // A link names a known item only when that item's own guid is gone from the feed.
  const left = byOwnLink(known.filter(row => !taken.has(row) && !guids.has(row.guid)))
  const churned = byOwnLink(items.filter(item => !pairs.has(item)))
  for (const [url, item] of churned) {
    const row = left.get(url)
    if (row && !arePlacesApart(row, item)) pairs.set(item, row)
  }
  return pairs
}

/** The link that names an item: one that was seen to be shared names it no more, even where it now stands alone. */
function decideUrl(row: KnownItem, item: NewItem): string | null {
  if (item.raw_url === null) return row.url
  const isSamePage = row.raw_url !== null && canonicalUrl(row.raw_url) === canonicalUrl(item.raw_url)
  return isSamePage && row.url === null ? null : item.url
}

/** What the store keeps of a known item after the feed has told it again; null when all is as it was. */
function decideChange(row: KnownItem, item: NewItem, isGuidFree: boolean): Omit<KnownItem, 'id'> | null {
  const change: Omit<KnownItem, 'id'> = {
    guid: isGuidFree ? item.guid : row.guid,
    raw_url: item.raw_url ?? row.raw_url,
    url: decideUrl(row, item),
    title: item.title,
    authors: item.authors,
    published_at: item.published_at ?? row.published_at,
    updated_at: item.updated_at ?? row.updated_at,
    content_html: item.content_html,
    summary_html: item.summary_html,
    enclosures: item.enclosures,
    image: item.image,
    discussion: item.discussion ?? row.discussion ?? null,
  }
  const names = (Object.keys(change) as (keyof typeof change)[]).filter(name => name !== 'updated_at')
  return names.some(name => (change[name] ?? null) !== (row[name] ?? null)) ? change : null
}

/** Takes over an edit. Once an issue has considered the item its link stays; before that a new link is read anew. */
async function saveEdit(db: Connection, row: KnownItem, change: Omit<KnownItem, 'id'>): Promise<void> {
  const { raw_url, url } = row
  const hasMoved = change.raw_url !== raw_url || change.url !== url
  const keepsLink = hasMoved && (await isPlaced(db, row.id))
  await updateItem(db, row.id, keepsLink ? { ...change, raw_url, url } : change)
  const isElsewhere = canonicalUrl(change.raw_url ?? '') !== canonicalUrl(raw_url ?? '')
  if (hasMoved && !keepsLink && isElsewhere) await forgetArticle(db, row.id)
}

/** A new item as it is stored: with a name of its own, and without a link that earlier items have as well. */
function readyNew(item: NewItem, known: readonly KnownItem[], takenGuids: ReadonlySet<string>): NewItem {
  const url = item.url !== null && sharesLink(item, known) ? null : item.url
  const { guid, raw_url, title, published_at } = item
  return { ...item, url, guid: takenGuids.has(guid) ? fingerprint(guid, raw_url, title, published_at) : guid }
}

/**
 * Saves items within the caller's transaction. A known guid, a known link under a new guid, or what is known by all else that it says,
 * updates in place: when it enters an issue stays. `opensAt` is the beginning of what is open: of items that earlier visits took for one,
 * those published before are backlog. Nothing is ever deleted.
 */
export async function saveItems(
  db: Connection,
  sourceId: number,
  items: readonly NewItem[],
  opensAt: Instant | null = null,
): Promise<SavedItems> {
  if (items.length === 0) return { fresh: 0, edited: 0, cutOff: 0 }
  const known = await readKnownItems(db, sourceId, items)
  const takenGuids = new Set(known.map(({ guid }) => guid))
  const pairs = pairWithKnown(items, known)
  const edits = [...pairs].flatMap(([item, row]) => {
    const change = decideChange(row, item, !takenGuids.has(item.guid))
    return change ? [{ row, change }] : []
  })
  for (const { row, change } of edits.slice(0, EDITS_LIMIT)) await saveEdit(db, row, change)
  const wereOne = [...pairs].some(([item, row]) => isFingerprint(item.guid) && !isFingerprint(row.guid))
  const isOld = (item: NewItem): boolean =>
    wereOne && isFingerprint(item.guid) && item.published_at !== null && opensAt !== null && item.published_at < opensAt
  const fresh = items
    .filter(item => !pairs.has(item))
    .map(item => readyNew(isOld(item) ? { ...item, enters_at: null } : item, known, takenGuids))
  const kept = fresh.slice(0, NEW_ITEMS_LIMIT)
  const cutOff = fresh.length - kept.length + Math.max(0, edits.length - EDITS_LIMIT)
  return { fresh: await insertItems(db, kept), edited: edits.length, cutOff }
}
