// The last ranking of a store, kept in memory until anything that it was made from changes: neither a page of the desk nor an act at it need
// rank a full week anew.
import type { IssueWindow } from '../core/types.ts'
import { readDraftStanding } from '../store/drafts.ts'
import type { CandidateRule } from '../store/items.ts'
import { type CurateDeps, rankWeek } from './curate.ts'
import type { RankedDraft } from './draft.ts'
import { markOf } from './draft-mark.ts'

/** A ranking in memory, made or in the making. */
interface Remembered {
  /** Week, window and settings that it was made for. */
  readonly how: string
  /** How often anything that drafts are made from had changed, itself read before all else. */
  readonly changes: bigint
  /** Who asks while it is being made waits for the same one. */
  readonly ranked: Promise<RankedDraft>
}

/** One for each store: that of the week which editors work on. */
const remembered = new WeakMap<CurateDeps['store']['db'], Remembered>()

/** Ranks a week as rankWeek does, or answers the last ranking where nothing has changed since. Writes nothing. */
export async function rankWeekOnce(deps: CurateDeps, window: IssueWindow, by: CandidateRule): Promise<RankedDraft> {
  const { db } = deps.store
  const standing = await readDraftStanding(db, window.week)
  const changes = BigInt(standing.changes)
  const how = `${window.week} ${markOf(deps, window, by, { changes: '', isApproved: false })}`
  const known = remembered.get(db)
  if (known && known.how === how && known.changes === changes) return known.ranked
  const { rankAside } = deps
  const ranked = rankAside ? rankAside(deps, window, by, rankWeek) : rankWeek(deps, window, by)
  remembered.set(db, { how, changes, ranked })
  try {
    return await ranked
  } catch (error) {
    // Who asks next tries again.
    if (remembered.get(db)?.ranked === ranked) remembered.delete(db)
    throw error
  }
}

/** Names the ranking that is in memory, of whichever week; null when there is none. */
export function recallRanking({ store }: Pick<CurateDeps, 'store'>): Promise<RankedDraft> | null {
  return remembered.get(store.db)?.ranked ?? null
}

/**
 * Keeps a ranking that was in memory before a transaction, though its store has changed: by so many changes of that transaction, which wrote
 * nothing a ranking is made from. What others changed in the same time makes the count another one, and the ranking an old one.
 */
export function keepRanking(
  { store: { db } }: Pick<CurateDeps, 'store'>,
  ranked: Promise<RankedDraft> | null,
  own: bigint,
): void {
  const known = remembered.get(db)
  if (known && known.ranked === ranked) remembered.set(db, { ...known, changes: known.changes + own })
}
