// What an address that is no feed lists, read as a visit would read it: a page, a sitemap, or an API.
import { readJsonList } from '../collect/json/read-json-list.ts'
import { readPageList } from '../collect/pages/page-list.ts'
import { readSitemap } from '../collect/sitemaps/read-sitemap.ts'
import type { SourceConfig } from '../core/config.ts'
import type { ParsedItem } from '../core/types.ts'
import type { FetchResult, HttpClient } from '../net/http.ts'

/** What is listed. */
export interface Listed {
  readonly kind: 'page' | 'sitemap' | 'json'
  readonly items: readonly ParsedItem[]
  /** One sentence: what was taken. */
  readonly explanation: string
}

type Asked = Partial<Pick<SourceConfig, 'select' | 'timezone' | 'headers' | 'proxy'>>

/** Pages of a sitemap that are shown. */
const SHOWN = 50

async function readMap(http: HttpClient, page: FetchResult, { headers = {}, proxy }: Asked): Promise<Listed> {
  const site = await readSitemap(page, url => http.fetch({ url, accept: 'any', headers, proxy }))
  const items = site.pages.slice(0, SHOWN).map(({ url, title, publishedAt, language }): ParsedItem => ({
    ...{ guid: null, url, title, authors: [], contentHtml: null, summaryHtml: null, publishedAt, updatedAt: null },
    ...{ categories: [], enclosures: [], image: null, language },
  }))
  const files = site.files === null ? '' : ` in ${site.files.length} files`
  const explanation = `${site.pages.length} pages${files}: the first visit learns them, what comes after is news.`
  return { kind: 'sitemap', items, explanation }
}

/** Reads the answer of an address by the kind of its source. Throws what the reader of that kind throws. */
export async function readListed(
  http: HttpClient,
  page: FetchResult,
  kind: Listed['kind'],
  asked: Asked = {},
): Promise<Listed> {
  if (kind === 'sitemap') return readMap(http, page, asked)
  if (kind === 'json' && asked.select !== undefined)
    return { kind, ...readJsonList(page.body, { url: page.url, timezone: asked.timezone ?? null }, asked.select) }
  const contentType = page.headers['content-type']
  const from = {
    url: page.url,
    timezone: asked.timezone ?? null,
    ...(contentType === undefined ? {} : { contentType }),
  }
  const { items, explanation } = readPageList(page.body, from, asked.select ?? null)
  return { kind: 'page', items, explanation }
}
