// The weekly mail and the confirmation mail as subject, preheader, HTML and text. deliver/ fills in the marks of each reader and sends.
import { chooseSections, sectionMark, withoutMarks } from '../../core/mail-marks.ts'
import { splitSentences } from '../../core/sentences.ts'
import { cutAtSentence } from '../../core/text.ts'
import type { InterfaceLanguage, Issue, StoriesWanted } from '../../core/types.ts'
import { wordsOf } from '../../core/words/words.ts'
import { aboutReadingTime } from '../words/interface-text.ts'
import { type IssueView, type Paragraph, type StoryView, type TranslationView, viewIssue } from '../issue-view.ts'
import { fillPreheader, type MailHead, SUBJECT_COLUMNS, writeMailHead } from './mail-head.ts'
import { type Extent, findLargestFitting, type MailSection, planMail } from './mail-plan.ts'
import { cleanLine, cutToColumns, languageOfScript } from '../plain-text.ts'
import { cutProse } from '../prose/prose.ts'
import { shortenProse, withoutMarksIn } from '../prose/mail-prose.ts'
import { type SiteDescription, urlIn } from '../site-urls.ts'
import { tellIssueFirst } from '../tell-first.ts'
import type { Templates } from '../template.ts'
import { chooseStories, inReadersLanguage } from './readers-language.ts'

/** A mail before it is addressed. `html` and `text` hold @@UNSUBSCRIBE_URL@@, @@PREFERENCES_URL@@, @@FEEDBACK_URL@@ and @@CONFIRMED_DATE@@, or @@CONFIRM_URL@@, for each reader; the mail of an issue has section marks too, in its subject as well (core/mail-marks.ts). */
export interface MailParts extends MailHead {
  readonly html: string
  readonly text: string
}

/** What the mails say of the site. */
export interface MailSite extends SiteDescription {
  readonly postalAddress: string
  /** Whether the mail of an issue asks what its reader thinks of it. */
  readonly asksFeedback?: boolean | undefined
}

/** Gmail clips at about 102 KB, and with the end goes the way to unsubscribe. */
const HTML_BYTES = 80 * 1024
/** Upper bounds of one story, so that no single one can fill the mail. Han text says as much in half the characters. */
const TITLE_COLUMNS = 240
const SUMMARY = { top: { sentences: 4, units: 800 }, other: { sentences: 2, units: 420 } }
const POINTS = { top: 5, other: 3 }
const POINT_COLUMNS = 240
/** More than curators write: what is longer is read on the web. */
const FOREWORD_UNITS = 8_000
const NOTE_UNITS = 1_500
const OTHER_SOURCES = 12
/** Points are given for longer pieces only. */
const LONG_MINUTES = 5

/**
 * Renders the mail of an issue in a reader's language; at most 80 KB of HTML, whatever the issue holds. The same issue gives the
 * same bytes. `calledBy` stands in for number, date and address where the stories are those of more than one issue; `stories` leaves out
 * what is not told in the one language that its readers want, and with it, where that is all, the subject.
 */
export function renderMail(
  site: MailSite,
  issue: Issue,
  language: InterfaceLanguage,
  templates: Templates,
  {
    calledBy,
    stories = 'both',
  }: {
    readonly calledBy?: Pick<IssueView, 'number' | 'date' | 'url'>
    readonly stories?: StoriesWanted
  } = {},
): MailParts {
  // What was taken back leaves no mark in a mail.
  const unmarked = 'retractions' in issue ? { ...issue, retractions: [] } : issue
  const wanted = chooseStories(JSON.parse(withoutMarks(JSON.stringify(unmarked))) as Issue, stories)
  const clean = inReadersLanguage(wanted, stories === 'both' ? language : stories)
  const seen = withoutMarksIn(viewIssue(site, clean, language))
  const view = {
    ...shortenStories(stories === 'both' ? seen : tellIssueFirst(seen, stories, language)),
    ...calledBy,
  }
  const words = wordsOf(language)
  const called = calledBy?.number ?? `#${issue.number}`
  const facts = [`${site.title} ${called}`, view.date, words.linkCount(view.stories.length), words.subscribeText]
  const head = writeMailHead(site, view, `${called}${words.colon}`, facts)
  const render = (extent: Extent, template: string): string =>
    templates.render(template, {
      ...mailScope(site, view, head, language, extent),
      // The best of a month is no issue that could be voted on.
      asksFeedback: site.asksFeedback === true && calledBy === undefined,
    })
  // What fits is what is sent: it is not rendered a second time.
  const rendered = new Map<string, string>()
  const renderHtml = (extent: Extent): string => {
    const key = `${extent.told} ${extent.full}`
    const html = rendered.get(key) ?? render(extent, 'mail.html')
    rendered.set(key, html)
    return html
  }
  const fits = (extent: Extent): boolean => Buffer.byteLength(chooseSections(renderHtml(extent), [])) <= HTML_BYTES
  const extent = findLargestFitting(view.stories.length, fits)
  return { ...head, html: renderHtml(extent), text: render(extent, 'mail.txt') }
}

/** Renders the mail that asks an address to confirm. */
export function renderConfirmation(
  site: MailSite,
  reader: { readonly language: InterfaceLanguage },
  templates: Templates,
): MailParts {
  const words = wordsOf(reader.language)
  const head = {
    subject: cutToColumns(`${words.confirmTitle}${words.colon}${cleanLine(site.title)}`, SUBJECT_COLUMNS),
    preheader: fillPreheader([words.subscribeText, words.confirmMailIgnore], words.sentenceGap),
  }
  const scope = { ...head, ...frameScope(site, reader.language) }
  return {
    ...head,
    html: templates.render('confirm-mail.html', scope),
    text: templates.render('confirm-mail.txt', scope),
  }
}

