// What was taken back of sealed issues: stories and whole issues, apart from what was sealed; and what becomes of their mails.
import { sql } from 'kysely'
import type { Retraction } from '../core/edits.ts'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { RetractionTable } from './engine/schema.ts'

/** Why a mail was not sent, as the ledger has it. */
const TAKEN_BACK = 'the issue was taken back'

/** A story of a week, or with an empty id its whole issue. */
export interface Retractable {
  readonly week: WeekId
  readonly storyId: string
}

/** The newest retraction of a story or an issue, whether it holds or was undone; null when it was never taken back. */
export async function readNewestRetraction(db: Connection, { week, storyId }: Retractable) {
  const row = await db
    .selectFrom('retractions')
    .selectAll()
    .where('week', '=', week)
    .where('story', '=', storyId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** Takes a story or an issue back. */
export async function insertRetraction(db: Connection, { week, storyId }: Retractable, reason: string, now: Instant) {
  const row = { week, story: storyId, reason, made_at: now, told_at: null, undone_at: null }
  await db.insertInto('retractions').values(row).execute()
}

/** Ends the retraction that holds; its row stays. */
export async function undoRetraction(db: Connection, { week, storyId }: Retractable, now: Instant): Promise<void> {
  await db
    .updateTable('retractions')
    .set({ undone_at: now, told_at: null })
    .where('week', '=', week)
    .where('story', '=', storyId)
    .where('undone_at', 'is', null)
    .execute()
}

/** Notes that the site shows all that was taken back and undone until now. */
export async function markRetractionsTold(db: Connection, now: Instant): Promise<void> {
  await db.updateTable('retractions').set({ told_at: now }).where('told_at', 'is', null).execute()
}

/** What is taken back, by week, oldest first; mostly nothing. */
export async function readRetractions(db: Connection): Promise<ReadonlyMap<WeekId, readonly Retraction[]>> {
  const rows = await db.selectFrom('retractions').selectAll().where('undone_at', 'is', null).orderBy('id').execute()
  const retractionIn = ({ story, reason, made_at }: Pick<RetractionTable, 'story' | 'reason' | 'made_at'>) => ({
    storyId: story,
    reason,
    madeAt: made_at,
  })
  return new Map([...Map.groupBy(rows, ({ week }) => week)].map(([week, own]) => [week, own.map(retractionIn)]))
}

/** Changes with everything that is taken back or undone: what was rendered before must be read again. */
export async function readRetractionRevision(db: Connection): Promise<string> {
  const { made, undone } = await db
    .selectFrom('retractions')
    .select(eb => [
      eb.fn.countAll<number | string>().as('made'),
      eb.fn.count<number | string>('undone_at').as('undone'),
    ])
    .executeTakeFirstOrThrow()
  return `${made} ${undone}`
}

/** Weeks whose whole issues are taken back, as a subquery. */
export const retractedWeeks = sql<WeekId>`(select week from retractions where story = '' and undone_at is null)`

/**
 * Takes the mails that have not been handed over out of a run, where their whole issue is taken back. The best of a month, which may go
 * with it, is about other issues and stays.
 */
export async function skipRetracted(db: Connection, week: WeekId, now: Instant): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'skipped', response: TAKEN_BACK, updated_at: now })
    .where('week', '=', week)
    .where('week', 'in', retractedWeeks)
    .where('cadence', '=', 'weekly')
    .where('state', 'in', ['pending', 'claimed', 'deferred'])
    .execute()
}

/** Puts the mails back that were taken out with their issue: no server has had any of them. */
export async function restoreRetracted(db: Connection, week: WeekId, now: Instant): Promise<void> {
  const fresh = { claimed_by: null, claimed_until: null, next_attempt_at: null, response: null }
  await db
    .updateTable('deliveries')
    .set({ ...fresh, state: 'pending', updated_at: now })
    .where('week', '=', week)
    .where('week', 'not in', retractedWeeks)
    .where('state', '=', 'skipped')
    .where('response', '=', TAKEN_BACK)
    .execute()
}

/** Gives mails back that are being handed over, before their end is written: they are claimed anew, and made anew from what is told now. */
export async function giveBackClaimed(db: Connection, weeks: readonly WeekId[], now: Instant): Promise<void> {
  if (weeks.length === 0) return
  await db
    .updateTable('deliveries')
    .set({ state: 'pending', claimed_by: null, claimed_until: null, updated_at: now })
    .where('week', 'in', weeks)
    .where('state', '=', 'claimed')
    .execute()
}
