// From one item to its article: the feed's own text when it is whole, else the page or PDF behind the link, else what the feed gave.
// Asks for the page; reading it is left to the threads.
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { Article, Enclosure, Item } from '../core/types.ts'
import { withoutTracking } from '../core/url.ts'
import type { HttpClient } from '../net/http.ts'
import { isCutOff } from './summary/cut-off.ts'
import type { FetchedPage } from './read-article.ts'
import type { ArticleReader } from './reading-threads.ts'

/** What an item came to; with `error` the article is a stand-in made of the feed's own words. */
export interface ArticleReading {
  readonly article: Article
  readonly error: WeeklyError | null
}

/** How an item is read, and with what. */
export interface FetchOptions {
  readonly http: HttpClient
  readonly reader: ArticleReader
  /** False: the source's own text is enough, its pages are not asked for. */
  readonly fullText: boolean
  /** The source's own selector for the article in its pages; then the page is asked for even when the feed's text is whole. */
  readonly selector: string | null
  /** Proxy over which its pages are asked; a secret. */
  readonly proxy?: string | undefined
  readonly summary: { readonly sentences: number; readonly points: number }
  /** Is told what reading took of the processor, in milliseconds. */
  readonly spend?: (cpuMs: number) => void
}

/** What may answer otherwise later: a refusal by a gate, a page that is announced before it is there, a limit that was reached. */
const PASSING_STATUSES: ReadonlySet<number> = new Set([403, 404, 408, 425, 429])

/** A feed's text that takes this long to read is taken for the whole article. */
const WHOLE_TEXT_MINUTES = 2

/** Whether the feed's text is the whole article: long enough, and not cut off. */
function isWhole({ method, readingMinutes, text }: Article): boolean {
  return method === 'feed' && readingMinutes >= WHOLE_TEXT_MINUTES && !isCutOff(text)
}

async function fetchPage(url: string, http: HttpClient, proxy: string | undefined): Promise<FetchedPage> {
  const result = await http.fetch({ url, accept: 'page', robots: true, proxy })
  if (result.status !== 200)
    throw new WeeklyError('FETCH_HTTP_STATUS', `${url} answered ${result.status}`, {
      hint: 'The story stands with the words of its feed.',
      retryable: result.status >= 500 || PASSING_STATUSES.has(result.status),
      context: { status: result.status },
    })
  return { url: result.url, contentType: result.headers['content-type'] ?? null, body: result.body }
}

const TRANSCRIPT_BYTES = 4_000_000
const hasWords = (html: string | null): boolean => html !== null && /[\p{L}\p{N}]/u.test(html.replace(/<[^<>]*>/g, ''))

/** The item with what its transcript says for its words, where it has none of its own; what cannot be read changes nothing. */
async function withTranscript(item: Item, http: HttpClient, proxy: string | undefined): Promise<Item> {
  const transcript = item.enclosures.find(({ isTranscript }) => isTranscript)
  if (!transcript || hasWords(item.contentHtml) || hasWords(item.summaryHtml)) return item
  try {
    const { status, headers, body } = await http.fetch({
      ...{ url: transcript.url, accept: 'any', robots: true, proxy, maxBodyBytes: TRANSCRIPT_BYTES },
    })
    if (status !== 200) return item
    // Loaded when an episode has one: it knows HTML, which articles are read for elsewhere.
    const { readTranscript } = await import('./transcript.ts')
    const said = readTranscript(body, transcript.type ?? headers['content-type'] ?? null)
    if (said.length === 0) return item
    const escaped = said.map(each => `<p>${each.replace(/&/g, '&amp;').replace(/</g, '&lt;')}</p>`)
    return { ...item, contentHtml: escaped.join('\n') }
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return item
  }
}

/** Runs the first way; when it fails as expected, the other, which is told why. */
async function tryElse(
  first: () => Promise<ArticleReading>,
  other: (error: WeeklyError) => Promise<ArticleReading>,
): Promise<ArticleReading> {
  try {
    return await first()
  } catch (error) {
    if (!isWeeklyError(error)) throw error
    return other(error)
  }
}

const playedType = /^(?:audio|video|image)\//i
const playedName = /\.(?:mp3|m4a|m4b|aac|ogg|oga|opus|flac|wav|mp4|m4v|mov|webm|mkv)$/i

/** The sound, film or picture that an item leads to in the place of a page. */
function fileOf({ rawUrl, enclosures }: Item): Enclosure | null {
  const file = enclosures.find(({ url }) => withoutTracking(url) === rawUrl)
  if (!file) return null
  const isPlayed = playedType.test(file.type ?? '') || playedName.test(URL.parse(file.url)?.pathname ?? '')
  return isPlayed ? file : null
}

/** Reads an item that has no page of its own: its words; for as long as its file plays, where the feed says so. */
async function readWithoutPage(
  readOwn: () => Promise<ArticleReading>,
  file: Enclosure | null,
): Promise<ArticleReading> {
  const own = await readOwn()
  if (file?.durationSeconds === undefined) return own
  return { ...own, article: { ...own.article, readingMinutes: Math.max(1, Math.round(file.durationSeconds / 60)) } }
}

/** Reads one item. An expected failure gives a stand-in article and the error; only bugs are thrown. */
export async function fetchArticle(announced: Item, options: FetchOptions): Promise<ArticleReading> {
  const { http, reader, fullText, selector, summary, spend, proxy } = options
  const item = fullText ? await withTranscript(announced, http, proxy) : announced
  const readOwn = (words: Item): Promise<ArticleReading> =>
    reader.read({ item: words, page: null, selector, summary }, spend).then(article => ({ article, error: null }))
  // A feed's own text can be too much to read as well: then the title has to do.
  const readOwnSafely = () =>
    tryElse(
      () => readOwn(item),
      async error => ({ ...(await readOwn({ ...item, contentHtml: null, summaryHtml: null })), error }),
    )
  const { rawUrl } = item
  const file = fileOf(item)
  // A link that several items share, such as a list of changes, is the article of none.
  if (rawUrl === null || item.url === null || file || !fullText) return readWithoutPage(readOwnSafely, file)
  const own = item.contentHtml === null || selector !== null ? null : await readOwnSafely()
  if (own && isWhole(own.article)) return own
  return tryElse(
    async () => {
      const page = await fetchPage(rawUrl, http, proxy)
      return { article: await reader.read({ item, page, selector, summary }, spend), error: null }
    },
    async error => ({ ...(own ?? (await readOwnSafely())), error }),
  )
}
