// All sealed issues on their way to the site: each viewed at most once and only when needed, and grouped by section, source and language.
import { primaryLanguage } from '../../core/language.ts'
import { inAllLanguages, wordsOf } from '../../core/words/words.ts'
import type { InterfaceLanguage, Issue, Section, Telling } from '../../core/types.ts'
import { type Aftercare, aftercareOf } from '../aftercare.ts'
import { languageName } from '../words/interface-text.ts'
import { type IssueView, sectionTitle, sourceName, type StoryView, viewIssue } from '../issue-view.ts'
import { fingerprintOf } from '../files/site-file.ts'
import type { SiteDescription } from '../site-urls.ts'
import { tellFirst } from '../tell-first.ts'
import { type ArchivedIssue, gatherLists, type ListName, type StoryList } from './gather-lists.ts'
import type { FirstTitles } from './known-names.ts'
import { isStanding, type OutlinedIssue, type OutlinedStory, type ShelvedIssue } from './outline.ts'

/** What gather-lists.ts makes of the issues. */
export type { ArchivedIssue, StoryList } from './gather-lists.ts'

/** All issues, and the lists of their stories. */
export interface Archive {
  readonly issues: readonly ArchivedIssue[]
  /** Of all sections, of all sources that told a story, first or also, and of all languages: none when everything is in one. */
  readonly sections: readonly StoryList[]
  readonly sources: readonly StoryList[]
  readonly languages: readonly StoryList[]
  /** Issues that were taken back, newest first: they are in none of the others. */
  readonly retracted: readonly ShelvedIssue[]
}

/** What the archive knows of the identity of lists, beside their titles. */
export interface ListIdentities {
  /** The source of each item that a story tells. */
  readonly sourceOf?: ReadonlyMap<number, number>
  /** What each source is called now. */
  readonly sourceTitles?: ReadonlyMap<number, string>
  readonly firstSections?: FirstTitles
  readonly firstTags?: FirstTitles
}

/** Opens the archive in the order of the issues, of which those that were taken back stand apart. `aftercare`: what became of their links. */
export function openShelf(
  site: SiteDescription,
  shelved: readonly ShelvedIssue[],
  aftercare: Aftercare,
  identities: ListIdentities = {},
): Archive {
  const opened = shelved.filter(isStanding).map(each => openIssue(site, each, aftercare))
  const issues = shelved.map(({ outline }) => outline.issue)
  return {
    issues: opened,
    sections: listSections(site, opened, issues, identities),
    sources: listSources(opened, issues, identities),
    languages: listLanguages(site, opened, issues),
    retracted: shelved.filter(each => !isStanding(each)),
  }
}

function openIssue(site: SiteDescription, { outline, whole, read }: ShelvedIssue, aftercare: Aftercare): ArchivedIssue {
  const { issue, toldFingerprint, head, searched, feedBytes } = outline
  let loaded: Issue | null = whole ?? null
  let reading: Promise<Issue> | null = null
  let view: IssueView | null = null
  const makeView = (): IssueView => {
    if (!loaded) throw new Error(`issue ${issue.week} is viewed and was not loaded`)
    return viewIssue(site, translateSections(site, loaded), site.language, aftercare)
  }
  return {
    issue,
    toldFingerprint,
    fingerprint: fingerprintOf([toldFingerprint, aftercareOf(issue, aftercare)]),
    head,
    searched,
    feedBytes,
    view: () => (view ??= makeView()),
    load: async () => {
      loaded ??= await (reading ??= read())
    },
    drop: () => {
      loaded = whole ?? null
      reading = null
      view = null
    },
  }
}

/** Titles that the program itself gives to sections, in any language, by their key. */
const ownSections = ['otherSection', 'onlySection'] as const

function ownSectionOf(title: string): (typeof ownSections)[number] | null {
  return ownSections.find(key => inAllLanguages(({ draft }) => draft[key]).includes(title)) ?? null
}

