// An issue as templates see it: every text cleaned, every date and count in words, every link checked. Pages, feeds and mails all render from it.
import { formatDate, formatDay } from '../core/date-words.ts'
import { correctIssue, type CorrectedIssue } from '../core/edits.ts'
import { civilDateOf } from '../core/week.ts'
import { primaryLanguage } from '../core/language.ts'
import { cutAtSentence } from '../core/text.ts'
import type { Instant, InterfaceLanguage, Issue, Section, Story, Telling } from '../core/types.ts'
import { canonicalUrl, siteOf } from '../core/url.ts'
import { noAftercare, type StoryAftercare, viewAftercare, webUrl } from './aftercare.ts'
import {
  errataOf,
  retractionsOf,
  sealedOf,
  updatedAtOf,
  viewCorrection,
  viewIssueCorrections,
} from './correction-view.ts'
import { inAllLanguages, interfaceLanguages, wordsOf } from '../core/words/words.ts'
import { languageName, readingTime } from './words/interface-text.ts'
import { cleanLine, cleanParagraphs, cutToColumns, excerptUnits, languageOfScript, makeAnchors } from './plain-text.ts'
import { paragraphsOfProse, plainOfSpans, type Prose } from './prose/prose.ts'
import { noProse, type StoryProse, viewForeword, viewStoryProse } from './prose/written-view.ts'
import { issuePath, type SiteDescription, urlIn } from './site-urls.ts'

/** A paragraph of the curator's, with the language its script gives away. */
export interface Paragraph {
  readonly text: string
  readonly language: string | null
}

/** A story as every edition has it. */
export interface StoryView extends StoryAftercare {
  readonly id: string
  /** Fragment of the permalink on the issue's page, without `#`. */
  readonly anchor: string
  /** The same as a link has it. */
  readonly fragment: string
  readonly permalink: string
  readonly title: string
  /** Null when the story has no http(s) link. */
  readonly url: string | null
  readonly language: string | null
  /** Name of the story's language in itself when it is not the reader's: `中文`. */
  readonly otherLanguage: string | null
  readonly site: string
  /** Names of the sources that told it, the lead's first. */
  readonly sourceTitles: readonly string[]
  readonly authors: string
  readonly publishedAt: Instant | null
  readonly published: string | null
  readonly minutes: number
  readonly readingTime: string
  readonly pdfUrl: string | null
  readonly others: readonly { readonly name: string; readonly url: string | null }[]
  /** Where it is discussed, in words with the numbers: `discussion: 123 points, 45 comments`. */
  readonly discussion: { readonly text: string; readonly url: string } | null
  /** Another's reading list that led to it. */
  readonly via: { readonly name: string; readonly url: string } | null
  /** Who suggested it, in words: `suggested by Ann`. */
  readonly suggestedBy: string | null
  readonly summary: string
  readonly points: readonly string[]
  /** In the other language, under the original; null where there is none. */
  readonly translation: TranslationView | null
  /** What it is a translation of, where the translation stands first, with who translated; else null. */
  readonly original: { readonly title: string; readonly language: string | null; readonly told: string } | null
  /** A language model wrote summary and points: readers are told. */
  readonly isByModel: boolean
  readonly note: readonly Paragraph[]
  /** Those of the three that are Markdown, as a tree; plain they stand above in any case. */
  readonly prose: StoryProse
  /** What was corrected after sealing, when and why, in words, oldest first. */
  readonly corrections: readonly string[]
  /** When it was sealed, or corrected last. */
  readonly updatedAt: Instant
  /** Of stories that were taken back and stood right before it. */
  readonly marksBefore: readonly MarkView[]
  /** How many stories stood behind it when the issue was sealed, which no correction changes. */
  readonly sealedPlace: number
  /** Something of it is written from right to left. */
  readonly isRightToLeft: boolean
  readonly score: number
}

