// Atom 1.0 (RFC 4287) and 0.3.
import type { ParsedItem } from '../../core/types.ts'
import type { Dialect, ParsedChannel } from './dialect.ts'
import { readChildText, type FeedElement } from './element.ts'
import {
  normaliseLanguage,
  readCategories,
  readDate,
  readHtml,
  readId,
  readItemLanguage,
  readTitle,
  readTtlMinutes,
} from './fields.ts'
import { findAlternate, readLinks, resolveLink, type FeedLink } from './links.ts'
import { findImage, readEnclosures } from './media.ts'
import { readAuthors, readItemAuthors } from './people.ts'

/** The adapter of Atom. */
export const atom: Dialect = { readChannel: readFeed, readItem: readEntry }

function readFeed(feed: FeedElement, base: string, timezone: string | null): ParsedChannel {
  const links = readLinks(feed, base)
  const linksOf = (rel: string) => links.filter(link => link.rel === rel).map(link => link.url)
  return {
    id: readId(feed, base, 'atom:id'),
    title: readTitle(feed, 'atom:title', 'dc:title'),
    link: findAlternate(links),
    description: readTitle(
      feed,
      'atom:subtitle',
      'atom:tagline',
      'atom:description',
      'dc:description',
      'itunes:summary',
      'itunes:subtitle',
    ),
    language: normaliseLanguage(feed.language ?? readChildText(feed, 'dc:language', 'atom:language')),
    authors: readAuthors(feed, base),
    categories: readCategories(feed),
    self: linksOf('self')[0] ?? null,
    hubs: linksOf('hub'),
    publishedAt: readDate(feed, timezone, 'atom:published', 'atom:issued', 'dcterms:issued', 'atom:pubdate'),
    updatedAt: readDate(
      feed,
      timezone,
      'atom:updated',
      'atom:modified',
      'dcterms:modified',
      'atom:lastbuilddate',
      'dc:date',
    ),
    ttlMinutes: readTtlMinutes(feed),
    skipHours: [],
    skipDays: [],
  }
}

function readEntry(entry: FeedElement, base: string, timezone: string | null): ParsedItem {
  const links = readLinks(entry, base)
  const enclosures = readEnclosures(entry, links, base)
  const url = findEntryUrl(entry, links, base)
  // What stands in an entry is written for its own page.
  const page = url ?? base
  const contentHtml = readHtml(entry, page, 'atom:content', 'content:encoded', 'xhtml:body')
  const media = entry.children.find(child => child.name === 'media:group') ?? entry
  const summaryHtml =
    readHtml(entry, page, 'atom:summary', 'atom:description', 'dc:description', 'itunes:summary') ??
    readHtml(media, page, 'media:description')
  return {
    guid: readId(entry, base, 'atom:id', 'atom:guid'),
    url,
    title: readTitle(entry, 'atom:title', 'dc:title', 'media:title'),
    authors: readItemAuthors(entry, base),
    contentHtml,
    summaryHtml,
    publishedAt: readDate(
      entry,
      timezone,
      'atom:published',
      'atom:issued',
      'dcterms:issued',
      'atom:created',
      'atom:pubdate',
      'dc:date',
    ),
    updatedAt: readDate(entry, timezone, 'atom:updated', 'atom:modified', 'dcterms:modified', 'dc:date'),
    categories: readCategories(entry),
    enclosures,
    image: findImage(entry, enclosures, contentHtml ?? summaryHtml, base),
    language: readItemLanguage(entry),
  }
}

/** The article's own address rather than FeedBurner's redirect; else the alternate link; else an id that is an address. */
function findEntryUrl(entry: FeedElement, links: readonly FeedLink[], base: string): string | null {
  const original = readChildText(entry, 'feedburner:origlink')
  const id = readId(entry, base, 'atom:id', 'atom:guid')
  return (
    (original === null ? null : resolveLink(original, base)) ??
    findAlternate(links) ??
    findTextLink(entry, base) ??
    (id !== null && /^https?:\/\//i.test(id) ? resolveLink(id, base) : null)
  )
}

/** `<link>http://…</link>`, as RSS writes it. */
function findTextLink(entry: FeedElement, base: string): string | null {
  const text = readChildText(entry, 'atom:link')
  return text === null ? null : resolveLink(text, base)
}
