// Which pages of a sitemap are news: those whose address was never seen. Its dates are no help: many sites date all pages anew. Pure.
import { createHash } from 'node:crypto'
import { addMinutes } from '../../core/clock.ts'
import type { Instant, ParsedItem } from '../../core/types.ts'
import { canonicalUrl } from '../../core/url.ts'
import type { LeftOutItem } from '../sort-by-rules.ts'
import type { ListedPage, ListedSite } from './read-sitemap.ts'

/** What a visit to a sitemap comes to. */
export interface SitemapNews {
  readonly items: readonly ParsedItem[]
  readonly dropped: readonly LeftOutItem[]
  /** Hashes of what counts as seen from now on. */
  readonly learned: readonly string[]
  /** New pages that are left for the next visit. */
  readonly leftOver: number
  /** What the operator should know; null for nothing. */
  readonly remark: string | null
}

/** As many new items as one visit keeps. */
const MOST_NEWS = 500
/** A map of which so many pages, and more than half of all, are new was built anew: its addresses have changed, not its articles. */
const FEW_PAGES = 100
/** News older than this when it first appears is an archive that was added. */
const OLD_MINUTES = 60 * 24 * 60

const hashOf = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32)

/** The hash under which a canonical address counts as seen. */
export function hashOfSeen(link: string): string {
  return hashOf(link)
}

/** The hash by which a page is known again; a dropped item of it has the same name. */
const hashOfPage = ({ url }: ListedPage): string => hashOfSeen(canonicalUrl(url))
const hashOfListed = (file: string): string => hashOf('listed', file)
const hashOfRead = (file: string): string => hashOf('read', file)

/** All hashes that must be looked up before `findNews` can say what is new. */
export function hashesOf({ pages, files }: ListedSite): readonly string[] {
  const ofFiles = (files ?? []).flatMap(file => [hashOfListed(file), hashOfRead(file)])
  return [...new Set([...pages.map(hashOfPage), ...ofFiles])]
}

function itemOf({ url, title, publishedAt, language }: ListedPage): ParsedItem {
  return {
    ...{
      guid: canonicalUrl(url),
      url,
      title,
      authors: [],
      contentHtml: null,
      summaryHtml: null,
      publishedAt,
      language,
    },
    ...{ updatedAt: null, categories: [], enclosures: [], image: null },
  }
}

/** Each page once, with its hash. */
function distinct(pages: readonly ListedPage[]): ReadonlyMap<string, ListedPage> {
  const byHash = new Map<string, ListedPage>()
  for (const page of pages) if (!byHash.has(hashOfPage(page))) byHash.set(hashOfPage(page), page)
  return byHash
}

/**
 * Tells what is new. The first visit only learns; so does the first reading of a file that was listed before, and a map that was built anew.
 * `known`: those of `hashesOf` that were seen before.
 */
export function findNews(
  site: ListedSite,
  known: ReadonlySet<string>,
  { isFirstVisit, now }: { readonly isFirstVisit: boolean; readonly now: Instant },
): SitemapNews {
  const files = site.files ?? []
  const read = new Set(site.pages.flatMap(({ file }) => file ?? []))
  const marks = [...files.map(hashOfListed), ...[...read].map(hashOfRead)]
  const unread = (file: string | null): boolean =>
    file !== null && !known.has(hashOfRead(file)) && known.has(hashOfListed(file))
  const pages = distinct(site.pages)
  const fresh = [...pages].filter(([hash]) => !known.has(hash))
  const learnAll = (remark: string | null): SitemapNews => ({
    ...{ items: [], dropped: [], leftOver: 0, remark },
    learned: [...marks, ...fresh.map(([hash]) => hash)],
  })
  if (isFirstVisit)
    return learnAll(
      `learned ${fresh.length} ${fresh.length === 1 ? 'page' : 'pages'}; what is not among them is news from now on`,
    )
  const news = fresh.filter(([, { file }]) => !unread(file))
  if (news.length > FEW_PAGES && news.length > pages.size / 2)
    return learnAll(
      `${news.length} of ${pages.size} pages have new addresses: they were learned anew, none of them is news`,
    )
  const taken = news.slice(0, MOST_NEWS)
  const isOld = ({ publishedAt }: ListedPage): boolean =>
    publishedAt !== null && publishedAt < addMinutes(now, -OLD_MINUTES)
  const left = new Set(news.slice(MOST_NEWS).map(([hash]) => hash))
  return {
    items: taken.filter(([, page]) => !isOld(page)).map(([, page]) => itemOf(page)),
    dropped: taken
      .filter(([, page]) => isOld(page))
      .map(([, page]) => ({ ...itemOf(page), rule: 'old', detail: page.publishedAt?.slice(0, 10) ?? '' })),
    learned: [...marks, ...fresh.flatMap(([hash]) => (left.has(hash) ? [] : [hash]))],
    leftOver: left.size,
    remark: null,
  }
}
