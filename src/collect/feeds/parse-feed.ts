// The front door of collect/feeds/: bytes of any feed to a ParsedFeed. Called by collect/ and exported by library.ts.
import { WeeklyError } from '../../core/errors.ts'
import type { ParsedFeed, ParsedItem } from '../../core/types.ts'
import { decodeText } from '../../net/charset.ts'
import { atom } from './atom.ts'
import type { Dialect } from './dialect.ts'
import { parseJsonFeed } from './json.ts'
import { mendText } from './mend-text.ts'
import { rdf } from './rdf.ts'
import { readElements, type FeedDocument } from './read-elements.ts'
import { explainRefusal } from './refusal.ts'
import { rss } from './rss.ts'

/** Twice what a fetch may bring (spec fetching, R8). */
const MAX_BYTES = 32 * 1024 * 1024

const dialects: Readonly<Record<FeedDocument['format'], Dialect>> = { rss, rdf, atom }

/**
 * Reads RSS, RDF, Atom or JSON Feed in any encoding, sound or broken. `url` is where the bytes came from, for relative links.
 * Linear in time and space; no I/O.
 * @throws WeeklyError FEED_UNPARSABLE when the bytes hold no feed; nothing else.
 */
export function parseFeed(
  bytes: Uint8Array,
  from: { readonly url: string; readonly contentType?: string },
): ParsedFeed {
  if (bytes.length > MAX_BYTES)
    throw new WeeklyError('FEED_UNPARSABLE', `${from.url} gave ${bytes.length} bytes, more than ${MAX_BYTES}`, {
      hint: 'A feed of that size is a mistake or an attack; pause the source or ask its owner for a shorter feed.',
    })
  const kind = looksLikeJson(bytes) ? 'json' : 'xml'
  const { text } = decodeText(bytes, { kind, contentType: from.contentType ?? null })
  if (kind === 'json') return parseJsonFeed(text, from.url)
  const document = readElements(mendText(text), from.url)
  if (!document) throw explainRefusal(text, from.url)
  return readDocument(document, from.url)
}

function readDocument(document: FeedDocument, url: string): ParsedFeed {
  const dialect = dialects[document.format]
  const channel = dialect.readChannel(document.channel, url)
  const base = channel.link ?? url
  return {
    format: document.format,
    ...channel,
    items: document.items.map(item => dialect.readItem(item, base)).filter(isSomething),
  }
}

/** Whether an item says anything that a reader could use. */
function isSomething(item: ParsedItem): boolean {
  return Boolean(item.title ?? item.url ?? item.contentHtml ?? item.summaryHtml ?? item.guid ?? item.enclosures[0])
}

/** JSON begins with a brace, behind any BOM, blanks and UTF-16 zero bytes. */
function looksLikeJson(bytes: Uint8Array): boolean {
  const ignorable = [0xef, 0xbb, 0xbf, 0xff, 0xfe, 0x00, 0x20, 0x09, 0x0a, 0x0d]
  const first = bytes.find(byte => !ignorable.includes(byte))
  return first === 0x7b
}
