// An issue as templates see it: every text cleaned, every date and count in words, every link checked. Pages, feeds and mails all render from it.
import { primaryLanguage } from '../core/language.ts'
import type { Instant, InterfaceLanguage, Issue, Section, Story, Telling } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'
import { formatDate, formatDay, issueNumber, languageName, readingTime, storyCount, wordsOf } from './interface-text.ts'
import { cleanLine, cleanParagraphs, languageOfScript, makeAnchors } from './plain-text.ts'
import { issuePath, type SiteDescription, urlIn } from './site-urls.ts'

/** A paragraph of the curator's, with the language its script gives away. */
export interface Paragraph {
  readonly text: string
  readonly language: string | null
}

export interface StoryView {
  readonly id: string
  /** Fragment of the permalink on the issue's page, without `#`. */
  readonly anchor: string
  readonly permalink: string
  readonly title: string
  /** Null when the story has no http(s) link. */
  readonly url: string | null
  readonly language: string | null
  /** Name of the story's language in itself when it is not the reader's: `中文`. */
  readonly otherLanguage: string | null
  readonly site: string
  readonly authors: string
  readonly publishedAt: Instant | null
  readonly published: string | null
  readonly minutes: number
  readonly readingTime: string
  readonly pdfUrl: string | null
  readonly others: readonly { readonly name: string; readonly url: string | null }[]
  readonly summary: string
  readonly points: readonly string[]
  /** A language model wrote summary and points: readers are told. */
  readonly isByModel: boolean
  readonly note: readonly Paragraph[]
  readonly score: number
}

export interface SectionView {
  readonly title: string
  readonly language: string | null
  readonly stories: readonly StoryView[]
}

export interface IssueView {
  readonly number: string
  readonly week: string
  readonly url: string
  readonly path: string
  /** The sealed title without its date, and the date, which every edition sets beside it. */
  readonly name: string
  readonly date: string
  readonly title: string
  readonly isoDate: string
  readonly sealedAt: Instant
  readonly foreword: readonly Paragraph[]
  readonly sections: readonly SectionView[]
  readonly stories: readonly StoryView[]
  readonly minutes: number
  readonly storyCount: string
  readonly readingTime: string
}

/** Ids that the pages themselves use; no story's anchor takes one. */
export const pageIds = ['main', 'subscribe', 'email', 'website', 'contents']

/** Makes the view of an issue in an interface language; empty sections are left out. Pure. */
export function viewIssue(site: SiteDescription, issue: Issue, language: InterfaceLanguage): IssueView {
  const path = issuePath(issue)
  const url = urlIn(site, path)
  const anchorOf = makeAnchors(pageIds)
  const date = formatDate(issue.date, language)
  const viewOne = (story: Story): StoryView => viewStory(site, issue, story, language, anchorOf)
  const sections = issue.sections
    .filter(({ stories }) => stories.length > 0)
    .map(section => viewSection(section, section.stories.map(viewOne), language))
  const stories = sections.flatMap(section => section.stories)
  const minutes = stories.reduce((sum, story) => sum + story.minutes, 0)
  const name = withoutDate(cleanLine(issue.title), issue, language)
  return {
    number: issueNumber(issue.number, language),
    week: issue.week,
    url,
    path,
    name,
    date,
    title: `${name} · ${date}`,
    isoDate: issue.date,
    sealedAt: issue.sealedAt,
    foreword: viewParagraphs(issue.foreword),
    sections,
    stories,
    minutes,
    storyCount: storyCount(stories.length, language),
    readingTime: readingTime(minutes, language),
  }
}

// The date was sealed into the title in the language of that time.
function withoutDate(title: string, issue: Issue, language: InterfaceLanguage): string {
  const dates = (['en', 'zh-CN'] as const).map(each => ` · ${formatDate(issue.date, each)}`)
  const suffix = dates.find(date => title.endsWith(date)) ?? ''
  return title.slice(0, title.length - suffix.length) || issueNumber(issue.number, language)
}

function viewSection(section: Section, stories: readonly StoryView[], language: InterfaceLanguage): SectionView {
  const title = cleanLine(section.title) || wordsOf(language).otherStories
  return { title, language: languageOfScript(title), stories }
}

function viewStory(
  site: SiteDescription,
  issue: Issue,
  story: Story,
  language: InterfaceLanguage,
  anchorOf: (title: string) => string,
): StoryView {
  const source = nameOf(story.lead)
  const title = cleanLine(story.title) || cleanLine(story.lead.title) || source
  const anchor = anchorOf(title)
  const storyLanguage = primaryLanguage(story.language)
  return {
    id: story.id,
    anchor,
    permalink: `${urlIn(site, issuePath(issue))}#${encodeURIComponent(anchor)}`,
    title,
    url: webUrl(story.lead.url),
    language: storyLanguage,
    otherLanguage: storyLanguage === primaryLanguage(language) ? null : languageName(storyLanguage),
    site: source,
    authors: story.authors
      .map(cleanLine)
      .filter(author => author !== '')
      .join(', '),
    publishedAt: story.publishedAt,
    published: story.publishedAt && formatDay(story.publishedAt, language, site.timezone, issue.date.slice(0, 4)),
    minutes: story.readingMinutes,
    readingTime: readingTime(story.readingMinutes, language),
    pdfUrl: webUrl(story.pdfUrl),
    others: story.others.map(other => ({ name: nameOf(other), url: webUrl(other.url) })),
    summary: cleanLine(story.summary),
    points: story.points.map(cleanLine).filter(point => point !== ''),
    isByModel: story.summaryMethod === 'llm',
    note: viewParagraphs(story.note),
    score: story.score,
  }
}

function nameOf(telling: Telling): string {
  return cleanLine(telling.site) || cleanLine(telling.sourceTitle) || cleanLine(telling.title) || '—'
}

// A link that is not http(s), javascript: above all, is no link.
function webUrl(text: string | null): string | null {
  return text === null ? null : (parseHttpUrl(text)?.href ?? null)
}

function viewParagraphs(text: string | null): Paragraph[] {
  return cleanParagraphs(text ?? '').map(paragraph => ({ text: paragraph, language: languageOfScript(paragraph) }))
}
