// Feeds that a page names, or that its platform is known to have. Pure: `source add` fetches and confirms them.
import { canonicalUrl, parseHttpUrl } from '../../core/url.ts'
import { decodeText } from '../../formats/charset.ts'
import { parseMarkup, type Markup, type MarkupElement, isElement } from '../../formats/markup.ts'
import { feedsOfGenerator, feedsOfPlatform, type FeedType } from './feed-habits.ts'
import { readPageAddress, type PageAddress } from '../pages/page-address.ts'

/** A feed that a page names or its platform is known to have; nobody has read it yet. */
export interface DiscoveredFeed {
  readonly url: string
  readonly title: string | null
  readonly type: FeedType
  /** Half a sentence: how the feed was found. */
  readonly why: string
}

const MAX_FEEDS = 50
const MAX_GUESSES = 12
/** A platform's mark stands near the beginning, or in a script not far behind. */
const MAX_SOURCE_CHARACTERS = 1_000_000

/**
 * The feeds of a page, likeliest first: those it declares, those of its platform, those that its links and generator suggest;
 * feeds of comments come last. Each address once, at most 50.
 */
export function discoverFeeds(
  bytes: Uint8Array,
  from: { readonly url: string; readonly contentType?: string | undefined },
): DiscoveredFeed[] {
  const { text } = decodeText(bytes, { contentType: from.contentType ?? null, kind: 'html' })
  const markup = parseMarkup(text)
  const address = readPageAddress(markup, from.url)
  const source = text.slice(0, MAX_SOURCE_CHARACTERS)
  const page = parseHttpUrl(from.url)
  const { declared, mislabelled } = readDeclared(markup, address)
  const found = [
    ...declared,
    ...(page ? feedsOfPlatform(page, source) : []),
    ...mislabelled,
    ...readLinks(markup, address),
    ...feedsOfGenerator(source).map(feed => ({ ...feed, url: URL.parse(feed.url, from.url)?.href ?? '' })),
  ]
  const byUrl = new Map<string, DiscoveredFeed>()
  for (const feed of found)
    if (feed.url !== '' && !byUrl.has(canonicalUrl(feed.url))) byUrl.set(canonicalUrl(feed.url), feed)
  const [comments, articles] = [true, false].map(wanted =>
    [...byUrl.values()].filter(feed => isOfComments(feed) === wanted),
  )
  return [...(articles ?? []), ...(comments ?? [])].slice(0, MAX_FEEDS)
}

/** Usual addresses of feeds on the page's host, in its folder first, then at the root; at most 12. Empty for what is no http address. */
export function guessFeedUrls(url: string): string[] {
  const page = parseHttpUrl(url)
  if (!page) return []
  const folder = page.pathname.replace(/\/[^/]*\.\w{1,5}$/, '').replace(/\/+$/, '')
  const inFolder =
    folder === '' ? [] : ['feed', 'rss.xml', 'index.xml', 'atom.xml', 'feed.xml'].map(name => `${folder}/${name}`)
  const atRoot = [
    '/feed',
    '/rss.xml',
    '/index.xml',
    '/atom.xml',
    '/feed.xml',
    '/feed.json',
    '/rss',
    '/blog/feed',
    '/blog/rss.xml',
    '/blog/index.xml',
    '/feeds/all.atom.xml',
    '/?feed=rss2',
  ]
  const guesses = [...inFolder, ...atRoot].map(path => new URL(path, page.origin).href)
  return [...new Set(guesses)].slice(0, MAX_GUESSES)
}

const feedType = /^(?:application|text)\/(?:(?:x-)?(?:rss|atom|rdf)(?:\+xml)?|feed\+json)\s*(?:;|$)/i
/** Types that say nothing: the address decides. */
const vagueType = /^(?:(?:application|text)\/(?:x-)?(?:xml|json|html|plain)\s*(?:;.*)?)?$/i

/** `<link>` elements, apart by whether their type is one of feeds. */
function readDeclared(markup: Markup, address: PageAddress) {
  const declared: DiscoveredFeed[] = []
  const mislabelled: DiscoveredFeed[] = []
  for (const { attribs } of elementsOf(markup, 'link[href]')) {
    const relations = (attribs.rel ?? '').toLowerCase().split(/\s+/)
    if (!relations.some(relation => ['alternate', 'feed', 'service.feed'].includes(relation))) continue
    if (relations.includes('stylesheet') || /oembed/i.test(attribs.type ?? '')) continue
    const url = resolveFeedUrl(attribs.href ?? '', address)
    const type = attribs.type?.trim() ?? ''
    if (!url) continue
    const title = attribs.title?.replace(/\s+/g, ' ').trim() || null
    const feed = { url: url.href, title, type: typeOf(type, url), why: `declared by the page as ${type || 'a feed'}` }
    if (feedType.test(type)) declared.push(feed)
    else if (relations.includes('feed') || (vagueType.test(type) && looksLikeFeed(url))) mislabelled.push(feed)
  }
  return { declared, mislabelled }
}

