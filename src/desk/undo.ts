// Takes acts of editors back and does them again: the rows before and after are in the journal, so both survive any restart.
import { randomUUID } from 'node:crypto'
import type { JournalEntry, JournalRows } from '../core/acts.ts'
import type { Edit } from '../core/edits.ts'
import { reviewOf, stateWhenStopped } from '../core/release.ts'
import type { WeekId } from '../core/types.ts'
import { type CurateDeps, inTurn } from '../curate/curate.ts'
import { keepRanking, recallRanking } from '../curate/rank-memory.ts'
import { groupingKinds } from '../curate/regroup.ts'
import { decideDraft, readDraftState, readOwnChanges } from '../store/drafts.ts'
import { readEdits, replaceEdits } from '../store/edits.ts'
import type { Connection } from '../store/engine/database.ts'
import { markUndone, readJournal, readJournalEntry } from '../store/journal.ts'
import { decisionTimes, deedOf, type EditedWeek, renewDraft, requireOpen, requireUndecided } from './edit-draft.ts'
import { byRow, inJournal, isSameRow, NOBODY_NAMED, rowKey } from './keep-journal.ts'

/** What became of taking an act back, or of doing it again. */
export type Undone =
  /** `entry` is what was taken back, or done again. */
  | { readonly kind: 'done'; readonly entry: JournalEntry }
  /** The id has acted before. */
  | { readonly kind: 'repeated' }
  /** There is nothing of this editor's; `last` is what another one did last, where there is such a thing. */
  | { readonly kind: 'nothing'; readonly last: JournalEntry | null }
  /** Nothing was changed: what the act left has been changed since, by `since` where the journal knows. */
  | { readonly kind: 'changed'; readonly entry: JournalEntry; readonly since: JournalEntry | null }

const isAboutOther = ({ act }: JournalEntry): boolean => act.kind === 'undo' || act.kind === 'redo'
const hasRows = ({ before, after }: JournalEntry): boolean =>
  [before, after].some(({ edits, state }) => edits.length > 0 || state !== undefined)

/** The last act of an editor that holds. */
function findToUndo(journal: readonly JournalEntry[], editor: string): JournalEntry | null {
  const isOpen = (each: JournalEntry): boolean => each.undoneBy === null && !isAboutOther(each) && hasRows(each)
  return journal.findLast(each => each.editor === editor && isOpen(each)) ?? null
}

/** What an editor took back last, unless they have done something else since. */
function findToRedo(journal: readonly JournalEntry[], editor: string): JournalEntry | null {
  const own = journal.filter(each => each.editor === editor)
  const lastAct = own.findLast(each => !isAboutOther(each))?.number ?? 0
  const byCommand = new Map(journal.map(each => [each.command, each]))
  const undoneAt = (each: JournalEntry): number => byCommand.get(each.undoneBy ?? '')?.number ?? 0
  const undone = own.filter(each => undoneAt(each) > lastAct)
  return undone.toSorted((a, b) => undoneAt(b) - undoneAt(a))[0] ?? null
}

/** Whether an act was, or had to do with, who stands with whom: of all edits these alone are ranked by. */
const isGrouping = ({ before, after }: JournalEntry): boolean =>
  [...before.edits, ...after.edits].some(({ kind }) => groupingKinds.includes(kind))

/** What undoAct and redoAct would take in hand for an editor, by a week's journal; null where there is nothing. Pure. */
export function findOwnActs(
  journal: readonly JournalEntry[],
  editor: string,
): { readonly undo: JournalEntry | null; readonly redo: JournalEntry | null } {
  return { undo: findToUndo(journal, editor), redo: findToRedo(journal, editor) }
}

interface Rows {
  readonly edits: readonly Edit[]
  readonly state: JournalRows['state'] | null
}

