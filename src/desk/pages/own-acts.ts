// What an editor could take back or do again, as the buttons of a page name it.
import { randomUUID } from 'node:crypto'
import type { JournalEntry } from '../../core/acts.ts'
import type { Instant, WeekId } from '../../core/types.ts'
import { readJournal } from '../../store/journal.ts'
import { describeAct } from '../describe-act.ts'
import { findOwnActs } from '../undo.ts'
import type { DeskDeps, SignedIn } from './frame.ts'

/** A button: the id under which it acts once, and what it is about. */
export interface OwnAct {
  readonly command: string
  readonly said: string
  readonly at: Instant
}

/** The acts of whoever is signed in that the next undo and redo are about; null where there is none. */
export async function viewOwnActs(
  deps: Pick<DeskDeps, 'store' | 'language'>,
  { editor }: Pick<SignedIn, 'editor'>,
  week: WeekId,
): Promise<{ readonly undo: OwnAct | null; readonly redo: OwnAct | null }> {
  const { undo, redo } = findOwnActs(await readJournal(deps.store.db, week), editor.name)
  const view = (entry: JournalEntry | null): OwnAct | null =>
    entry && { command: randomUUID(), said: describeAct(entry, deps.language), at: entry.at }
  return { undo: view(undo), redo: view(redo) }
}
