// All pages that a site's sitemap names, over its index: within bounds, from one host, the files that changed last first.
import { isWeeklyError, WeeklyError } from '../../core/errors.ts'
import { parseHttpUrl } from '../../core/url.ts'
import type { FetchResult } from '../../net/http.ts'
import { parseSitemap, type SitemapEntry } from './parse-sitemap.ts'

/** A page with the file that names it. */
export interface ListedPage extends SitemapEntry {
  /** Of an index; null: the sitemap itself. */
  readonly file: string | null
}

/** Everything that was read of a site's map. */
export interface ListedSite {
  readonly pages: readonly ListedPage[]
  /** Files that an index names, read or not; null: it is no index. */
  readonly files: readonly string[] | null
}

/** Files of an index that one visit asks for. */
const FILES_READ = 20
/** Pages of all files together. */
const PAGES_READ = 50_000
const FILES_LISTED = 1_000

/** Those that changed last, else those whose names are last in order, for they end in numbers and dates. */
function orderFiles(files: readonly SitemapEntry[]): readonly SitemapEntry[] {
  const byName = (a: SitemapEntry, b: SitemapEntry): number => b.url.localeCompare(a.url, 'en', { numeric: true })
  const dates = new Set(files.map(({ changedAt }) => changedAt))
  if (dates.size < 2) return files.toSorted(byName)
  return files.toSorted((a, b) => (b.changedAt ?? '').localeCompare(a.changedAt ?? '') || byName(a, b))
}

const fromOf = ({ url, headers }: FetchResult) => ({ url, contentType: headers['content-type'] })

function refuse(url: string): WeeklyError {
  return new WeeklyError('FEED_UNPARSABLE', `${url} is no sitemap: it has neither urlset nor sitemapindex`, {
    hint: 'Look for the address of the sitemap in robots.txt of the site.',
  })
}

/**
 * Reads the answer of a sitemap. Of an index at most twenty files on its own host are asked for by `ask`; one that fails is left out, unless all
 * do. Throws FEED_UNPARSABLE, and what the first file fails with when all fail.
 */
export async function readSitemap(
  answer: FetchResult,
  ask: (url: string) => Promise<FetchResult>,
): Promise<ListedSite> {
  const root = parseSitemap(answer.body, fromOf(answer))
  if (root === null) throw refuse(answer.url)
  if (root.kind === 'pages') return { pages: root.entries.map(entry => ({ ...entry, file: null })), files: null }
  const host = parseHttpUrl(answer.url)?.host ?? ''
  const files = orderFiles(root.entries.filter(({ url }) => parseHttpUrl(url)?.host === host)).slice(0, FILES_LISTED)
  const pages: ListedPage[] = []
  let failure: WeeklyError | null = null
  let read = 0
  for (const { url } of files.slice(0, FILES_READ)) {
    if (pages.length >= PAGES_READ) break
    try {
      const part = await ask(url)
      if (part.status !== 200)
        throw new WeeklyError('FETCH_HTTP_STATUS', `${url} answered ${part.status}`, {
          hint: 'The other files of the sitemap are read.',
          context: { status: part.status },
        })
      const map = parseSitemap(part.body, fromOf(part))
      read++
      if (map?.kind === 'pages') pages.push(...map.entries.map(entry => ({ ...entry, file: url })))
    } catch (error) {
      if (!isWeeklyError(error)) throw error
      failure ??= error
    }
  }
  if (read === 0 && failure) throw failure
  return { pages: pages.slice(0, PAGES_READ), files: files.map(({ url }) => url) }
}
