// Asks one source and reads what comes: every way in which that may end is a value.
import { createHash } from 'node:crypto'
import { parseIsoInstant } from '../core/clock.ts'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { Instant, ParsedFeed, ParsedItem, SuggestionEntry } from '../core/types.ts'
import type { FetchResult, HttpClient } from '../net/http.ts'
import { withoutSecrets } from '../net/request-headers.ts'
import type { ClaimedSource } from '../store/sources.ts'
import { levelQuirks } from './feed-quirks.ts'
import type { ListedSite } from './sitemaps/read-sitemap.ts'
import type { LeftOutItem } from './sort-by-rules.ts'

/** What was read: a feed, or a page's list. */
export type SourceReading = Partial<
  Pick<ParsedFeed, 'title' | 'link' | 'language' | 'ttlMinutes' | 'skipHours' | 'skipDays' | 'hubs' | 'self'>
> & {
  readonly items: readonly ParsedItem[]
  /** What its reader left out, with the reason. */
  readonly dropped?: readonly LeftOutItem[]
  /** Of a sitemap: its pages, of which those that were never seen are news. */
  readonly site?: ListedSite
  /** Of a repository: what its issues suggest. */
  readonly suggestions?: readonly SuggestionEntry[]
  /** What the report says of it besides. */
  readonly remarks?: readonly string[]
  /** Where the next visit goes on; missing: where the last one did. */
  readonly cursor?: string
  /** More is there than one visit takes: it comes at once. */
  readonly hasMore?: boolean
}

/** An answer without its body, which is given up as soon as it is read. */
export type Answer = Omit<FetchResult, 'body'> & { readonly bodyBytes: number }

/** How asking a source ended. */
export type Visited =
  | { readonly kind: 'changed'; readonly answer: Answer; readonly reading: SourceReading; readonly sha256: string }
  | { readonly kind: 'unchanged'; readonly answer: Answer }
  /** Its host wants to be left alone, so that it was not asked at all. */
  | { readonly kind: 'waiting'; readonly until: Instant; readonly error: WeeklyError }
  /** `reading`: what there was of a body that ended early. */
  | {
      readonly kind: 'failed'
      readonly answer: Answer | null
      readonly error: WeeklyError
      readonly reading: SourceReading | null
    }

/** Reads the body of a source: a feed of any dialect, or a page's list. Throws WeeklyError. */
async function readBody(http: HttpClient, claimed: ClaimedSource, result: FetchResult): Promise<SourceReading> {
  const { source } = claimed
  const contentType = result.headers['content-type']
  const { timezone } = source
  const from = { url: result.url, timezone, ...(contentType === undefined ? {} : { contentType }) }
  // Each reader is loaded when there is something for it: most visits find nothing new.
  if (source.kind === 'feed') {
    const { parseFeed } = await import('./feeds/parse-feed.ts')
    const parsed = parseFeed(result.body, from)
    const feed = { ...parsed, items: parsed.items.map(levelQuirks) }
    if (source.explode !== true) return feed
    const { explodeLists } = await import('./explode-lists.ts')
    return { ...feed, items: explodeLists(feed.items) }
  }
  if (source.kind === 'sitemap') {
    const { readSitemap } = await import('./sitemaps/read-sitemap.ts')
    const headers = headersFor(claimed)
    const site = await readSitemap(result, url => http.fetch({ url, accept: 'any', headers, proxy: source.proxy }))
    return { title: null, link: new URL('/', result.url).href, items: [], site }
  }
  if (source.kind === 'json' && source.select !== null) {
    const { readJsonList } = await import('./json/read-json-list.ts')
    return { title: null, link: null, items: readJsonList(result.body, from, source.select).items }
  }
  const { readPageList } = await import('./pages/page-list.ts')
  const { title, items } = readPageList(result.body, from, source.select)
  return { title, link: result.url, items }
}

const hintsByStatus: Readonly<Record<number, string>> = {
  401: 'The source wants a name and password; give them as `headers` of the source.',
  403: 'The site refuses this program; ask its owner, or follow another feed of it.',
  404: 'The address may have changed: look the feed up on the site and edit sources.yaml.',
  410: 'The source is gone for good and is not asked again; remove it from sources.yaml, or give its new address.',
}

function refuseStatus({ url, status }: FetchResult): WeeklyError {
  return new WeeklyError('FETCH_HTTP_STATUS', `${url} answered ${status}`, {
    hint: hintsByStatus[status] ?? 'It is asked again later, less and less often while this lasts.',
    retryable: status !== 410,
    context: { status },
  })
}

