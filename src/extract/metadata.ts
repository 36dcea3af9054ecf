// What a page says about its article besides the text. Called by extract-article.ts with the raw document.
import type { Instant } from '../core/types.ts'
import { parseHttpUrl, siteOf } from '../core/url.ts'
import type { LinkedArticle } from './linked-data.ts'
import { isElement, type Markup } from '../net/markup.ts'
import { readByline } from './page-byline.ts'
import { readPageDate, readUrlDate } from './page-date.ts'
import { readTitle } from './page-title.ts'

/** A feed that the page announces. */
export interface AnnouncedFeed {
  readonly url: string
  readonly title: string | null
  readonly type: string
}

export interface PageMetadata {
  readonly title: string | null
  readonly byline: string | null
  readonly siteName: string | null
  readonly publishedAt: Instant | null
  readonly canonicalUrl: string | null
  /** As the page declares it, a BCP 47 tag of whatever correctness. */
  readonly declaredLanguage: string | null
  readonly image: string | null
  readonly description: string | null
  readonly feeds: readonly AnnouncedFeed[]
}

const feedType = /^(?:application\/(?:rss|atom|rdf|feed)\+(?:xml|json)|application\/json|text\/xml|application\/xml)/i
const dateMeta = [
  'article:published_time',
  'og:published_time',
  'datepublished',
  'parsely-pub-date',
  'sailthru.date',
  'pubdate',
  'publishdate',
  'publish-date',
  'publish_date',
  'publishtime',
  'publication_date',
  'dc.date.issued',
  'dcterms.created',
  'dc.date',
  'dcterms.date',
  'date',
  'og:release_date',
  'article.published',
  'citation_publication_date',
  'weibo: article:create_at',
  'bytedance:published_time',
  'last-modified',
]
const notInside =
  'aside, footer, nav, [class*="comment"], [class*="related"], [id*="comment"], [class*="sidebar"], [class*="recommend"]'
const datedMarkup = [
  '[itemprop="datePublished"]',
  'time[pubdate], time.published, time.entry-date, abbr.published, .dt-published',
  'article time[datetime], header time[datetime], main time[datetime], time[datetime]',
  '[class*="publish"], [class*="pub-date"], [class*="pubdate"], [class*="pub_date"], [class*="pubtime"], [id*="pubtime"], [id*="publish"], .date, .time, .timestamp, .dateline, [class*="post-date"], [class*="post-meta"], [class*="entry-date"], [class*="entry-meta"], [class*="article-date"], [class*="posted"], [class*="article-info"], [class*="date"]',
]

/** Reads all of it; where several places speak, the more deliberate one wins: JSON-LD, meta, headings, markup, URL, text. */
export function readMetadata($: Markup, url: string, linked: LinkedArticle | null): PageMetadata {
  const metas = readMetas($)
  const meta = (name: string): string | null => metas.get(name) ?? null
  const siteName = meta('og:site_name') ?? linked?.siteName ?? meta('application-name')
  return {
    title: readTitle($, { headline: linked?.headline ?? null, siteName, host: siteOf(url) }),
    byline: readByline($, linked?.authors ?? []),
    siteName,
    publishedAt: readPublishedAt($, url, [linked?.publishedText ?? null, ...dateMeta.map(meta)]),
    canonicalUrl: readCanonicalUrl([$('link[rel="canonical" i]').attr('href') ?? null, meta('og:url')], url),
    declaredLanguage:
      $('html[lang]').attr('lang') ??
      $('html[xml\\:lang]').attr('xml:lang') ??
      meta('content-language') ??
      meta('og:locale') ??
      linked?.language ??
      null,
    image: absolute(
      meta('og:image') ?? meta('twitter:image') ?? linked?.image ?? $('link[rel="image_src"]').attr('href') ?? null,
      url,
    ),
    description: meta('og:description') ?? meta('description'),
    feeds: readFeeds($, url),
  }
}

/**
 * The link to the article as PDF, absolute; null when there is none. One whose text says PDF, paper or slides is preferred to the first.
 * `$` is the article, not the page: a site's forms and price lists are no reading.
 */
