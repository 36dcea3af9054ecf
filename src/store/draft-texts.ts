// Drafts as they were given out for editing: the base that a saved text is merged with. Written and read by curate/edit-draft.ts.
import { addMinutes } from '../core/clock.ts'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** An editor may stay open over a holiday; after that a settled week takes no text in any more. */
const KEPT_MINUTES = 30 * 24 * 60

/** Keeps a text that is given out; the same text under its name is kept once. Old ones of weeks that were settled long ago go. */
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
  const before = addMinutes(now, -KEPT_MINUTES)
  await db
    .deleteFrom('draft_texts')
    .where('given_at', '<', before)
    .where(
      'week',
      'in',
      db.selectFrom('slots').select('week').where('state', '!=', 'open').where('settled_at', '<', before),
    )
    .execute()
}

/** Whether a text was given out under this name, and is kept still. */
export async function isDraftTextKept(db: Connection, week: WeekId, base: string): Promise<boolean> {
  const kept = db.selectFrom('draft_texts').select('base').where('week', '=', week).where('base', '=', base)
  return (await kept.executeTakeFirst()) !== undefined
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
