// The mark of what a draft was made from, and how: as long as it would be the same, the draft would be too.
import { createHash } from 'node:crypto'
import type { IssueWindow } from '../core/types.ts'
import type { DraftStanding } from '../store/drafts.ts'
import type { CandidateRule } from '../store/items.ts'

/** How drafts are made: whatever the configuration says of it, and the program. */
export interface DraftMaking {
  readonly fingerprintProgram: () => string
}

/** What a stage works with that decides nothing about drafts. */
const means: readonly string[] = ['store', 'clock', 'log']

/**
 * The mark of a draft that is made now. No clock is in it: a ranking counts age from the window's closing, so that time alone changes
 * nothing. Every setting of `making` counts, the means alone do not, so that no setting is forgotten.
 */
export function markOf(
  making: DraftMaking,
  { opensAt, closesAt }: IssueWindow,
  by: CandidateRule,
  { changes, isApproved }: Pick<DraftStanding, 'changes'> & { readonly isApproved: boolean },
): string {
  const settings = Object.entries(making).filter(
    ([name, value]) => !means.includes(name) && typeof value !== 'function',
  )
  const how = `${making.fingerprintProgram()} ${JSON.stringify(settings.toSorted(([a], [b]) => (a < b ? -1 : 1)))}`
  const digest = createHash('sha256').update(how).digest('hex')
  return [changes, isApproved ? 'approved' : 'open', by, opensAt, closesAt, digest].join(' ')
}
