// From an item, and from what its link answered, to its article: the part the source's selector names, else the page, the PDF or the
// feed's own text, whichever says more. No I/O, no state.
import { cutTrailers } from '../core/trailers.ts'
import { contentTokens, cutAtSentence, lettersOf, tokenize } from '../core/text.ts'
import { WeeklyError } from '../core/errors.ts'
import { primaryLanguage } from '../core/language.ts'
import type { Article, Item, Summary } from '../core/types.ts'
import { isCutOff } from './summary/cut-off.ts'
import { type Confidence, measureSharedWords, rateOtherText } from './body/confidence.ts'
import { findWallInWords } from './body/find-wall.ts'
import { walls, type WallWords } from './body/wall-words.ts'
import { detectLanguage } from './facts/detect-language.ts'
import { type ExtractedArticle, extractArticle } from './extract-article.ts'
import { titleInFrontMatter } from './facts/front-matter.ts'
import { countReading, textOfHtml } from './body/html-text.ts'
import { readPdf } from './pdf.ts'
import { sanitizeHtml } from './body/sanitize.ts'
import { isHumanSummary } from './summary/human-summary.ts'
import { summarize } from './summary/summarize.ts'

/** What an item's link answered. */
export interface FetchedPage {
  /** After redirects. */
  readonly url: string
  readonly contentType: string | null
  readonly body: Uint8Array
}

/** All that reading one item takes; plain values, so that it can cross to a thread. */
export interface ReadingTask {
  readonly item: Item
  /** Null: the item's own words are read. */
  readonly page: FetchedPage | null
  /** The source's own selector for the article in its pages. */
  readonly selector: string | null
  readonly summary: { readonly sentences: number; readonly points: number }
}

type Finished = 'itemId' | 'summary' | 'words' | 'readingMinutes' | 'language' | 'confidence' | 'confidenceReasons'
type Body = Omit<Article, Finished> & {
  readonly declaredLanguage: string | null
  readonly trust: Confidence
}

/** A text found less surely than this must have something of what the feed announced, more than the tenth of words that two texts of one language share by chance. */
const DOUBTFUL_CONFIDENCE = 0.3
const UNLIKE_SHARE = 0.1
const SUMMARY_CHARACTERS = 400
/** Of a feed's words no more are looked at for a summary. */
const READ_CHARACTERS = 4_000
const TITLE_CHARACTERS = 80

/** The article that the feed itself carries: its content, else its summary; perhaps empty. */
function bodyOfFeed(item: Item): Body {
  const content = readableWords(item.contentHtml)
  const html = content ?? readableWords(item.summaryHtml) ?? ''
  const base = item.rawUrl ?? 'https://localhost.invalid/'
  const text = textOfHtml(html)
  const method = content === null ? 'excerpt' : 'feed'
  return {
    url: item.rawUrl,
    title: item.title,
    byline: null,
    siteName: null,
    html: sanitizeHtml(html, base),
    text,
    pdfUrl: item.enclosures.find(({ type, url }) => type === 'application/pdf' || /\.pdf$/i.test(url))?.url ?? null,
    image: item.image,
    publishedAt: item.publishedAt,
    method,
    trust: rateOtherText(method, text),
    declaredLanguage: item.language,
  }
}

/** The HTML that a feed gives; null where it holds a wall, which programs that make feeds of pages met themselves. */
function readableWords(html: string | null): string | null {
  return html === null || findWallInWords(textOfHtml(html)) ? null : html
}

/** Servers mistake the type both ways: the first bytes are believed, then the type. */
function isPdf({ contentType, body }: FetchedPage): boolean {
  const beginning = Buffer.from(body.subarray(0, 1_024)).toString('latin1').trimStart()
  return (
    beginning.startsWith('%PDF-') ||
    (/^application\/(?:x-)?pdf\b/i.test(contentType ?? '') && !beginning.startsWith('<'))
  )
}

async function bodyOfPdf(item: Item, page: FetchedPage): Promise<Body> {
  const { title, text } = await readPdf(page.body)
  const paragraphs = text
    .split(/\n{2,}/)
    .map(paragraph => `<p>${paragraph.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`)
  return {
    ...bodyOfFeed(item),
    url: page.url,
    title: item.title || (title ?? ''),
    html: sanitizeHtml(paragraphs.join('\n'), page.url),
    text,
    pdfUrl: page.url,
    method: 'pdf',
    trust: rateOtherText('pdf', text),
  }
}

function bodyOfPage({ item, selector }: ReadingTask, { url, contentType, body }: FetchedPage, feedText: string): Body {
  const page = extractArticle(body, {
    url,
    feedText,
    ...(contentType === null ? {} : { contentType }),
    ...(selector === null ? {} : { selector }),
  })
  if (page.wall) throw walled(url, walls[page.wall.kind], page.wall.evidence)
  if (isUnlike(item, feedText, page)) throw unlike(url)
  const { html, confidence, confidenceReasons: reasons } = page
  return {
    url: page.canonicalUrl ?? url,
    title: item.title || (page.title ?? ''),
    byline: page.byline,
    siteName: page.siteName,
    html,
    text: page.text,
    pdfUrl: page.pdfUrl,
    image: page.image ?? item.image,
    publishedAt: item.publishedAt ?? page.publishedAt,
    method: page.method === 'selector' ? 'selector' : 'page',
    trust: { confidence, reasons },
    declaredLanguage: page.language ?? item.language,
  }
}

