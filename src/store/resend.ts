// Mails that did not arrive for the relay's or our own trouble, and may be sent once more when that is over.
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/**
 * Makes those deliveries of an issue pending again that bounced by no fault of their readers: each report on them says `ours`, the
 * reader is still subscribed, and they have not been sent once more before. Returns how many.
 */
export async function resendBounced(db: Connection, week: WeekId, now: Instant): Promise<number> {
  if (!db.isTransaction) return db.transaction().execute(transaction => resendBounced(transaction, week, now))
  const resent = await db
    .updateTable('deliveries')
    .set({
      state: 'pending',
      attempts: 0,
      first_attempt_at: null,
      next_attempt_at: null,
      claimed_by: null,
      response: 'to be sent once more, as the operator decided',
      resent_at: now,
      updated_at: now,
    })
    .where('week', '=', week)
    .where('state', '=', 'bounced')
    .where('resent_at', 'is', null)
    .where('subscriber_id', 'in', eb => eb.selectFrom('subscribers').select('id').where('state', '=', 'confirmed'))
    .where('id', 'in', eb => eb.selectFrom('bounce_reports').select('delivery_id').where('verdict', '=', 'ours'))
    .where('id', 'not in', eb => eb.selectFrom('bounce_reports').select('delivery_id').where('verdict', '!=', 'ours'))
    .returning('id')
    .execute()
  // What comes back from now on is about the mail that is sent once more.
  for (const { id } of resent) await db.deleteFrom('bounce_reports').where('delivery_id', '=', id).execute()
  return resent.length
}