function describeTruncated({ url, wireBytes }: FetchResult, cause?: WeeklyError): WeeklyError {
  return new WeeklyError('FETCH_BODY_TRUNCATED', `${url} ended early, after ${wireBytes} bytes`, {
    hint: cause
      ? 'Nothing of it could be read; it is asked again by itself.'
      : 'What came was read; the rest is asked for again.',
    retryable: true,
    cause,
  })
}

/** The headers of a source are for its own origin: one that has moved elsewhere is asked without those that open doors. */
function headersFor({ source, state }: ClaimedSource): Readonly<Record<string, string>> {
  const isElsewhere = URL.parse(source.url)?.origin !== URL.parse(state.fetch_url)?.origin
  return isElsewhere ? withoutSecrets(source.headers) : source.headers
}

async function readAnswer(http: HttpClient, claimed: ClaimedSource, result: FetchResult): Promise<Visited> {
  const { body, ...rest } = result
  const answer = { ...rest, bodyBytes: body.byteLength }
  if (result.status === 304) return { kind: 'unchanged', answer }
  if (result.status !== 200) return { kind: 'failed', answer, error: refuseStatus(result), reading: null }
  const sha256 = createHash('sha256').update(body).digest('hex')
  if (sha256 === claimed.state.body_sha256) return { kind: 'unchanged', answer }
  try {
    const reading = await readBody(http, claimed, result)
    // Of an index the files behind it change, whatever it says of itself: it is asked anew each time.
    if (reading.site?.files)
      return { kind: 'changed', answer: { ...answer, etag: null, lastModified: null }, reading, sha256: '' }
    if (!result.truncated) return { kind: 'changed', answer, reading, sha256 }
    return { kind: 'failed', answer, error: describeTruncated(result), reading }
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return { kind: 'failed', answer, error: result.truncated ? describeTruncated(result, error) : error, reading: null }
  }
}

/** Asks for the issues of a repository. Where it has moved to, the API tells each time: the source keeps its name. */
async function askRepository(http: HttpClient, { source, state }: ClaimedSource, now: Instant): Promise<Visited> {
  const { issueHeaders, issuesUrl, readRateLimit, repositoryOf } = await import('./repository/ask-issues.ts')
  const { readIssues } = await import('./repository/read-issues.ts')
  const { body, ...rest } = await http.fetch({
    url: issuesUrl(source, parseIsoInstant(state.cursor ?? ''), now),
    accept: 'any',
    headers: { ...issueHeaders, ...source.headers },
    proxy: source.proxy,
  })
  const answer = { ...rest, url: state.fetch_url, hops: [], bodyBytes: body.byteLength }
  const until = readRateLimit(rest, now)
  if (until !== null)
    return { kind: 'waiting', until, error: describeRateLimit(repositoryOf(source), rest.status, until) }
  if (rest.status !== 200) return { kind: 'failed', answer, error: refuseStatus({ ...rest, body }), reading: null }
  const repository = repositoryOf(source)
  const suggestions = readIssues(body, repository)
  const link = source.api === undefined ? `https://github.com/${repository}/issues` : null
  const sha256 = createHash('sha256').update(body).digest('hex')
  return { kind: 'changed', answer, reading: { title: repository, link, items: [], suggestions }, sha256 }
}

function describeRateLimit(repository: string, status: number, until: Instant): WeeklyError {
  return new WeeklyError(
    'FETCH_HOST_WAITING',
    `the API answered ${status} for ${repository}: no more before ${until}`,
    {
      hint: 'With a token in `headers` of the source, GitHub answers far more often.',
      retryable: true,
      context: { until },
    },
  )
}

/** Asks the source, conditionally if anything is known of it, and reads what comes; only bugs are thrown. */
export async function askSource(http: HttpClient, claimed: ClaimedSource, now: Instant): Promise<Visited> {
  const { source, state } = claimed
  try {
    if (source.kind === 'github-issues') return await askRepository(http, claimed, now)
    const result = await http.fetch({
      url: state.fetch_url,
      accept: source.kind === 'page' ? 'page' : source.kind === 'json' ? 'any' : 'feed',
      etag: state.etag,
      lastModified: state.last_modified,
      headers: headersFor(claimed),
      proxy: source.proxy,
      robots: source.kind === 'page',
    })
    return await readAnswer(http, claimed, result)
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    const { until } = error.context as { until?: Instant }
    if (error.code === 'FETCH_HOST_WAITING' && until !== undefined) return { kind: 'waiting', until, error }
    return { kind: 'failed', answer: null, error, reading: null }
  }
}
