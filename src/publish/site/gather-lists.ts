// Groups the stories of all issues into the lists of sections, sources and languages: by what a list is, not by what it is called.
import type { Instant, WeekId } from '../../core/types.ts'
import { correctedAtOf } from '../correction-view.ts'
import type { Needed } from '../files/site-file.ts'
import { makeAnchors } from '../plain-text.ts'
import type { IssueHead, IssueView, StoryView } from '../issue-view.ts'
import type { SearchedAmount } from '../search/search-units.ts'
import type { OutlinedIssue, OutlinedSection, OutlinedStory } from './outline.ts'

/** An issue, and all that its own pages are made from as a fingerprint. */
export interface ArchivedIssue extends Needed {
  readonly issue: OutlinedIssue
  readonly fingerprint: string
  /** The same of what it tells, without what became of its links since. */
  readonly toldFingerprint: string
  /** How much there is to search, and about how many bytes it takes in a feed. */
  readonly searched: SearchedAmount
  readonly feedBytes: number
  readonly head: IssueHead
  /** Made on first use; the issue must be loaded. */
  readonly view: () => IssueView
}

/** The stories of one section, source or language over all issues. */
export interface StoryList {
  /** The latest one. */
  readonly title: string
  /** All titles that it has had. */
  readonly titles: ReadonlySet<string>
  /** Folder of its pages and feeds, `sections/clouds/`. */
  readonly path: string
  /** The keys of its names, the latest last. */
  readonly keys: readonly string[]
  /** Folders that it would have had under its later titles: they lead to its own. */
  readonly formerPaths: readonly string[]
  /** How many there are. */
  readonly stories: number
  /** Those that have a story of the list, newest first. */
  readonly issues: readonly ArchivedIssue[]
  /** When one of its stories was corrected last, by the week of its issue. */
  readonly correctedAt: ReadonlyMap<WeekId, Instant>
  /** The list's stories in one of these issues, in their order. */
  readonly storiesOf: (issue: ArchivedIssue) => readonly StoryView[]
}

/** A name under which a story belongs to a list. */
export interface ListName {
  /** As pages show it; the empty name is none. */
  readonly title: string
  /** As it was sealed: folders are named by it. */
  readonly sealed: string
  /** Names of one key are one list; null for a name that stands for itself alone. */
  readonly key: string | null
}

/** A list without its stories. */
export type GatheredList = Omit<StoryList, 'storiesOf'>

interface Growing {
  readonly issues: ArchivedIssue[]
  readonly correctedAt: Map<WeekId, Instant>
  readonly titles: Set<string>
  readonly keys: Set<string>
  stories: number
}

/**
 * Groups stories by the names that they answer. A list has the folder of its first name, in the order of the first stories, so that a name
 * once given stays; its later names lead there. Its title is the latest. `all` has besides what was taken back, for the names that it gave.
 */
export function gatherLists(
  archive: readonly ArchivedIssue[],
  folder: string,
  namesOf: (story: OutlinedStory, section: OutlinedSection) => readonly ListName[],
  all: readonly OutlinedIssue[] = archive.map(({ issue }) => issue),
): readonly GatheredList[] {
  const oldestFirst = archive.toReversed()
  const named = new Map(oldestFirst.map(each => [each, namesIn(each.issue.sections, namesOf)]))
  // Names in the order in which they were sealed: neither another order nor a retraction gives a list another folder.
  // Most issues are as they were sealed: their names are known.
  const known = new Map(oldestFirst.map(each => [each.issue.sections, named.get(each) ?? []]))
  const sealedNames = ({ sealedSections: sealed }: OutlinedIssue) => known.get(sealed) ?? namesIn(sealed, namesOf)
  const firstNames = joinNames(all.toReversed().flatMap(issue => sealedNames(issue).flat()))
  const slugOf = makeAnchors([])
  const pathOf = new Map([...firstNames.keys()].map(sealed => [sealed, `${folder}${slugOf(sealed)}/`]))
  const lists = new Map<string, Growing>()
  for (const each of oldestFirst) {
    const correctedAt = correctedAtOf(each.issue)
    const stories = each.issue.sections.flatMap(section => section.stories)
    for (const [place, story] of stories.entries()) {
      const names = named.get(each)?.[place] ?? []
      for (const first of new Set(names.map(({ sealed }) => firstNames.get(sealed) ?? sealed))) {
        const list = lists.get(first) ?? startList(lists, first)
        const own = names.filter(({ sealed }) => firstNames.get(sealed) === first)
        addStory(list, each, own, correctedAt.get(story.id))
      }
    }
  }
  return [...lists].map(([first, { issues, correctedAt, titles, keys, stories }]) => ({
    title: [...titles].at(-1) ?? first,
    titles,
    keys: [...keys],
    path: pathOf.get(first) ?? folder,
    formerPaths: [...firstNames].flatMap(([sealed, root]) =>
      root === first && sealed !== first ? (pathOf.get(sealed) ?? []) : [],
    ),
    stories,
    issues: issues.toReversed(),
    correctedAt,
  }))
}

function namesIn(
  sections: readonly OutlinedSection[],
  namesOf: (story: OutlinedStory, section: OutlinedSection) => readonly ListName[],
): readonly (readonly ListName[])[] {
  return sections.flatMap(section =>
    section.stories.map(story => namesOf(story, section).filter(({ title }) => title !== '')),
  )
}

/** The first name of its list by every name, in the order of the names: names of one key are joined, through others as well. */
function joinNames(names: readonly ListName[]): ReadonlyMap<string, string> {
  const roots = new Map<string, string>()
  const rootOf = (name: string): string => {
    const root = roots.get(name) ?? name
    return root === name ? name : rootOf(root)
  }
  const order = new Map<string, number>()
  const firstOfKey = new Map<string, string>()
  for (const { sealed, key } of names) {
    if (!order.has(sealed)) order.set(sealed, order.size)
    if (key === null) continue
    const first = firstOfKey.get(key)
    if (first === undefined) firstOfKey.set(key, sealed)
    const [one, other] = [rootOf(first ?? sealed), rootOf(sealed)]
    if (one === other) continue
    // A section's key is its first title; a past week that is built later brings a later title before it.
    const isOneFirst = one === key || (other !== key && (order.get(one) ?? 0) < (order.get(other) ?? 0))
    roots.set(isOneFirst ? other : one, isOneFirst ? one : other)
  }
  return new Map([...order.keys()].map(name => [name, rootOf(name)]))
}

function startList(lists: Map<string, Growing>, first: string): Growing {
  const list: Growing = { issues: [], correctedAt: new Map(), titles: new Set(), keys: new Set(), stories: 0 }
  lists.set(first, list)
  return list
}

function addStory(
  list: Growing,
  each: ArchivedIssue,
  names: readonly ListName[],
  correctedAt: Instant | undefined,
): void {
  const { week } = each.issue
  list.stories += 1
  if (list.issues.at(-1) !== each) list.issues.push(each)
  // The latest comes last.
  for (const { title, key } of names) {
    list.titles.delete(title)
    list.titles.add(title)
    if (key === null) continue
    list.keys.delete(key)
    list.keys.add(key)
  }
  if (correctedAt !== undefined && correctedAt > (list.correctedAt.get(week) ?? ''))
    list.correctedAt.set(week, correctedAt)
}