/** A story in its other language. */
export interface TranslationView {
  readonly language: string
  /** Its BCP 47 tag as marks of language say it, with the script of Chinese where that is known. */
  readonly tag: string
  readonly title: string
  readonly summary: string
  readonly points: readonly string[]
  /** Who translated, in words: a machine's work is marked as such. */
  readonly told: string
}

/** What stands in the place of a story that was taken back. */
export interface MarkView {
  /** Of the story, so that permalinks lead here. */
  readonly anchor: string
  readonly told: string
}

/** A section with at least one story, or with the mark of one. */
export interface SectionView {
  readonly title: string
  readonly language: string | null
  readonly stories: readonly StoryView[]
  /** Of stories that were taken back and stood behind all of them. */
  readonly marksBehind: readonly MarkView[]
}

/** What lists of issues and its neighbours say of an issue. */
export interface IssueHead {
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
  /** The first story, which stands for the issue in lists. */
  readonly first: Pick<StoryView, 'title' | 'summary' | 'language'> | null
  /** The beginning of the foreword in plain words, with its label; null without a foreword. */
  readonly opening: Paragraph | null
  /** When it was sealed, or corrected last. */
  readonly updatedAt: Instant
  readonly minutes: number
  readonly storyCount: string
  readonly readingTime: string
}

/** An issue as every edition has it. */
export interface IssueView extends IssueHead {
  readonly foreword: readonly Paragraph[]
  /** What was corrected of foreword and order, when and why, in words, oldest first. */
  readonly corrections: readonly string[]
  /** What stands over the foreword; null where it names itself so. */
  readonly forewordLabel: string | null
  /** The foreword as a tree where it is Markdown. */
  readonly prose: { readonly foreword: Prose | null }
  /** The page needs the styles of posts. */
  readonly hasMarkdown: boolean
  readonly sections: readonly SectionView[]
  readonly stories: readonly StoryView[]
}

/** Ids that the pages themselves use; no story's anchor takes one. */
export const pageIds = ['main', 'subscribe', 'email', 'website', 'contents']

/** Far above what real texts have: what is longer was meant to break pages. */
const MOST_COLUMNS = { issue: 240, title: 500, name: 120, point: 1_000, summary: 4_000 }

/**
 * Makes the view of an issue in an interface language; empty sections are left out. `aftercare`: what became of its links.
 * Pure.
 */
export function viewIssue(
  site: SiteDescription,
  issue: Issue | CorrectedIssue,
  language: InterfaceLanguage,
  aftercare = noAftercare,
): IssueView {
  const identityOf = fixIdentities(issue)
  const marks = viewMarks(site, issue, language, identityOf)
  const viewOne = (story: Story): StoryView => ({
    ...viewStory(site, issue, story, language, identityOf(story)),
    ...viewAftercare(site, issue, story, language, aftercare),
    marksBefore: marks.before.get(story.id) ?? [],
  })
  const sections = issue.sections.flatMap((section, place) => {
    const marksBehind = marks.behind[place] ?? []
    if (section.stories.length === 0 && marksBehind.length === 0) return []
    return viewSection(section, { stories: section.stories.map(viewOne), marksBehind }, language)
  })
  const foreword = viewForeword(site, issue)
  return {
    ...viewIssueHead(site, issue, language),
    foreword: paragraphsOf(issue.foreword, foreword),
    forewordLabel: labelForeword(paragraphsOf(issue.foreword, foreword), language),
    corrections: viewIssueCorrections(issue, site.timezone, language),
    prose: { foreword },
    hasMarkdown: foreword !== null || issue.sections.some(({ stories }) => stories.some(story => story.markdown)),
    sections,
    stories: sections.flatMap(section => section.stories),
  }
}

/** What permalinks and feeds know a story by. */
type StoryIdentity = Pick<StoryView, 'anchor' | 'sealedPlace'>

