// Who is at work on a draft: the last act of each editor, from the journal. Pure.
import { minutesBetween } from '../core/clock.ts'
import type { JournalEntry } from '../core/acts.ts'
import type { Instant } from '../core/types.ts'

/** After this nobody is at work any more. */
const AT_WORK_MINUTES = 15

/** The last act of every other editor within the last quarter of an hour, the latest first. */
export function findOthersAtWork(
  journal: readonly JournalEntry[],
  { editor, now }: { readonly editor: string; readonly now: Instant },
): readonly JournalEntry[] {
  const last = new Map(journal.map(entry => [entry.editor, entry]))
  return [...last.values()]
    .filter(entry => entry.editor !== editor && minutesBetween(entry.at, now) <= AT_WORK_MINUTES)
    .toSorted((a, b) => b.number - a.number)
}
