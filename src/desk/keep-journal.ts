// Writes down who did what to a draft, with the rows before and after: what undo, the log and the line of who is at work are made from.
import { randomUUID } from 'node:crypto'
import type { ActVia, JournalEntry, JournalRows } from '../core/acts.ts'
import type { Edit } from '../core/edits.ts'
import type { Instant, WeekId } from '../core/types.ts'
import { readDraftState } from '../store/drafts.ts'
import { readEdits } from '../store/edits.ts'
import type { Connection } from '../store/engine/database.ts'
import { insertJournalEntry } from '../store/journal.ts'

/** Stands for an editor whom nobody named. */
export const NOBODY_NAMED = 'console'

/** What is to be written down besides the rows. */
export interface Deed extends Pick<JournalEntry, 'week' | 'editor' | 'act' | 'subject'> {
  readonly at: Instant
  /** A command with an id of its own is written down even when it changes nothing: it must not act later, when it would. */
  readonly command?: string
  readonly base?: string | null
  readonly via?: ActVia
}

/** Names the row of an edit: what there is one of. */
export const rowKey = ({ link, kind }: Pick<Edit, 'link' | 'kind'>): string => `${kind} ${link}`

/** Whether two rows, or their absence, say the same. */
export const isSameRow = (a: Edit | undefined, b: Edit | undefined): boolean =>
  JSON.stringify(a?.value) === JSON.stringify(b?.value)

/** Edits by the names of their rows. */
export const byRow = (edits: readonly Edit[]): ReadonlyMap<string, Edit> =>
  new Map(edits.map(edit => [rowKey(edit), edit]))

async function readRows(db: Connection, week: WeekId): Promise<Required<JournalRows> | JournalRows> {
  const state = await readDraftState(db, week)
  return { edits: await readEdits(db, week), ...(state === null ? {} : { state }) }
}

/** Of the rows before and after those that differ. */
function compareRows(
  before: JournalRows,
  after: JournalRows,
): { readonly before: JournalRows; readonly after: JournalRows } {
  const [was, is] = [byRow(before.edits), byRow(after.edits)]
  const hasState = before.state !== after.state
  const only = ({ edits, state }: JournalRows, other: ReadonlyMap<string, Edit>): JournalRows => ({
    edits: edits.filter(edit => !isSameRow(edit, other.get(rowKey(edit)))),
    ...(hasState && state !== undefined ? { state } : {}),
  })
  return { before: only(before, is), after: only(after, was) }
}

/** Does something to a week's edits or its draft's state, and writes it down if it changed any. Call in turn. */
export async function inJournal<Result>(db: Connection, deed: Deed, change: () => Promise<Result>): Promise<Result> {
  const { command, base = null, ...rest } = deed
  const before = await readRows(db, deed.week)
  const result = await change()
  const rows = compareRows(before, await readRows(db, deed.week))
  const hasChanged = [rows.before, rows.after].some(({ edits, state }) => edits.length > 0 || state !== undefined)
  if (hasChanged || command !== undefined)
    await insertJournalEntry(db, { ...rest, ...rows, base, command: command ?? randomUUID() })
  return result
}
