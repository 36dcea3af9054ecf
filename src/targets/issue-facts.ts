// What a message says of an issue: its titles and links, cleaned and capped, the same for every target.
import { createHash } from 'node:crypto'
import { formatDate } from '../core/date-words.ts'
import { type CorrectedIssue, retractionOf } from '../core/edits.ts'
import type { Instant } from '../core/types.ts'
import { civilDateOf } from '../core/week.ts'
import type { InterfaceLanguage } from '../core/words/words.ts'
import { wordsOf } from '../core/words/words.ts'
import { viewIssue } from '../publish/issue-view.ts'
import { cleanLine, cutToColumns } from '../publish/plain-text.ts'
import { type SiteDescription, urlIn } from '../publish/site-urls.ts'

/** A story in a message. */
export interface StoryFacts {
  readonly title: string
  /** Its own page, or its place on the page of the issue. */
  readonly url: string
}

/** An issue as messages tell of it. */
export interface IssueFacts {
  readonly week: string
  readonly listTitle: string
  readonly title: string
  readonly url: string
  readonly language: InterfaceLanguage
  readonly sealedAt: string
  readonly stories: readonly StoryFacts[]
  /** That it was taken back, when and why, in words; null while it stands. */
  readonly takenBack: string | null
}

/** A longer title is shortened by itself, so that one story cannot take the room of all others. */
const MOST_COLUMNS = { list: 80, title: 200 }

/** Makes the facts of an issue as it reads now. Pure. */
export function describeIssue(site: SiteDescription, issue: CorrectedIssue): IssueFacts {
  const { language, timezone } = site
  const view = viewIssue(site, issue, language)
  const retraction = retractionOf(issue)
  const day = retraction && formatDate(civilDateOf(retraction.madeAt, timezone), language)
  return {
    week: issue.week,
    listTitle: cutToColumns(cleanLine(site.title), MOST_COLUMNS.list) || 'weekly',
    title: cutToColumns(view.title, MOST_COLUMNS.title),
    url: view.url,
    language,
    sealedAt: issue.sealedAt,
    stories: view.stories.map(({ title, url, permalink }) => ({
      title: cutToColumns(title, MOST_COLUMNS.title),
      url: url ?? permalink,
    })),
    takenBack:
      retraction && day
        ? cutToColumns(wordsOf(language).retractedIssue(day, cleanLine(retraction.reason)), MOST_COLUMNS.title)
        : null,
  }
}

/** What is told to try a target out: the title of the list with the mark of a test, and its address. */
export function describeTest(site: SiteDescription, now: Instant): IssueFacts {
  const { language } = site
  const listTitle = cutToColumns(cleanLine(site.title), MOST_COLUMNS.list) || 'weekly'
  const title = `${wordsOf(language).testMark} ${listTitle}`
  return { week: 'test', listTitle, title, url: urlIn(site, ''), language, sealedAt: now, stories: [], takenBack: null }
}

/** By what a change is told: a correction of the issue is one, other words around it or another address of the site are none. */
export function hashFacts({ week, title, stories, takenBack }: IssueFacts): string {
  const told = [week, title, stories.map(each => [each.title, each.url]), takenBack !== null]
  return createHash('sha256').update(JSON.stringify(told)).digest('hex')
}
