// From the bytes of a page to its article. The library's extractArticle().
import { WeeklyError } from '../core/errors.ts'
import type { Instant, SafeHtml } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'
import { decodeText } from '../formats/charset.ts'
import { detectLanguage } from './facts/detect-language.ts'
import { type ArticleMethod, measureSharedWords } from './body/confidence.ts'
import { findBody } from './body/find-body.ts'
import { findWall, type Wall } from './body/find-wall.ts'
import { codeOf, countReading } from './body/html-text.ts'
import { readLinkedArticle } from './facts/linked-data.ts'
import { parseMarkup, textInside } from '../formats/markup.ts'
import { compileSelector, findElements } from '../formats/select.ts'
import { findLonePdf, findStatedPdf } from './facts/beside-pdf.ts'
import { type AnnouncedFeed, readMetadata } from './facts/metadata.ts'
import { dropHeadingAnchors } from './body/prepare.ts'
import { walls } from './body/wall-words.ts'

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
  /** The PDF of this very article; never one that it merely cites. */
  readonly pdfUrl: string | null
  /** The way by which the text was found. */
  readonly method: ArticleMethod
  /** 0–1: how sure it is that the text is the article, whole and alone; by way, length, links and agreement with feed and JSON-LD. */
  readonly confidence: number
  /** What the confidence rests on, in English words. */
  readonly confidenceReasons: readonly string[]
  /** What stands in the article's place: then the text is that of a wall, and the confidence next to nothing. */
  readonly wall: Wall | null
}

/** Where a page comes from, and what is known of it. */
export interface PageOrigin {
  readonly url: string
  readonly contentType?: string
  /** CSS selector of the article, where its source has one. */
  readonly selector?: string
  /** What the feed says of the article, as text: a reference for trimming and for the confidence. */
  readonly feedText?: string
}

/** Machinery of checks for robots; some of it stands in ordinary pages too, so that it speaks only against pages that say next to nothing. */
const challengeMarks = compileSelector(
  '#challenge-form, #challenge-running, #challenge-stage, #challenge-error-text, .cf-browser-verification, #cf-wrapper, #px-captcha, #anubis_challenge, #sec-if-cpt-container, [id^="aliyun_waf"], .geetest_holder, .JDJRV-bigimg',
)
const base = compileSelector('base[href]')
const documentName = compileSelector('title')
/** How sure it is that a wall is the article. */
const WALL_CONFIDENCE = 0.05
const MAX_PAGE_BYTES = 5 * 1024 * 1024

/**
 * Finds the article in a page and reads what the page says about it. Pure; the result depends on bytes, URL and content type alone.
 * Throws ARTICLE_UNREADABLE for a page over 5 MB or without any text, PAGE_SELECTOR_INVALID for a selector that is none, nothing else.
 */
export function extractArticle(html: Uint8Array | string, from: PageOrigin): ExtractedArticle {
  refuseLargePage(html, from.url)
  const source =
    typeof html === 'string' ? html : decodeText(html, { contentType: from.contentType ?? null, kind: 'html' }).text
  // One element around everything: selectors are slow on a page that is a row of thousands without `html`.
  const $ = parseMarkup(`<html>${source}</html>`)
  dropHeadingAnchors($)
  const linked = readLinkedArticle($)
  const metadata = readMetadata($, from.url, linked)
  const baseUrl = parseHttpUrl(findElements($, base, 1)[0]?.attribs.href ?? '', from.url)?.href ?? from.url
  const { selector = null, feedText = null } = from
  const about = { url: from.url, baseUrl, title: metadata.title }
  const statedPdf = findStatedPdf($, about)
  const [named] = findElements($, documentName, 1)
  const documentTitle = named ? textInside(named) : ''
  const isChallenge = findElements($, challengeMarks, 1).length > 0
  const found = findBody($, { baseUrl, linked, metadata, selector, feedText })
  const { html: body, text, markup } = found
  if (text === '' && metadata.title === null)
    throw new WeeklyError('ARTICLE_UNREADABLE', `${from.url} holds no text (${html.length} bytes read)`, {
      hint: 'The page may need a browser or a login; the item keeps the words of its feed.',
    })
  const wall = findWall({
    titles: [documentTitle, metadata.title],
    text,
    printed: metadata.printed,
    isChallenge,
    shared: feedText === null ? null : measureSharedWords(feedText, text),
  })
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
    method: found.method,
    confidence: wall ? Math.min(found.confidence, WALL_CONFIDENCE) : found.confidence,
    confidenceReasons: wall ? [`${walls[wall.kind].name}: “${wall.evidence}”`, ...found.reasons] : found.reasons,
    wall,
    ...countReading(text, codeOf(markup)),
    pdfUrl: statedPdf ?? findLonePdf(markup, about),
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
