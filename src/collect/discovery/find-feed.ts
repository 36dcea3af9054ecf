// From an address that a person typed to the feeds behind it.
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import type { ParsedFeed } from '../../core/types.ts'
import { parseHttpUrl } from '../../core/url.ts'
import type { FetchResult, HttpClient } from '../../net/http.ts'
import { parseFeed } from '../feeds/parse-feed.ts'
import { parseSitemap } from '../sitemaps/parse-sitemap.ts'
import { discoverFeeds, guessFeedUrls } from './discover.ts'
import { feedsOfPlatform, findBetterPage, hintOfBridge } from './feed-habits.ts'

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
  /** How many pages or files it names, where it is a sitemap. */
  readonly sitemap?: number
  /** What to do where nothing is found; null: nothing is known of the platform. */
  readonly hint: string | null
}

/** How the source of an address is asked: its own headers and zone. */
export interface AskOptions {
  readonly headers?: Readonly<Record<string, string>>
  readonly timezone?: string | null | undefined
  readonly proxy?: string | undefined
}

interface FeedCandidate {
  readonly url: string
  readonly why: string
}

const CANDIDATES_READ = 8

async function fetchGood(http: HttpClient, url: string, accept: 'feed' | 'any', ask: AskOptions): Promise<FetchResult> {
  const result = await http.fetch({ url, accept, headers: ask.headers ?? {}, proxy: ask.proxy })
  if (result.status === 200) return result
  throw new WeeklyError('FETCH_HTTP_STATUS', `${url} answered ${result.status}`, {
    hint: 'Open the address in a browser; perhaps the site has moved.',
    context: { status: result.status },
  })
}

/** What a promise comes to, or the WeeklyError that it fails with. */
async function settle<T>(work: Promise<T>): Promise<T | WeeklyError> {
  return work.catch((error: unknown) => {
    if (isWeeklyError(error)) return error
    throw error
  })
}

function tryParse(result: FetchResult, timezone: string | null = null): ParsedFeed | null {
  try {
    const contentType = result.headers['content-type']
    return parseFeed(result.body, {
      url: result.url,
      timezone,
      ...(contentType === undefined ? {} : { contentType }),
    })
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

/** How many entries a sitemap has; null for what is none, and for a plain list of addresses, which may be anything. */
function trySitemap(page: FetchResult): number | null {
  try {
    const map = parseSitemap(page.body, { url: page.url, contentType: page.headers['content-type'] })
    return map === null || /^text\/html/i.test(page.headers['content-type'] ?? '') ? null : map.entries.length
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

/** Those of the candidates that are feeds, with what the last of them answered. */
async function readCandidates(http: HttpClient, candidates: readonly FeedCandidate[]) {
  const feeds: FoundFeed[] = []
  let page: FetchResult | null = null
  for (const { url, why } of candidates) {
    const result = await settle(fetchGood(http, url, 'feed', {}))
    const feed = isWeeklyError(result) ? null : tryParse(result)
    if (isWeeklyError(result) || !feed) continue
    feeds.push({ url, feed, why })
    page = result
  }
  return { feeds, page }
}

/** What the platform of an address that could not be read is known to have; else the failure is thrown, with what to do about it. */
async function askPlatform(http: HttpClient, url: string, failure: WeeklyError): Promise<FoundAddress> {
  const address = parseHttpUrl(url)
  const known = address ? feedsOfPlatform(address, null).slice(0, CANDIDATES_READ) : []
  const { feeds, page } = await readCandidates(http, known)
  if (page) return { feeds, page, hint: null }
  const hint = address ? hintOfBridge(address) : null
  if (hint === null) throw failure
  throw new WeeklyError(failure.code, failure.message, { hint, context: failure.context, cause: failure })
}

/**
 * Asks an address: a feed is answered as it is; of a page the feeds that it names, else the usual addresses of its host, each read and
 * understood. When the page refuses, or sends elsewhere to ask for consent, what its platform is known to have is tried. Throws FETCH_…
 * when the address itself cannot be read and nothing is known of it.
 */
export async function findFeeds(http: HttpClient, url: string, ask: AskOptions = {}): Promise<FoundAddress> {
  const address = parseHttpUrl(url)
  const better = address ? findBetterPage(address) : null
  const page = await settle(fetchGood(http, better ?? url, 'any', better === null ? ask : {}))
  if (isWeeklyError(page)) return askPlatform(http, url, page)
  const hint = address ? hintOfBridge(address) : null
  const own = tryParse(page, ask.timezone)
  if (own) return { page, feeds: [{ url, feed: own, why: 'the address is a feed' }], hint }
  const map = trySitemap(page)
  if (map !== null) return { page, feeds: [], hint, sitemap: map }
  const contentType = page.headers['content-type']
  const named = discoverFeeds(page.body, { url: page.url, ...(contentType === undefined ? {} : { contentType }) })
  const wasSentElsewhere = address && parseHttpUrl(page.url)?.host !== address.host
  const asked = wasSentElsewhere ? feedsOfPlatform(address, null) : []
  const known = new Set(named.map(feed => feed.url))
  const candidates = [...asked.filter(feed => !known.has(feed.url)), ...named]
  const { feeds } = await readCandidates(http, candidates.slice(0, CANDIDATES_READ))
  if (feeds.length > 0) return { page, feeds, hint }
  for (const guess of guessFeedUrls(page.url)) {
    const guessed = await readCandidates(http, [{ url: guess, why: 'the usual address of a feed' }])
    if (guessed.feeds.length > 0) return { page, feeds: guessed.feeds, hint }
  }
  return { page, feeds: [], hint }
}