/** Writes the mail that thanks for a suggestion, with the markers `@@LINK@@` and `@@ISSUE_URL@@`. Throws TEMPLATE_FAILED, TEMPLATE_MISSING. */
export function renderThanks(site: MailSite, language: InterfaceLanguage, templates: Templates): MailParts {
  const { propose } = wordsOf(language)
  const head = {
    subject: cutToColumns(propose.mailSubject(cleanLine(site.title)), SUBJECT_COLUMNS),
    preheader: fillPreheader([propose.mailText], wordsOf(language).sentenceGap),
  }
  const scope = { ...head, ...frameScope(site, language) }
  return {
    ...head,
    html: templates.render('thanks-mail.html', scope),
    text: templates.render('thanks-mail.txt', scope),
  }
}

function mailScope(
  site: MailSite,
  view: IssueView,
  head: MailHead,
  language: InterfaceLanguage,
  extent: Extent,
): object {
  const { top, sections, brief, left } = planMail(view.sections, extent)
  const titleOf = new Map(view.sections.flatMap(({ title, stories }) => stories.map(story => [story, title] as const)))
  const marked = (story: StoryView): object => ({ ...story, mark: sectionMark([titleOf.get(story) ?? '']) })
  return {
    ...head,
    ...frameScope(site, language),
    issue: view,
    // Links are counted for readers who get every section.
    wholeMark: sectionMark(
      view.sections.map(({ title }) => title),
      'WHOLE',
    ),
    linkCount: wordsOf(language).linkCount(view.stories.length),
    about: view.minutes > 0 ? aboutReadingTime(view.minutes, language) : null,
    top: top && marked(top),
    sections: sections.map(section => markSection(section, marked)),
    briefMark: sectionMark([...new Set(brief.map(story => titleOf.get(story) ?? ''))]),
    brief: brief.map(marked),
    more: left > 0 ? wordsOf(language).moreOnTheWeb(left) : null,
  }
}

/** Sections that share a heading are switched off each by itself, with their part of the heading. */
function markSection({ titles, language, stories }: MailSection, marked: (story: StoryView) => object): object {
  const isShared = titles.length > 1
  return {
    mark: sectionMark(titles),
    title: titles.join(' / '),
    names: titles.map((title, place) => ({
      title,
      mark: isShared ? sectionMark([title]) : null,
      // A stroke only behind a name that is there.
      strokeMark: place > 0 ? sectionMark(titles.slice(0, place)) : null,
    })),
    language,
    stories: stories.map(story => (isShared ? marked(story) : { ...story, mark: null })),
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
  const foreword = cutParagraphs(view.foreword, FOREWORD_UNITS)
  const prose = { foreword: view.prose.foreword && cutProse(view.prose.foreword, FOREWORD_UNITS).prose }
  return { ...view, foreword, prose, sections, stories: storiesOf(view.stories) }
}

function shorten(story: StoryView, place: 'top' | 'other'): StoryView {
  const { sentences, units } = SUMMARY[place]
  const beginning = beginningOf(story.summary, sentences)
  const summary = cutAtSentence(beginning, languageOfScript(beginning) === null ? units : units / 2).text
  const hasPoints = place === 'top' || story.minutes >= LONG_MINUTES
  const points = hasPoints ? POINTS[place] : 0
  return {
    ...story,
    title: cutToColumns(story.title, TITLE_COLUMNS),
    original: story.original && { ...story.original, title: cutToColumns(story.original.title, TITLE_COLUMNS) },
    summary,
    translation: story.translation && shortenTranslation(story.translation, place, points),
    others: story.others.slice(0, OTHER_SOURCES),
    note: cutParagraphs(story.note, NOTE_UNITS),
    points: story.points.slice(0, points).map(point => cutToColumns(point, POINT_COLUMNS)),
    prose: shortenProse(story.prose, {
      summary: summary.length,
      note: NOTE_UNITS,
      points,
      pointColumns: POINT_COLUMNS,
    }),
  }
}

function shortenTranslation(translation: TranslationView, place: 'top' | 'other', points: number): TranslationView {
  const { sentences, units } = SUMMARY[place]
  const beginning = beginningOf(translation.summary, sentences)
  return {
    ...translation,
    title: cutToColumns(translation.title, TITLE_COLUMNS),
    summary: cutAtSentence(beginning, translation.language === 'zh' ? units / 2 : units).text,
    points: translation.points.slice(0, points).map(point => cutToColumns(point, POINT_COLUMNS)),
  }
}

/** A text up to the end of a sentence, which is counted from 1. */
function beginningOf(text: string, sentences: number): string {
  const found = splitSentences(text)
  return found.length > sentences ? text.slice(0, found[sentences - 1]?.end) : text
}

/** The first paragraphs, together at most `units` long, the last one shortened. */
function cutParagraphs(paragraphs: readonly Paragraph[], units: number): readonly Paragraph[] {
  let left = units
  return paragraphs.flatMap(paragraph => {
    const { text } = cutAtSentence(paragraph.text, left)
    left = Math.max(0, left - paragraph.text.length)
    return text === '' ? [] : { ...paragraph, text }
  })
}
