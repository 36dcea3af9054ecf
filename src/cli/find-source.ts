// From an address that a person typed to the entry of sources.yaml: a feed, the feed that a page names, or the page's own list.
import { findFeeds, type FoundAddress, type FoundFeed } from '../collect/discovery/find-feed.ts'
import { findSitemap } from '../collect/discovery/find-sitemap.ts'
import { guessJsonPaths } from '../collect/json/guess-json-paths.ts'
import { readPageList } from '../collect/pages/page-list.ts'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import { linkForReaders } from '../core/url.ts'
import type { HttpClient } from '../net/http.ts'
import type { NewSource } from '../app/edit-sources.ts'
import { askOnce, canAsk } from './terminal/ask.ts'
import { sayAside } from './terminal/terminal.ts'

/** What an address comes to, and how that is told. */
export interface FoundSource {
  readonly source: NewSource
  readonly said: string
}

/** Longer than any address that a browser opens. */
const ADDRESS_LENGTH = 2_000
const ownMachine = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?:[/?#]|$)/i

/**
 * The addresses that a person may mean, the likelier first: without a scheme https, then http; `feed:` is a name for either. Other schemes
 * stay as they are. Throws USAGE_INVALID.
 */
export function addressesOf(text: string): readonly string[] {
  const typed = text.trim().replace(/^feed:(?=https?:)/i, '')
  if (typed.length <= ADDRESS_LENGTH && !/\s/.test(typed)) {
    const bare = typed.replace(/^(?:feed:)?\/\//i, '')
    // What stands before a colon and no port is a scheme.
    if (/^[a-z][a-z\d+.-]*:(?!\d)/i.test(bare)) return [bare]
    const schemes = ownMachine.test(bare) ? ['http://', 'https://'] : ['https://', 'http://']
    const all = schemes.map(scheme => scheme + bare)
    const hostname = URL.parse(all[0] ?? '')?.hostname ?? ''
    if (/[.:]|^localhost$/.test(hostname)) return all
  }
  throw new WeeklyError('USAGE_INVALID', `"${typed.slice(0, 200)}" is no address of a feed or page`, {
    hint: 'Write it as in example.org or https://example.org/feed.xml.',
  })
}

/** Lets a person choose among several feeds; without a terminal the choice must be made by --first or a feed's own address. */
async function chooseFeed(feeds: readonly FoundFeed[], takeFirst: boolean): Promise<FoundFeed> {
  const [first] = feeds
  if (first && (feeds.length === 1 || takeFirst)) return first
  const list = feeds.map(({ url, feed, why }, index) => `${index + 1}. ${feed.title ?? '(no title)'}  ${url}  (${why})`)
  if (!canAsk())
    throw new WeeklyError('USAGE_INVALID', `the page names ${feeds.length} feeds:\n${list.join('\n')}`, {
      hint: 'Add one by its own address, or take the first with --first.',
    })
  const choose = (line: string): FoundFeed | null => feeds[Number(line) - 1] ?? null
  for (const line of list) sayAside(line)
  return askOnce('Which one?', '1', choose, line => `"${line}" is none of 1 to ${feeds.length}`)
}

/** The type of an answer as parsers want it. */
export function typeOf({ headers }: FoundAddress['page']): { readonly contentType?: string } {
  return headers['content-type'] === undefined ? {} : { contentType: headers['content-type'] }
}

/** The list that a page without a feed shows, or null when there is none. */
function tryPageList({ page }: FoundAddress) {
  try {
    return readPageList(page.body, { url: page.url, ...typeOf(page) }, null)
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

/** The list of an API, by the shape of its answer; what it would write is shown, for a guess should be looked at. */
function findApi({ page }: FoundAddress): FoundSource | null {
  const begins = /^[\s\ufeff]*[[{]/.test(new TextDecoder().decode(page.body.subarray(0, 200)))
  const guessed = begins ? guessJsonPaths(page.body) : null
  if (!guessed) return null
  const { select, count } = guessed
  const lines = Object.entries(select).map(([name, path]) => `      ${name}: ${path}`)
  return {
    source: { url: page.url, kind: 'json', select },
    said: [
      `following the API ${page.url}: it is no feed, and ${count} entries at "${select.item}" have links and titles; written to sources.yaml:`,
      `  - url: ${linkForReaders(page.url) ?? page.url}`,
      '    kind: json',
      '    select:',
      ...lines,
      'Look with `weekly source check` whether the paths are the right ones.',
    ].join('\n'),
  }
}

const mayBeOtherScheme: ReadonlySet<string> = new Set(['FETCH_CONNECTION_FAILED', 'FETCH_TLS_FAILED', 'FETCH_TIMEOUT'])

/** Asks the addresses in their order until one answers; the failure that is told is the first one's. */
async function findAnyFeeds(http: HttpClient, [url = '', ...others]: readonly string[]): Promise<FoundAddress> {
  try {
    return await findFeeds(http, url)
  } catch (error) {
    if (!isWeeklyError(error) || !mayBeOtherScheme.has(error.code) || others.length === 0) throw error
    return findAnyFeeds(http, others).catch(() => {
      throw error
    })
  }
}

/** Asks an address what there is to follow. Throws USAGE_INVALID, FETCH_… and FEED_NOT_FOUND. */
export async function findNewSource(http: HttpClient, typed: string, takeFirst: boolean): Promise<FoundSource> {
  const found = await findAnyFeeds(http, addressesOf(typed))
  const [own] = found.feeds
  // An answer with `items` passes for a JSON Feed; what of it has no links and titles there is an API.
  const isBareList =
    own?.feed.format === 'json' && own.feed.items.every(({ url, title }) => url === null || title === null)
  const bare = isBareList ? findApi(found) : null
  if (bare) return bare
  if (found.feeds.length > 0) {
    const { url, feed, why } = await chooseFeed(found.feeds, takeFirst)
    return {
      source: { url },
      said: `following ${feed.title ?? url}\n  ${url} (${why}), ${feed.items.length} items`,
    }
  }
  if (found.sitemap !== undefined)
    return {
      source: { url: found.page.url, kind: 'sitemap' },
      said: `following the sitemap ${found.page.url} with ${found.sitemap} entries: the first visit learns them, what comes after is news`,
    }
  const api = findApi(found)
  if (api) return api
  const list = tryPageList(found)
  if (list)
    return {
      source: { url: found.page.url, kind: 'page' },
      said: `following the page ${found.page.url}: it names no feed, so its list is read\n  ${list.explanation}`,
    }
  const map = await findSitemap(http, found.page.url)
  if (map)
    return {
      source: { url: map.url, kind: 'sitemap' },
      said: `following the sitemap ${map.url} (${map.why}) with ${map.entries} entries: ${found.page.url} names no feed and shows no list; the first visit learns them, what comes after is news`,
    }
  throw new WeeklyError('FEED_NOT_FOUND', `${typed} is no feed, names none, and shows no list of links`, {
    hint:
      found.hint ?? 'Look for an RSS link on the site, or add the page to sources.yaml with selectors (kind: page).',
  })
}
