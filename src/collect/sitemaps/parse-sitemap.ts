// A sitemap (sitemaps.org 0.9) as it comes, packed or not, sound or cut off: its pages, or the files that an index names. Pure.
import { gunzipSync } from 'node:zlib'
import { WeeklyError } from '../../core/errors.ts'
import { parseFeedDate } from '../../core/feed-date.ts'
import type { Instant } from '../../core/types.ts'
import { parseHttpUrl } from '../../core/url.ts'
import { decodeText } from '../../formats/charset.ts'
import { decodeEntities } from '../feeds/entities.ts'
import { tokenize } from '../feeds/tokenizer.ts'

/** One page or file that a sitemap names. */
export interface SitemapEntry {
  readonly url: string
  /** When it changed, as the site says: often the moment of building for all of them. */
  readonly changedAt: Instant | null
  /** Of Google's extension for news; null without it. */
  readonly title: string | null
  readonly publishedAt: Instant | null
  readonly language: string | null
}

/** What a sitemap is. */
export interface Sitemap {
  readonly kind: 'pages' | 'index'
  readonly entries: readonly SitemapEntry[]
}

/** As many as the protocol allows in one file. */
const MOST_ENTRIES = 50_000
/** Unpacked; the protocol allows 50 MB, and nobody's news is that long. */
const MOST_BYTES = 15 * 1024 * 1024
const LENGTHS = { url: 2_000, title: 300, text: 4_000 } as const
const fields: ReadonlySet<string> = new Set(['loc', 'lastmod', 'title', 'publication_date', 'language'])

const localName = (name: string): string => name.slice(name.indexOf(':') + 1).toLowerCase()

/** The bytes without gzip, which servers send as it lies on their disk. Throws FEED_UNPARSABLE. */
function unpack(bytes: Uint8Array, url: string): Uint8Array {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: MOST_BYTES })
  } catch (cause) {
    throw new WeeklyError('FEED_UNPARSABLE', `${url} cannot be unpacked, or is larger than ${MOST_BYTES} bytes`, {
      hint: 'Look at it in a browser; a smaller sitemap of the site may be followed in its place.',
      cause,
    })
  }
}

function entryOf(found: ReadonlyMap<string, string>, base: string): SitemapEntry | null {
  const text = (name: string): string => (found.get(name) ?? '').trim()
  const location = text('loc')
  const url = location === '' || location.length > LENGTHS.url ? null : parseHttpUrl(location, base)
  if (!url) return null
  const language = text('language').toLowerCase()
  return {
    url: url.href,
    changedAt: parseFeedDate(text('lastmod'), null),
    title: text('title').replace(/\s+/g, ' ').slice(0, LENGTHS.title).toWellFormed() || null,
    publishedAt: parseFeedDate(text('publication_date'), null),
    language: /^[a-z]{2,3}(?:-[a-z]{2,4})?$/.test(language) ? language : null,
  }
}

/** Reads the elements of a document; what stands deeper than where it belongs, such as `image:loc`, is nobody's. */
function readEntries(text: string, base: string): Sitemap | null {
  const entries: SitemapEntry[] = []
  const open: string[] = []
  const kinds: Sitemap['kind'][] = []
  let found = new Map<string, string>()
  const add = (part: string): void => {
    const name = open.at(-1) ?? ''
    const parent = open.at(-2) ?? ''
    const isPlace = parent === 'url' || parent === 'sitemap'
    const isNews = parent === 'news' || parent === 'publication'
    if (!fields.has(name) || !(name === 'loc' || name === 'lastmod' ? isPlace : isNews)) return
    found.set(name, ((found.get(name) ?? '') + part).slice(0, LENGTHS.text))
  }
  const close = (name: string): void => {
    const at = open.lastIndexOf(name)
    if (at === -1) return
    open.length = at
    if ((name !== 'url' && name !== 'sitemap') || entries.length >= MOST_ENTRIES) return
    const entry = entryOf(found, base)
    if (entry) entries.push(entry)
    found = new Map()
  }
  tokenize(text, 'xml', {
    openTag: tag => {
      // The tag's name begins behind its bracket.
      const name = localName(text.slice(tag.start + 1, tag.nameEnd))
      if (name === 'urlset') kinds.push('pages')
      if (name === 'sitemapindex') kinds.push('index')
      if (!tag.selfClosing && open.length < 50) open.push(name)
    },
    closeTag: (start, end) => close(localName(text.slice(start, end))),
    text: (start, end) => add(decodeEntities(text.slice(start, end))),
    cdata: (start, end) => add(text.slice(start, end)),
  })
  const [kind] = kinds
  return kind === undefined ? null : { kind, entries }
}

/** Addresses, one a line, as the protocol allows them too. */
function readLines(text: string): Sitemap | null {
  const lines = text.split(/\r?\n/, MOST_ENTRIES + 1).map(line => line.trim())
  const written = lines.filter(line => line !== '').slice(0, MOST_ENTRIES)
  if (written.length === 0 || !written.every(line => line.length <= LENGTHS.url && /^https?:\/\//i.test(line)))
    return null
  const rest = { changedAt: null, title: null, publishedAt: null, language: null }
  return { kind: 'pages', entries: written.flatMap(line => (parseHttpUrl(line) ? [{ ...rest, url: line }] : [])) }
}

/**
 * Reads a sitemap or an index of sitemaps, at most 50,000 entries; null for what is neither. Linear in the bytes. Throws FEED_UNPARSABLE for one
 * that cannot be unpacked.
 */
export function parseSitemap(
  bytes: Uint8Array,
  from: { readonly url: string; readonly contentType?: string | undefined },
): Sitemap | null {
  const plain = unpack(bytes, from.url)
  const { text } = decodeText(plain, { kind: 'xml', contentType: from.contentType ?? null })
  const start = text.trimStart().slice(0, 1)
  return start === '<' ? readEntries(text, from.url) : readLines(text)
}
