// The weekly mail and the confirmation mail as subject, preheader, HTML and text. deliver/ fills in the marks of each reader and sends.
import { countColumns, cutAtSentence } from '../core/text.ts'
import type { InterfaceLanguage, Issue } from '../core/types.ts'
import { aboutReadingTime, linkCount, moreOnTheWeb, wordsOf } from './interface-text.ts'
import { type IssueView, type StoryView, viewIssue } from './issue-view.ts'
import { cleanLine, cutToColumns, languageOfScript } from './plain-text.ts'
import { type SiteDescription, urlIn } from './site-urls.ts'
import type { Templates } from './template.ts'

/** A mail before it is addressed. `html` and `text` hold @@UNSUBSCRIBE_URL@@, @@PREFERENCES_URL@@ and @@CONFIRMED_DATE@@, or @@CONFIRM_URL@@, for each reader. */
export interface MailParts {
  readonly subject: string
  readonly preheader: string
  readonly html: string
  readonly text: string
}

export interface MailSite extends SiteDescription {
  readonly postalAddress: string
}

const SUBJECT_COLUMNS = 60
const PREHEADER_COLUMNS = { min: 60, max: 90 }
const LIST_NAME_COLUMNS = 14
/** Stories with a summary; what goes beyond is told in brief. */
const FULL_STORIES = 20
/** Gmail clips at about 102 KB, and with the end goes the way to unsubscribe. */
const HTML_BYTES = 80 * 1024
/** Upper bounds of one story, so that no single one can fill the mail. Han text says as much in half the characters. */
const TITLE_COLUMNS = 240
const SUMMARY_UNITS = { top: 800, other: 420 }
const POINTS = { top: 5, other: 3 }
const POINT_COLUMNS = 240
/** Points are given for longer pieces only. */
const LONG_MINUTES = 5

/** How much of an issue a mail tells: so many stories in full, so many more as title and link. */
interface Extent {
  readonly full: number
  readonly brief: number
}

/** Renders the mail of an issue in a reader's language; at most 80 KB of HTML, whatever the issue holds. The same issue gives the same bytes. */
export function renderMail(site: MailSite, issue: Issue, language: InterfaceLanguage, templates: Templates): MailParts {
  const view = viewIssue(site, withoutMarks(issue), language)
  const titles = view.stories.map(({ title }) => title)
  const head = {
    subject: cutToColumns(`${listName(site)} #${issue.number}: ${titles[0] ?? view.date}`, SUBJECT_COLUMNS),
    preheader: preheaderOf(titles.slice(1)),
  }
  const render = (extent: Extent, template: string): string =>
    templates.render(template, mailScope(site, view, head, language, extent))
  const extent = largestFitting(view.stories.length, each => Buffer.byteLength(render(each, 'mail.html')) <= HTML_BYTES)
  return { ...head, html: render(extent, 'mail.html'), text: render(extent, 'mail.txt') }
}

/** Renders the mail that asks an address to confirm. */
export function renderConfirmation(
  site: MailSite,
  reader: { readonly language: InterfaceLanguage },
  templates: Templates,
): MailParts {
  const words = wordsOf(reader.language)
  const head = {
    subject: cutToColumns(`${words.confirmTitle}: ${cleanLine(site.title)}`, SUBJECT_COLUMNS),
    preheader: words.confirmText,
  }
  const scope = { ...head, ...frameScope(site, reader.language) }
  return {
    ...head,
    html: templates.render('confirm-mail.html', scope),
    text: templates.render('confirm-mail.txt', scope),
  }
}

// The marks are ours alone: a title that holds one must not be given a reader's link.
function withoutMarks(issue: Issue): Issue {
  const text = JSON.stringify(issue).replace(
    /@@(?=(UNSUBSCRIBE_URL|PREFERENCES_URL|CONFIRMED_DATE|CONFIRM_URL)@@)/g,
    '@ @',
  )
  return JSON.parse(text) as Issue
}

// `Weekly reading list` goes by `Weekly`; a short or an unspaced name by itself.
function listName(site: SiteDescription): string {
  const title = cleanLine(site.title)
  const short = countColumns(title) <= LIST_NAME_COLUMNS ? title : (title.split(' ')[0] ?? title)
  return cutToColumns(short, LIST_NAME_COLUMNS)
}

// Two titles, and more only while they leave the line short.
function preheaderOf(titles: readonly string[]): string {
  let line = titles.slice(0, 2).join(' · ')
  for (const title of titles.slice(2)) if (countColumns(line) < PREHEADER_COLUMNS.min) line += ` · ${title}`
  return cutToColumns(line, PREHEADER_COLUMNS.max)
}

// Summaries give way first, then whole lines of the brief list; the top pick stays. The size grows with the steps, so it can be halved in on.
function largestFitting(count: number, fits: (extent: Extent) => boolean): Extent {
  const most = Math.min(FULL_STORIES, count)
  const least = Math.min(1, count)
  const extentAt = (step: number): Extent =>
    step <= count - least
      ? { full: least, brief: step }
      : { full: least + step - (count - least), brief: count - least - (step - (count - least)) }
  let low = 0
  let high = count - least + (most - least)
  if (fits(extentAt(high))) return extentAt(high)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (fits(extentAt(middle))) low = middle
    else high = middle
  }
  return extentAt(low)
}

function mailScope(site: MailSite, view: IssueView, head: object, language: InterfaceLanguage, extent: Extent): object {
  const [top, ...rest] = view.stories
  const ranked = rest.toSorted((a, b) => b.score - a.score)
  const full = new Set(ranked.slice(0, Math.max(0, extent.full - 1)))
  const brief = new Set(ranked.slice(full.size, full.size + extent.brief))
  const left = rest.length - full.size - brief.size
  return {
    ...head,
    ...frameScope(site, language),
    issue: view,
    linkCount: linkCount(view.stories.length, language),
    about: aboutReadingTime(view.minutes, language),
    top: top ? shorten(top, 'top') : null,
    sections: view.sections
      .map(section => ({
        ...section,
        stories: section.stories.filter(story => full.has(story)).map(story => shorten(story, 'other')),
      }))
      .filter(({ stories }) => stories.length > 0),
    brief: rest.filter(story => brief.has(story)).map(story => shorten(story, 'other')),
    more: left > 0 ? moreOnTheWeb(left, language) : null,
  }
}

function frameScope(site: MailSite, language: InterfaceLanguage): object {
  return {
    language,
    words: wordsOf(language),
    site: {
      title: cleanLine(site.title),
      url: urlIn(site, ''),
      rss: urlIn(site, 'feed.xml'),
      postalAddress: cleanLine(site.postalAddress),
    },
  }
}

function shorten(story: StoryView, place: 'top' | 'other'): StoryView {
  const units = languageOfScript(story.summary) === null ? SUMMARY_UNITS[place] : SUMMARY_UNITS[place] / 2
  const hasPoints = place === 'top' || story.minutes >= LONG_MINUTES
  return {
    ...story,
    title: cutToColumns(story.title, TITLE_COLUMNS),
    summary: cutAtSentence(story.summary, units).text,
    points: story.points.slice(0, hasPoints ? POINTS[place] : 0).map(point => cutToColumns(point, POINT_COLUMNS)),
  }
}
