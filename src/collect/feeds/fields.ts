// What all XML dialects say in the same words: titles, rich text, dates, categories, languages, update hints.
import { parseFeedDate } from '../../core/feed-date.ts'
import type { Instant } from '../../core/types.ts'
import { findChild, findChildren, readAttribute, readChildText, readText, type FeedElement } from './element.ts'
import { resolveLink } from './links.ts'
import { escapeHtml, looksLikeHtml, renderXmlMarkup, resolveUrls, squeeze, stripTags, unwrapDiv } from './markup.ts'

const MAX_CATEGORIES = 100

/** A title as plain text: the first of these names that says something. RSS does not tell text from HTML, so that is judged by the look. */
export function readTitle(element: FeedElement, ...names: readonly string[]): string | null {
  for (const name of names) {
    const title = findChild(element, name)
    const text = title ? readPlain(title) : ''
    if (text !== '') return text
  }
  return null
}

function readPlain(element: FeedElement): string {
  if (element.name.startsWith('atom:')) return readAtomPlain(element)
  if (element.hasTags) return stripTags(renderXmlMarkup(element.inner, 'html'))
  const text = readText(element) ?? ''
  return looksLikeHtml(text) ? stripTags(text) : squeeze(text)
}

function readAtomPlain(element: FeedElement): string {
  const html = readAtomHtml(element)
  return html === null ? '' : stripTags(html)
}

/** Rich text as HTML, URLs resolved: the first of these names that says something. */
export function readHtml(element: FeedElement, base: string, ...names: readonly string[]): string | null {
  for (const name of names) {
    const html = readOwnHtml(findChild(element, name), base)
    if (html) return html
  }
  return null
}

/** The rich text of an element itself as HTML, URLs resolved. */
export function readOwnHtml(element: FeedElement | null | undefined, base: string): string | null {
  if (!element) return null
  const html = element.name.startsWith('atom:') ? readAtomHtml(element) : readRssHtml(element)
  return html ? resolveUrls(html, element.base ?? base) : null
}

function readRssHtml(element: FeedElement): string | null {
  if (element.hasTags) return renderXmlMarkup(element.inner, 'html') || null
  const html = readText(element)
  // Escaped twice by a careless generator: nobody begins a description with the source text of a paragraph.
  const isEscapedTwice = html !== null && /^&lt;(p|div|a|img|table|ul|h\d)\b/i.test(html) && !html.includes('<')
  return isEscapedTwice ? readText({ ...element, inner: html }) : html
}

/** A text construct of Atom 1.0 or 0.3 as HTML: text escaped, XHTML without its `<div>`, base64 decoded. (RFC 4287 §3.1, §4.1.3) */
function readAtomHtml(element: FeedElement): string | null {
  const type = (readAttribute(element, 'type') ?? '').toLowerCase()
  const mode = (readAttribute(element, 'mode') ?? '').toLowerCase()
  if (mode === 'base64' || isBinary(type)) return decodeBase64(element, type)
  if (type === 'xhtml' || (element.hasTags && type !== 'html' && mode !== 'escaped'))
    return renderXmlMarkup(unwrapDiv(element.inner.trim()), 'text') || null
  if (element.hasTags) return renderXmlMarkup(element.inner, 'html') || null
  const text = readText(element)
  if (text === null) return null
  if (/^(text\/)?html$|xhtml/.test(type)) return text
  // Many feeds forget the type; only what says `text` is believed to be text.
  return type === '' && looksLikeHtml(text) ? text : escapeHtml(text)
}

function isBinary(type: string): boolean {
  return type.includes('/') && !/^text\/|[/+]xml$|html/.test(type)
}

function decodeBase64(element: FeedElement, type: string): string | null {
  const text = readText(element) ?? ''
  if (!/^[a-z0-9+/=\s]+$/i.test(text)) return null
  const decoded = new TextDecoder().decode(Buffer.from(text, 'base64')).trim()
  if (decoded === '' || decoded.includes('\ufffd')) return null
  return type.startsWith('text/plain') ? escapeHtml(decoded) : decoded
}

/** The id of a feed or an item. One that is a path is a relative reference: absolute, it is the same thing in every copy of the feed. */
export function readId(element: FeedElement, base: string, ...names: readonly string[]): string | null {
  for (const name of names) {
    const child = findChild(element, name)
    const id = readText(child)
    if (id !== null) return id.startsWith('/') ? (resolveLink(id, child?.base ?? base) ?? id) : id
  }
  return null
}

