// Finds every post of a blog: what its feed lists, and what its index pages do, from one to the next.
import { isWeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import type { Instant, ParsedItem } from '../core/types.ts'
import { canonicalUrl, parseHttpUrl } from '../core/url.ts'
import { decodeText } from '../formats/charset.ts'
import type { FetchResult, HttpClient } from '../net/http.ts'
import { isElement, parseMarkup } from '../formats/markup.ts'
import { readPageAddress } from '../collect/pages/page-address.ts'
import { readPageList } from '../collect/pages/page-list.ts'

/** A post as the blog lists it. */
export interface ListedPost {
  readonly url: string
  readonly title: string | null
  readonly publishedAt: Instant | null
}

/** All posts that a blog lists, and how many of its index pages were read for them. */
export interface BlogArchive {
  /** Each once, oldest first; those without a date come last. */
  readonly posts: readonly ListedPost[]
  readonly indexPages: number
}

/** At fifty posts a page this is ten thousand posts. */
const MAX_INDEX_PAGES = 200

/** Reads a blog's lists, beginning with a page of it. Index pages that cannot be read are passed over. */
export async function findArchive(
  { http, log }: { readonly http: HttpClient; readonly log: Log },
  start: { readonly page: FetchResult; readonly feedItems: readonly ParsedItem[] },
): Promise<BlogArchive> {
  const { host } = new URL(start.page.url)
  const posts = new Map<string, ListedPost>()
  const take = (items: readonly ParsedItem[]): void => {
    for (const { url, title, publishedAt } of items) {
      if (url === null || parseHttpUrl(url)?.host !== host) continue
      const key = canonicalUrl(url)
      const known = posts.get(key)
      posts.set(key, { url, title: known?.title ?? title, publishedAt: known?.publishedAt ?? publishedAt })
    }
  }
  take(start.feedItems)
  const seen = new Set([canonicalUrl(start.page.url)])
  const waiting: string[] = []
  let indexPages = 0
  for (let page: FetchResult | null = start.page; page; page = await nextPage(http, waiting)) {
    if (!/html/i.test(page.headers['content-type'] ?? 'html')) continue
    indexPages++
    take(readIndex(page))
    for (const url of findIndexPages(page)) {
      if (seen.has(canonicalUrl(url)) || seen.size >= MAX_INDEX_PAGES) continue
      seen.add(canonicalUrl(url))
      waiting.push(url)
    }
    log.info('index page', { url: page.url, posts: posts.size })
  }
  const index = [canonicalUrl(start.page.url), ...seen]
  for (const url of index) posts.delete(url)
  const dateOf = ({ publishedAt }: ListedPost): string => publishedAt ?? '~'
  return { posts: [...posts.values()].toSorted((a, b) => (dateOf(a) < dateOf(b) ? -1 : 1)), indexPages }
}

/** The next index page that can be read; null when none is left. */
async function nextPage(http: HttpClient, waiting: string[]): Promise<FetchResult | null> {
  for (let url = waiting.shift(); url !== undefined; url = waiting.shift()) {
    try {
      const page = await http.fetch({ url, accept: 'page', robots: true })
      if (page.status === 200) return page
    } catch (error) {
      if (!isWeeklyError(error)) throw error
    }
  }
  return null
}

function readIndex(page: FetchResult): readonly ParsedItem[] {
  try {
    return readPageList(page.body, { url: page.url, contentType: page.headers['content-type'] }, null).items
  } catch (error) {
    if (isWeeklyError(error)) return []
    throw error
  }
}

/** The other pages of an index: what calls itself next, and what is numbered: `/page/2/`, `?page=2`. */
function findIndexPages(page: FetchResult): readonly string[] {
  const contentType = page.headers['content-type'] ?? null
  const markup = parseMarkup(decodeText(page.body, { contentType, kind: 'html' }).text)
  const { baseUrl } = readPageAddress(markup, page.url)
  const links = markup('a[href], link[rel~=next][href]').toArray().filter(isElement)
  return links.flatMap(({ attribs }) => {
    const url = parseHttpUrl(attribs.href ?? '', baseUrl)
    if (url?.host !== new URL(page.url).host) return []
    const isNext = /(^|\s)next(\s|$)/i.test(attribs.rel ?? '')
    const isNumbered =
      /\/(page|p)[/-]?\d+(\.html?|\/)?$/i.test(url.pathname) || /[?&](page|paged|p)=\d+(&|$)/i.test(url.search)
    url.hash = ''
    return isNext || isNumbered ? [url.href] : []
  })
}
