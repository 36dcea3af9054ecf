// All sealed issues on their way to the site: each viewed at most once and only when needed, and grouped by section, source and language. site.ts opens it.
import { primaryLanguage } from '../../core/language.ts'
import type { Instant, Issue, Section, Story, WeekId } from '../../core/types.ts'
import { type Aftercare, aftercareOf } from '../aftercare.ts'
import { correctedAtOf, errataOf, sealedOf } from '../correction-view.ts'
import { languageName } from '../words/interface-text.ts'
import {
  type IssueHead,
  type IssueView,
  type StoryView,
  sectionTitle,
  sourceName,
  viewIssue,
  viewIssueHead,
} from '../issue-view.ts'
import { makeAnchors } from '../plain-text.ts'
import { fingerprintOf } from '../files/site-file.ts'
import type { SiteDescription } from '../site-urls.ts'

/** An issue, and all that its own pages are made from as a fingerprint. */
export interface ArchivedIssue {
  readonly issue: Issue
  readonly fingerprint: string
  /** Both are made on first use. */
  readonly head: () => IssueHead
  readonly view: () => IssueView
}

/** The stories of one section, source or language over all issues. */
export interface StoryList {
  readonly title: string
  /** Folder of its pages and feeds, `sections/clouds/`. */
  readonly path: string
  /** How many there are. */
  readonly stories: number
  /** Those that have a story of the list, newest first. */
  readonly issues: readonly ArchivedIssue[]
  /** When one of its stories was corrected last, by the week of its issue. */
  readonly correctedAt: ReadonlyMap<WeekId, Instant>
  /** The list's stories in one of these issues, in their order. */
  readonly storiesOf: (issue: ArchivedIssue) => readonly StoryView[]
}

/** All issues, and the lists of their stories. */
export interface Archive {
  readonly issues: readonly ArchivedIssue[]
  /** Of all sections, of all sources that told a story, first or also, and of all languages: none when everything is in one. */
  readonly sections: readonly StoryList[]
  readonly sources: readonly StoryList[]
  readonly languages: readonly StoryList[]
}

/** Opens the archive in the order of the issues. `aftercare`: what became of their links. */
export function openArchive(site: SiteDescription, issues: readonly Issue[], aftercare: Aftercare): Archive {
  const opened = openIssues(site, issues, aftercare)
  return {
    issues: opened,
    sections: listSections(site, opened),
    sources: listSources(opened),
    languages: listLanguages(opened),
  }
}

function openIssues(site: SiteDescription, issues: readonly Issue[], aftercare: Aftercare): readonly ArchivedIssue[] {
  return issues.map(issue => {
    let head: IssueHead | null = null
    let view: IssueView | null = null
    return {
      issue,
      fingerprint: fingerprintOf([sealedOf(issue), errataOf(issue), aftercareOf(issue, aftercare)]),
      head: () => (head ??= view ?? viewIssueHead(site, issue, site.language)),
      view: () => (view ??= viewIssue(site, issue, site.language, aftercare)),
    }
  })
}

function listSections(site: SiteDescription, archive: readonly ArchivedIssue[]): readonly StoryList[] {
  return gather(archive, 'sections/', (_story, section) => [sectionTitle(section, site.language)]).map(list => ({
    ...list,
    storiesOf: each =>
      each
        .view()
        .sections.filter(({ title }) => title === list.title)
        .flatMap(({ stories }) => stories),
  }))
}

function listSources(archive: readonly ArchivedIssue[]): readonly StoryList[] {
  return gather(archive, 'sources/', ({ lead, others }) => [lead, ...others].map(sourceName)).map(list => ({
    ...list,
    storiesOf: each => each.view().stories.filter(({ sourceTitles }) => sourceTitles.includes(list.title)),
  }))
}

function listLanguages(archive: readonly ArchivedIssue[]): readonly StoryList[] {
  const lists = gather(archive, 'languages/', ({ language }) => [primaryLanguage(language) ?? ''])
  if (lists.length < 2) return []
  return lists.map(list => ({
    ...list,
    title: languageName(list.title) ?? list.title,
    storiesOf: each => each.view().stories.filter(({ language }) => language === list.title),
  }))
}

interface Gathered {
  readonly issues: ArchivedIssue[]
  readonly correctedAt: Map<WeekId, Instant>
  stories: number
}

/** Groups stories by the names that they answer; the empty name is none. Folders are named in the order of the first story, so that a name once given stays. */
function gather(
  archive: readonly ArchivedIssue[],
  folder: string,
  namesOf: (story: Story, section: Section) => readonly string[],
): Omit<StoryList, 'storiesOf'>[] {
  const found = new Map<string, Gathered>()
  for (const each of archive.toReversed()) {
    const correctedAt = correctedAtOf(each.issue)
    for (const section of each.issue.sections)
      for (const story of section.stories)
        for (const name of new Set(namesOf(story, section))) {
          const list: Gathered = found.get(name) ?? { issues: [], correctedAt: new Map(), stories: 0 }
          found.set(name, list)
          list.stories += 1
          if (list.issues.at(-1) !== each) list.issues.push(each)
          const at = correctedAt.get(story.id)
          if (at !== undefined && at > (list.correctedAt.get(each.issue.week) ?? ''))
            list.correctedAt.set(each.issue.week, at)
        }
  }
  found.delete('')
  const slugOf = makeAnchors([])
  return [...found].map(([title, { issues, stories, correctedAt }]) => ({
    title,
    correctedAt,
    path: `${folder}${slugOf(title)}/`,
    stories,
    issues: issues.toReversed(),
  }))
}
