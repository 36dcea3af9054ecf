// From the bytes of a page to its article. The library's extractArticle(); called by the extract stage and `weekly inspect`.
import { WeeklyError } from '../core/errors.ts'
import type { Instant, SafeHtml } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'
import { decodeText } from '../net/charset.ts'
import { cleanArticle } from './clean.ts'
import { detectLanguage } from './detect-language.ts'
import { countReading, textOfHtml } from './html-text.ts'
import { readLinkedArticle, type LinkedArticle } from './linked-data.ts'
import { type Markup, parseMarkup } from '../net/markup.ts'
import { type AnnouncedFeed, findPdfUrl, type PageMetadata, readMetadata } from './metadata.ts'
import { preparePage } from './prepare.ts'
import { readMarked, readReadable } from './readable.ts'
import { sanitizeHtml } from './sanitize.ts'

/** Everything that a page tells about its article; null where it tells nothing. */
export interface ExtractedArticle {
  readonly title: string | null
  readonly byline: string | null
  readonly siteName: string | null
  readonly publishedAt: Instant | null
  readonly canonicalUrl: string | null
  /** BCP 47 primary language. */
  readonly language: string | null
  readonly image: string | null
  readonly html: SafeHtml
  /** Plain text of the HTML without captions; blocks stand apart by an empty line. */
  readonly text: string
  readonly words: number
  readonly readingMinutes: number
  readonly feeds: readonly AnnouncedFeed[]
  readonly pdfUrl: string | null
}

const MAX_PAGE_BYTES = 5 * 1024 * 1024
/** Less than this many characters found by one way, and the next is asked. */
const ENOUGH_CHARACTERS = 140

/**
 * Finds the article in a page and reads what the page says about it. Pure; the result depends on bytes, URL and content type alone.
 * Throws ARTICLE_UNREADABLE for a page over 5 MB or without any text, nothing else.
 */
export function extractArticle(
  html: Uint8Array | string,
  from: { readonly url: string; readonly contentType?: string },
): ExtractedArticle {
  refuseLargePage(html, from.url)
  const source =
    typeof html === 'string' ? html : decodeText(html, { contentType: from.contentType ?? null, kind: 'html' }).text
  // One element around everything: selectors are slow on a page that is a row of thousands without `html`.
  const $ = parseMarkup(`<html>${source}</html>`)
  const linked = readLinkedArticle($)
  const metadata = readMetadata($, from.url, linked)
  const baseUrl = parseHttpUrl($('base[href]').attr('href') ?? '', from.url)?.href ?? from.url
  const body = findBody($, { baseUrl, linked, metadata })
  const text = textOfHtml(body)
  if (text === '' && metadata.title === null)
    throw new WeeklyError('ARTICLE_UNREADABLE', `${from.url} holds no text (${html.length} bytes read)`, {
      hint: 'The page may need a browser or a login; the item keeps the words of its feed.',
    })
  const article = parseMarkup(`<div>${body}</div>`)
  return {
    title: metadata.title,
    byline: metadata.byline,
    siteName: metadata.siteName,
    publishedAt: metadata.publishedAt,
    canonicalUrl: metadata.canonicalUrl,
    image: metadata.image,
    feeds: metadata.feeds,
    language: detectLanguage(text || (metadata.title ?? ''), metadata.declaredLanguage),
    html: body,
    text,
    ...countReading(text, article('pre').text()),
    pdfUrl: findPdfUrl(article, baseUrl),
  }
}

function refuseLargePage(html: Uint8Array | string, url: string): void {
  if (html.length <= MAX_PAGE_BYTES) return
  const megabytes = (html.length / 1024 / 1024).toFixed(1)
  throw new WeeklyError('ARTICLE_UNREADABLE', `${url} has ${megabytes} MB; at most 5 MB are read`, {
    hint: 'The item keeps the words of its feed; set `fullText: false` for the source if this is usual.',
    context: { sizeBytes: html.length },
  })
}

interface KnownPage {
  readonly baseUrl: string
  readonly linked: LinkedArticle | null
  readonly metadata: PageMetadata
}

/** Readability's article, cleaned; else what the page marks as its article; else the text in JSON-LD; else all of the body; else the description: the first that says enough. */
function findBody($: Markup, known: KnownPage): SafeHtml {
  const page = preparePage($)
  const about = { url: known.baseUrl, title: known.metadata.title }
  const ways = [
    () => cleanArticle(readReadable(page) ?? '', about),
    () => cleanArticle(readMarked($) ?? '', about),
    () => paragraphsOf(known.linked?.body ?? ''),
    () => cleanArticle(page, about),
    () => paragraphsOf(known.metadata.description ?? ''),
  ]
  let longest = ''
  let longestLength = 0
  for (const way of ways) {
    const html = sanitizeHtml(way(), known.baseUrl)
    const length = textOfHtml(html).length
    if (length >= ENOUGH_CHARACTERS) return html
    if (length > longestLength) [longest, longestLength] = [html, length]
  }
  return sanitizeHtml(longest, known.baseUrl)
}

function paragraphsOf(text: string): string {
  const isMarkup = /<(p|br|div)[\s/>]/i.test(text)
  if (isMarkup) return text
  return text
    .split(/\n+/)
    .filter(line => line.trim() !== '')
    .map(line => `<p>${line.replace(/&(?!#?\w+;)/g, '&amp;').replace(/</g, '&lt;')}</p>`)
    .join('\n')
}
