// What editors decide about a week as a whole: it is approved, held, let go on, or stopped before it goes out.
import { WeeklyError } from '../core/errors.ts'
import { reviewOf, stateWhenStopped } from '../core/release.ts'
import type { ActVia } from '../core/acts.ts'
import type { Draft, Instant } from '../core/types.ts'
import { type CurateDeps, inTurn } from '../curate/curate.ts'
import { decideDraft, readDraft } from '../store/drafts.ts'
import type { Connection } from '../store/engine/database.ts'
import { decisionTimes, deedOf, type DecidedWeek, requireOpen } from './edit-draft.ts'
import { inJournal } from './keep-journal.ts'

/** `release` ends holding: the draft is one like any other again. `stop` takes an approval back before the issue has gone out. */
export type Decision = 'approve' | 'hold' | 'release' | 'stop'

/** A draft before and after a decision. */
export interface Decided {
  readonly before: Draft
  readonly after: Draft
}

/** Nothing can be decided about a week without a draft. */
export const missingDraft = (week: string): WeeklyError =>
  new WeeklyError('DRAFT_MISSING', `week ${week} has no draft and no issue`, {
    hint: '`weekly run` drafts what is due and what is coming; `weekly curate --week` drafts a past week.',
  })

/** Throws ISSUE_EMPTY and USAGE_INVALID for what cannot be decided. */
function checkDecision({ week, state, sections }: Draft, decision: Decision): void {
  if (decision === 'approve' && !sections.some(({ stories }) => stories.length > 0))
    throw new WeeklyError('ISSUE_EMPTY', `the draft of ${week} has no stories, so there is nothing to approve`, {
      hint: '`weekly issue pick URL` or `weekly issue add URL` puts one in.',
    })
  if (decision === 'stop' && state !== 'approved')
    throw new WeeklyError('USAGE_INVALID', `the draft of ${week} is not approved, so there is nothing to stop`, {
      hint: `\`weekly issue hold ${week}\` keeps it back.`,
    })
  if (decision === 'release' && state !== 'held')
    throw new WeeklyError('USAGE_INVALID', `the draft of ${week} is not held`, {
      hint: `\`weekly issue approve ${week}\` releases it for publishing.`,
    })
}

/** What is said of a decision besides itself. */
interface DecisionDetails {
  /** Of an approval: when the issue goes out at the earliest, where it is not the configured time. */
  readonly releaseAt?: Instant
  /** Acts once. */
  readonly command?: string
  readonly via?: ActVia
}

/**
 * Decides about a week's draft within a turn, and writes it down. An approval that stood keeps its time. Throws ISSUE_ALREADY_SEALED,
 * DRAFT_MISSING, ISSUE_EMPTY, USAGE_INVALID.
 */
export async function decideInTurn(
  db: Connection,
  deps: CurateDeps,
  edited: DecidedWeek,
  decision: Decision,
  { releaseAt, ...details }: DecisionDetails = {},
): Promise<Decided> {
  const { week } = edited.window
  await requireOpen(db, edited.window)
  const before = await readDraft(db, week)
  if (!before) throw missingDraft(week)
  checkDecision(before, decision)
  const review = deps.review ?? reviewOf('wait')
  const states = { approve: 'approved', hold: 'held', release: 'draft', stop: stateWhenStopped(review) } as const
  const state = states[decision]
  if (state !== before.state)
    await inJournal(db, { ...deedOf(deps, edited, { kind: 'decide', state }), ...details }, () =>
      decideDraft(db, week, state, {
        ...decisionTimes(deps, state),
        ...(releaseAt === undefined ? {} : { releaseAt }),
      }),
    )
  return { before, after: (await readDraft(db, week)) ?? before }
}

/** Decides about a week's draft, in turn with all edits and with its sealing. Throws what `decideInTurn` throws. */
export async function decideWeek(deps: CurateDeps, edited: DecidedWeek, decision: Decision): Promise<Decided> {
  return inTurn(deps, db => decideInTurn(db, deps, edited, decision))
}
