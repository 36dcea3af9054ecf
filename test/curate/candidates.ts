// Builders for what the curate stage reads: items with their sources, and articles.
import type { Article, Instant, SafeHtml, ToldArticle } from '../../src/core/types.ts'
import { canonicalUrl, hrefsOf } from '../../src/core/url.ts'
import type { CandidateRow } from '../../src/store/items.ts'

/** An item as readCandidates gives it; `raw_url` alone is enough for a link. */
export function aRow(over: Partial<CandidateRow> = {}): CandidateRow {
  const { id = 1, raw_url = `https://a.example/${over.id ?? 1}` } = over
  return {
    source_id: 1,
    guid: `guid ${id}`,
    title: `Title ${id}`,
    authors: '[]',
    published_at: '2016-12-06T10:00:00.000Z' as Instant,
    language: 'en',
    source_title: 'Source 1',
    weight: 1,
    section: null,
    source_kind: 'feed',
    source_most: null,
    source_picks: false,
    ...over,
    id,
    raw_url,
    url: raw_url === null ? null : canonicalUrl(raw_url),
  }
}

/** The article read behind an item, with so many words unless the text says otherwise. */
export function anArticle(
  row: CandidateRow,
  over: Partial<Omit<Article, 'html'>> & { html?: string } = {},
): Article & ToldArticle {
  const { html = '', ...rest } = over
  return {
    itemId: row.id,
    url: row.raw_url,
    title: row.title,
    byline: null,
    siteName: null,
    language: 'en',
    text: `${row.title}.`,
    words: 400,
    readingMinutes: 2,
    summary: { lead: `${row.title}.`, points: [], method: 'extractive', sourceSpans: [] },
    pdfUrl: null,
    image: null,
    publishedAt: null,
    method: 'page',
    confidence: null,
    confidenceReasons: [],
    ...rest,
    html: html as SafeHtml,
    hrefs: hrefsOf(html),
  }
}
