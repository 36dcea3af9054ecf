// Takes a command of the desk in: once, in turn with all other ways of editing, and written down; or answers with both versions.
import type { Act, Command } from '../core/acts.ts'
import type { Edit } from '../core/edits.ts'
import { WeeklyError } from '../core/errors.ts'
import type { WeekId } from '../core/types.ts'
import { nameOfLink } from '../core/story-names.ts'
import { type CurateDeps, inTurn, readEditsFor, saveLaid } from '../curate/curate.ts'
import type { RankedDraft } from '../curate/draft.ts'
import { keepRanking, rankWeekOnce, recallRanking } from '../curate/rank-memory.ts'
import { readOwnChanges } from '../store/drafts.ts'
import { replaceEdits } from '../store/edits.ts'
import type { Connection } from '../store/engine/database.ts'
import { readJournalEntry } from '../store/journal.ts'
import { type FieldValue, hashField } from './apply-act.ts'
import {
  deedOf,
  describeNow,
  type EditedWeek,
  nameAndKeep,
  renewDraft,
  requireOpen,
  requireUndecided,
} from './edit-draft.ts'
import { readOwnDraft } from './given-draft.ts'
import { inJournal } from './keep-journal.ts'
import { type CommandConflict, findEntry, mergeCommand, type MergedCommand } from './merge-command.ts'
import { saveJoin, saveSplit } from './regroup-draft.ts'

/** What became of a command. */
export type TakenCommand =
  /** `isRepeated`: it had acted before, and did nothing now. */
  | { readonly kind: 'done'; readonly isRepeated: boolean }
  /** Nothing was saved. `base` names the draft as it is now, which a new command is to bear. */
  | (CommandConflict & { readonly base: string })

/** Longer words than anybody writes on a story; a foreword may be a letter. */
const MOST_CHARACTERS = 20_000
const MOST_ENTRIES = 200

function refuse(problem: string): WeeklyError {
  return new WeeklyError('USAGE_INVALID', `the command ${problem}`, { hint: 'Nothing was changed.' })
}

/** Everything in an act that somebody wrote. */
function textsIn(act: Act): readonly string[] {
  return Object.values(act).flatMap((value: string | readonly string[] | null) => value ?? [])
}

/** Throws USAGE_INVALID for a command that is too long, or whose id is no UUID. */
function checkCommand({ id, act, editor }: Command): void {
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id))
    throw refuse(`has the id "${id.slice(0, 40)}", no UUID`)
  const texts = textsIn(act)
  if (editor.length > MOST_ENTRIES || texts.length > MOST_ENTRIES || texts.some(text => text.length > MOST_CHARACTERS))
    throw refuse(`is longer than ${MOST_CHARACTERS} characters or ${MOST_ENTRIES} entries`)
  if ('section' in act && (act.section.trim() === '' || /[\r\n]/.test(act.section))) throw refuse('names no section')
}

type GroupingAct = Extract<Act, { readonly kind: 'split' | 'join' }>
const isGrouping = (act: Act): act is GroupingAct => act.kind === 'split' || act.kind === 'join'

/** What editors decided about who stands with the tellings that an act names: `split`, or `join` and with whom. */
export function readGrouping(edits: readonly Edit[], act: GroupingAct): FieldValue {
  const links = [act.story, ...(act.kind === 'join' ? act.others : [])].map(nameOfLink)
  return edits
    .filter(({ link }) => links.includes(link))
    .flatMap(({ link, kind, value }) =>
      kind === 'join' ? `join ${link} ${value}` : kind === 'split' ? `split ${link}` : [],
    )
    .toSorted()
}

async function regroup(db: Connection, edited: EditedWeek, act: GroupingAct, made: Pick<Edit, 'madeAt' | 'editor'>) {
  const { week } = edited.window
  const story = nameOfLink(act.story)
  if (act.kind === 'split') return saveSplit(db, week, story, made)
  const others = [...new Set(act.others.map(nameOfLink))].filter(link => link !== story)
  return saveJoin(db, week, story, others, made)
}

/** Throws STORY_MISSING where an act names a telling that the week does not have. */
function requireTellings({ entries }: RankedDraft, act: GroupingAct, week: WeekId): void {
  for (const url of [act.story, ...(act.kind === 'join' ? act.others : [])])
    if (!entries.some(({ links }) => links.includes(nameOfLink(url))))
      throw new WeeklyError('STORY_MISSING', `${url} is not among the stories of ${week}`, {
        hint: '`weekly issue show` lists the stories and what was left out.',
      })
}

/**
 * Takes a command in. One that was taken in before does nothing, so that it may be sent again after a lost answer. Throws ISSUE_APPROVED,
 * ISSUE_ALREADY_SEALED, STORY_MISSING, USAGE_INVALID, and DRAFT_TEXT_INVALID where its draft was never given out; then nothing has changed.
 */
export async function takeCommand(deps: CurateDeps, given: EditedWeek, command: Command): Promise<TakenCommand> {
  checkCommand(command)
  const edited = { ...given, editor: command.editor }
  const { window, by } = edited
  const { act } = command
  const ranked = await rankWeekOnce(deps, window, by)
  const remembered = recallRanking(deps)
  const context = { now: deps.clock.now(), language: deps.language, editor: command.editor }
  let written = 0n
  const taken = await inTurn(deps, async (db): Promise<TakenCommand> => {
    if (await readJournalEntry(db, command.id)) return { kind: 'done', isRepeated: true }
    await requireOpen(db, window)
    await requireUndecided(db, window.week)
    const edits = await readEditsFor(deps, db, window, ranked)
    // What was carried over from other weeks, by the line above, may be what the order learns from.
    const writtenBefore = await readOwnChanges(db, deps.store.dialect)
    const now = { ranked, edits, text: await describeNow(deps, db, window, ranked, edits) }
    const answerConflict = async (conflict: CommandConflict): Promise<TakenCommand> => ({
      ...conflict,
      base: (await nameAndKeep(deps, db, now.text)).text.base,
    })
    const deed = {
      ...deedOf(deps, edited, act, findEntry(now, act) ?? undefined),
      command: command.id,
      base: command.base,
      ...(command.via === undefined ? {} : { via: command.via }),
    }
    if (isGrouping(act)) {
      requireTellings(ranked, act, window.week)
      const theirs = readGrouping(edits, act)
      if (hashField(theirs) !== command.was)
        return answerConflict({ kind: 'conflict', reason: 'changed', mine: act, theirs, was: hashField(theirs) })
      await inJournal(db, deed, () => regroup(db, edited, act, { madeAt: context.now, editor: command.editor }))
      return { kind: 'done', isRepeated: false }
    }
    const own = await readOwnDraft(deps, db, command, ranked)
    const merged: MergedCommand = mergeCommand({ act, was: command.was }, own, now, context)
    if (merged.kind === 'conflict') return answerConflict(merged)
    await inJournal(db, deed, async () => {
      await replaceEdits(db, window.week, merged.edits)
      await saveLaid(deps, db, window, ranked, merged.edits)
    })
    written = (await readOwnChanges(db, deps.store.dialect)) - writtenBefore
    return { kind: 'done', isRepeated: false }
  })
  // Edits but those of who stands with whom are laid over a ranking, which stays.
  keepRanking(deps, remembered, written)
  // Who stands with whom decides what there is to rank.
  if (isGrouping(act) && taken.kind === 'done' && !taken.isRepeated) await renewDraft(deps, edited)
  return taken
}
