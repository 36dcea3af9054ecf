// From what a parser gives to what the store keeps: identity, link, title, and the moment that decides the issue. Pure; called by visit.ts.
import { createHash } from 'node:crypto'
import type { Instant, ParsedItem } from '../core/types.ts'
import { canonicalUrl, parseHttpUrl, withoutTracking } from '../core/url.ts'
import type { NewItem } from '../store/items.ts'

/** Of a source's undated items, so many enter on the first visit; the rest is backlog. */
export const UNDATED_ENTERING = 5

/** What the visit knows that the item does not. */
export interface VisitContext {
  readonly sourceId: number
  readonly now: Instant
  /** True until the source has been read once: then only the current window's items enter an issue. */
  readonly isFirstVisit: boolean
  /** When the oldest window that is still open began, and when the one that is filling up closes. */
  readonly opensAt: Instant
  readonly closesAt: Instant
  readonly language: string | null
}

/** Identity within a source: guid, else canonical link, else a hash of title and date (R15). */
export function identifyItem(item: ParsedItem): string {
  if (item.guid) return item.guid.slice(0, 2_000)
  if (item.url) return canonicalUrl(item.url)
  const content = [item.title, item.publishedAt, item.title ? '' : (item.summaryHtml ?? item.contentHtml)]
  return `sha256:${createHash('sha256').update(JSON.stringify(content)).digest('hex')}`
}

/**
 * The moment by which an item falls into an issue's window: when it was first seen. On a source's first visit only what was published
 * within the windows still open enters, at its published date (never later than now); the rest is backlog: null. Of the undated the
 * newest few enter now, unless `isBelowOld`: feeds list the newest first, so what stands below an old item is old.
 */
export function decideEntry(
  item: { readonly publishedAt: Instant | null; readonly undatedBefore: number; readonly isBelowOld: boolean },
  visit: Pick<VisitContext, 'now' | 'isFirstVisit' | 'opensAt' | 'closesAt'>,
): Instant | null {
  const { publishedAt, undatedBefore, isBelowOld } = item
  if (!visit.isFirstVisit) return visit.now
  if (publishedAt === null) return undatedBefore < UNDATED_ENTERING && !isBelowOld ? visit.now : null
  if (publishedAt < visit.opensAt || publishedAt >= visit.closesAt) return null
  return publishedAt > visit.now ? visit.now : publishedAt
}

/** Items as the store keeps them, in the feed's order; of items with the same identity the first stays. */
export function normalizeItems(items: readonly ParsedItem[], visit: VisitContext): NewItem[] {
  const seen = new Set<string>()
  let undated = 0
  let isBelowOld = false
  return items.flatMap(item => {
    const guid = identifyItem(item)
    if (seen.has(guid)) return []
    seen.add(guid)
    const link = item.url !== null && parseHttpUrl(item.url) ? withoutTracking(item.url) : null
    // An Atom entry that was never edited may have only `updated`.
    const publishedAt = item.publishedAt ?? item.updatedAt
    const entersAt = decideEntry({ publishedAt, undatedBefore: undated, isBelowOld }, visit)
    if (publishedAt === null) undated++
    else if (publishedAt < visit.opensAt) isBelowOld = true
    return {
      source_id: visit.sourceId,
      guid,
      raw_url: link,
      url: link === null ? null : canonicalUrl(link),
      title: item.title?.trim() ?? '',
      authors: JSON.stringify(item.authors.flatMap(({ name, email }) => name ?? email ?? [])),
      published_at: publishedAt,
      updated_at: item.updatedAt,
      first_seen_at: visit.now,
      enters_at: entersAt,
      language: item.language ?? visit.language,
      categories: JSON.stringify(item.categories),
      summary_html: item.summaryHtml,
      content_html: item.contentHtml,
      enclosures: JSON.stringify(item.enclosures),
      image: item.image,
    }
  })
}
