// The mark of what a draft was made from, and how: as long as it would be the same, the draft would be too.
import { createHash } from 'node:crypto'
import type { IssueWindow } from '../core/types.ts'
import type { DraftStanding } from '../store/drafts.ts'
import type { CandidateRule } from '../store/items.ts'
import type { DraftOptions } from './draft.ts'

/** How drafts are made: whatever the configuration says of it, and the program. */
export interface DraftMaking extends DraftOptions {
  readonly fingerprintProgram: () => string
}

/** What a stage works with that decides nothing about drafts. */
const means: readonly string[] = ['store', 'clock', 'log']

/** The settings among what the stage works with: everything but its means and functions, so that none is forgotten. Plain values. */
export function settingsOf(making: DraftMaking): DraftOptions {
  const settings = Object.entries(making).filter(
    ([name, value]) => !means.includes(name) && typeof value !== 'function',
  )
  // What was left out belongs to no DraftOptions.
  return Object.fromEntries(settings.toSorted(([a], [b]) => (a < b ? -1 : 1))) as unknown as DraftOptions
}

/**
 * The mark of a draft that is made now. No clock is in it: a ranking counts age from the window's closing, so that time alone changes
 * nothing.
 */
export function markOf(
  making: DraftMaking,
  { opensAt, closesAt }: IssueWindow,
  by: CandidateRule,
  { changes, isApproved }: Pick<DraftStanding, 'changes'> & { readonly isApproved: boolean },
): string {
  const how = `${making.fingerprintProgram()} ${JSON.stringify(settingsOf(making))}`
  const digest = createHash('sha256').update(how).digest('hex')
  return [changes, isApproved ? 'approved' : 'open', by, opensAt, closesAt, digest].join(' ')
}
