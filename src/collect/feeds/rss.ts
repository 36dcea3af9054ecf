// RSS 0.91 to 2.0 with its modules, and CDF before it. The RDF dialects share most of it.
import { parseFeedDate } from '../../core/feed-date.ts'
import type { Instant, ParsedItem } from '../../core/types.ts'
import { parseCount, readCommentsElement } from '../discussion.ts'
import type { Dialect, ParsedChannel } from './dialect.ts'
import { findChildren, readAttribute, readChildText, readText, type FeedElement } from './element.ts'
import {
  normaliseLanguage,
  readCategories,
  readDate,
  readHtml,
  readId,
  readItemLanguage,
  readOwnHtml,
  readSkipDays,
  readSkipHours,
  readTitle,
  readTtlMinutes,
} from './fields.ts'
import { findAlternate, readLinks, resolveLink, type FeedLink } from './links.ts'
import { findImage, holdsMedia, readEnclosures } from './media.ts'
import { readAuthors, readItemAuthors } from './people.ts'

/** The adapter of RSS. */
export const rss: Dialect = { readChannel: readRssChannel, readItem: readRssItem }

/** The feed's own words. Whatever stands in `image` or `textInput` is not about the feed. (RSS 2.0, channel elements) */
export function readRssChannel(channel: FeedElement, base: string, timezone: string | null): ParsedChannel {
  const links = readLinks(channel, base)
  const linksOf = (rel: string) => links.filter(link => link.rel === rel).map(link => link.url)
  return {
    id: readId(channel, base, 'atom:id', 'id'),
    title: readTitle(channel, 'title', 'atom:title', 'dc:title'),
    link: findPlainLink(channel, base) ?? findAlternate(links) ?? findHref(channel, base),
    description: readTitle(
      channel,
      'description',
      'abstract',
      'atom:subtitle',
      'subtitle',
      'tagline',
      'dc:description',
      'itunes:summary',
      'itunes:subtitle',
    ),
    language: normaliseLanguage(readChildText(channel, 'language', 'dc:language') ?? channel.language),
    authors: readAuthors(channel, base),
    categories: readCategories(channel),
    self: linksOf('self')[0] ?? null,
    hubs: linksOf('hub'),
    publishedAt: readDate(channel, timezone, ...publishedNames),
    updatedAt: readUpdated(channel, timezone),
    ttlMinutes: readTtlMinutes(channel),
    skipHours: readSkipHours(channel),
    skipDays: readSkipDays(channel),
  }
}

const contentNames = ['content:encoded', 'xhtml:body', 'body', 'fullitem', 'atom:content', 'content', 'xhtml:div']
const summaryNames = ['abstract', 'atom:summary', 'dc:description', 'dcterms:abstract', 'itunes:summary']
// Atom's names without its namespace are RSS by their looks only: what they say is clear.
const publishedNames = [
  ...['pubdate', 'atom:published', 'dcterms:issued', 'dcterms:created'],
  ...['dc:date', 'atom:issued', 'published', 'issued', 'created', 'date'],
]
const updatedNames = [
  ...['lastbuilddate', 'atom:updated', 'dcterms:modified', 'atom:modified'],
  ...['dc:date', 'updated', 'modified', 'date'],
]

/** An item of RSS or RDF. `dc:date` does not say which date it is, so it stands for both where nothing better does. */
export function readRssItem(item: FeedElement, base: string, timezone: string | null): ParsedItem {
  const links = readLinks(item, base)
  const guid = findChildren(item, 'guid')[0]
  const enclosures = readEnclosures(item, links, base)
  const url = findItemUrl(item, guid, links, base)
  // What stands in an item is written for its own page.
  const page = url ?? base
  // Of `description` and `summary`, where both stand, the first is the summary and the second the text.
  const [first, second] = findChildren(item, 'description', 'summary')
  const contentHtml =
    readHtml(item, page, ...contentNames) ?? (first?.name === second?.name ? null : readOwnHtml(second, page))
  const summaryHtml =
    readOwnHtml(first, page) ?? readHtml(item, page, ...summaryNames) ?? readMediaDescription(item, page)
  return {
    guid: readId(item, base, 'guid', 'atom:id', 'id') ?? readAttribute(item, 'about'),
    url,
    title: readTitle(item, 'title', 'atom:title', 'dc:title', 'media:title', 'itunes:title'),
    authors: readItemAuthors(item, base),
    contentHtml,
    summaryHtml,
    publishedAt: readDate(item, timezone, ...publishedNames),
    updatedAt: readUpdated(item, timezone),
    categories: readCategories(item),
    enclosures,
    image: findImage(item, enclosures, contentHtml ?? summaryHtml, base),
    language: readItemLanguage(item),
    ...readDiscussion(item, base),
  }
}

