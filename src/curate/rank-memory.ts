// The last ranking of a store, kept in memory until anything that it was made from changes: an act at the desk need not rank a full week anew.
import type { IssueWindow } from '../core/types.ts'
import { readDraftStanding } from '../store/drafts.ts'
import type { CandidateRule } from '../store/items.ts'
import { type CurateDeps, rankWeek } from './curate.ts'
import type { RankedDraft } from './draft.ts'
import { markOf } from './draft-mark.ts'

interface Remembered {
  /** Week, window and settings that it was made for. */
  readonly how: string
  /** How often anything that drafts are made from had changed, itself read before all else. */
  readonly changes: bigint
  readonly ranked: RankedDraft
}

const remembered = new WeakMap<CurateDeps['store']['db'], Remembered>()

/** Ranks a week as rankWeek does, or answers the last ranking where nothing has changed since. */
export async function rankWeekOnce(deps: CurateDeps, window: IssueWindow, by: CandidateRule): Promise<RankedDraft> {
  const { db } = deps.store
  const standing = await readDraftStanding(db, window.week)
  const changes = BigInt(standing.changes)
  const how = `${window.week} ${markOf(deps, window, by, { changes: '', isApproved: false })}`
  const known = remembered.get(db)
  if (known && known.how === how && known.changes === changes) return known.ranked
  const ranked = await rankWeek(deps, window, by)
  remembered.set(db, { how, changes, ranked })
  return ranked
}

/**
 * Keeps a ranking though its store has changed: by so many changes of a transaction that wrote nothing a ranking is made from. What others
 * changed in the same time makes the count another one, and the ranking an old one.
 */
export function keepRanking({ store: { db } }: Pick<CurateDeps, 'store'>, ranked: RankedDraft, own: bigint): void {
  const known = remembered.get(db)
  if (known?.ranked === ranked) remembered.set(db, { ...known, changes: known.changes + own })
}
