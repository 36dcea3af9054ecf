// Turns weeks of past reading lists into sealed issues of the archive, oldest first, each in one transaction.
import type { ListedSection, ListedStory, Verdict } from '../collect/pages/reading-list.ts'
import type { Clock } from '../core/clock.ts'
import { isWeeklyError } from '../core/errors.ts'
import type { Log } from '../core/log.ts'
import { decidePastWindow, type Schedule } from '../core/slots.ts'
import type { CivilDate, Instant, InterfaceLanguage, Issue, Story, WeekId } from '../core/types.ts'
import { canonicalUrl, siteOf } from '../core/url.ts'
import type { HttpClient } from '../net/http.ts'
import { draftWords } from '../curate/draft-words.ts'
import { detectLanguage } from '../extract/facts/detect-language.ts'
import { adoptIssue } from '../publish/seal.ts'
import { type ListedWords, picturesOf, wordsOfForeword, wordsOfStory } from './list-words.ts'
import { bringPictures, openPictureLedger, type PictureLedger } from './import-pictures.ts'
import type { Connection, Store } from '../store/engine/database.ts'
import { type ListedLink, saveImportedPages, saveListedLinks } from '../store/imports.ts'

/** What adopting a blog needs: the store it fills, and how the list that takes it in is set up. */
export interface AdoptDeps {
  readonly store: Store
  readonly clock: Clock
  readonly log: Log
  readonly http: HttpClient
  readonly schedule: Schedule
  readonly timezone: string
  /** The list's interface language, for the title of a section that has none. */
  readonly language: InterfaceLanguage
  /** The folder of the curator's own posts. */
  readonly contentFolder: string
}

/** A post that was read and judged. */
export interface JudgedPost {
  readonly url: string
  readonly title: string
  readonly publishedAt: Instant | null
  /** The day in the list's zone. */
  readonly date: CivilDate | null
  readonly verdict: Verdict
}

/** A post that was judged to be a list, with its day. */
export type ListPost = JudgedPost & { readonly date: CivilDate; readonly publishedAt: Instant } & {
  readonly verdict: Extract<Verdict, { kind: 'list' }>
}

/** The lists of one week: one issue. */
export interface WeekOfLists {
  readonly week: WeekId
  readonly lists: readonly ListPost[]
}

interface Blog {
  readonly url: string
  readonly title: string
}

type Adopted = WeekOfLists & { readonly issue: Issue | null; readonly refusal: string | null }

/** Adopts week after week; one that has an issue already, or is not over, is refused and says why. */
export async function adoptLists(
  deps: AdoptDeps,
  blog: Blog,
  weeks: readonly WeekOfLists[],
  ledger: PictureLedger = openPictureLedger(blog.url),
): Promise<readonly Adopted[]> {
  const adopted: Adopted[] = []
  for (const each of weeks)
    try {
      // Before the transaction: nobody waits for the network in one.
      const pictures = await bringPictures(deps, ledger, picturesOf(each.lists.map(({ verdict }) => verdict)))
      const issue = await deps.store.db.transaction().execute(db => adoptWeek(deps, db, blog, each, pictures))
      adopted.push({ ...each, issue, refusal: issue === null ? 'the week has an issue already' : null })
    } catch (error) {
      if (!isWeeklyError(error)) throw error
      adopted.push({ ...each, issue: null, refusal: error.message })
    }
  return adopted
}

async function adoptWeek(
  deps: AdoptDeps,
  db: Connection,
  blog: Blog,
  { week, lists }: WeekOfLists,
  pictures: ReadonlyMap<string, string>,
): Promise<Issue | null> {
  const last = lists.at(-1)
  if (!last) return null
  const now = deps.clock.now()
  const sections = lists.flatMap(({ verdict }) => verdict.sections)
  const ids = await saveListedLinks(db, blog, linksOf(sections, week), now)
  const foreword = wordsOfForeword(
    lists.map(({ verdict }) => verdict),
    pictures,
  )
  const untitled = draftWords(deps.language).onlySection
  const past = {
    window: decidePastWindow(deps.schedule, deps.timezone, now, week),
    date: last.date,
    title: [...new Set(lists.map(({ title }) => title))].join(' · '),
    ...foreword,
    sections: joinSections(sections, untitled).map(({ title, stories }) => ({
      title,
      stories: stories.map(story => storyOf(story, wordsOfStory(story, pictures), keyOf(story, week), blog, ids)),
    })),
    publishedAt: last.publishedAt,
  }
  const issue = await adoptIssue(db, past, now)
  if (issue)
    await saveImportedPages(
      db,
      lists.map(({ url, title }) => ({ url: canonicalUrl(url), kind: 'list', week, title, read_at: now })),
    )
  return issue
}

/** What names a story for good: its link, or without one its title in its week. */
function keyOf({ url, title }: ListedStory, week: WeekId): string {
  return url === null ? `${week} ${title}` : canonicalUrl(url)
}

function linksOf(sections: readonly ListedSection[], week: WeekId): readonly ListedLink[] {
  return sections
    .flatMap(section => section.stories)
    .map(story => ({
      guid: keyOf(story, week),
      url: story.url === null ? null : canonicalUrl(story.url),
      rawUrl: story.url,
      title: story.title,
    }))
}

/** Sections of one name from several lists are one; a story that several lists have stands where it was first. */
function joinSections(
  sections: readonly ListedSection[],
  untitled: string,
): readonly { title: string; stories: readonly ListedStory[] }[] {
  const seen = new Set<string>()
  const isNew = ({ url }: ListedStory): boolean =>
    url === null || (!seen.has(canonicalUrl(url)) && !!seen.add(canonicalUrl(url)))
  return [...Map.groupBy(sections, ({ title }) => title ?? untitled)]
    .map(([title, same]) => ({ title, stories: same.flatMap(({ stories }) => stories).filter(isNew) }))
    .filter(({ stories }) => stories.length > 0)
}

/** Reading minutes are unknown: 0. Nothing is fetched but the blog itself. */
function storyOf(
  { title, url, pdfUrl }: ListedStory,
  words: ListedWords,
  id: string,
  blog: Blog,
  ids: ReadonlyMap<string, number>,
): Story {
  const site = url === null ? '' : siteOf(url)
  return {
    id,
    lead: { itemId: ids.get(id) ?? 0, url, title, sourceTitle: blog.title, site },
    others: [],
    sameLinkItemIds: [],
    title,
    authors: [],
    publishedAt: null,
    language: detectLanguage([title, words.summary, ...words.points].join('\n')),
    readingMinutes: 0,
    pdfUrl,
    ...words,
    summaryMethod: 'curator',
    score: 0.5,
    reasons: [],
  }
}