/** A thread, or a page with many comments, that `comments` names. (RSS 2.0; slash module) */
function readDiscussion(item: FeedElement, base: string): Pick<ParsedItem, 'discussion'> {
  const text = readChildText(item, 'comments')
  const link = text === null ? null : resolveLink(text, base)
  const discussion = readCommentsElement(link, parseCount(readChildText(item, 'slash:comments')))
  return discussion === null ? {} : { discussion }
}

/** When it last changed; CDF says so in an attribute. */
function readUpdated(element: FeedElement, timezone: string | null): Instant | null {
  const date = readDate(element, timezone, ...updatedNames)
  const attribute = date === null ? readAttribute(element, 'lastmod') : null
  return attribute === null ? date : parseFeedDate(attribute, timezone)
}

/** The article's own address rather than FeedBurner's redirect; then `link`; Atom's alternate; a guid that is a permalink; `rdf:about`. */
function findItemUrl(
  item: FeedElement,
  guid: FeedElement | undefined,
  links: readonly FeedLink[],
  base: string,
): string | null {
  const original = readChildText(item, 'feedburner:origlink')
  return (
    (original === null ? null : resolveLink(original, base)) ??
    findPlainLink(item, base) ??
    findAlternate(links) ??
    findPermalink(guid, base) ??
    findAbout(item) ??
    findHref(item, base)
  )
}

/** The first `link` with an address as its text, or in `href` as some write it. */
function findPlainLink(element: FeedElement, base: string): string | null {
  for (const link of findChildren(element, 'link')) {
    const rel = readAttribute(link, 'rel')
    const text = readText(link) ?? (rel === null || rel === 'alternate' ? readAttribute(link, 'href') : null)
    const url = text === null ? null : resolveLink(text, link.base ?? base)
    if (url !== null) return url
  }
  return null
}

/** A guid is a permalink unless it says otherwise, but only if it looks like an address or a path. (RSS 2.0, guid) */
function findPermalink(guid: FeedElement | undefined, base: string): string | null {
  const text = readText(guid ?? null)
  if (!guid || text === null) return null
  const claim = readAttribute(guid, 'ispermalink')?.toLowerCase()
  if (claim === 'false' || claim === 'no' || claim === '0') return null
  return /^(?:https?:\/)?\//i.test(text) || (claim === 'true' && /^[^:\s]*\//.test(text))
    ? resolveLink(text, guid.base ?? base)
    : null
}

function findAbout(item: FeedElement): string | null {
  const about = readAttribute(item, 'about')
  return about !== null && /^https?:\/\//i.test(about) ? resolveLink(about, about) : null
}

/** In CDF, the ancestor of RSS, addresses stand in `href`. */
function findHref(element: FeedElement, base: string): string | null {
  const href = readAttribute(element, 'href')
  return href === null ? null : resolveLink(href, element.base ?? base)
}

/** Videos and pictures carry their description in their own group. */
function readMediaDescription(item: FeedElement, base: string): string | null {
  if (!holdsMedia(item)) return null
  const own = readHtml(item, base, 'media:description')
  if (own !== null) return own
  for (const holder of findChildren(item, 'media:group', 'media:content')) {
    const html = readHtml(holder, base, 'media:description')
    if (html !== null) return html
  }
  return null
}
