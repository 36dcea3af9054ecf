// Reads an item as the stage extract does, from what its feed says and what its link answered: pages and feeds of the sets come in here.
import type { Article, Instant, Item } from '../../src/core/types.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import { readArticle } from '../../src/extract/read-article.ts'

/** What the feed says of an item, and what its link answered. */
export interface ReadWish {
  readonly title: string
  readonly summaryHtml: string | null
  readonly contentHtml: string | null
  /** Null: no page was asked for. */
  readonly page: string | null
}

const URL = 'https://example.org/articles/1'

function itemOf({ title, summaryHtml, contentHtml }: ReadWish): Item {
  return {
    id: 1,
    sourceId: 1,
    guid: URL,
    rawUrl: URL,
    url: URL,
    title,
    authors: [],
    publishedAt: null,
    firstSeenAt: '2026-11-10T08:00:00.000Z' as Instant,
    entersAt: null,
    language: null,
    summaryHtml,
    contentHtml,
    enclosures: [],
    image: null,
  }
}

/** The article of an item; null when its page was refused (unreadable, a wall), so that the feed's words are all there is. */
export async function readItem(wish: ReadWish): Promise<Article | null> {
  const body = wish.page === null ? null : new TextEncoder().encode(`<!doctype html><meta charset="utf-8">${wish.page}`)
  const page = body === null ? null : { url: URL, contentType: 'text/html; charset=utf-8', body }
  try {
    return await readArticle({ item: itemOf(wish), page, selector: null, summary: { sentences: 2, points: 4 } })
  } catch (error) {
    if (error instanceof WeeklyError) return null
    throw error
  }
}

/** All words of an article that a reader may be sent. */
export function wordsSent({ text, summary }: Pick<Article, 'text' | 'summary'>): string {
  return [text, summary.lead, ...summary.points].join('\n').replace(/\s+/g, ' ')
}