/** Whether a page that is hardly an article has neither the title nor the words that the feed announced. */
function isUnlike(item: Item, feedText: string, page: ExtractedArticle): boolean {
  if (page.method === 'selector' || page.confidence >= DOUBTFUL_CONFIDENCE || item.title === '') return false
  const shown = `${page.title ?? ''}\n${page.text}`
  const shared = [measureSharedWords(feedText, shown), shareOfTitle(item.title, shown)].filter(share => share !== null)
  return shared.length > 0 && shared.every(share => share <= UNLIKE_SHARE)
}

/** What share of a title's words stands in a text; Han text is compared by pairs of characters. Null for a title without words. */
function shareOfTitle(title: string, text: string): number | null {
  const words = new Set(contentTokens(title))
  const all = new Set(tokenize(text))
  return words.size === 0 ? null : [...words].filter(word => all.has(word)).length / words.size
}

function walled(url: string, { name, mayPass }: WallWords, evidence: string): WeeklyError {
  return new WeeklyError('ARTICLE_WALLED', `${url} shows no article but ${name}: “${evidence}”`, {
    hint: mayPass
      ? 'The story stands with the words of its feed; the page is asked for again later.'
      : 'The story stands with the words of its feed; `fullText: false` of the source avoids the try.',
    retryable: mayPass,
  })
}

function unlike(url: string): WeeklyError {
  return new WeeklyError('ARTICLE_WALLED', `${url} shows nothing of what the feed announced`, {
    hint: 'The story stands with the words of its feed; the page is asked for again later.',
    retryable: true,
  })
}

/** Tags of a blog's templates that its feed left as they are. */
const templateTag = /\{%[^%]{0,400}%\}|\{\{[^}]{0,400}\}\}/gu

/** The beginning of a text in one line, without template tags and what its feed printed behind it. */
function sayShortly(text: string): string {
  return cutTrailers(text.slice(0, READ_CHARACTERS).replace(templateTag, ' ').replace(/\s+/g, ' ').trim()).text
}

/** The summary: a person's own from the feed where there is one, with points from the text; else sentences of the text. No lead where all that is said is the title. */
function summarizeBody(
  item: Item,
  body: Body,
  title: string,
  language: string | null,
  want: ReadingTask['summary'],
): Summary {
  const own = sayShortly(textOfHtml(readableWords(item.summaryHtml) ?? ''))
  const article = { title, text: body.text, ...(language === null ? {} : { language }) }
  const isOwnWhole = own.length > 0 && own.length <= SUMMARY_CHARACTERS && !isCutOff(own)
  if (isOwnWhole && isHumanSummary(own, body.text, title)) return summarize({ ...article, lead: own }, want)
  const extractive = summarize(article, want)
  if (extractive.lead !== '') return extractive
  const said = [own, sayShortly(body.text)].find(text => lettersOf(text) !== lettersOf(title)) ?? ''
  return { ...extractive, lead: cutAtSentence(said, SUMMARY_CHARACTERS).text, method: 'feed' }
}

/** What to call it: the feed's title, else the page's, else how the text begins. */
function nameArticle(item: Item, body: Body): string {
  const beginning = cutAtSentence(body.text.trim().replace(/\s+/g, ' '), TITLE_CHARACTERS).text
  return titleInFrontMatter(item.title) || titleInFrontMatter(body.title) || beginning || (item.rawUrl ?? item.guid)
}

function finish({ item, summary }: ReadingTask, body: Body): Article {
  const { declaredLanguage, trust, ...rest } = body
  const language = detectLanguage(`${body.title}\n${body.text.slice(0, 4_000)}`, primaryLanguage(declaredLanguage))
  const { words, readingMinutes } = countReading(body.text)
  const title = nameArticle(item, body)
  return {
    ...rest,
    title,
    itemId: item.id,
    language,
    words,
    readingMinutes,
    summary: summarizeBody(item, body, title, language, summary),
    confidence: trust.confidence,
    confidenceReasons: trust.reasons,
  }
}

/**
 * Reads one item's article. Throws ARTICLE_UNREADABLE, PDF_UNREADABLE or PAGE_SELECTOR_INVALID when the page gives none; with `page` null
 * it is made of the item's own words, perhaps none at all, and nothing is thrown.
 */
export async function readArticle(task: ReadingTask): Promise<Article> {
  const { item, page } = task
  const own = bodyOfFeed(item)
  if (page === null) return finish(task, own)
  const body = isPdf(page) ? await bodyOfPdf(item, page) : bodyOfPage(task, page, own.text)
  const pdfUrl = own.pdfUrl ?? body.pdfUrl
  // A page that gives less than the feed already has (a consent wall, a script-only page) is not the article.
  const isLess = body.method !== 'selector' && body.text.length < own.text.length
  const best = isLess ? { ...own, byline: body.byline } : body
  if (best.text.trim() === '')
    throw new WeeklyError('ARTICLE_UNREADABLE', `no text was found on ${page.url}`, {
      hint: 'The page may need a script or a login; `fullText: false` of the source takes the feed’s own text.',
    })
  return finish(task, { ...best, pdfUrl })
}
