// What a page says about its article besides the text.
import type { Instant } from '../../core/types.ts'
import { cleanSourceName } from '../../core/source-name.ts'
import { parseHttpUrl, siteOf } from '../../core/url.ts'
import type { LinkedArticle } from './linked-data.ts'
import { type Markup, type MarkupElement, textInside } from '../../formats/markup.ts'
import { compileSelector, findElements, isWithin, type Matcher } from '../../formats/select.ts'
import { readDateline } from './dateline.ts'
import { readByline } from './page-byline.ts'
import { readPageDate, readPrintedDate, readUrlDate } from './page-date.ts'
import { readSiteInTitle, readTitle } from './page-title.ts'
import { readPrintedText } from './printed-text.ts'
import { readWeChat } from './wechat.ts'

/** A feed that the page announces. */
export interface AnnouncedFeed {
  readonly url: string
  readonly title: string | null
  readonly type: string
}

/** What a page says about its article; null where it says nothing. */
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
  /** The visible text from its top, a line for each block. */
  readonly printed: string
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
const meta = compileSelector('meta')
const script = compileSelector('script')
const canonical = compileSelector('link[rel="canonical"]')
const imageLink = compileSelector('link[rel="image_src"]')
const alternate = compileSelector('link[rel~="alternate"][href]')
const speaking = compileSelector('html[lang]')
const page: Matcher = ({ name, attribs }) => name === 'html' && attribs['xml:lang'] !== undefined
/** Where scripts are longer than this, they are the site's software. */
const MAX_SCRIPT_CHARACTERS = 300_000
const notInside = compileSelector(
  'aside, footer, nav, [class*="comment"], [class*="related"], [id*="comment"], [class*="sidebar"], [class*="recommend"]',
)
const datedMarkup = [
  '[itemprop="datePublished"]',
  'time[pubdate], time.published, time.entry-date, abbr.published, .dt-published',
  'article time[datetime], header time[datetime], main time[datetime], time[datetime]',
  '[class*="publish"], [class*="pub-date"], [class*="pubdate"], [class*="pub_date"], [class*="pubtime"], [id*="pubtime"], [id*="publish"], .date, .time, .timestamp, .dateline, [class*="post-date"], [class*="post-meta"], [class*="entry-date"], [class*="entry-meta"], [class*="article-date"], [class*="posted"], [class*="article-info"], [class*="date"]',
].map(compileSelector)

/** Reads all of it; where several places speak, the more deliberate one wins: JSON-LD, meta, headings, markup, URL, text. */
export function readMetadata($: Markup, url: string, linked: LinkedArticle | null): PageMetadata {
  const metas = readMetas($)
  const first = (matches: Matcher): MarkupElement['attribs'] | undefined => findElements($, matches, 1)[0]?.attribs
  const say = (name: string): string | null => metas.get(name) ?? null
  const printed = readPrintedText($)
  const weChat = readWeChat($, url)
  const declaredSite =
    weChat?.account ?? say('og:site_name') ?? linked?.siteName ?? say('application-name') ?? say('sitename')
  const title = readTitle($, { headline: linked?.headline ?? null, siteName: declaredSite, host: siteOf(url), printed })
  const siteNames = [declaredSite, linked?.siteName ?? null, siteOf(url)].filter(name => name !== null)
  const dateline = readDateline(printed, title, siteNames)
  return {
    title,
    byline: readByline($, {
      authors: linked?.authors ?? [],
      printed,
      siteNames,
      besideDate: dateline?.names ?? [],
    }),
    siteName: nameSite(declaredSite ?? readSiteInTitle($, title)),
    publishedAt:
      readDeclaredDate($, [linked?.publishedText ?? null, ...dateMeta.map(say)]) ??
      moreExactOf(readUrlDate(url), readPrintedDate(printed) ?? dateline?.publishedAt ?? null) ??
      readScriptDate($),
    canonicalUrl: weChat?.link ?? readCanonicalUrl([first(canonical)?.href ?? null, say('og:url')], url),
    declaredLanguage:
      first(speaking)?.lang ??
      first(page)?.['xml:lang'] ??
      say('content-language') ??
      say('og:locale') ??
      linked?.language ??
      null,
    image: absolute(
      say('og:image') ?? say('twitter:image') ?? say('image') ?? linked?.image ?? first(imageLink)?.href ?? null,
      url,
    ),
    description: say('og:description') ?? say('description'),
    feeds: readFeeds($, url),
    printed,
  }
}

function nameSite(name: string | null): string | null {
  return name === null ? null : cleanSourceName(name)
}

/** What the page's `meta` elements say, by lower-cased name; of several with one name the first that says anything. */
type Metas = ReadonlyMap<string, string>

/** Reads all in one pass: asking for each name would walk the whole page forty times. */
function readMetas($: Markup): Metas {
  const metas = new Map<string, string>()
  for (const { attribs } of findElements($, meta)) {
    const content = attribs.content?.replace(/\s+/g, ' ').trim()
    if (!content) continue
    for (const name of [attribs.property, attribs.name, attribs.itemprop, attribs['http-equiv']]) {
      const key = name?.toLowerCase()
      if (key !== undefined && !metas.has(key)) metas.set(key, content)
    }
  }
  return metas
}

/** What metadata (`declared`, the surest first) or the markup around a printed date says. */
function readDeclaredDate($: Markup, declared: readonly (string | null)[]): Instant | null {
  for (const text of declared) {
    const instant = text === null ? null : readPageDate(text)
    if (instant) return instant
  }
  for (const selector of datedMarkup)
    for (const element of findElements($, selector, 20)) {
      if (isWithin(element, notInside)) continue
      const text = element.attribs.datetime ?? element.attribs.content ?? textInside(element)
      const instant = text.length > 300 ? null : readPageDate(text)
      if (instant) return instant
    }
  return null
}

/** The day of the URL, with the time that the page prints for it; what is printed where the URL has no day. */
function moreExactOf(ofUrl: Instant | null, printed: Instant | null): Instant | null {
  return ofUrl === null || printed?.slice(0, 10) === ofUrl.slice(0, 10) ? printed : ofUrl
}

/** The date that a script would print: some pages leave its place empty, with seconds since 1970 or a date in a variable. */
function readScriptDate($: Markup): Instant | null {
  const scripts = findElements($, script).map(textInside).join('').slice(0, MAX_SCRIPT_CHARACTERS)
  const [, seconds, text] =
    /\b(?:ct|publish_?time|pub(?:lish|lished)?_?date|(?:published|created?)_?at|createTime|datePublished)["']?\s*[:=]\s*(?:["']?(\d{10})(?:\d{3})?["']?(?!\d)|["'](\d{4}[^"'<>]{4,30})["'])/i.exec(
      scripts,
    ) ?? []
  if (seconds !== undefined) return readPageDate(new Date(Number(seconds) * 1000).toISOString())
  return text === undefined ? null : readPageDate(text)
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
  return findElements($, alternate).flatMap(({ attribs }) => {
    const type = attribs.type?.trim().toLowerCase() ?? ''
    const target = absolute(attribs.href ?? null, url)
    if (!target || !feedType.test(type)) return []
    return [{ url: target, title: attribs.title?.trim() || null, type }]
  })
}

function absolute(text: string | null, url: string): string | null {
  return text ? (parseHttpUrl(text, url)?.href ?? null) : null
}
