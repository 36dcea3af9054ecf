// From an address that a person typed to the feeds behind it. Called by `source add` and `source check`.
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { ParsedFeed } from '../../core/types.ts'
import { discoverFeeds, guessFeedUrls } from './discover.ts'
import { parseFeed } from '../feeds/parse-feed.ts'
import type { FetchResult, HttpClient } from '../../net/http.ts'

/** A feed that was found, read and understood. */
export interface FoundFeed {
  readonly url: string
  readonly feed: ParsedFeed
  readonly why: string
}

/** What an address is: feeds, or a page that names none. */
export interface FoundAddress {
  readonly feeds: readonly FoundFeed[]
  readonly page: FetchResult
}

const CANDIDATES_READ = 8

async function fetchGood(http: HttpClient, url: string, accept: 'feed' | 'any'): Promise<FetchResult> {
  const result = await http.fetch({ url, accept })
  if (result.status === 200) return result
  throw new WeeklyError('FETCH_HTTP_STATUS', `${url} answered ${result.status}`, {
    hint: 'Open the address in a browser; perhaps the site has moved.',
    context: { status: result.status },
  })
}

function tryParse(result: FetchResult): ParsedFeed | null {
  try {
    const contentType = result.headers['content-type']
    return parseFeed(result.body, { url: result.url, ...(contentType === undefined ? {} : { contentType }) })
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

async function tryFeed(http: HttpClient, url: string, why: string): Promise<FoundFeed | null> {
  try {
    const result = await fetchGood(http, url, 'feed')
    const feed = tryParse(result)
    return feed ? { url, feed, why } : null
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

/**
 * Asks an address: a feed is answered as it is; of a page the feeds that it names, else the usual addresses of its host, each read and
 * understood. Throws FETCH_… when the address itself cannot be read.
 */
export async function findFeeds(http: HttpClient, url: string): Promise<FoundAddress> {
  const page = await fetchGood(http, url, 'any')
  const own = tryParse(page)
  if (own) return { page, feeds: [{ url, feed: own, why: 'the address is a feed' }] }
  const contentType = page.headers['content-type']
  const named = discoverFeeds(page.body, { url: page.url, ...(contentType === undefined ? {} : { contentType }) })
  const found: FoundFeed[] = []
  for (const candidate of named.slice(0, CANDIDATES_READ)) {
    const feed = await tryFeed(http, candidate.url, candidate.why)
    if (feed) found.push(feed)
  }
  if (found.length > 0) return { page, feeds: found }
  for (const guess of guessFeedUrls(page.url)) {
    const feed = await tryFeed(http, guess, 'the usual address of a feed')
    if (feed) return { page, feeds: [feed] }
  }
  return { page, feeds: [] }
}
