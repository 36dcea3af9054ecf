// Decides about a week as somebody has it before them: once, and never about something else than they saw.
import type { ActVia } from '../core/acts.ts'
import { addMinutes } from '../core/clock.ts'
import { GRACE_MINUTES } from '../core/release.ts'
import type { Draft, Instant } from '../core/types.ts'
import { type CurateDeps, inTurn, readEditsFor, saveLaid } from '../curate/curate.ts'
import { rankWeekOnce } from '../curate/rank-memory.ts'
import { readDraft } from '../store/drafts.ts'
import { readJournalEntry } from '../store/journal.ts'
import { compareDrafts, type DraftDifference, seeDraft, type SeenDraft } from './compare-drafts.ts'
import { decideInTurn, type Decision, missingDraft } from './decide-week.ts'
import { describeNow, type EditedWeek, requireOpen } from './edit-draft.ts'

/** A decision with what its maker saw. */
export interface SeenDecision {
  readonly decision: Decision
  /** A UUID that acts once. */
  readonly command: string
  /** The draft's state as it was shown. */
  readonly state: Draft['state']
  /** The draft as it was shown; without effect but for an approval. */
  readonly seen: SeenDraft
  /** When an approved issue is to go out; null: as soon as it may. */
  readonly releaseAt: Instant | null
  readonly via?: ActVia
}

/** What came of it: done, done before, or nothing, for the state or the draft is another one than was shown. */
export type SeenDecided =
  { readonly kind: 'done' | 'repeated' | 'turned' } | { readonly kind: 'changed'; readonly difference: DraftDifference }

/** When an issue goes out at the earliest that is approved now: it can be stopped until then, and waits for its closing. */
export function earliestRelease(closesAt: Instant, now: Instant): Instant {
  const stoppable = addMinutes(now, GRACE_MINUTES)
  return stoppable > closesAt ? stoppable : closesAt
}

/**
 * Takes such a decision in, in turn with all edits and with sealing. What is approved is what was shown, to the word. Throws
 * ISSUE_ALREADY_SEALED, DRAFT_MISSING, ISSUE_EMPTY, USAGE_INVALID.
 */
export async function decideSeen(deps: CurateDeps, edited: EditedWeek, made: SeenDecision): Promise<SeenDecided> {
  const { window, by } = edited
  const { decision, command, via } = made
  const ranked = await rankWeekOnce(deps, window, by)
  return inTurn(deps, async db => {
    if (await readJournalEntry(db, command)) return { kind: 'repeated' }
    await requireOpen(db, window)
    const draft = await readDraft(db, window.week)
    if (!draft) throw missingDraft(window.week)
    if (draft.state !== made.state) return { kind: 'turned' }
    const details = { command, ...(via === undefined ? {} : { via }) }
    if (decision !== 'approve') {
      await decideInTurn(db, deps, edited, decision, details)
      return { kind: 'done' }
    }
    const edits = await readEditsFor(deps, db, window, ranked)
    const now = seeDraft(await describeNow(deps, db, window, ranked, edits))
    const difference = compareDrafts(made.seen, now)
    if (difference) return { kind: 'changed', difference }
    // What came since the last run is in what was shown, and must be in what goes out.
    await saveLaid(deps, db, window, ranked, edits)
    const earliest = earliestRelease(window.closesAt, deps.clock.now())
    const releaseAt = made.releaseAt !== null && made.releaseAt > earliest ? made.releaseAt : earliest
    await decideInTurn(db, deps, edited, decision, { ...details, releaseAt })
    return { kind: 'done' }
  })
}