/** Anchors and places as they were sealed: what was corrected since, the order above all, changes none of them. */
function fixIdentities(issue: Issue | CorrectedIssue): (story: Story) => StoryIdentity {
  const anchorOf = makeAnchors(pageIds)
  const sealed = sealedOf(issue).sections.flatMap(({ stories }) => stories)
  const identify = (story: Story, place: number): StoryIdentity => ({
    anchor: anchorOf(titleOf(story)),
    sealedPlace: sealed.length - 1 - place,
  })
  if (errataOf(issue).length === 0 && retractionsOf(issue).length === 0) {
    let place = 0
    return story => identify(story, place++)
  }
  const known = new Map(sealed.map((story, place) => [story.id, identify(story, place)]))
  return story => known.get(story.id) ?? identify(story, sealed.length)
}

/** Makes the part of the view that lists of issues need: a small part of the work. Pure. */
export function viewIssueHead(
  site: SiteDescription,
  issue: Issue | CorrectedIssue,
  language: InterfaceLanguage,
): IssueHead {
  const path = issuePath(issue)
  const date = formatDate(issue.date, language)
  const stories = issue.sections.flatMap(section => section.stories)
  const [first] = stories
  const minutes = stories.reduce((sum, story) => sum + story.readingMinutes, 0)
  const name = nameOfIssue(cleanLine(issue.title), issue, language)
  return {
    number: wordsOf(language).issueNumber(issue.number),
    week: issue.week,
    url: urlIn(site, path),
    path,
    name,
    date,
    title: `${name} · ${date}`,
    isoDate: issue.date,
    sealedAt: issue.sealedAt,
    updatedAt: updatedAtOf(issue),
    opening: viewOpening(paragraphsOf(issue.foreword, viewForeword(site, issue)), language),
    first: first
      ? { title: titleOf(first), summary: summaryIn(site, first), language: primaryLanguage(first.language) }
      : null,
    minutes,
    storyCount: wordsOf(language).storyCount(stories.length),
    readingTime: readingTime(minutes, language),
  }
}

/** The title without its date. Date and number were sealed in the language of that time: here they are in the page's. */
function nameOfIssue(title: string, { date, number }: Issue, language: InterfaceLanguage): string {
  const forms = interfaceLanguages().map(each => ({
    date: ` · ${formatDate(date, each)}`,
    number: wordsOf(each).issueOfList('', number),
  }))
  const suffix = forms.find(form => title.endsWith(form.date))?.date ?? ''
  const undated = title.slice(0, title.length - suffix.length)
  const numbered = suffix === '' ? undefined : forms.find(form => undated.endsWith(form.number))
  const list = undated.slice(0, undated.length - (numbered?.number.length ?? 0))
  const name = numbered ? wordsOf(language).issueOfList(list, number) : undated
  return cutToColumns(name, MOST_COLUMNS.issue) || wordsOf(language).issueNumber(number)
}

/** A section's name as every page has it. */
export function sectionTitle({ title }: Pick<Section, 'title'>, language: InterfaceLanguage): string {
  return cutToColumns(cleanLine(title), MOST_COLUMNS.name) || wordsOf(language).otherStories
}

function viewSection(
  section: Section,
  held: Pick<SectionView, 'stories' | 'marksBehind'>,
  language: InterfaceLanguage,
): SectionView {
  const title = sectionTitle(section, language)
  return { title, language: languageOfScript(title), ...held }
}

/** The marks of an issue: before which story they stand, by its id, or behind the last one of which section. */
interface Marks {
  readonly before: ReadonlyMap<string, readonly MarkView[]>
  readonly behind: readonly (readonly MarkView[])[]
}

