// From what a parser gives to what the store keeps: identity, link, title, and the moment that decides the issue. Pure.
import type { Instant, ParsedItem } from '../core/types.ts'
import type { NewItem } from '../store/items.ts'
import { findDiscussion, withoutSubmission } from './discussion.ts'
import { identifyItems } from './identity/identify-items.ts'

/** At most this many of a source's undated items enter on the first visit; the rest is backlog. */
export const UNDATED_ENTERING = 5

/** What the store keeps of one item at most: lengths in UTF-16 units. No feed that means well comes near. */
const limits = {
  title: 500,
  authors: 20,
  author: 200,
  categories: 50,
  category: 100,
  enclosures: 20,
  link: 4_000,
  summary: 200_000,
  content: 2_000_000,
} as const

/** What the visit knows that the item does not. */
export interface VisitContext {
  readonly sourceId: number
  readonly now: Instant
  /** True until the source has been read once: then only the current window's items enter an issue. */
  readonly isFirstVisit: boolean
  /** When the oldest window that is still open began. */
  readonly opensAt: Instant
  readonly language: string | null
  /** The feed's own addresses, which name none of its items. */
  readonly addresses?: readonly (string | null | undefined)[]
}

/**
 * The moment by which an item falls into an issue's window: when it was first seen. On a source's first visit only what was published
 * within the windows still open enters, at its published date; the rest is backlog: null. A date that is still to come counts as now. Of the
 * undated the newest few enter now, unless `isBelowOld`: feeds list the newest first, so what stands below an old item is old.
 */
export function decideEntry(
  item: { readonly publishedAt: Instant | null; readonly undatedBefore: number; readonly isBelowOld: boolean },
  visit: Pick<VisitContext, 'now' | 'isFirstVisit' | 'opensAt'>,
): Instant | null {
  const { publishedAt, undatedBefore, isBelowOld } = item
  if (!visit.isFirstVisit) return visit.now
  if (publishedAt === null) return undatedBefore < UNDATED_ENTERING && !isBelowOld ? visit.now : null
  if (publishedAt < visit.opensAt) return null
  return publishedAt > visit.now ? visit.now : publishedAt
}

/** A text in at most `maxCharacters` UTF-16 units, `…` included, and never half a character. */
export function capText(text: string, maxCharacters: number): string {
  if (text.length <= maxCharacters) return text
  return `${text
    .slice(0, maxCharacters - 1)
    .replace(/[\ud800-\udbff]$/, '')
    .trimEnd()}…`
}

/** HTML in at most `maxCharacters` UTF-16 units, which never ends within a tag. */
function capHtml(html: string | null, maxCharacters: number): string | null {
  if (html === null || html.length <= maxCharacters) return html
  const cut = html.slice(0, maxCharacters)
  const open = cut.lastIndexOf('<')
  return open > cut.lastIndexOf('>') ? cut.slice(0, open) : cut
}

function keepDiscussion(item: ParsedItem): Pick<NewItem, 'discussion'> {
  const discussion = findDiscussion(item)
  return discussion === null ? {} : { discussion: JSON.stringify(discussion) }
}

function nameAuthors({ authors }: ParsedItem): string {
  const names = authors.slice(0, limits.authors).flatMap(({ name, email }) => name ?? email ?? [])
  return JSON.stringify(names.map(name => capText(name, limits.author)))
}

function keepEnclosures({ enclosures }: ParsedItem): string {
  const kept = enclosures.filter(({ url, type }) => url.length + (type?.length ?? 0) <= limits.link)
  return JSON.stringify(kept.slice(0, limits.enclosures))
}

const keepLink = (link: string | null): string | null => (link !== null && link.length > limits.link ? null : link)

/** Items as the store keeps them, in the feed's order, with every length within bounds; what a feed lists twice is kept once. */
export function normalizeItems(items: readonly ParsedItem[], visit: VisitContext): NewItem[] {
  let undated = 0
  let isBelowOld = false
  return identifyItems(items, visit.addresses ?? []).map(({ item, guid, link, page, ownsLink }) => {
    // An Atom entry that was never edited may have only `updated`.
    const publishedAt = item.publishedAt ?? item.updatedAt
    const entersAt = decideEntry({ publishedAt, undatedBefore: undated, isBelowOld }, visit)
    if (publishedAt === null) undated++
    else if (publishedAt < visit.opensAt) isBelowOld = true
    return {
      source_id: visit.sourceId,
      guid,
      raw_url: link,
      url: ownsLink ? page : null,
      title: capText(item.title?.trim() ?? '', limits.title),
      authors: nameAuthors(item),
      published_at: publishedAt,
      updated_at: item.updatedAt,
      first_seen_at: visit.now,
      enters_at: entersAt,
      language: item.language ?? visit.language,
      categories: JSON.stringify(
        item.categories.slice(0, limits.categories).map(category => capText(category, limits.category)),
      ),
      summary_html: capHtml(withoutSubmission(item.summaryHtml), limits.summary),
      content_html: capHtml(withoutSubmission(item.contentHtml), limits.content),
      enclosures: keepEnclosures(item),
      image: keepLink(item.image),
      ...keepDiscussion(item),
      ...(item.via ? { via: JSON.stringify(item.via) } : {}),
    }
  })
}
