// The sitemap of a site that has no feed: the one that robots.txt names, else the usual addresses.
import { isWeeklyError } from '../../core/errors.ts'
import { parseHttpUrl } from '../../core/url.ts'
import type { FetchResult, HttpClient } from '../../net/http.ts'
import { parseSitemap } from '../sitemaps/parse-sitemap.ts'

/** A sitemap that answered. */
export interface FoundSitemap {
  readonly url: string
  /** Pages, or files of an index. */
  readonly entries: number
  /** Half a sentence: how it was found. */
  readonly why: string
}

const ROBOTS_CHARACTERS = 100_000
const MOST_NAMED = 4
const usual = ['/sitemap.xml', '/sitemap_index.xml', '/wp-sitemap.xml', '/news-sitemap.xml']

/** Addresses of sitemaps in a robots.txt, on the web alone, those for news first. (sitemaps.org, "Submitting") */
export function readSitemapLines(text: string): readonly string[] {
  const named = text
    .slice(0, ROBOTS_CHARACTERS)
    .split(/\r\n?|\n/)
    .flatMap(line => parseHttpUrl(/^\s*sitemap\s*:\s*(\S{1,2000})/i.exec(line)?.[1] ?? '')?.href ?? [])
  const isOfNews = (url: string): boolean => /news|post|article|blog/i.test(new URL(url).pathname)
  const all = [...new Set(named)]
  return [...all.filter(isOfNews), ...all.filter(url => !isOfNews(url))].slice(0, MOST_NAMED)
}

async function ask(http: HttpClient, url: string): Promise<FetchResult | null> {
  try {
    const answer = await http.fetch({ url, accept: 'any' })
    return answer.status === 200 ? answer : null
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

function countEntries(answer: FetchResult): number {
  const contentType = answer.headers['content-type']
  // What is served as a page is the site's "not found", or a list of links like any other.
  if (/^text\/html/i.test(contentType ?? '')) return 0
  try {
    return parseSitemap(answer.body, { url: answer.url, contentType })?.entries.length ?? 0
  } catch (error) {
    if (isWeeklyError(error)) return 0
    throw error
  }
}

/** Asks for the sitemap of the site of a page; null where there is none that has an entry. */
export async function findSitemap(http: HttpClient, page: string): Promise<FoundSitemap | null> {
  const site = parseHttpUrl(page)
  if (!site) return null
  const robots = await ask(http, new URL('/robots.txt', site).href)
  const named =
    robots === null ? [] : readSitemapLines(new TextDecoder().decode(robots.body.subarray(0, ROBOTS_CHARACTERS)))
  const candidates = [
    ...named.map(url => ({ url, why: 'robots.txt names it' })),
    ...usual.map(path => ({ url: new URL(path, site).href, why: 'the usual address of a sitemap' })),
  ]
  for (const { url, why } of candidates) {
    const answer = await ask(http, url)
    const entries = answer === null ? 0 : countEntries(answer)
    if (entries > 0) return { url, entries, why }
  }
  return null
}
