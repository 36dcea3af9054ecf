// Deliveries of the latest issue to those who confirm after it was frozen: rows of the same ledger, once per reader and issue.
import { addMinutes } from '../core/clock.ts'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { countOneMoreFrozen, readFrozen } from './freeze.ts'
import { retractedWeeks } from './retractions.ts'

/** Older ones have waited too long to be sent by themselves, as issues have. */
const CATCH_UP_MINUTES = 48 * 60

/**
 * Queues the latest issue for a reader who has just confirmed; idempotent. Nothing happens while it is not frozen, since then the
 * reader is frozen with it. Call within the transaction that confirms. `messageIdEnd` closes the Message-ID: `nonce@host`.
 */
export async function insertCatchUp(db: Connection, id: number, messageIdEnd: string, now: Instant): Promise<void> {
  const latest = await db
    .selectFrom('issues')
    .select('week')
    .where('mail_until', 'is not', null)
    .where('week', 'not in', retractedWeeks)
    .orderBy('week', 'desc')
    .executeTakeFirst()
  if (!latest || (await readFrozen(db, latest.week)) === null) return
  const { week } = latest
  const reader = await db.selectFrom('subscribers').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('deliveries')
    .values({
      week,
      subscriber_id: id,
      email: reader.email,
      email_key: reader.email_key,
      language: reader.language,
      sections_off: reader.sections_off,
      stories: reader.stories,
      is_catch_up: 1,
      state: 'pending',
      message_id: `<${week}.${id}.${messageIdEnd}>`,
      dated_at: now,
      attempts: 0,
      updated_at: now,
    })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows > 0n) await countOneMoreFrozen(db, week)
}

/** Catch-ups that were queued before this instant are not sent by themselves any more. */
export function oldestCatchUp(now: Instant): Instant {
  return addMinutes(now, -CATCH_UP_MINUTES)
}

/**
 * The weeks with readers who wait for a catch-up, or with a catch-up that a process may have left half done. Of a store that was
 * put back from a copy (instance.ts) no issue goes out by itself, and so no catch-up.
 */
export async function readCatchUpWeeks(db: Connection, now: Instant): Promise<readonly WeekId[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select('week')
    .distinct()
    .where('is_catch_up', '=', 1)
    .where('week', 'in', issues => issues.selectFrom('issues').select('week').where('mail_until', 'is not', null))
    .where('dated_at', '>', oldestCatchUp(now))
    .where('state', 'in', ['pending', 'deferred', 'uncertain', 'claimed', 'data'])
    .orderBy('week')
    .execute()
  return rows.map(({ week }) => week)
}
