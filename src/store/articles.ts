// Articles: the text read behind items. Written by extract, read by curate.
import type { Article } from '../core/types.ts'
import type { Connection } from './database.ts'
import type { ArticleTable } from './schema.ts'

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
  }
}

/** Saves what was read, or what stands in for it when reading failed; a later attempt replaces it. */
export async function saveArticle(db: Connection, row: ArticleTable): Promise<void> {
  await db
    .insertInto('articles')
    .values(row)
    .onConflict(conflict => conflict.column('item_id').doUpdateSet(row))
    .execute()
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
