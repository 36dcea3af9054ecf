// Adopts an existing blog's past reading lists: finds its posts, tells which are lists, and makes sealed issues of them, a week each.
// May be killed at any moment and run again: what is done is skipped.
import { findArchive, type ListedPost } from './blog-archive.ts'
import { readPlainHeadings, readReadingList, type Verdict } from '../collect/pages/reading-list.ts'
import { isWeeklyError, WeeklyError } from '../core/errors.ts'
import type { CivilDate, Instant, Issue } from '../core/types.ts'
import { canonicalUrl } from '../core/url.ts'
import { civilDateOf, weekOf } from '../core/week.ts'
import { extractArticle } from '../extract/extract-article.ts'
import { readWholeBody } from '../extract/body/whole-body.ts'
import { readImportedPages, saveImportedPages } from '../store/imports.ts'
import { type AdoptDeps, adoptLists, type JudgedPost, type ListPost, type WeekOfLists } from './adopt-lists.ts'
import { openPictureLedger, type PictureLedger } from './import-pictures.ts'
import { trimPost } from './trim-post.ts'
import { findFeeds } from '../collect/discovery/find-feed.ts'
import { type Article, type ImportedPost, importPosts } from './import-posts.ts'

/** What became of a blog that was imported. */
export interface ImportReport {
  readonly indexPages: number
  /** Address of the feed that was read; null when the blog has none. */
  readonly feedUrl: string | null
  /** All posts that the blog lists. */
  readonly found: number
  /** Those that an earlier run has read. */
  readonly known: number
  readonly judged: readonly JudgedPost[]
  readonly failed: readonly { readonly url: string; readonly error: WeeklyError }[]
  /** With the issue that came of it; null in a dry run, or why none came. */
  readonly weeks: readonly (WeekOfLists & { readonly issue: Issue | null; readonly refusal: string | null })[]
  /** Articles that are files of the content folder, or in a dry run would be. */
  readonly posts: readonly ImportedPost[]
  /** How many pictures were brought along, and those that could not be had; their links stay. */
  readonly pictures: { readonly brought: number; readonly failed: PictureLedger['failed'] }
}

interface ReadPost extends Omit<JudgedPost, 'verdict'> {
  /** Everything that stands where the article does, which a list is read from; and the article alone. */
  readonly html: string
  readonly article: Pick<Article, 'html' | 'language'>
}

/** What an import takes, and whether it only tells what it would. */
export interface ImportChoices {
  readonly isDryRun: boolean
  /** Other articles become posts of the content folder. */
  readonly withPosts: boolean
}

/** Reads a blog and adopts its lists; a dry run changes nothing. Throws FETCH_… when the blog's own address cannot be read. */
export async function importBlog(
  deps: AdoptDeps,
  url: string,
  { isDryRun, withPosts }: ImportChoices,
): Promise<ImportReport> {
  const { db } = deps.store
  const { page, feeds } = await findFeeds(deps.http, url)
  const feed = feeds[0]?.feed
  const { posts, indexPages } = await findArchive(deps, { page, feedItems: feed?.items ?? [] })
  const imported = await readImportedPages(db)
  const fresh = posts.filter(post => {
    const kind = imported.get(canonicalUrl(post.url))
    return kind === undefined || (withPosts && kind === 'other')
  })
  const failed: { url: string; error: WeeklyError }[] = []
  const read: ReadPost[] = []
  for (const post of fresh)
    try {
      read.push(await readPost(deps, post))
      deps.log.info('article', { url: post.url, of: fresh.length })
    } catch (error) {
      if (!isWeeklyError(error)) throw error
      failed.push({ url: post.url, error })
      deps.log.warn('article not read', { url: post.url })
    }
  const judged = judgeAll(read)
  const weeks = weeksOf(judged)
  const ledger = openPictureLedger(page.url)
  const blog = { url, title: feed?.title ?? new URL(url).hostname }
  const adopted = isDryRun
    ? weeks.map(week => ({ ...week, issue: null, refusal: null }))
    : await adoptLists(deps, blog, weeks, ledger)
  if (!isDryRun)
    await saveImportedPages(
      db,
      judged
        .filter(({ verdict }) => verdict.kind === 'other')
        .map(each => ({
          ...{ url: canonicalUrl(each.url), kind: 'other', week: null, title: each.title, read_at: deps.clock.now() },
        })),
    )
  const articles = withPosts ? articlesOf(judged, read) : []
  const taken = await importPosts(deps, articles, ledger, isDryRun)
  const pictures = { brought: ledger.brought.size, failed: ledger.failed }
  const known = posts.length - fresh.length
  const feedUrl = feeds[0]?.url ?? null
  return { indexPages, feedUrl, found: posts.length, known, judged, failed, weeks: adopted, posts: taken, pictures }
}

