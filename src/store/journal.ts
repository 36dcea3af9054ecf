// The journal of a week: what editors did to its draft, with the rows before and after each act.
import type { JournalEntry, JournalRows } from '../core/acts.ts'
import type { WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { JournalTable } from './engine/schema.ts'

/** An entry before it has a number; nothing has taken it back yet. */
export type NewJournalEntry = Omit<JournalEntry, 'number' | 'undoneBy'>

function entryOf(row: Omit<JournalTable, 'id'> & { readonly id: number }): JournalEntry {
  return {
    number: row.id,
    week: row.week,
    command: row.command,
    editor: row.editor,
    at: row.at,
    base: row.base,
    // The row was written from an entry: what it holds has that shape.
    act: JSON.parse(row.act) as JournalEntry['act'],
    subject: row.subject,
    before: JSON.parse(row.rows_before) as JournalRows,
    after: JSON.parse(row.rows_after) as JournalRows,
    undoneBy: row.undone_by,
    ...(row.via === null ? {} : { via: row.via }),
  }
}

/** Writes an act down. Call within the transaction of what it changed. */
export async function insertJournalEntry(db: Connection, entry: NewJournalEntry): Promise<void> {
  const { act, before, after, via = null, ...rest } = entry
  await db
    .insertInto('journal')
    .values({
      ...rest,
      act: JSON.stringify(act),
      rows_before: JSON.stringify(before),
      rows_after: JSON.stringify(after),
      undone_by: null,
      via,
    })
    .execute()
}

/** The journal of a week, oldest first. */
export async function readJournal(db: Connection, week: WeekId): Promise<readonly JournalEntry[]> {
  const rows = await db.selectFrom('journal').selectAll().where('week', '=', week).orderBy('id').execute()
  return rows.map(entryOf)
}

/** What an editor did on one draft that was given out, oldest first. */
export async function readOwnActs(
  db: Connection,
  week: WeekId,
  { editor, base }: Pick<JournalEntry, 'editor' | 'base'>,
): Promise<readonly JournalEntry[]> {
  const rows = await db
    .selectFrom('journal')
    .selectAll()
    .where('week', '=', week)
    .where('editor', '=', editor)
    .where('base', '=', base)
    .orderBy('id')
    .execute()
  return rows.map(entryOf)
}

/** What became of a command, or null when it has never acted. */
export async function readJournalEntry(db: Connection, command: string): Promise<JournalEntry | null> {
  const row = await db.selectFrom('journal').selectAll().where('command', '=', command).executeTakeFirst()
  return row ? entryOf(row) : null
}

/** Marks a command as taken back by another one, or with null as holding again. */
export async function markUndone(db: Connection, command: string, by: string | null): Promise<void> {
  await db.updateTable('journal').set({ undone_by: by }).where('command', '=', command).execute()
}
