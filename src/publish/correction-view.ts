// What of a story was corrected after its issue was sealed, as pages and feeds show it.
import type { CorrectableField, CorrectedIssue, Erratum } from '../core/edits.ts'
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
  /** The title that was sealed, of which links are made: no correction breaks them. */
  readonly sealedTitle: string
}

/** What was sealed of an issue. */
export function sealedOf(issue: Issue | CorrectedIssue): Issue {
  return 'sealed' in issue ? issue.sealed : issue
}

/** The corrections of an issue, oldest first; none of one that was just sealed. */
export function errataOf(issue: Issue | CorrectedIssue): readonly Erratum[] {
  return 'errata' in issue ? issue.errata : []
}

/** When an issue was sealed, or corrected last. */
export function updatedAtOf(issue: Issue | CorrectedIssue): Instant {
  return errataOf(issue).at(-1)?.madeAt ?? issue.sealedAt
}

/** Since when a story of an issue reads as it does, by the story's id; only of those that were corrected. */
export function correctedAtOf(issue: Issue | CorrectedIssue): ReadonlyMap<string, Instant> {
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
  const sealed = sealedOf(issue)
    .sections.flatMap(({ stories }) => stories)
    .find(({ id }) => id === story.id)
  if (!last) return { corrections: [], updatedAt: issue.sealedAt, sealedTitle: story.title }
  const changes = own.map((erratum, place) => ({
    ...erratum,
    isAdded: isAddition(erratum, own.slice(0, place), sealed),
  }))
  // What was saved together, for one reason, is told together.
  const together = Map.groupBy(changes, ({ madeAt, reason, isAdded }) => JSON.stringify([madeAt, reason, isAdded]))
  return {
    corrections: [...together.values()].map(group => describeChanges(group, timezone, language)),
    updatedAt: last.madeAt,
    sealedTitle: sealed?.title ?? story.title,
  }
}

/** A note where there was none, and no more: nothing that readers had read was wrong. */
function isAddition({ field }: Erratum, earlier: readonly Erratum[], sealed: Story | undefined): boolean {
  const before = earlier.findLast(each => each.field === field)
  return field === 'note' && !(before ? before.value : sealed?.note)
}

function describeChanges(
  changes: readonly (Erratum & { readonly isAdded: boolean })[],
  timezone: string,
  language: InterfaceLanguage,
): string {
  const [first] = changes
  if (!first) return ''
  const { title, summary, points, noteField, corrected, added } = wordsOf(language)
  const names: Readonly<Record<CorrectableField, string>> = { title, summary, points, note: noteField }
  const fields = [...new Set(changes.map(({ field }) => names[field]))]
  const day = formatDate(civilDateOf(first.madeAt, timezone), language)
  return (first.isAdded ? added : corrected)(day, fields, cleanLine(first.reason ?? ''))
}