/** The first of these elements that holds a readable date; one that names no zone is `timezone`'s. */
export function readDate(element: FeedElement, timezone: string | null, ...names: readonly string[]): Instant | null {
  for (const name of names)
    for (const child of element.children) {
      const instant = child.name === name ? parseFeedDate(readText(child) ?? '', timezone) : null
      if (instant) return instant
    }
  return null
}

/** Categories, subjects and keywords, each once, in document order. */
export function readCategories(element: FeedElement): readonly string[] {
  const categories = element.children.flatMap(readCategory).filter(category => category !== '')
  return categories.length === 0 ? none : Array.from(new Set(categories)).slice(0, MAX_CATEGORIES)
}

const none: readonly string[] = []

function readCategory(element: FeedElement): readonly string[] {
  switch (element.name) {
    case 'category':
    case 'dc:subject':
    case 'media:category':
      return [readPlain(element) || (readAttribute(element, 'term') ?? '')]
    case 'atom:category':
      return [readAttribute(element, 'term') ?? readAttribute(element, 'label') ?? readPlain(element)]
    case 'itunes:category':
      return [readAttribute(element, 'text') ?? '', ...element.children.flatMap(readCategory)]
    case 'media:group':
    case 'media:content':
      return element.children.flatMap(readCategory)
    case 'keywords':
    case 'itunes:keywords':
    case 'media:keywords':
      return (readText(element) ?? '').split(/[,，]/).map(keyword => keyword.trim())
    default:
      return none
  }
}

/** A BCP 47 language with `-` between its parts; null when the text is none. */
export function normaliseLanguage(text: string | null): string | null {
  const language = text?.trim().replaceAll('_', '-') ?? ''
  return /^[a-z]{2,8}(-[a-z0-9]{1,8}){0,4}$/i.test(language) ? language : null
}

/** The language of an item: what it says itself, else the `xml:lang` in force around its text. */
export function readItemLanguage(item: FeedElement): string | null {
  const own = normaliseLanguage(readChildText(item, 'dc:language', 'language'))
  const text = findChild(item, 'atom:content', 'content:encoded', 'atom:summary', 'description', 'atom:title', 'title')
  return own ?? normaliseLanguage((text ?? item).language)
}

const minutesOfPeriod: Readonly<Record<string, number>> = {
  hourly: 60,
  daily: 1440,
  weekly: 10_080,
  monthly: 43_200,
  yearly: 525_600,
}

/** Minutes for which the feed asks to be left alone: RSS `ttl`, else the syndication module's period over its frequency. */
export function readTtlMinutes(channel: FeedElement): number | null {
  const ttl = readChildText(channel, 'ttl')
  if (ttl !== null && /^\d{1,7}$/.test(ttl)) return Number(ttl)
  const period = readChildText(channel, 'sy:updateperiod')?.toLowerCase()
  const frequency = Number(readChildText(channel, 'sy:updatefrequency') ?? '1')
  if (period === undefined && !findChild(channel, 'sy:updatefrequency')) return null
  const minutes = minutesOfPeriod[period ?? 'daily']
  return minutes === undefined ? null : Math.max(1, Math.round(minutes / (frequency > 0 ? frequency : 1)))
}

/** UTC hours in which the feed asks not to be read; 24 is midnight. (RSS 2.0 skipHours) */
export function readSkipHours(channel: FeedElement): number[] {
  const hours = readList(channel, 'skiphours', 'hour').filter(text => /^\d{1,2}$/.test(text))
  const numbers = hours.map(text => Number(text) % 24).filter((_, at) => Number(hours[at]) <= 24)
  return Array.from(new Set(numbers)).toSorted((a, b) => a - b)
}

const dayNames = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** English names of the days on which the feed asks not to be read. (RSS 2.0 skipDays) */
export function readSkipDays(channel: FeedElement): string[] {
  const days = readList(channel, 'skipdays', 'day').map(text => text.toLowerCase())
  return dayNames.filter(name => days.includes(name.toLowerCase()))
}

function readList(channel: FeedElement, list: string, entry: string): string[] {
  return findChildren(channel, list).flatMap(element =>
    findChildren(element, entry).map(child => readText(child) ?? ''),
  )
}
