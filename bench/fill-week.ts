// Fills a store with a week of items and the articles behind them. Used by the step curate.
import { sourceSchema } from '../src/core/config.ts'
import type { Instant, IssueWindow, SafeHtml, WeekId } from '../src/core/types.ts'
import type { Store } from '../src/store/engine/database.ts'
import { syncSources } from '../src/store/sources.ts'
import { writeArticle } from './corpus.ts'

/** The week that is filled. */
export const filledWindow: IssueWindow = {
  week: '2026-W47' as WeekId,
  opensAt: '2026-11-13T00:00:00.000Z' as Instant,
  closesAt: '2026-11-20T00:00:00.000Z' as Instant,
}

/** Sections as a curator might have them; some of the bench's articles speak for each. */
export const benchSections = [
  { title: 'Containers', keywords: ['container', 'cluster', '容器', '集群'] },
  { title: 'Storage', keywords: ['storage', 'backup', '存储', '备份'] },
  { title: 'Networks', keywords: ['network', 'traffic', 'proxy', '网络', '流量'] },
  { title: 'Security', keywords: ['policy', 'tenant', 'secret', '策略', '租户'] },
]

const SOURCES = 200
const ROWS_AT_ONCE = 200
const MS_PER_WEEK = 7 * 86_400_000

/** How long the articles are: three paragraphs, as a feed gives them, or whole ones. */
export type ArticleLength = 'short' | 'whole'

function rowsOf(i: number, count: number, length: ArticleLength) {
  // Two articles in three tell a story of their own; half are Chinese.
  const topic = i % 3 === 2 ? i - 1 : i
  const language = topic % 2 === 0 ? 'en' : 'zh'
  const { title, paragraphs } = writeArticle({ seed: i, topic, language, paragraphs: length === 'whole' ? 24 : 3 })
  const text = paragraphs.join('\n')
  const html = paragraphs.map(paragraph => `<p>${paragraph}</p>`).join('')
  const at = new Date(Date.parse(filledWindow.opensAt) + Math.floor((i * MS_PER_WEEK) / count)).toISOString() as Instant
  const url = `https://site-${i % SOURCES}.example/${i}`
  const words = Math.round(text.length / (language === 'zh' ? 2 : 6))
  const item = {
    id: i + 1,
    source_id: 1 + (i % SOURCES),
    guid: url,
    raw_url: url,
    url,
    title,
    authors: '[]',
    published_at: at,
    updated_at: null,
    first_seen_at: at,
    enters_at: at,
    language,
    categories: '[]',
    summary_html: null,
    content_html: html,
    enclosures: '[]',
    image: null,
  }
  const article = {
    item_id: i + 1,
    state: 'read' as const,
    attempts: 1,
    next_attempt_at: null,
    error_code: null,
    error: null,
    url,
    title,
    byline: null,
    site_name: null,
    language,
    html: html as SafeHtml,
    text,
    words,
    reading_minutes: Math.max(1, Math.round(words / 220)),
    lead: paragraphs[0] ?? '',
    points: JSON.stringify(paragraphs.slice(1, 4)),
    summary_method: 'extractive' as const,
    source_spans: '[]',
    pdf_url: null,
    image: null,
    published_at: at,
    method: 'page' as const,
    extracted_at: at,
    confidence: null,
    confidence_reasons: null,
  }
  return { item, article }
}

/** Fills an empty store with so many items of one week from two hundred sources, each with its article. */
export async function fillWeek(store: Store, count: number, length: ArticleLength): Promise<void> {
  await syncSources(
    store,
    Array.from({ length: SOURCES }, (_, i) =>
      sourceSchema.parse({ url: `https://site-${i}.example/feed`, title: `Site ${i}` }),
    ),
  )
  for (let start = 0; start < count; start += ROWS_AT_ONCE) {
    const rows = Array.from({ length: Math.min(ROWS_AT_ONCE, count - start) }, (_, i) =>
      rowsOf(start + i, count, length),
    )
    await store.db.transaction().execute(async db => {
      await db
        .insertInto('items')
        .values(rows.map(({ item }) => item))
        .execute()
      await db
        .insertInto('articles')
        .values(rows.map(({ article }) => article))
        .execute()
    })
  }
}
