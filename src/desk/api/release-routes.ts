// Decisions by programs: only with the scope for it, only about the draft that they name, and never sooner than in ten minutes.
import { z } from 'zod'
import { WeeklyError } from '../../core/errors.ts'
import type { Instant } from '../../core/types.ts'
import { isDraftTextKept } from '../../store/draft-texts.ts'
import { readDraft } from '../../store/drafts.ts'
import { seeDraft, type SeenDraft } from '../compare-drafts.ts'
import { decideSeen } from '../decide-seen.ts'
import { type Decision, missingDraft } from '../decide-week.ts'
import { type EditedWeek, lookAtDraft } from '../edit-draft.ts'
import { requireBase } from '../given-draft.ts'
import { checkDraft } from '../pages/checks.ts'
import { type ApiCall, apiRoute, shapes } from './api-route.ts'
import { findCalledWeek } from './find-week.ts'

const { week, id, base } = shapes
const body = z.strictObject({ week: week.optional(), id, base })

const changed = (now: string): WeeklyError =>
  new WeeklyError('DRAFT_CHANGED', 'the draft is another one by now; nothing was decided', {
    hint: 'Look at the draft again, and decide with its new base.',
    context: { base: now },
  })

/** The draft that a base names, as its reader saw it. Throws DRAFT_CHANGED where it is neither kept nor the one of now. */
async function readSeen({ deps }: ApiCall, edited: EditedWeek, named: string): Promise<SeenDraft> {
  const now = await lookAtDraft(deps.curate, edited)
  if (now.base === named) return seeDraft(now)
  const { db } = deps.store
  const { week: ofWeek } = edited.window
  if (!(await isDraftTextKept(db, ofWeek, named))) throw changed(now.base)
  return seeDraft(await requireBase(deps.curate, db, { week: ofWeek, base: named }))
}

/** Decides for the editor of a token. Throws DRAFT_CHANGED, ISSUE_BLOCKED, and what decideSeen throws. */
export async function decideCalled(call: ApiCall, decision: Decision, given: z.output<typeof body>) {
  const { deps, by } = call
  const edited = await findCalledWeek(call, given.week)
  const { window } = edited
  const draft = await readDraft(deps.store.db, window.week)
  if (!draft) throw missingDraft(window.week)
  const seen = await readSeen(call, edited, given.base)
  const { blocks } = decision === 'approve' ? await checkDraft(deps, draft) : { blocks: [] }
  if (blocks.length > 0)
    throw new WeeklyError('ISSUE_BLOCKED', 'something stands against the issue', {
      hint: 'Mend what `blocks` names first.',
      context: { blocks: blocks.map(({ said }) => said) },
    })
  const made = { decision, state: draft.state, command: given.id, seen, releaseAt: null, via: 'token' } as const
  const decided = await decideSeen(deps.curate, edited, made)
  if (decided.kind === 'changed' || decided.kind === 'turned')
    throw changed((await lookAtDraft(deps.curate, edited)).base)
  if (decided.kind === 'done' && decision === 'approve')
    await deps.tellOfApproval(window, { name: by.editor.name, command: given.id, via: 'token' })
  const after = await readDraft(deps.store.db, window.week)
  const releaseAt: Instant | null = after?.releaseAt ?? null
  return {
    week: window.week,
    state: after?.state ?? draft.state,
    goesOutAt: after?.state === 'approved' ? releaseAt : null,
    isRepeated: decided.kind === 'repeated',
  }
}

const answer = z.strictObject({
  week: z.string(),
  state: z.enum(['draft', 'approved', 'held']),
  goesOutAt: z.string().nullable().describe('Until then it can be stopped.'),
  isRepeated: z.boolean(),
})

const decisions = {
  approve: 'Lets the draft named go out, ten minutes from now or at its closing; all editors are told.',
  hold: 'Keeps the issue back, however late it is.',
  stop: 'Takes an approval back before the issue has gone out.',
} as const

/** The decisions that programs may take. */
export const releaseRoutes = (['approve', 'hold', 'stop'] as const).map(decision =>
  apiRoute({
    method: 'POST',
    path: `/draft/${decision}`,
    scope: 'release',
    says: decisions[decision],
    query: z.strictObject({}),
    body,
    answer,
    handle: (call, _query, given) => decideCalled(call, decision, given),
  }),
)
