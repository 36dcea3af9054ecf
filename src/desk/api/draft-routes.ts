// The draft for programs: looking at it, acting on it, taking acts back. What two changed comes back in both versions.
import { z } from 'zod'
import { WeeklyError } from '../../core/errors.ts'
import { hashField } from '../apply-act.ts'
import { describeAct } from '../describe-act.ts'
import { type EditedWeek, lookAtWeek } from '../edit-draft.ts'
import { takeSeenCommand } from '../take-seen-command.ts'
import { redoAct, undoAct } from '../undo.ts'
import { actShape } from './act-shape.ts'
import { type ApiCall, apiRoute, shapes } from './api-route.ts'
import { findCalledWeek } from './find-week.ts'
import { createStoryView, draftAnswer, draftStory, listStanding } from './view-draft.ts'

const { week, id, base, was, limit, from } = shapes
const LEFT_OUT_SHOWN = 50
const FOUND_SHOWN = 20

/** The draft of a week as a program reads it; of what is left out so many, best first. */
export async function answerDraft(
  { deps }: ApiCall,
  edited: EditedWeek,
  shown: { readonly from: number; readonly limit: number },
): Promise<z.input<typeof draftAnswer>> {
  const now = await lookAtWeek(deps.curate, edited)
  const { text } = now
  const view = createStoryView(now)
  const first = text.sections.reduce((sum, { stories }) => sum + stories.length, 0) + text.held.length + shown.from
  const listed = listStanding(text)
  const seen = [...listed.slice(0, first - shown.from), ...listed.slice(first, first + shown.limit)]
  const stories = seen.flatMap(({ block, standing }) => view(block, standing) ?? [])
  return {
    week: text.week,
    state: text.state ?? 'draft',
    base: text.base,
    opensAt: edited.window.opensAt,
    closesAt: edited.window.closesAt,
    foreword: { text: text.foreword, was: hashField(text.foreword) },
    sections: text.sections.map(({ title }) => ({
      title,
      stories: stories.filter(({ place }) => place.part === 'in' && place.section === title),
    })),
    sectionsWas: hashField(text.sections.map(({ title }) => title)),
    held: stories.filter(({ place }) => place.part === 'held'),
    leftOut: stories.filter(({ place }) => place.part === 'leftOut'),
    leftOutCount: text.leftOut.length,
  }
}

/** The stories of a week in whose title, site or summary all words stand, those of the issue first. */
export async function findCandidates(
  { deps }: ApiCall,
  edited: EditedWeek,
  wanted: { readonly text: string; readonly from: number; readonly limit: number },
) {
  const now = await lookAtWeek(deps.curate, edited)
  const view = createStoryView(now)
  const words = wanted.text.normalize('NFC').toLowerCase().split(/\s+/).filter(Boolean)
  const found = listStanding(now.text).filter(({ block: { title, about, summary } }) => {
    const said = `${title}\n${about}\n${summary ?? ''}`.toLowerCase()
    return words.every(word => said.includes(word))
  })
  const shown = found.slice(wanted.from, wanted.from + wanted.limit)
  return {
    week: now.text.week,
    base: now.text.base,
    found: found.length,
    stories: shown.flatMap(({ block, standing }) => view(block, standing) ?? []),
  }
}

const commandAnswer = z.strictObject({
  week: z.string(),
  isRepeated: z.boolean().describe('True where the id has acted before: nothing was done now.'),
})
/** A command as a program sends it. */
export const commandBody = z.strictObject({ week: week.optional(), base, id, was, act: actShape })

