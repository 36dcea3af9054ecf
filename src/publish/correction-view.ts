// What of a story was corrected after its issue was sealed, as pages and feeds show it.
import type { CorrectedIssue, Erratum, Retraction } from '../core/edits.ts'
import type { Instant, InterfaceLanguage, Issue, Story } from '../core/types.ts'
import { civilDateOf } from '../core/week.ts'
import { formatDate } from '../core/date-words.ts'
import { wordsOf } from '../core/words/words.ts'
import { cleanLine } from './plain-text.ts'

/** Corrections as a view has them. */
export interface CorrectionView {
  /** What was corrected, when and why, in words, oldest first; empty when nothing was. */
  readonly corrections: readonly string[]
  /** When it was sealed, or corrected last. */
  readonly updatedAt: Instant
}

/** As much of an issue as tells what was corrected of it, and what was taken back; of one that was just sealed both are missing. */
export interface Changes extends Pick<Issue, 'week' | 'sealedAt'> {
  readonly errata?: readonly Erratum[]
  readonly retractions?: readonly Retraction[]
}

/** What was sealed of an issue. */
export function sealedOf(issue: Issue | CorrectedIssue): Issue {
  return 'sealed' in issue ? issue.sealed : issue
}

/** The corrections of an issue, oldest first; none of one that was just sealed. */
export function errataOf({ errata = [] }: Changes): readonly Erratum[] {
  return errata
}

/** What was taken back of an issue, oldest first. */
export function retractionsOf({ retractions = [] }: Changes): readonly Retraction[] {
  return retractions
}

/** When an issue was sealed, or last corrected or taken back in part. */
export function updatedAtOf(issue: Changes): Instant {
  const changes = [errataOf(issue).at(-1), retractionsOf(issue).at(-1)].flatMap(each => each?.madeAt ?? [])
  return changes.toSorted().at(-1) ?? issue.sealedAt
}

/** Since when a story of an issue reads as it does, by the story's id; only of those that were corrected. */
export function correctedAtOf(issue: Changes): ReadonlyMap<string, Instant> {
  return new Map(errataOf(issue).map(({ storyId, madeAt }) => [storyId, madeAt]))
}

/** Describes the corrections of one story in an interface language. */
export function viewCorrection(
  issue: Issue | CorrectedIssue,
  story: Story,
  timezone: string,
  language: InterfaceLanguage,
): CorrectionView {
  const own = errataOf(issue).filter(({ storyId }) => storyId === story.id)
  const last = own.at(-1)
  if (!last) return { corrections: [], updatedAt: issue.sealedAt }
  return {
    corrections: describeAll(own, { note: findSealed(issue, story)?.note }, timezone, language),
    updatedAt: last.madeAt,
  }
}

/** Describes the corrections of the issue itself, its foreword and its order, in an interface language; empty when there are none. */
export function viewIssueCorrections(
  issue: Issue | CorrectedIssue,
  timezone: string,
  language: InterfaceLanguage,
): readonly string[] {
  const own = errataOf(issue).filter(({ storyId }) => storyId === '')
  return describeAll(own, { foreword: sealedOf(issue).foreword }, timezone, language)
}

/** Whether a story leads elsewhere than when it was sealed: what was kept of the page there is no part of it. */
export function hasOtherLink(issue: Issue | CorrectedIssue, story: Story): boolean {
  const sealed = errataOf(issue).length > 0 ? findSealed(issue, story) : undefined
  return sealed !== undefined && sealed.lead.url !== story.lead.url
}

function findSealed(issue: Issue | CorrectedIssue, story: Story): Story | undefined {
  return sealedOf(issue)
    .sections.flatMap(({ stories }) => stories)
    .find(({ id }) => id === story.id)
}

/** What may be added rather than corrected, as it was sealed. */
type Addable = Partial<Record<Erratum['field'], string | null | undefined>>

function describeAll(
  errata: readonly Erratum[],
  sealed: Addable,
  timezone: string,
  language: InterfaceLanguage,
): readonly string[] {
  const changes = errata.map((erratum, place) => ({
    ...erratum,
    isAdded: isAddition(erratum, errata.slice(0, place), sealed),
  }))
  // What was saved together, for one reason, is told together.
  const together = Map.groupBy(changes, ({ madeAt, reason, isAdded }) => JSON.stringify([madeAt, reason, isAdded]))
  return [...together.values()].map(group => describeChanges(group, timezone, language))
}

/** A note or a foreword where there was none, and no more: nothing that readers had read was wrong. */
function isAddition({ field }: Erratum, earlier: readonly Erratum[], sealed: Addable): boolean {
  if (field !== 'note' && field !== 'foreword') return false
  const before = earlier.findLast(each => each.field === field)
  return !(before ? before.value : sealed[field])
}

function describeChanges(
  changes: readonly (Erratum & { readonly isAdded: boolean })[],
  timezone: string,
  language: InterfaceLanguage,
): string {
  const [first] = changes
  if (!first) return ''
  const { title, summary, points, noteField, linkField, forewordField, orderField, corrected, added } =
    wordsOf(language)
  const names: Readonly<Record<Erratum['field'], string>> = {
    title,
    summary,
    points,
    note: noteField,
    link: linkField,
    foreword: forewordField,
    order: orderField,
  }
  const fields = [...new Set(changes.map(({ field }) => names[field]))]
  const day = formatDate(civilDateOf(first.madeAt, timezone), language)
  return (first.isAdded ? added : corrected)(day, fields, cleanLine(first.reason ?? ''))
}
