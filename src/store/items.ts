// Items: what sources announced. Saved by collect, read by extract and curate; never deleted.
import { type ExpressionBuilder, sql } from 'kysely'
import type { Instant, Item, IssueWindow, Source } from '../core/types.ts'
import { canonicalUrl, siteOf } from '../core/url.ts'
import type { Connection } from './engine/database.ts'
import { isPublic } from './sources.ts'
import type { ItemTable, Schema } from './engine/schema.ts'

/** An item as collect hands it in. */
export type NewItem = Omit<ItemTable, 'id'>

/** A row of the table with its id. */
export type ItemRow = NewItem & { readonly id: number }

/** The stored row as the domain's Item. */
export function itemOf(row: ItemRow): Item {
  return {
    id: row.id,
    sourceId: row.source_id,
    guid: row.guid,
    rawUrl: row.raw_url,
    url: row.url,
    title: row.title,
    authors: JSON.parse(row.authors) as string[],
    publishedAt: row.published_at,
    firstSeenAt: row.first_seen_at,
    entersAt: row.enters_at,
    language: row.language,
    summaryHtml: row.summary_html,
    contentHtml: row.content_html,
    enclosures: JSON.parse(row.enclosures) as Item['enclosures'],
    image: row.image,
  }
}

/** What a ranking reads of an item; of a full week the HTML would be the most of it. */
const candidateColumns = [
  'id',
  'source_id',
  'guid',
  'raw_url',
  'url',
  'title',
  'authors',
  'published_at',
  'language',
  'discussion',
  'via',
  'suggested_by',
] as const

/** What is compared when a source brings an item again. */
export type KnownItem = Pick<ItemRow, (typeof knownColumns)[number]>

const knownColumns = [
  'id',
  'guid',
  'raw_url',
  'url',
  'title',
  'authors',
  'published_at',
  'updated_at',
  'content_html',
  'summary_html',
  'enclosures',
  'image',
  'discussion',
] as const

/** Databases limit the values of one statement. */
const KNOWN_AT_ONCE = 1_000
/** Of a source's items without a guid or a link of their own the newest are compared; what fell off the feed long ago does not come again. */
const NAMELESS_COMPARED = 500

/** What is already known of a source under the guids and links given, and its newest items without a guid or a link of their own. */
export async function readKnownItems(
  db: Connection,
  sourceId: number,
  items: readonly Pick<NewItem, 'guid' | 'raw_url' | 'url'>[],
): Promise<readonly KnownItem[]> {
  const all = db.selectFrom('items').where('source_id', '=', sourceId)
  // Of a source that is new there is nothing to compare all its items with.
  if (!(await all.select('id').limit(1).executeTakeFirst())) return []
  const known = new Map<number, KnownItem>()
  const ofSource = all.select(knownColumns)
  for (let start = 0; start < items.length; start += KNOWN_AT_ONCE) {
    const some = items.slice(start, start + KNOWN_AT_ONCE)
    const guids = some.map(({ guid }) => guid)
    const urls = some.flatMap(({ raw_url, url }) => url ?? (raw_url === null ? [] : canonicalUrl(raw_url)))
    const rows = await ofSource
      .where(or => or.or([or('guid', 'in', guids), ...(urls.length > 0 ? [or('url', 'in', urls)] : [])]))
      .execute()
    for (const row of rows) known.set(row.id, row)
  }
  const nameless = await ofSource
    .where(or => or.or([or('url', 'is', null), or('guid', '=', or.ref('url'))]))
    .orderBy('id', 'desc')
    .limit(NAMELESS_COMPARED)
    .execute()
  for (const row of nameless) known.set(row.id, row)
  return [...known.values()].toSorted((a, b) => a.id - b.id)
}

/** Saves new items; one that is already there (same source and guid) is left as it is. Returns how many were new. */
export async function insertItems(db: Connection, items: readonly NewItem[]): Promise<number> {
  let inserted = 0
  for (let start = 0; start < items.length; start += 50) {
    const result = await db
      .insertInto('items')
      .values(items.slice(start, start + 50))
      .onConflict(conflict => conflict.columns(['source_id', 'guid']).doNothing())
      .executeTakeFirst()
    inserted += Number(result.numInsertedOrUpdatedRows ?? 0n)
  }
  return inserted
}

