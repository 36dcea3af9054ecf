// Links that people of the desk saved, each once, with their notes, until an editor decides.
import type { Selectable } from 'kysely'
import type { Instant, WeekId } from '../core/types.ts'
import { takeTurn } from './engine/dialect.ts'
import type { Connection, Store } from './engine/database.ts'
import type { SavedLinkTable } from './engine/desk-tables.ts'

/** A link as the store keeps it. */
export type SavedLink = Selectable<SavedLinkTable>

/** What somebody saves. */
export interface NewSavedLink {
  readonly url: string
  /** Canonical. */
  readonly link: string
  readonly title: string
  readonly note: string
  readonly by: string
}

/** Notes of one link together are no longer. */
const NOTE_CHARACTERS = 20_000

/** Both notes, the later behind the earlier; a note that is there already once. */
function joinNotes(known: string, more: string): string {
  if (more === '' || known.includes(more)) return known
  return (known === '' ? more : `${known}\n\n${more}`).slice(0, NOTE_CHARACTERS)
}

/** Saves a link; one that is known gets the note behind its own, and waits again where it had been dismissed. */
export async function saveLink(
  store: Store,
  saved: NewSavedLink,
  now: Instant,
): Promise<{ readonly link: SavedLink; readonly isNew: boolean }> {
  return store.db.transaction().execute(async db => {
    await takeTurn(db, store.dialect, 'save links')
    const { by, ...rest } = saved
    const known = await findSavedLink(db, saved.link)
    if (!known) {
      const link = await db
        .insertInto('saved_links')
        .values({
          ...rest,
          saved_by: by,
          saved_at: now,
          state: 'waiting',
          decided_at: null,
          decided_by: null,
          week: null,
        })
        .returningAll()
        .executeTakeFirstOrThrow()
      if (link.note !== '') await unmarkDrafts(db)
      return { link, isNew: true }
    }
    const isOver = known.state === 'dismissed'
    const change = {
      note: joinNotes(known.note, saved.note),
      title: known.title === '' ? saved.title : known.title,
      ...(isOver ? { state: 'waiting' as const, decided_at: null, decided_by: null } : {}),
    }
    const link = await db
      .updateTable('saved_links')
      .set(change)
      .where('id', '=', known.id)
      .returningAll()
      .executeTakeFirstOrThrow()
    if (link.note !== '') await unmarkDrafts(db)
    return { link, isNew: false }
  })
}

/** The saved link with a canonical spelling, or null. */
export async function findSavedLink(db: Connection, link: string): Promise<SavedLink | null> {
  return (await db.selectFrom('saved_links').selectAll().where('link', '=', link).executeTakeFirst()) ?? null
}

/** A saved link by its id, or null. */
export async function readSavedLink(db: Connection, id: number): Promise<SavedLink | null> {
  return (await db.selectFrom('saved_links').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Links that wait for a decision, with notes that no draft has got yet. */
export async function readWaitingNotes(db: Connection): Promise<readonly SavedLink[]> {
  return db
    .selectFrom('saved_links')
    .selectAll()
    .where('state', '=', 'waiting')
    .where('note', '!=', '')
    .where('noted_in', 'is', null)
    .execute()
}

/** Notes down that a draft has got the note of a link. */
export async function markNoted(db: Connection, id: number, week: WeekId): Promise<void> {
  await db.updateTable('saved_links').set({ noted_in: week }).where('id', '=', id).execute()
}

/** What was saved with any of these links and not dismissed, with a note. */
export async function findSavedNotes(db: Connection, links: readonly string[]): Promise<readonly SavedLink[]> {
  return db
    .selectFrom('saved_links')
    .selectAll()
    .where('link', 'in', links)
    .where('state', '!=', 'dismissed')
    .where('note', '!=', '')
    .orderBy('id')
    .execute()
}

/** Lets drafts be made anew, for what was saved belongs to one of them perhaps. */
async function unmarkDrafts(db: Connection): Promise<void> {
  await db.updateTable('drafts').set({ mark: null }).where('mark', 'is not', null).execute()
}

/** Those in a state, newest first, from below an id on. */
export async function listSavedLinks(
  db: Connection,
  want: { readonly state: SavedLink['state']; readonly limit: number; readonly beforeId?: number | undefined },
): Promise<readonly SavedLink[]> {
  const { state, limit, beforeId } = want
  return db
    .selectFrom('saved_links')
    .selectAll()
    .where('state', '=', state)
    .$if(beforeId !== undefined, query => query.where('id', '<', beforeId ?? 0))
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Writes the note of a link anew. */
export async function writeSavedNote(db: Connection, id: number, note: string): Promise<void> {
  await db
    .updateTable('saved_links')
    .set({ note: note.slice(0, NOTE_CHARACTERS) })
    .where('id', '=', id)
    .execute()
  await unmarkDrafts(db)
}

/** Decides about a link: `waiting` takes a decision back. */
export async function decideSavedLink(
  db: Connection,
  id: number,
  decision: { readonly state: SavedLink['state']; readonly by: string; readonly week?: WeekId },
  now: Instant,
): Promise<void> {
  const isOpen = decision.state === 'waiting'
  await db
    .updateTable('saved_links')
    .set({
      state: decision.state,
      decided_at: isOpen ? null : now,
      decided_by: isOpen ? null : decision.by,
      week: decision.week ?? null,
    })
    .where('id', '=', id)
    .execute()
  if (isOpen) await unmarkDrafts(db)
}
