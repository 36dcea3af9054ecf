// Drafts as they were given out for editing: the base that a saved text is merged with. Written and read by curate/edit-draft.ts.
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './database.ts'

/** Keeps a text that is given out; the same text under its name is kept once. */
export async function saveDraftText(
  db: Connection,
  given: { readonly week: WeekId; readonly base: string; readonly text: string },
  now: Instant,
): Promise<void> {
  await db
    .insertInto('draft_texts')
    .values({ ...given, given_at: now })
    .onConflict(conflict => conflict.columns(['week', 'base']).doNothing())
    .execute()
}

/** The text that was given out under this name, or null. */
export async function readDraftText(db: Connection, week: WeekId, base: string): Promise<string | null> {
  const row = await db
    .selectFrom('draft_texts')
    .select('text')
    .where('week', '=', week)
    .where('base', '=', base)
    .executeTakeFirst()
  return row?.text ?? null
}