/** Takes over an edit of a known item. When it enters an issue stays as it was. */
export async function updateItem(db: Connection, id: number, change: Omit<KnownItem, 'id'>): Promise<void> {
  await db.updateTable('items').set(change).where('id', '=', id).execute()
}

/** Whether an issue has considered an item: then its link stays what the issue told. */
export async function isPlaced(db: Connection, id: number): Promise<boolean> {
  return (
    (await db.selectFrom('placements').select('item_id').where('item_id', '=', id).executeTakeFirst()) !== undefined
  )
}

/** The items that may enter an issue (or were published within the window) and have no article, or one that is to be read again by now. */
export function unreadItems(db: Connection, window: IssueWindow, now: Instant) {
  return db
    .selectFrom('items')
    .leftJoin('articles', 'articles.item_id', 'items.id')
    .leftJoin('placements', 'placements.item_id', 'items.id')
    .where('placements.item_id', 'is', null)
    .where(or =>
      or.or([
        or('items.enters_at', 'is not', null),
        or.and([or('items.published_at', '>=', window.opensAt), or('items.published_at', '<', window.closesAt)]),
      ]),
    )
    .where(or =>
      or.or([
        or('articles.item_id', 'is', null),
        or.and([or('articles.state', '=', 'failed'), or('articles.next_attempt_at', '<=', now)]),
      ]),
    )
}

/** Items whose article has not been read, oldest first. */
export async function readUnreadItems(
  db: Connection,
  window: IssueWindow,
  now: Instant,
  limit: number,
): Promise<readonly ItemRow[]> {
  return unreadItems(db, window, now).selectAll('items').orderBy('items.id').limit(limit).execute()
}

/** Items by their ids, in that order of numbers. */
export async function readItems(db: Connection, ids: readonly number[]): Promise<readonly ItemRow[]> {
  if (ids.length === 0) return []
  return db.selectFrom('items').selectAll().where('id', 'in', ids).orderBy('id').execute()
}

/** What a ranking reads of an item, with what its source adds. */
export type CandidateRow = Pick<ItemRow, (typeof candidateColumns)[number]> & {
  readonly source_title: string
  readonly weight: number
  readonly section: string | null
  /** Its source leads at most so many stories of an issue; null: `issue.perSource` holds. */
  readonly source_most: number | null
  /** Whether its source brings what the curator keeps: such stories are under no cap. */
  readonly source_picks: boolean
  /** `hand`: the curator added it. */
  readonly source_kind: Source['kind']
}

/** `arrival`: what entered before the closing; `published`: what was published within the window; `either` for a due week asked for by name. */
export type CandidateRule = 'arrival' | 'published' | 'either'

/**
 * The items of a window that no issue has considered yet, and whose link no issue has told. By arrival: everything that entered before the closing, so that nothing slips
 * between two windows, from `enteredSince` on, up to where earlier windows are still open. By published dates: backlog included.
 */
export async function readCandidates(
  db: Connection,
  window: IssueWindow,
  by: CandidateRule,
  enteredSince: Instant | null,
): Promise<readonly CandidateRow[]> {
  const query = db
    .selectFrom('items')
    .leftJoin('placements', 'placements.item_id', 'items.id')
    .select('items.id')
    .where('placements.item_id', 'is', null)
    .where(row =>
      row.not(
        row.exists(
          row
            .selectFrom('items as told')
            .innerJoin('placements as place', 'place.item_id', 'told.id')
            .select('told.id')
            .whereRef('told.url', '=', 'items.url')
            .where('place.role', '!=', 'left-out'),
        ),
      ),
    )
    .orderBy('items.id')
  const isWanted = (column: ExpressionBuilder<Schema, 'items'>) => {
    const arrived = column.and([
      column('items.enters_at', '<', window.closesAt),
      ...(enteredSince === null ? [] : [column('items.enters_at', '>=', enteredSince)]),
    ])
    const published = column.and([
      column('items.published_at', '>=', window.opensAt),
      column('items.published_at', '<', window.closesAt),
    ])
    return by === 'arrival' ? arrived : by === 'published' ? published : column.or([arrived, published])
  }
  const ids = (await query.where(isWanted).execute()).map(({ id }) => id)
  return readCandidateRows(db, ids)
}

