// From one item to its article: the feed's own text when it is whole, else the page or PDF behind the link, else what the feed gave.
// Called by extract.ts.
import { cutAtSentence } from '../core/text.ts'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import { primaryLanguage } from '../core/language.ts'
import type { Article, Item, Summary } from '../core/types.ts'
import type { FetchResult, HttpClient } from '../net/http.ts'
import { detectLanguage } from './detect-language.ts'
import { extractArticle } from './extract-article.ts'
import { titleInFrontMatter } from './front-matter.ts'
import { countReading, textOfHtml } from './html-text.ts'
import { readPdf } from './pdf.ts'
import { sanitizeHtml } from './sanitize.ts'
import { isHumanSummary, summarize } from './summarize.ts'

/** What reading an item came to; with `error` the article is a stand-in made of the feed's own words. */
export interface Reading {
  readonly article: Article
  readonly error: WeeklyError | null
}

export interface ReadOptions {
  readonly http: HttpClient
  /** False: the source's own text is enough, its pages are not asked for. */
  readonly fullText: boolean
  readonly summary: { readonly sentences: number; readonly points: number }
}

type Body = Omit<Article, 'itemId' | 'summary' | 'words' | 'readingMinutes' | 'language'> & {
  readonly declaredLanguage: string | null
}

/** So long, in Latin words or half as many Han characters, a feed's text is taken for the whole article. */
const WHOLE_TEXT_MINUTES = 2
const CUT_OFF =
  /(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\bread (?:more|on)\b.{0,12}|\bcontinue reading\b.{0,40}|阅读(?:全文|更多|原文).{0,8}|查看全文.{0,8})\s*$/i
const SUMMARY_CHARACTERS = 400
const TITLE_CHARACTERS = 80

/** The article that the feed itself carries: its content, else its summary; perhaps empty. */
function bodyOfFeed(item: Item): Body {
  const html = item.contentHtml ?? item.summaryHtml ?? ''
  const base = item.rawUrl ?? 'https://localhost.invalid/'
  const text = textOfHtml(html)
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
    method: item.contentHtml === null ? 'excerpt' : 'feed',
    declaredLanguage: item.language,
  }
}

/** Whether the feed's text is the whole article: long enough, and not cut off. */
function isWhole(body: Body): boolean {
  return (
    body.method === 'feed' && countReading(body.text).readingMinutes >= WHOLE_TEXT_MINUTES && !CUT_OFF.test(body.text)
  )
}

function isPdf(result: FetchResult): boolean {
  const type = result.headers['content-type'] ?? ''
  return type.startsWith('application/pdf') || Buffer.from(result.body.subarray(0, 5)).toString('latin1') === '%PDF-'
}

async function bodyOfPdf(item: Item, result: FetchResult): Promise<Body> {
  const { title, text } = await readPdf(result.body)
  const paragraphs = text
    .split(/\n{2,}/)
    .map(paragraph => `<p>${paragraph.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`)
  return {
    ...bodyOfFeed(item),
    url: result.url,
    title: item.title || (title ?? ''),
    html: sanitizeHtml(paragraphs.join('\n'), result.url),
    text,
    pdfUrl: result.url,
    method: 'pdf',
  }
}

function bodyOfPage(item: Item, result: FetchResult): Body {
  const contentType = result.headers['content-type']
  const page = extractArticle(result.body, { url: result.url, ...(contentType === undefined ? {} : { contentType }) })
  return {
    url: page.canonicalUrl ?? result.url,
    title: item.title || (page.title ?? ''),
    byline: page.byline,
    siteName: page.siteName,
    html: page.html,
    text: page.text,
    pdfUrl: page.pdfUrl,
    image: page.image ?? item.image,
    publishedAt: item.publishedAt ?? page.publishedAt,
    method: 'page',
    declaredLanguage: page.language ?? item.language,
  }
}

async function fetchBody(item: Item, url: string, http: HttpClient): Promise<Body> {
  const result = await http.fetch({ url, accept: 'page', robots: true })
  if (result.status !== 200)
    throw new WeeklyError('FETCH_HTTP_STATUS', `${url} answered ${result.status}`, {
      hint: 'The story stands with the words of its feed.',
      retryable: result.status >= 500 || result.status === 429,
      context: { status: result.status },
    })
  return isPdf(result) ? bodyOfPdf(item, result) : bodyOfPage(item, result)
}

/** The summary: a person's own from the feed where there is one, with points from the text; else sentences of the text. */
function summarizeBody(item: Item, body: Body, language: string | null, want: ReadOptions['summary']): Summary {
  const own = item.summaryHtml === null ? '' : textOfHtml(item.summaryHtml).replace(/\s+/g, ' ').trim()
  const extractive = summarize({ title: body.title, text: body.text, ...(language === null ? {} : { language }) }, want)
  const isOwnWhole = own.length > 0 && own.length <= SUMMARY_CHARACTERS && !CUT_OFF.test(own)
  if (isOwnWhole && isHumanSummary(own, body.text)) return { ...extractive, lead: own, method: 'feed' }
  if (extractive.lead !== '') return extractive
  return {
    ...extractive,
    lead: cutAtSentence(own || body.text.replace(/\s+/g, ' '), SUMMARY_CHARACTERS).text,
    method: 'feed',
  }
}

/** What to call it: the feed's title, else the page's, else how the text begins. */
function nameArticle(item: Item, body: Body): string {
  const beginning = cutAtSentence(body.text.trim().replace(/\s+/g, ' '), TITLE_CHARACTERS).text
  return titleInFrontMatter(item.title) || titleInFrontMatter(body.title) || beginning || (item.rawUrl ?? item.guid)
}

function finish(item: Item, body: Body, want: ReadOptions['summary']): Article {
  const { declaredLanguage, ...rest } = body
  const language = detectLanguage(`${body.title}\n${body.text.slice(0, 4_000)}`, primaryLanguage(declaredLanguage))
  const { words, readingMinutes } = countReading(body.text)
  return {
    ...rest,
    title: nameArticle(item, body),
    itemId: item.id,
    language,
    words,
    readingMinutes,
    summary: summarizeBody(item, body, language, want),
  }
}

/** Reads one item. An expected failure gives a stand-in article and the error; only bugs are thrown. */
export async function readArticle(item: Item, options: ReadOptions): Promise<Reading> {
  const own = bodyOfFeed(item)
  if (item.rawUrl === null || !options.fullText || isWhole(own))
    return { article: finish(item, own, options.summary), error: null }
  try {
    const body = await fetchBody(item, item.rawUrl, options.http)
    // A page that gives less than the feed already has (a consent wall, a script-only page) is not the article.
    const best =
      body.text.length >= own.text.length ? body : { ...own, pdfUrl: own.pdfUrl ?? body.pdfUrl, byline: body.byline }
    if (best.text.trim() === '')
      throw new WeeklyError('ARTICLE_UNREADABLE', `no text was found on ${item.rawUrl}`, {
        hint: 'The page may need a script or a login; `fullText: false` of the source takes the feed’s own text.',
      })
    return { article: finish(item, best, options.summary), error: null }
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return { article: finish(item, own, options.summary), error }
  }
}
