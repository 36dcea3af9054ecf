// What of a story was corrected after its issue was sealed, as pages and feeds show it. Called by issue-view.ts.
import type { CorrectableField, CorrectedIssue, Erratum } from '../core/edits.ts'
import type { Instant, InterfaceLanguage, Issue, Story } from '../core/types.ts'
import { civilDateOf } from '../core/week.ts'
import { formatDate } from '../core/date-words.ts'
import { wordsOf } from '../core/words/words.ts'

/** Corrections as a view has them. */
export interface CorrectionView {
  /** What was corrected, and when, in words; null when nothing was. */
  readonly correction: string | null
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

/** Describes the corrections of one story in an interface language. */
export function viewCorrection(
  issue: Issue | CorrectedIssue,
  story: Story,
  timezone: string,
  language: InterfaceLanguage,
): CorrectionView {
  const own = errataOf(issue).filter(({ storyId }) => storyId === story.id)
  const last = own.at(-1)
  if (!last || !('sealed' in issue)) return { correction: null, updatedAt: issue.sealedAt, sealedTitle: story.title }
  const { title, summary, points, noteField, corrected } = wordsOf(language)
  const names: Readonly<Record<CorrectableField, string>> = { title, summary, points, note: noteField }
  const fields = new Set(own.map(({ field }) => names[field]))
  const reasons = new Set(own.flatMap(({ reason }) => reason ?? []))
  const sealed = issue.sealed.sections.flatMap(({ stories }) => stories).find(({ id }) => id === story.id)
  return {
    correction: corrected(formatDate(civilDateOf(last.madeAt, timezone), language), [...fields], [...reasons]),
    updatedAt: last.madeAt,
    sealedTitle: sealed?.title ?? story.title,
  }
}