/** Does one act for the editor of a token. Throws DRAFT_CONFLICT with both versions. */
export async function takeCalled(
  { deps }: ApiCall,
  edited: EditedWeek,
  command: z.output<typeof commandBody>,
): Promise<z.input<typeof commandAnswer>> {
  const { window, editor = '' } = edited
  const { base: seen, id: own, was: before, act } = command
  const made = { week: window.week, base: seen, id: own, was: before, act, editor, via: 'token' as const }
  const taken = await takeSeenCommand(deps.curate, edited, made)
  if (taken.kind === 'done') return { week: window.week, isRepeated: taken.isRepeated }
  const { reason, mine, theirs } = taken
  throw new WeeklyError('DRAFT_CONFLICT', `the draft is another one there by now (${reason}); nothing was saved`, {
    hint: 'Choose between the two versions, and send a new command with this `base` and `was`, under a new id.',
    context: { reason, mine, theirs, base: taken.base, was: taken.was },
  })
}

const undoBody = z.strictObject({ week: week.optional(), id })

async function reverse(call: ApiCall, kind: 'undo' | 'redo', body: z.output<typeof undoBody>) {
  const { deps } = call
  const edited = await findCalledWeek(call, body.week)
  const undone = await (kind === 'undo' ? undoAct : redoAct)(deps.curate, edited, body.id)
  const { week: ofWeek } = edited.window
  if (undone.kind === 'done') return { week: ofWeek, isRepeated: false, what: describeAct(undone.entry, deps.language) }
  if (undone.kind === 'repeated') return { week: ofWeek, isRepeated: true, what: '' }
  const since = undone.kind === 'changed' ? undone.since : null
  const message =
    undone.kind === 'nothing' ? `there is nothing to ${kind}` : 'what it left has been changed since; nothing was done'
  throw new WeeklyError('NOTHING_TO_UNDO', message, {
    hint: 'Only the acts of the token’s own editor are taken back, the last one first.',
    context: since ? { since: { editor: since.editor, what: describeAct(since, deps.language) } } : {},
  })
}

const undoAnswer = z.strictObject({ week: z.string(), isRepeated: z.boolean(), what: z.string() })

/** What programs may do with the draft. */
export const draftRoutes = [
  apiRoute({
    method: 'GET',
    path: '/draft',
    scope: 'read',
    says: 'The draft that is edited now, with why each story is where it is.',
    query: z.strictObject({ week: week.optional(), from: from.default(0), limit: limit.default(LEFT_OUT_SHOWN) }),
    answer: draftAnswer,
    handle: async (call, query) => answerDraft(call, await findCalledWeek(call, query.week), query),
  }),
  apiRoute({
    method: 'GET',
    path: '/candidates',
    scope: 'read',
    says: 'Stories of the week in which all the words stand, those of the issue first.',
    query: z.strictObject({
      week: week.optional(),
      q: z.string().max(200).default(''),
      from: from.default(0),
      limit: limit.default(FOUND_SHOWN),
    }),
    answer: z.strictObject({ week: z.string(), base: z.string(), found: z.int(), stories: z.array(draftStory) }),
    handle: async (call, { q, ...query }) =>
      findCandidates(call, await findCalledWeek(call, query.week), { ...query, text: q }),
  }),
  apiRoute({
    method: 'POST',
    path: '/draft/commands',
    scope: 'edit',
    says: 'One act on the draft, merged with what others did; 409 has both versions where both changed the same.',
    query: z.strictObject({}),
    body: commandBody,
    answer: commandAnswer,
    handle: async (call, _query, body) => takeCalled(call, await findCalledWeek(call, body.week), body),
  }),
  apiRoute({
    method: 'POST',
    path: '/draft/undo',
    scope: 'edit',
    says: 'Takes back the last act of the token’s editor, wherever it was done.',
    query: z.strictObject({}),
    body: undoBody,
    answer: undoAnswer,
    handle: (call, _query, body) => reverse(call, 'undo', body),
  }),
  apiRoute({
    method: 'POST',
    path: '/draft/redo',
    scope: 'edit',
    says: 'Does again what was taken back last.',
    query: z.strictObject({}),
    body: undoBody,
    answer: undoAnswer,
    handle: (call, _query, body) => reverse(call, 'redo', body),
  }),
]
