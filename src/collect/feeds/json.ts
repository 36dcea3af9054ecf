// JSON Feed 1.0 and 1.1 (jsonfeed.org), also cut off in the middle.
import { parseFeedDate } from '../../core/feed-date.ts'
import type { Enclosure, ParsedFeed, ParsedItem, Person } from '../../core/types.ts'
import { dropForbidden } from './entities.ts'
import { normaliseLanguage } from './fields.ts'
import { resolveLink } from './links.ts'
import { escapeHtml, findFirstImage, looksLikeHtml, resolveUrls, squeeze, stripTags } from './markup.ts'
import { parseDuration } from './media.ts'
import { refuse } from './refusal.ts'

type JsonObject = Readonly<Record<string, unknown>>

const MAX_ITEMS = 50_000
const MAX_LIST = 100
/** A feed that says `expired` will never change again; it asks to be left alone for as long as feeds can ask. */
const MINUTES_OF_A_YEAR = 525_600

/** Reads a JSON Feed. Throws WeeklyError FEED_UNPARSABLE when the text is no JSON, or JSON of another kind. */
export function parseJsonFeed(text: string, url: string, timezone: string | null): ParsedFeed {
  const feed = parseObject(text, url)
  if (!Array.isArray(feed['items']) && !/jsonfeed\.org\/version/i.test(readText(feed, 'version') ?? ''))
    throw refuse(`${url} gave JSON that is no JSON Feed: it has no items`, 'Check the address in a browser.')
  const link = readUrl(feed, 'home_page_url', url)
  const base = link ?? url
  const authors = readAuthors(feed, base)
  return {
    format: 'json',
    id: readText(feed, 'id'),
    title: readPlain(feed, 'title'),
    link,
    description: readPlain(feed, 'description'),
    language: normaliseLanguage(readText(feed, 'language')),
    authors,
    categories: readTexts(feed, 'tags'),
    self: readUrl(feed, 'feed_url', url),
    hubs: readObjects(feed, 'hubs').flatMap(hub => readUrl(hub, 'url', base) ?? []),
    publishedAt: null,
    updatedAt: null,
    ttlMinutes: feed['expired'] === true ? MINUTES_OF_A_YEAR : null,
    skipHours: [],
    skipDays: [],
    items: readObjects(feed, 'items', MAX_ITEMS).map(item => {
      const read = readItem(item, base, timezone)
      return read.authors.length > 0 ? read : { ...read, authors }
    }),
  }
}

function readItem(item: JsonObject, base: string, timezone: string | null): ParsedItem {
  const html = readText(item, 'content_html')
  const plain = readText(item, 'content_text')
  const guid = readText(item, 'id')
  const url =
    readUrl(item, 'url', base) ??
    readUrl(item, 'external_url', base) ??
    (guid !== null && /^https?:\/\//i.test(guid) ? resolveLink(guid, base) : null)
  // What stands in an item is written for its own page.
  const page = readUrl(item, 'url', base) ?? base
  const contentHtml = html !== null ? resolveUrls(html, page) : plain === null ? null : escapeHtml(plain)
  const summary = readText(item, 'summary')
  const image = readUrl(item, 'image', base) ?? readUrl(item, 'banner_image', base)
  return {
    guid,
    url,
    title: readPlain(item, 'title'),
    authors: readAuthors(item, base),
    contentHtml,
    summaryHtml: summary === null ? null : looksLikeHtml(summary) ? resolveUrls(summary, page) : escapeHtml(summary),
    publishedAt: parseFeedDate(readText(item, 'date_published') ?? '', timezone),
    updatedAt: parseFeedDate(readText(item, 'date_modified') ?? '', timezone),
    categories: readTexts(item, 'tags'),
    enclosures: readObjects(item, 'attachments').flatMap(attachment => readAttachment(attachment, base)),
    image: image ?? (contentHtml === null ? null : findFirstImage(contentHtml)),
    language: normaliseLanguage(readText(item, 'language')),
  }
}

function readAttachment(attachment: JsonObject, base: string): Enclosure[] {
  const url = readUrl(attachment, 'url', base)
  const size = Number(readText(attachment, 'size_in_bytes') ?? Number.NaN)
  const lengthBytes = Number.isSafeInteger(size) && size >= 0 ? size : null
  const durationSeconds = parseDuration(readText(attachment, 'duration_in_seconds') ?? '')
  const length = durationSeconds === null ? {} : { durationSeconds }
  return url === null ? [] : [{ url, type: readText(attachment, 'mime_type'), lengthBytes, ...length }]
}

/** `authors` of version 1.1, else `author` of 1.0. */
function readAuthors(holder: JsonObject, base: string): Person[] {
  const authors = readObjects(holder, 'authors')
  const all = authors.length > 0 ? authors : [holder['author']].filter(isObject)
  return all.flatMap(author => {
    const person = {
      name: readPlain(author, 'name'),
      email: readText(author, 'email'),
      url: readUrl(author, 'url', base),
    }
    return person.name === null && person.url === null && person.email === null ? [] : [person]
  })
}

/** The object in the text. What a cut or an unescaped line break spoils is mended, the whole items are kept. */
function parseObject(text: string, url: string): JsonObject {
  const attempts = [() => text, () => text.replace(/[\u0000-\u001f]/g, ' '), () => cutBehindLastItem(text)]
  let cause: unknown
  for (const attempt of attempts) {
    try {
      const value: unknown = JSON.parse(attempt())
      if (isObject(value)) return value
    } catch (error) {
      cause ??= error
    }
  }
  throw refuse(`${url} gave JSON that breaks off or is malformed`, 'Check the address in a browser.', cause)
}

/** The text up to the last item that is whole, closed again. */
function cutBehindLastItem(text: string): string {
  let depth = 0
  let end = 0
  let isString = false
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (isString) {
      if (character === '\\') at++
      else if (character === '"') isString = false
    } else if (character === '"') isString = true
    else if (character === '{' || character === '[') depth++
    else if (character === '}' || character === ']') {
      depth--
      if (depth === 2 && character === '}') end = at + 1
    }
  }
  return `${text.slice(0, end).replace(/[\u0000-\u001f]/g, ' ')}]}`
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A text or a number as text, trimmed; null when missing, empty or of another type. */
function readText(holder: JsonObject, name: string): string | null {
  const value = Object.hasOwn(holder, name) ? holder[name] : undefined
  if (typeof value === 'number') return String(value)
  return typeof value === 'string' ? cleanText(value) || null : null
}

/** Control characters may come as `\u0000`, which JSON alone understands: until then they are ordinary letters. */
function cleanText(value: string): string {
  return dropForbidden(value).trim().toWellFormed()
}

function readPlain(holder: JsonObject, name: string): string | null {
  const text = readText(holder, name)
  if (text === null) return null
  return (looksLikeHtml(text) ? stripTags(text) : squeeze(text)) || null
}

function readUrl(holder: JsonObject, name: string, base: string): string | null {
  const text = readText(holder, name)
  return text === null ? null : resolveLink(text, base)
}

function readTexts(holder: JsonObject, name: string): string[] {
  const values = holder[name]
  if (!Array.isArray(values)) return []
  const texts = values.filter(value => typeof value === 'string').map(cleanText)
  return Array.from(new Set(texts.filter(text => text !== ''))).slice(0, MAX_LIST)
}

function readObjects(holder: JsonObject, name: string, limit = MAX_LIST): JsonObject[] {
  const values: unknown = holder[name]
  return Array.isArray(values) ? values.slice(0, limit).filter(isObject) : []
}