/** A section that the program itself has named is called as the page's language calls it, whatever it was when the issue was sealed. */
function translateSections(site: SiteDescription, issue: Issue): Issue {
  if (issue.sections.every(({ title }) => ownSectionOf(title) === null)) return issue
  const sections = issue.sections.map(section => ({ ...section, title: shownTitle(site, section) }))
  return { ...issue, sections }
}

function shownTitle(site: SiteDescription, section: Pick<Section, 'title'>): string {
  const own = ownSectionOf(section.title)
  return own === null ? section.title : wordsOf(site.language).draft[own]
}

/** Makes something of each text once: an archive has ten thousand stories, and its sections and sources have few names. */
function once<Made>(make: (text: string) => Made): (text: string) => Made {
  const made = new Map<string, Made>()
  return text => {
    const known = made.get(text)
    if (known !== undefined) return known
    const anew = make(text)
    made.set(text, anew)
    return anew
  }
}

function listSections(
  site: SiteDescription,
  archive: readonly ArchivedIssue[],
  all: readonly OutlinedIssue[],
  { firstSections }: ListIdentities,
): readonly StoryList[] {
  const namesOf = once((title): readonly ListName[] => [
    {
      title: sectionTitle({ title: shownTitle(site, { title }) }, site.language),
      sealed: sectionTitle({ title }, site.language),
      key: ownSectionOf(title) ?? firstSections?.get(title) ?? null,
    },
  ])
  return gatherLists(archive, 'sections/', (_story, { title }) => namesOf(title), all).map(list => ({
    ...list,
    storiesOf: each =>
      each
        .view()
        .sections.filter(({ title }) => list.titles.has(title))
        .flatMap(({ stories }) => stories),
  }))
}

function listSources(
  archive: readonly ArchivedIssue[],
  all: readonly OutlinedIssue[],
  { sourceOf, sourceTitles: now }: ListIdentities,
): readonly StoryList[] {
  const nameOfSource = once(sourceTitle => sourceName({ sourceTitle }))
  const nameOf = (telling: Pick<Telling, 'itemId' | 'sourceTitle'>): ListName => {
    const title = nameOfSource(telling.sourceTitle)
    const source = sourceOf?.get(telling.itemId)
    return { title, sealed: title, key: source === undefined ? null : String(source) }
  }
  return gatherLists(archive, 'sources/', ({ lead, others }) => [lead, ...others].map(nameOf), all).map(list => ({
    ...list,
    title: sourceName({ sourceTitle: now?.get(Number(list.keys.at(-1) ?? NaN)) ?? '' }) || list.title,
    storiesOf: each =>
      each.view().stories.filter(({ sourceTitles }) => sourceTitles.some(title => list.titles.has(title))),
  }))
}

/** Tells each story once: feeds keep what they made of it. */
function tellOnceIn(wanted: string, shownIn: InterfaceLanguage): (story: StoryView) => StoryView {
  const told = new WeakMap<StoryView, StoryView>()
  return story => {
    const known = told.get(story) ?? tellFirst(story, wanted, shownIn)
    told.set(story, known)
    return known
  }
}

function listLanguages(
  site: SiteDescription,
  archive: readonly ArchivedIssue[],
  all: readonly OutlinedIssue[],
): readonly StoryList[] {
  // What is translated is a story of both languages.
  const nameOf = ({ language, translation }: OutlinedStory): readonly ListName[] =>
    [primaryLanguage(language) ?? '', ...(translation ? [translation.language] : [])].map(title => ({
      ...{ title, sealed: title, key: null },
    }))
  const lists = gatherLists(archive, 'languages/', nameOf, all)
  if (lists.length < 2) return []
  return lists.map(list => {
    const tell = tellOnceIn(list.title, site.language)
    const isTold = ({ language, translation }: StoryView): boolean =>
      language === list.title || translation?.language === list.title
    return {
      ...list,
      title: languageName(list.title) ?? list.title,
      storiesOf: each => each.view().stories.filter(isTold).map(tell),
    }
  })
}