/** Names of the rows that no longer read as an act left them; `state` for the draft's state. */
function findChanged({ edits, state }: Rows, left: JournalRows, other: JournalRows): readonly string[] {
  const [now, then] = [byRow(edits), byRow(left.edits)]
  const keys = new Set([...left.edits, ...other.edits].map(rowKey))
  const changed = [...keys].filter(key => !isSameRow(now.get(key), then.get(key)))
  return [...changed, ...(left.state !== undefined && left.state !== state ? ['state'] : [])]
}

const touches = ({ before, after }: JournalEntry, keys: readonly string[]): boolean =>
  [before, after].some(
    ({ edits, state }) =>
      edits.some(edit => keys.includes(rowKey(edit))) || (state !== undefined && keys.includes('state')),
  )

/** Puts rows in place of others. An approval does not come back by this: only who approves has looked. */
async function exchange(
  deps: CurateDeps,
  db: Connection,
  week: WeekId,
  { edits }: Rows,
  change: { readonly from: JournalRows; readonly to: JournalRows },
): Promise<void> {
  const gone = new Set(change.from.edits.map(rowKey))
  await replaceEdits(db, week, [...edits.filter(edit => !gone.has(rowKey(edit))), ...change.to.edits])
  const { state } = change.to
  const isStopped = change.from.state === 'approved' && state === 'draft'
  const decided = state === 'approved' ? 'draft' : isStopped ? stateWhenStopped(deps.review ?? reviewOf('wait')) : state
  if (decided !== undefined) await decideDraft(db, week, decided, decisionTimes(deps, decided))
}

async function reverse(deps: CurateDeps, edited: EditedWeek, kind: 'undo' | 'redo', command: string): Promise<Undone> {
  const { week } = edited.window
  const editor = edited.editor ?? NOBODY_NAMED
  const remembered = recallRanking(deps)
  let written = 0n
  const undone = await inTurn(deps, async (db): Promise<Undone> => {
    const writtenBefore = await readOwnChanges(db, deps.store.dialect)
    if (await readJournalEntry(db, command)) return { kind: 'repeated' }
    await requireOpen(db, edited.window)
    const journal = await readJournal(db, week)
    const entry = kind === 'undo' ? findToUndo(journal, editor) : findToRedo(journal, editor)
    if (entry === null) return { kind: 'nothing', last: journal.findLast(each => each.editor !== editor) ?? null }
    // To take an approval back is what stopping is; everything else waits until somebody has stopped.
    if (kind === 'redo' || entry.after.state !== 'approved') await requireUndecided(db, week)
    const [from, to] = kind === 'undo' ? [entry.after, entry.before] : [entry.before, entry.after]
    const rows = { edits: await readEdits(db, week), state: await readDraftState(db, week) }
    const changed = findChanged(rows, from, to)
    if (changed.length > 0) {
      const since = journal.findLast(each => each.number > entry.number && touches(each, changed)) ?? null
      return { kind: 'changed', entry, since }
    }
    const act = { kind, command: entry.command }
    await inJournal(db, { ...deedOf(deps, edited, act), subject: entry.subject, command }, () =>
      exchange(deps, db, week, rows, { from, to }),
    )
    await markUndone(db, entry.command, kind === 'undo' ? command : null)
    written = (await readOwnChanges(db, deps.store.dialect)) - writtenBefore
    return { kind: 'done', entry }
  })
  if (undone.kind !== 'done') return undone
  if (!isGrouping(undone.entry)) keepRanking(deps, remembered, written)
  await renewDraft(deps, edited)
  return undone
}

/**
 * Takes the last act of an editor back, if what it left still reads as it left it. `command` is a UUID that acts once. Throws ISSUE_APPROVED,
 * ISSUE_ALREADY_SEALED.
 */
export async function undoAct(deps: CurateDeps, edited: EditedWeek, command: string = randomUUID()): Promise<Undone> {
  return reverse(deps, edited, 'undo', command)
}

/** Does again what an editor took back last, unless they have done something else since. Throws what undoAct throws. */
export async function redoAct(deps: CurateDeps, edited: EditedWeek, command: string = randomUUID()): Promise<Undone> {
  return reverse(deps, edited, 'redo', command)
}