async function readPost(deps: AdoptDeps, { url, title, publishedAt }: ListedPost): Promise<ReadPost> {
  const { status, body, headers, url: finalUrl } = await deps.http.fetch({ url, accept: 'page', robots: true })
  if (status !== 200)
    throw new WeeklyError('FETCH_HTTP_STATUS', `${url} answered ${status}`, {
      hint: 'The blog lists a post that it does not have; run again when it does.',
      context: { status },
    })
  const contentType = headers['content-type']
  const from = { url: finalUrl, ...(contentType === undefined ? {} : { contentType }) }
  const article = extractArticle(body, from)
  const at = publishedAt ?? article.publishedAt
  const named = { title: article.title ?? title ?? '', url: finalUrl }
  return {
    url,
    title: named.title,
    publishedAt: at,
    date: at && dayOf(at, deps.timezone),
    html: trimPost(readWholeBody(body, from, article), named),
    article: { html: trimPost(article.html, named), language: article.language },
  }
}

/** The dated pages that are no lists, with their texts. */
function articlesOf(judged: readonly JudgedPost[], read: readonly ReadPost[]): readonly Article[] {
  const texts = new Map(read.map(({ url, article }) => [url, article]))
  return judged.flatMap(post => {
    const article = texts.get(post.url)
    return post.verdict.kind === 'list' || post.date === null || !article
      ? []
      : { ...post, date: post.date, ...article }
  })
}

/** A page that names a day and no hour means that day in every zone. */
function dayOf(at: Instant, timezone: string): CivilDate {
  return at.endsWith('T00:00:00.000Z') ? (at.slice(0, 10) as CivilDate) : civilDateOf(at, timezone)
}

/** Twice: headings that several lists have in common are sections, and that is known only when all have been seen. */
function judgeAll(posts: readonly ReadPost[]): readonly JudgedPost[] {
  const judge = (post: ReadPost, knownSections: ReadonlySet<string>): Verdict =>
    readReadingList(post.html, { url: post.url, title: post.title, knownSections })
  const counts = new Map<string, number>()
  for (const post of posts)
    if (judge(post, new Set()).kind === 'list')
      for (const heading of new Set(readPlainHeadings(post.html))) counts.set(heading, (counts.get(heading) ?? 0) + 1)
  const repeated = new Set([...counts].filter(([, count]) => count > 1).map(([heading]) => heading))
  return posts.map(post => {
    const { url, title, publishedAt, date } = post
    return { url, title, publishedAt, date, verdict: judge(post, repeated) }
  })
}

/** The dated lists by ISO week, oldest first. */
function weeksOf(judged: readonly JudgedPost[]): readonly WeekOfLists[] {
  const isDatedList = (post: JudgedPost): post is ListPost => post.verdict.kind === 'list' && post.date !== null
  const lists = judged.filter(isDatedList).toSorted((a, b) => (a.publishedAt < b.publishedAt ? -1 : 1))
  return [...Map.groupBy(lists, ({ date }) => weekOf(date))]
    .map(([week, ofWeek]) => ({ week, lists: ofWeek }))
    .toSorted((a, b) => (a.week < b.week ? -1 : 1))
}