export function findPdfUrl($: Markup, baseUrl: string): string | null {
  const links = $('a[href]')
    .get()
    .flatMap(link => {
      const target = parseHttpUrl(link.attribs.href ?? '', baseUrl)
      return target && /\.pdf$/i.test(target.pathname) ? [{ href: target.href, text: $(link).text() }] : []
    })
  const named = links.find(link => /\bpdf\b|paper|slides|论文|幻灯|讲稿/i.test(link.text))
  return (named ?? links[0])?.href ?? null
}

/** What the page's `meta` elements say, by lower-cased name; of several with one name the first that says anything. */
type Metas = ReadonlyMap<string, string>

/** Reads all in one pass: asking for each name would walk the whole page forty times. */
function readMetas($: Markup): Metas {
  const metas = new Map<string, string>()
  for (const { attribs } of $('meta').get()) {
    const content = attribs.content?.replace(/\s+/g, ' ').trim()
    if (!content) continue
    for (const name of [attribs.property, attribs.name, attribs.itemprop, attribs['http-equiv']]) {
      const key = name?.toLowerCase()
      if (key !== undefined && !metas.has(key)) metas.set(key, content)
    }
  }
  return metas
}

/** `declared` is what JSON-LD and metadata say, the surest first. */
function readPublishedAt($: Markup, url: string, declared: readonly (string | null)[]): Instant | null {
  for (const text of declared) {
    const instant = text === null ? null : readPageDate(text)
    if (instant) return instant
  }
  for (const selector of datedMarkup)
    for (const element of $(selector).slice(0, 20).get()) {
      if ($(element).closest(notInside).length > 0) continue
      const declared = isElement(element) ? (element.attribs.datetime ?? element.attribs.content) : undefined
      const text = declared ?? $(element).text()
      const instant = text.length > 300 ? null : readPageDate(text)
      if (instant) return instant
    }
  return readUrlDate(url) ?? readPrintedDate($)
}

/** A date printed near the top of the text, with a word or a time that says it is the article's. */
function readPrintedDate($: Markup): Instant | null {
  const text = $('body').text().slice(0, 30_000).replace(/\s+/g, ' ')
  const labelled =
    /(?:发布|发表|刊登|更新)?(?:时间|日期|于)\s*[:：]?\s*(\d{4}.{4,40})|(?:posted|published|updated)(?: on| at)?\s*:?\s*(.{6,60})/iu.exec(
      text,
    )
  const timed = /\d{4}\s?[-/年.]\s?\d{1,2}\s?[-/月.]\s?\d{1,2}日?\s{0,3}\d{1,2}[:时]\d{2}/.exec(text)
  const plain = /\d{4}\s?年\s?\d{1,2}\s?月\s?\d{1,2}\s?日|\d{4}-\d{1,2}-\d{1,2}/.exec(text.slice(0, 3_000))
  for (const found of [labelled?.[1] ?? labelled?.[2], timed?.[0], plain?.[0]]) {
    const instant = found === undefined ? null : readPageDate(found)
    if (instant) return instant
  }
  return null
}

/** Many sites declare their front page as canonical of everything: "/" on a deep page is ignored. */
function readCanonicalUrl(declarations: readonly (string | null)[], url: string): string | null {
  for (const declared of declarations) {
    const canonical = declared ? parseHttpUrl(declared, url) : null
    if (!canonical) continue
    const isFrontPage = canonical.pathname === '/' && canonical.search === ''
    if (!isFrontPage || (parseHttpUrl(url)?.pathname ?? '/') === '/') return canonical.href
  }
  return null
}

function readFeeds($: Markup, url: string): AnnouncedFeed[] {
  return $('link[rel~="alternate" i][href]')
    .get()
    .flatMap(link => {
      const type = link.attribs.type?.trim().toLowerCase() ?? ''
      const target = absolute(link.attribs.href ?? null, url)
      if (!target || !feedType.test(type)) return []
      return [{ url: target, title: link.attribs.title?.trim() || null, type }]
    })
}

function absolute(text: string | null, url: string): string | null {
  return text ? (parseHttpUrl(text, url)?.href ?? null) : null
}
