// The weekly mail and the confirmation mail as subject, preheader, HTML and text. deliver/ fills in the marks of each reader and sends.
import { sectionMark, withoutMarks } from '../core/mail-marks.ts'
import { splitSentences } from '../core/sentences.ts'
import { countColumns, cutAtSentence } from '../core/text.ts'
import type { InterfaceLanguage, Issue } from '../core/types.ts'
import { aboutReadingTime, linkCount, moreOnTheWeb, wordsOf } from './interface-text.ts'
import { type IssueView, type StoryView, viewIssue } from './issue-view.ts'
import { type Extent, findLargestFitting, planMail } from './mail-plan.ts'
import { cleanLine, cutToColumns, languageOfScript } from './plain-text.ts'
import { type SiteDescription, urlIn } from './site-urls.ts'
import type { Templates } from './template.ts'

/** A mail before it is addressed. `html` and `text` hold @@UNSUBSCRIBE_URL@@, @@PREFERENCES_URL@@ and @@CONFIRMED_DATE@@, or @@CONFIRM_URL@@, for each reader; the mail of an issue has section marks too (core/mail-marks.ts). */
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
/** Gmail clips at about 102 KB, and with the end goes the way to unsubscribe. */
const HTML_BYTES = 80 * 1024
/** Upper bounds of one story, so that no single one can fill the mail. Han text says as much in half the characters. */
const TITLE_COLUMNS = 240
const SUMMARY = { top: { sentences: 4, units: 800 }, other: { sentences: 2, units: 420 } }
const POINTS = { top: 5, other: 3 }
const POINT_COLUMNS = 240
/** Points are given for longer pieces only. */
const LONG_MINUTES = 5

/**
 * Renders the mail of an issue in a reader's language; at most 80 KB of HTML, whatever the issue holds. The same issue gives the
 * same bytes. `calledBy` stands in for number, date and address where the stories are those of more than one issue.
 */
export function renderMail(
  site: MailSite,
  issue: Issue,
  language: InterfaceLanguage,
  templates: Templates,
  calledBy?: Pick<IssueView, 'number' | 'date' | 'url'>,
): MailParts {
  const clean = JSON.parse(withoutMarks(JSON.stringify(issue))) as Issue
  const view = { ...shortenStories(viewIssue(site, clean, language)), ...calledBy }
  const name = `${listName(site)} ${calledBy?.number ?? `#${issue.number}`}`
  const head = {
    subject: cutToColumns(`${name}: ${view.stories[0]?.title ?? view.date}`, SUBJECT_COLUMNS),
    preheader: preheaderOf(site, view.stories),
  }
  const render = (extent: Extent, template: string): string =>
    templates.render(template, mailScope(site, view, head, language, extent))
  const fits = (extent: Extent): boolean => Buffer.byteLength(render(extent, 'mail.html')) <= HTML_BYTES
  const extent = findLargestFitting(view.stories.length, fits)
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

// `Weekly reading list` goes by `Weekly`; a short or an unspaced name by itself.
function listName(site: SiteDescription): string {
  const title = cleanLine(site.title)
  const short = countColumns(title) <= LIST_NAME_COLUMNS ? title : (title.split(' ')[0] ?? title)
  return cutToColumns(short, LIST_NAME_COLUMNS)
}

// The next two titles; where those are short or missing, what else there is, so that mail programs do not show the mail's head there.
function preheaderOf(site: MailSite, [top, second, third, ...others]: readonly StoryView[]): string {
  const { min, max } = PREHEADER_COLUMNS
  const separator = ' · '
  const next = third?.title ?? ''
  // Of two long titles each gets its half.
  const room = Math.max(max / 2, max - countColumns(separator + next))
  let line = [cutToColumns(second?.title ?? '', room), next].filter(title => title !== '').join(separator)
  for (const more of [...others.map(({ title }) => title), top?.summary ?? '', cleanLine(site.description)])
    if (countColumns(line) < min && more !== '') line += (line === '' ? '' : separator) + more
  return cutToColumns(line, max)
}

function mailScope(site: MailSite, view: IssueView, head: object, language: InterfaceLanguage, extent: Extent): object {
  const { top, sections, brief, left } = planMail(view.sections, extent)
  return {
    ...head,
    ...frameScope(site, language),
    issue: view,
    linkCount: linkCount(view.stories.length, language),
    about: aboutReadingTime(view.minutes, language),
    top,
    sections: sections.map(({ titles, language: ofTitles, stories }) => ({
      mark: sectionMark(titles),
      title: titles.join(' / '),
      language: ofTitles,
      stories,
    })),
    brief,
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

function shortenStories(view: IssueView): IssueView {
  const shortened = new Map(view.stories.map((story, place) => [story, shorten(story, place === 0 ? 'top' : 'other')]))
  const storiesOf = (stories: readonly StoryView[]): StoryView[] => stories.map(story => shortened.get(story) ?? story)
  const sections = view.sections.map(section => ({ ...section, stories: storiesOf(section.stories) }))
  return { ...view, sections, stories: storiesOf(view.stories) }
}

function shorten(story: StoryView, place: 'top' | 'other'): StoryView {
  const { sentences, units } = SUMMARY[place]
  const summary = beginningOf(story.summary, sentences)
  const hasPoints = place === 'top' || story.minutes >= LONG_MINUTES
  return {
    ...story,
    title: cutToColumns(story.title, TITLE_COLUMNS),
    summary: cutAtSentence(summary, languageOfScript(summary) === null ? units : units / 2).text,
    points: story.points.slice(0, hasPoints ? POINTS[place] : 0).map(point => cutToColumns(point, POINT_COLUMNS)),
  }
}

/** A text up to the end of its so-manieth sentence. */
function beginningOf(text: string, sentences: number): string {
  const found = splitSentences(text)
  return found.length > sentences ? text.slice(0, found[sentences - 1]?.end) : text
}
