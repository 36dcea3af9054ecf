// The front door of collect/feeds/: bytes of any feed to a ParsedFeed.
import { WeeklyError } from '../../core/errors.ts'
import type { ParsedFeed, ParsedItem } from '../../core/types.ts'
import { decodeText } from '../../formats/charset.ts'
import { atom } from './atom.ts'
import type { Dialect, ParsedChannel } from './dialect.ts'
import { parseJsonFeed } from './json.ts'
import { mendText } from './mend-text.ts'
import { rdf } from './rdf.ts'
import type { FeedElement } from './element.ts'
import { readElements, type XmlFormat } from './read-elements.ts'
import { explainRefusal } from './refusal.ts'
import { rss } from './rss.ts'

/** Twice what a fetch may bring. */
const MAX_BYTES = 32 * 1024 * 1024

const dialects: Readonly<Record<XmlFormat, Dialect>> = { rss, rdf, atom }

/**
 * Reads RSS, RDF, Atom or JSON Feed in any encoding, sound or broken. `url` is where the bytes came from, for relative links;
 * dates that name no zone are `timezone`'s, else UTC.
 * Linear in time and space; no I/O.
 * @throws WeeklyError FEED_UNPARSABLE when the bytes hold no feed; nothing else.
 */
export function parseFeed(
  bytes: Uint8Array,
  from: { readonly url: string; readonly contentType?: string; readonly timezone?: string | null },
): ParsedFeed {
  const { url, timezone = null } = from
  if (bytes.length > MAX_BYTES)
    throw new WeeklyError('FEED_UNPARSABLE', `${url} gave ${bytes.length} bytes, more than ${MAX_BYTES}`, {
      hint: 'A feed of that size is a mistake or an attack; pause the source or ask its owner for a shorter feed.',
    })
  const kind = looksLikeJson(bytes) ? 'json' : 'xml'
  const decoded = decodeText(bytes, { kind, contentType: from.contentType ?? null })
  if (kind === 'json') return parseJsonFeed(decoded.text, url, timezone)
  const feed = parseXmlFeed(mendText(decoded, bytes), url, timezone)
  if (!feed) throw explainRefusal(decoded.text, url)
  return feed
}

/** Items are mapped as they come when the feed's link is known by then, as nearly always; else they wait, for links are relative to it. Null when no feed begins. */
function parseXmlFeed(text: string, url: string, timezone: string | null): ParsedFeed | null {
  const items: ParsedItem[] = []
  const waiting: FeedElement[] = []
  let early: { readonly parsed: ParsedChannel; readonly childCount: number } | undefined
  const document = readElements(text, url, (item, { format, channel }) => {
    early ??= { parsed: dialects[format].readChannel(channel, url, timezone), childCount: channel.children.length }
    if (early.parsed.link === null) waiting.push(item)
    else items.push(dialects[format].readItem(item, early.parsed.link, timezone))
  })
  if (!document) return null
  const dialect = dialects[document.format]
  // Few feeds say anything of themselves behind their first item.
  const isWhole = early?.childCount === document.channel.children.length
  const channel = early && isWhole ? early.parsed : dialect.readChannel(document.channel, url, timezone)
  for (const item of waiting) items.push(dialect.readItem(item, channel.link ?? url, timezone))
  return { format: document.format, ...channel, items: handDown(items.filter(isSomething), channel.authors) }
}

/** Items that name no author are by the feed's. (RFC 4287 §4.2.1, JSON Feed 1.1) */
function handDown(items: readonly ParsedItem[], authors: ParsedFeed['authors']): readonly ParsedItem[] {
  return authors.length === 0 ? items : items.map(item => (item.authors.length > 0 ? item : { ...item, authors }))
}

/** Whether an item says anything at all. */
function isSomething(item: ParsedItem): boolean {
  if (item.title !== null || item.url !== null) return true
  return Object.values(item).some(value => (Array.isArray(value) ? value.length > 0 : value !== null))
}

/** JSON begins with a brace, behind any BOM, blanks and UTF-16 zero bytes. */
function looksLikeJson(bytes: Uint8Array): boolean {
  const ignorable = [0xef, 0xbb, 0xbf, 0xff, 0xfe, 0x00, 0x20, 0x09, 0x0a, 0x0d]
  const first = bytes.find(byte => !ignorable.includes(byte))
  return first === 0x7b
}