function viewMarks(
  site: SiteDescription,
  issue: Issue | CorrectedIssue,
  language: InterfaceLanguage,
  identityOf: (story: Story) => StoryIdentity,
): Marks {
  const retractions = new Map(retractionsOf(issue).map(each => [each.storyId, each]))
  if (retractions.size === 0) return { before: new Map(), behind: [] }
  const before = new Map<string, readonly MarkView[]>()
  const behind = correctIssue(sealedOf(issue), errataOf(issue)).sections.map(({ stories }) => {
    let marks: MarkView[] = []
    for (const story of stories) {
      const retraction = retractions.get(story.id)
      if (retraction) {
        const day = formatDate(civilDateOf(retraction.madeAt, site.timezone), language)
        const told = wordsOf(language).retractedStory(day, cleanLine(retraction.reason))
        marks.push({ anchor: identityOf(story).anchor, told })
      } else {
        before.set(story.id, marks)
        marks = []
      }
    }
    return marks
  })
  return { before, behind }
}

function viewStory(
  site: SiteDescription,
  issue: Issue | CorrectedIssue,
  story: Story,
  language: InterfaceLanguage,
  { anchor, sealedPlace }: StoryIdentity,
): Omit<StoryView, keyof StoryAftercare | 'marksBefore'> {
  const source = nameOf(story.lead)
  const correction = viewCorrection(issue, story, site.timezone, language)
  const fragment = encodeURIComponent(anchor)
  const storyLanguage = primaryLanguage(story.language)
  const prose = viewStoryProse(site, story)
  return {
    id: story.id,
    anchor,
    fragment,
    permalink: `${urlIn(site, issuePath(issue))}#${fragment}`,
    title: titleOf(story),
    url: webUrl(story.lead.url),
    language: storyLanguage,
    otherLanguage: storyLanguage === primaryLanguage(language) ? null : languageName(storyLanguage),
    site: source,
    sourceTitles: [story.lead, ...story.others].map(sourceName),
    authors: cutToColumns(
      story.authors
        .map(cleanLine)
        .filter(author => author !== '')
        .join(wordsOf(language).listMark),
      MOST_COLUMNS.title,
    ),
    publishedAt: story.publishedAt,
    published: story.publishedAt && formatDay(story.publishedAt, language, site.timezone, issue.date.slice(0, 4)),
    minutes: story.readingMinutes,
    readingTime: readingTime(story.readingMinutes, language),
    pdfUrl: webUrl(story.pdfUrl),
    discussion: viewDiscussion(story, language),
    via: viewVia(story),
    suggestedBy: viewSuggestion(story, language),
    others: story.others.map(other => ({ name: nameOfOther(other), url: webUrl(other.url) })),
    summary: summaryOf(story, prose.summary),
    points: (prose.points?.map(plainOfSpans) ?? story.points)
      .map(point => cutToColumns(cleanLine(point), MOST_COLUMNS.point))
      .filter(point => point !== ''),
    translation: viewTranslation(story, language),
    original: null,
    isByModel: story.summaryMethod === 'llm',
    note: paragraphsOf(story.note, prose.note),
    prose,
    ...correction,
    sealedPlace,
    isRightToLeft: /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}]/u.test(
      [titleOf(story), story.summary, ...story.points, story.note ?? ''].join('\n'),
    ),
    score: story.score,
  }
}

function viewTranslation({ translation }: Story, language: InterfaceLanguage): TranslationView | null {
  if (!translation) return null
  const { title, summary, points, by, script } = translation
  const { machineTranslation, editorsTranslation } = wordsOf(language)
  return {
    language: translation.language,
    tag: script ? `${translation.language}-${script}` : translation.language,
    title: cutToColumns(cleanLine(title), MOST_COLUMNS.title),
    summary: cutToColumns(cleanLine(summary), MOST_COLUMNS.summary),
    points: points.map(point => cutToColumns(cleanLine(point), MOST_COLUMNS.point)).filter(point => point !== ''),
    told: by === 'machine' ? machineTranslation : editorsTranslation,
  }
}

function viewVia({ via }: Story): StoryView['via'] {
  const url = webUrl(via?.url ?? null)
  if (!via || url === null) return null
  return { name: cutToColumns(cleanLine(via.name), MOST_COLUMNS.name) || siteOf(url), url }
}

