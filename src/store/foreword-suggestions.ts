// Forewords that programs suggest: one for a week, beside the draft, until a person takes it or throws it away.
import type { Selectable } from 'kysely'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import type { ForewordSuggestionTable } from './engine/desk-tables.ts'

/** A suggestion as the store keeps it. */
export type ForewordSuggestion = Selectable<ForewordSuggestionTable>

/** Keeps a suggestion in the place of the last one of its week; those of weeks before are forgotten. */
export async function saveForewordSuggestion(
  { db }: Pick<Store, 'db'>,
  { week, text, by }: { readonly week: WeekId; readonly text: string; readonly by: string },
  now: Instant,
): Promise<void> {
  const said = { text, suggested_by: by, suggested_at: now }
  await db.transaction().execute(async transaction => {
    await transaction.deleteFrom('foreword_suggestions').where('week', '<', week).execute()
    await transaction
      .insertInto('foreword_suggestions')
      .values({ week, ...said })
      .onConflict(conflict => conflict.column('week').doUpdateSet(said))
      .execute()
  })
}

/** The suggestion for a week, or null. */
export async function readForewordSuggestion(db: Connection, week: WeekId): Promise<ForewordSuggestion | null> {
  const row = await db.selectFrom('foreword_suggestions').selectAll().where('week', '=', week).executeTakeFirst()
  return row ?? null
}

/** Forgets the suggestion for a week, if it is still the one that was seen. */
export async function dropForewordSuggestion(db: Connection, week: WeekId, suggestedAt: string): Promise<void> {
  await db
    .deleteFrom('foreword_suggestions')
    .where('week', '=', week)
    .where('suggested_at', '=', suggestedAt as Instant)
    .execute()
}