/** Rows of one query that are held at once. */
const CANDIDATES_AT_ONCE = 500

async function readCandidateRows(db: Connection, ids: readonly number[]): Promise<readonly CandidateRow[]> {
  const sources = await readNamedSources(db)
  const found: CandidateRow[] = []
  for (let start = 0; start < ids.length; start += CANDIDATES_AT_ONCE) {
    const some = ids.slice(start, start + CANDIDATES_AT_ONCE)
    const rows = await db.selectFrom('items').select(candidateColumns).where('id', 'in', some).orderBy('id').execute()
    for (const row of rows) {
      const source = sources.get(row.source_id)
      if (source) found.push(candidateOf(row, source))
    }
  }
  return found
}

type NamedSource = Pick<
  CandidateRow,
  'source_title' | 'weight' | 'section' | 'source_kind' | 'source_most' | 'source_picks'
>

/** A row and its source in an object of one shape; an address that stands there twice is kept once. */
function candidateOf(row: Omit<CandidateRow, keyof NamedSource>, source: NamedSource): CandidateRow {
  const { url, guid } = row
  return {
    ...row,
    guid: guid === row.raw_url ? row.raw_url : guid,
    url: url === row.raw_url ? row.raw_url : url,
    ...source,
  }
}

/** What sources add to their items, by their ids. An address that is nobody's business does not name its source. */
async function readNamedSources(db: Connection): Promise<ReadonlyMap<number, NamedSource>> {
  const title = sql<string>`coalesce(sources.title, source_states.feed_title, sources.url)`
  const rows = await db
    .selectFrom('sources')
    .innerJoin('source_states', 'source_states.source_id', 'sources.id')
    .select(['sources.id', 'weight', 'section', 'kind as source_kind', title.as('source_title'), 'url', 'options'])
    .execute()
  return new Map(
    rows.map(({ id, url, options, source_title: named, ...rest }) => {
      const said = JSON.parse(options) as { private?: boolean; most?: number; picks?: boolean }
      const { most: source_most = null, picks: source_picks = false } = said
      const isSecret = named === url && !isPublic({ url, ...said })
      return [id, { source_title: isSecret ? siteOf(url) : named, source_most, source_picks, ...rest }]
    }),
  )
}

/** How many items have entered within the window, considered or not. */
export async function countEntered(db: Connection, window: IssueWindow): Promise<number> {
  const { entered } = await db
    .selectFrom('items')
    .select(({ fn }) => fn.countAll<number | string>().as('entered'))
    .where('enters_at', '>=', window.opensAt)
    .where('enters_at', '<', window.closesAt)
    .executeTakeFirstOrThrow()
  return Number(entered)
}

/** All items with a canonical link, or with just this link where it is not theirs alone, oldest first. */
export async function findItems(db: Connection, url: string, rawUrl = url): Promise<readonly ItemRow[]> {
  return db
    .selectFrom('items')
    .selectAll()
    .where(or => or.or([or('url', '=', url), or.and([or('url', 'is', null), or('raw_url', '=', rawUrl)])]))
    .orderBy('id')
    .execute()
}

/** Longer names are cut: a credit is a name, no letter. */
const CREDIT_CHARACTERS = 80

/** Credits items to the reader who suggested them; those that somebody is credited with already stay theirs. */
export async function creditItems(db: Connection, ids: readonly number[], name: string): Promise<void> {
  if (ids.length === 0) return
  await db
    .updateTable('items')
    .set({ suggested_by: Array.from(name).slice(0, CREDIT_CHARACTERS).join('') })
    .where('id', 'in', ids)
    .where('suggested_by', 'is', null)
    .execute()
}

/** Lets items of the backlog enter the issue whose window holds the instant; of others, when they enter stays as it was. */
export async function letEnter(db: Connection, ids: readonly number[], at: Instant): Promise<void> {
  for (let start = 0; start < ids.length; start += KNOWN_AT_ONCE)
    await db
      .updateTable('items')
      .set({ enters_at: at })
      .where('id', 'in', ids.slice(start, start + KNOWN_AT_ONCE))
      .where('enters_at', 'is', null)
      .execute()
}
