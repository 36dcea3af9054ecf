// Articles: the text read behind items. Written by extract, read by curate.
import { sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import { hrefsOf } from '../core/url.ts'
import type { Article, Instant, IssueWindow, Summary, ToldArticle, ToldWords } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { skipLocked } from './engine/dialect.ts'
import type { ArticleTable } from './engine/schema.ts'
import { unreadItems } from './items.ts'

/** The stored row as the domain's Article. */
export function articleOf(row: ArticleTable): Article {
  return {
    itemId: row.item_id,
    url: row.url,
    title: row.title,
    byline: row.byline,
    siteName: row.site_name,
    language: row.language,
    html: row.html,
    text: row.text,
    words: row.words,
    readingMinutes: row.reading_minutes,
    summary: {
      lead: row.lead,
      points: JSON.parse(row.points) as string[],
      method: row.summary_method,
      sourceSpans: JSON.parse(row.source_spans) as [number, number][],
    },
    pdfUrl: row.pdf_url,
    image: row.image,
    publishedAt: row.published_at,
    method: row.method,
    confidence: row.confidence,
    confidenceReasons: JSON.parse(row.confidence_reasons ?? '[]') as string[],
  }
}

/** A reading takes minutes at worst; a worker that dies gives its items back by then. */
const READING_MINUTES = 10

/** So many of the oldest unread items are looked at for a claim, so that it takes of each source before it takes more of one. */
const CANDIDATES_PER_CLAIM = 12

/**
 * Claims at most `limit` of the items that may enter an issue (or were published within the window), have no article yet, and that no worker
 * is reading: one statement, so that workers share them whatever their number. Takes of each source before it takes a second of one, the
 * oldest first; none of the sources in `except`. Answers their ids.
 */
export async function claimUnread(
  { db, dialect }: Store,
  window: IssueWindow,
  { worker, now, limit, except = [] }: { worker: string; now: Instant; limit: number; except?: readonly number[] },
): Promise<readonly number[]> {
  const until = addMinutes(now, READING_MINUTES)
  const unread = unreadItems(db, window, now)
    .leftJoin('readings', 'readings.item_id', 'items.id')
    .select(['items.id', 'items.source_id'])
    .where(or => or.or([or('readings.item_id', 'is', null), or('readings.until', '<=', now)]))
    .$if(except.length > 0, query => query.where('items.source_id', 'not in', except))
    .orderBy('items.id')
    .limit(limit * CANDIDATES_PER_CLAIM)
  const { rows } = await sql<{ item_id: number }>`
    insert into readings (item_id, worker, until)
    select items.id, ${worker}, ${until} from items join (
      select id as next_id, row_number() over (partition by source_id order by id) as turn from (${unread}) as unread
    ) as next on next.next_id = items.id
    where true order by next.turn, items.id limit ${limit} ${skipLocked(dialect, 'items')}
    on conflict (item_id) do update set worker = excluded.worker, until = excluded.until where readings.until <= ${now}
    returning item_id`.execute(db)
  return rows.map(row => row.item_id).toSorted((a, b) => a - b)
}

/** Claims items for reading their articles; answers those that no other worker is reading. */
export async function claimReadings(
  db: Connection,
  itemIds: readonly number[],
  worker: string,
  now: Instant,
): Promise<ReadonlySet<number>> {
  if (itemIds.length === 0) return new Set()
  const until = addMinutes(now, READING_MINUTES)
  const rows = await db
    .insertInto('readings')
    .values(itemIds.map(item_id => ({ item_id, worker, until })))
    .onConflict(conflict =>
      conflict.column('item_id').doUpdateSet({ worker, until }).where('readings.until', '<=', now),
    )
    .returning('item_id')
    .execute()
  return new Set(rows.map(row => row.item_id))
}

/** Of claimed items, how often reading has begun before without ending; those of which it has not are left out. */
export async function readBegun(db: Connection, itemIds: readonly number[]): Promise<ReadonlyMap<number, number>> {
  if (itemIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('readings')
    .select(['item_id', 'begun'])
    .where('item_id', 'in', itemIds)
    .where('begun', '>', 0)
    .execute()
  return new Map(rows.map(row => [row.item_id, row.begun]))
}

/** Counts an attempt when it begins, and lets all claims of its worker run anew: reading may end the process. Items that nobody claimed are left alone. */
export async function beginReading(db: Connection, itemId: number, worker: string, now: Instant): Promise<void> {
  const until = addMinutes(now, READING_MINUTES)
  await sql`update readings set until = ${until}, begun = begun + case when item_id = ${itemId} then 1 else 0 end
    where worker = ${worker}`.execute(db)
}

/** Ends claims of items whose articles stay as they are. */
export async function endReadings(db: Connection, itemIds: readonly number[], worker: string): Promise<void> {
  if (itemIds.length === 0) return
  await db.deleteFrom('readings').where('item_id', 'in', itemIds).where('worker', '=', worker).execute()
}

/** Ends all claims of a worker that reads nothing any more. */
export async function endOwnReadings(db: Connection, worker: string): Promise<void> {
  await db.deleteFrom('readings').where('worker', '=', worker).execute()
}

/** Saves what was read, or what stands in for it when reading failed, and ends the claim; a later attempt replaces it. */
export async function saveArticle(db: Connection, row: ArticleTable): Promise<void> {
  if (!db.isTransaction) return db.transaction().execute(transaction => saveArticle(transaction, row))
  await db.deleteFrom('readings').where('item_id', '=', row.item_id).execute()
  await db
    .insertInto('articles')
    .values(row)
    .onConflict(conflict => conflict.column('item_id').doUpdateSet(row))
    .execute()
}

/** Saves what stands in for an article that nobody has read yet; one that has been read meanwhile stays. Who is reading it goes on. */
export async function saveStandIn(db: Connection, row: ArticleTable): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('articles')
    .values(row)
    .onConflict(conflict => conflict.column('item_id').doNothing())
    .executeTakeFirst()
  return (numInsertedOrUpdatedRows ?? 0n) > 0n
}

/** Puts another summary in the place of an article's own. */
export async function saveSummary(db: Connection, itemId: number, summary: Summary): Promise<void> {
  await db
    .updateTable('articles')
    .set({
      lead: summary.lead,
      points: JSON.stringify(summary.points),
      summary_method: summary.method,
      source_spans: JSON.stringify(summary.sourceSpans),
    })
    .where('item_id', '=', itemId)
    .execute()
}

/** Lets an item's article be read again, because its link has changed; what another worker is reading stands for the old link. */
export async function forgetArticle(db: Connection, itemId: number): Promise<void> {
  await db.deleteFrom('readings').where('item_id', '=', itemId).execute()
  await db.deleteFrom('articles').where('item_id', '=', itemId).execute()
}

/** The article of another item with the same canonical link, so that a page is read once. */
export async function readArticleOfUrl(db: Connection, url: string): Promise<ArticleTable | null> {
  const row = await db
    .selectFrom('articles')
    .innerJoin('items', 'items.id', 'articles.item_id')
    .selectAll('articles')
    .where('items.url', '=', url)
    .where('articles.state', '=', 'read')
    .where('articles.method', '=', 'page')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** How often reading an item's article has failed so far. */
export async function readAttempts(db: Connection, itemId: number): Promise<number> {
  const row = await db.selectFrom('articles').select('attempts').where('item_id', '=', itemId).executeTakeFirst()
  return row?.attempts ?? 0
}

/** Rows of one query that are held at once. */
const TOLD_AT_ONCE = 500
const toldColumns = [
  'item_id',
  'url',
  'title',
  'byline',
  'language',
  'words',
  'reading_minutes',
  'pdf_url',
  'published_at',
] as const

/** Articles of the given items, by item id. */
export async function readArticles(db: Connection, itemIds: readonly number[]): Promise<ReadonlyMap<number, Article>> {
  const found = new Map<number, Article>()
  for (let start = 0; start < itemIds.length; start += 500) {
    const ids = itemIds.slice(start, start + 500)
    const rows = await db.selectFrom('articles').selectAll().where('item_id', 'in', ids).execute()
    for (const row of rows) found.set(row.item_id, articleOf(row))
  }
  return found
}

/** Articles of the given items as a ranking reads them, by item id: neither their texts, nor what sums them up. */
export async function readToldArticles(
  db: Connection,
  itemIds: readonly number[],
): Promise<ReadonlyMap<number, ToldArticle>> {
  const found = new Map<number, ToldArticle>()
  for (let start = 0; start < itemIds.length; start += TOLD_AT_ONCE) {
    const ids = itemIds.slice(start, start + TOLD_AT_ONCE)
    const rows = await db.selectFrom('articles').select(toldColumns).where('item_id', 'in', ids).execute()
    for (const row of rows)
      found.set(row.item_id, {
        itemId: row.item_id,
        url: row.url,
        title: row.title,
        byline: row.byline,
        language: row.language,
        hrefs: [],
        text: null,
        words: row.words,
        readingMinutes: row.reading_minutes,
        summary: null,
        pdfUrl: row.pdf_url,
        publishedAt: row.published_at,
      })
  }
  return found
}

/** The text of an article, and the addresses of its links as they stand in its HTML. */
export interface ToldText {
  readonly text: string
  readonly hrefs: readonly string[]
}

/** The texts of a few items' articles with where they lead, by item id. */
export async function readWholeTexts(
  db: Connection,
  itemIds: readonly number[],
): Promise<ReadonlyMap<number, ToldText>> {
  if (itemIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('articles')
    .select(['item_id', 'text', 'html'])
    .where('item_id', 'in', itemIds)
    .execute()
  return new Map(rows.map(({ item_id, text, html }) => [item_id, { text, hrefs: hrefsOf(html) }]))
}

/** How the texts of a few items' articles begin, by item id: at least so many UTF-16 units of each, all of a shorter one. */
export async function readBeginnings(
  db: Connection,
  itemIds: readonly number[],
  characters: number,
): Promise<ReadonlyMap<number, ToldText>> {
  if (itemIds.length === 0) return new Map()
  const rows = await db
    .selectFrom('articles')
    .select(['item_id', sql<string>`substr(text, 1, ${characters})`.as('text')])
    .where('item_id', 'in', itemIds)
    .execute()
  return new Map(rows.map(({ item_id, text }) => [item_id, { text, hrefs: [] }]))
}

/** What sums up the articles of the given items, by item id. */
export async function readToldWords(
  db: Connection,
  itemIds: readonly number[],
): Promise<ReadonlyMap<number, ToldWords>> {
  const found = new Map<number, ToldWords>()
  for (let start = 0; start < itemIds.length; start += 500) {
    const rows = await db
      .selectFrom('articles')
      .select(['item_id', 'lead', 'points', 'summary_method'])
      .where('item_id', 'in', itemIds.slice(start, start + 500))
      .execute()
    for (const { item_id, lead, points, summary_method: method } of rows)
      found.set(item_id, { lead, points: JSON.parse(points) as string[], method })
  }
  return found
}