const feedLabel =
  /^(?:(?:subscribe|follow)(?: to| via| by| with)?(?: our| my| the)? ?(?:rss|atom|feed).{0,20}|(?:full |main |site |blog )?(?:rss|atom|rdf|json)(?: ?[12]\.\d)?(?: feeds?)?|(?:web ?)?feeds?|xml|(?:rss|feed|atom) ?订阅|订阅 ?(?:rss|feed|本站|博客)?|rss ?源)$/i
const subscribeService =
  /(?:^|\.)(?:feedly|inoreader|newsblur|netvibes|follow|yahoo|theoldreader|feedspot|bloglovin|zhuaxia|xianguo)\.\w+$/

/** `<a>` elements that lead to something like a feed on the same site, or are called one. */
function readLinks(markup: Markup, address: PageAddress): DiscoveredFeed[] {
  const site = siteNameOf(parseHttpUrl(address.url))
  return elementsOf(markup, 'a[href]').flatMap(element => {
    const url = resolveFeedUrl(element.attribs.href ?? '', address)
    if (!url || subscribeService.test(url.hostname) || /\.(?:png|jpe?g|gif|svg|pdf|zip)$/i.test(url.pathname)) return []
    const { title, 'aria-label': spoken } = element.attribs
    const labels = [markup(element).text(), title ?? '', spoken ?? ''].map(text => text.replace(/\s+/g, ' ').trim())
    const label = labels.find(text => text !== '') ?? null
    const isCalledFeed = labels.some(text => feedLabel.test(text))
    const isNearby = siteNameOf(url) === site || /^(?:feeds?|rss)\d?\./.test(url.hostname)
    if (!isCalledFeed && !(isNearby && looksLikeFeed(url))) return []
    return [
      {
        url: url.href,
        title: label,
        type: typeOf('', url),
        why: `linked from the page${label === null ? '' : ` as "${label.slice(0, 60)}"`}`,
      },
    ]
  })
}

function elementsOf(markup: Markup, selector: string): MarkupElement[] {
  return markup(selector).toArray().filter(isElement)
}

/** `feed:` is a scheme of browsers of old; the fragment names nothing in a feed. */
function resolveFeedUrl(href: string, address: PageAddress): URL | null {
  const plain = href
    .trim()
    .replace(/^feed:(?:\/\/)?(?=https?:)/i, '')
    .replace(/^feed:\/\//i, 'http://')
  const url = plain === '' || plain.startsWith('#') ? null : parseHttpUrl(plain, address.baseUrl)
  if (url) url.hash = ''
  return url && url.href !== address.url.split('#')[0] ? url : null
}

function looksLikeFeed(url: URL): boolean {
  return (
    /\/(?:rss|atom|feeds?|rdf)[\d.]*(?:\.(?:xml|json|php|aspx?|cgi))?\/?$|\.(?:rss|atom|rdf)$/i.test(url.pathname) ||
    /\/(?!sitemap)(?:[\w-]*(?:index|feed|rss|atom|latest)[\w-]*|backend|feeds?\/[\w.-]+)\.(?:xml|rdf)$/i.test(
      url.pathname,
    ) ||
    /\/feeds?\/(?:posts|all|blog|news|entries|articles)(?:\/|$)/i.test(url.pathname) ||
    /[?&](?:feed|format|type|output|alt|mod)=(?:rss2?|atom|rdf|feed)(?:&|$)/i.test(url.search)
  )
}

function typeOf(declared: string, url: URL): FeedType {
  const clue = `${declared} ${url.pathname}${url.search}`.toLowerCase()
  const named = feedType.test(declared) ? declared.toLowerCase() : clue
  if (named.includes('atom')) return 'atom'
  if (named.includes('json')) return 'json'
  return /rss|rdf/.test(named) ? 'rss' : 'unknown'
}

function isOfComments({ url, title }: DiscoveredFeed): boolean {
  return /\bcomments?\b|评论|留言/i.test(title ?? '') || /\/comments?(?:[/.?-]|$)/i.test(url)
}

/** The last two labels of a host: enough to tell a site's own feeds from those of others. */
function siteNameOf(url: URL | null): string {
  return url?.hostname.split('.').slice(-2).join('.') ?? ''
}