function viewSuggestion({ suggestedBy }: Story, language: InterfaceLanguage): string | null {
  const name = cutToColumns(cleanLine(suggestedBy ?? ''), MOST_COLUMNS.name)
  return name === '' ? null : wordsOf(language).suggestedBy(name)
}

/** The link to a story's discussion; a thread that the story itself leads to needs a number to be worth one more. */
function viewDiscussion({ discussion, lead }: Story, language: InterfaceLanguage): StoryView['discussion'] {
  const url = webUrl(discussion?.url ?? null)
  if (!discussion || url === null) return null
  const { points = 0, comments = 0 } = discussion
  const words = wordsOf(language)
  const counts = [
    ...(points > 0 ? [words.pointCount(points)] : []),
    ...(comments > 0 ? [words.commentCount(comments)] : []),
  ]
  if (counts.length === 0 && canonicalUrl(url) === canonicalUrl(lead.url ?? '')) return null
  const text =
    counts.length === 0 ? words.discussion : `${words.discussion}${words.colon}${counts.join(words.listMark)}`
  return { text, url }
}

/** A source's name as every page has it; empty when it has none. */
export function sourceName({ sourceTitle }: Pick<Telling, 'sourceTitle'>): string {
  return cutToColumns(cleanLine(sourceTitle), MOST_COLUMNS.name)
}

function titleOf({ title, lead }: Story): string {
  return cutToColumns(cleanLine(title) || cleanLine(lead.title) || nameOf(lead), MOST_COLUMNS.title)
}

function summaryOf({ summary }: Story, prose: Prose | null): string {
  // A picture is no part of what is said.
  const said = prose?.filter(({ kind }) => kind !== 'picture')
  return cutToColumns(cleanLine(said ? paragraphsOfProse(said).join(' ') : summary), MOST_COLUMNS.summary)
}

function summaryIn(site: SiteDescription, story: Story): string {
  return summaryOf(story, (story.markdown ? viewStoryProse(site, story) : noProse).summary)
}

function nameOf(telling: Telling): string {
  const name = cleanLine(telling.site) || cleanLine(telling.sourceTitle) || cleanLine(telling.title) || '—'
  return cutToColumns(name, MOST_COLUMNS.name)
}

/** Another telling's site, with its language in its own words where it is not the story's. */
function nameOfOther(telling: Telling): string {
  const { edition } = telling
  if (!edition) return nameOf(telling)
  const label = { zh: '另有中文', en: 'also in English' }[edition.language] ?? languageName(edition.language)
  return label === null ? nameOf(telling) : `${nameOf(telling)} (${label})`
}

function paragraphsOf(text: string | null, prose: Prose | null): Paragraph[] {
  const paragraphs = prose ? paragraphsOfProse(prose).map(cleanLine) : cleanParagraphs(text ?? '')
  return paragraphs.map(paragraph => ({ text: paragraph, language: languageOfScript(paragraph) }))
}

/** 题记, Foreword: unless the curator has written that. */
function labelForeword([first]: readonly Paragraph[], language: InterfaceLanguage): string | null {
  const labels = inAllLanguages(({ foreword }) => foreword.toLowerCase())
  const start = first?.text.toLowerCase().replace(/^[^\p{L}]+/u, '') ?? ''
  const isNamed = labels.some(label => start.startsWith(label) && /^\s*[:：]/.test(start.slice(label.length)))
  return first === undefined || isNamed ? null : wordsOf(language).foreword
}

function viewOpening(foreword: readonly Paragraph[], language: InterfaceLanguage): Paragraph | null {
  if (foreword.length === 0) return null
  const label = labelForeword(foreword, language)
  const whole = foreword.map(({ text }) => text).join(' ')
  const { text } = cutAtSentence(whole, excerptUnits(whole))
  return {
    text: label === null ? text : `${label}${wordsOf(language).colon}${text}`,
    language: languageOfScript(whole),
  }
}
