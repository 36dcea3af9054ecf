// What planning must know of an issue, without its texts: small enough to be kept of every issue, so that those for which nothing changes are not read.
import { retractionOf } from '../../core/edits.ts'
import type { Issue, Story, Telling } from '../../core/types.ts'
import type { CardWords } from '../card/lay-card.ts'
import type { Changes } from '../correction-view.ts'
import type { IssueHead } from '../issue-view.ts'
import type { SearchedAmount } from '../search/search-units.ts'

/** As much of a story as tells which lists it is in. */
export interface OutlinedStory extends Pick<Story, 'id' | 'language'> {
  readonly lead: Pick<Telling, 'itemId' | 'url' | 'sourceTitle'>
  readonly others: readonly Pick<Telling, 'itemId' | 'sourceTitle'>[]
  readonly translation?: { readonly language: string }
}

/** A section of such stories. */
export interface OutlinedSection {
  readonly title: string
  readonly stories: readonly OutlinedStory[]
}

/** An issue as it reads now, without its texts. */
export interface OutlinedIssue
  extends Pick<Issue, 'week' | 'number' | 'title' | 'date' | 'sealedAt'>, Required<Changes> {
  readonly sections: readonly OutlinedSection[]
  /** As they were sealed: the same list when nothing was corrected. */
  readonly sealedSections: readonly OutlinedSection[]
}

/** What planning must know of an issue. */
export interface IssueOutline {
  readonly issue: OutlinedIssue
  /** Fingerprint of all that it tells, without what became of its links since. */
  readonly toldFingerprint: string
  readonly head: IssueHead
  readonly card: CardWords
  /** How much there is to search. */
  readonly searched: SearchedAmount
  /** About how many bytes it takes in a feed. */
  readonly feedBytes: number
}

/** An issue of which the outline is at hand. */
export interface ShelvedIssue {
  readonly outline: IssueOutline
  /** The whole, where it is at hand as well. */
  readonly whole?: Issue
  /** Reads the whole. */
  readonly read: () => Promise<Issue>
}

/** The languages that something of an issue is translated into, in order: it can be read in each of them alone, at a page of its own. */
export function languagesOf({ sections }: Pick<OutlinedIssue, 'sections'>): readonly string[] {
  const into = sections.flatMap(({ stories }) => stories.flatMap(story => story.translation?.language ?? []))
  return [...new Set(into)].sort()
}

/** Whether the whole issue stands. */
export function isStanding({ outline: { issue } }: ShelvedIssue): boolean {
  return retractionOf(issue) === null
}
