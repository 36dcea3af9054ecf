// Deliveries of the latest issue to those who confirm after it was frozen. They are rows of the same ledger, once per reader and
// issue. Called by deliver/catch-up.ts.
import { sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { type Claim, type ClaimedDelivery, readClaimed } from './deliveries.ts'
import { skipLocked } from './engine/dialect.ts'
import { countOneMoreFrozen, readFrozen } from './freeze.ts'

/** Older ones have waited too long to be sent by themselves, as issues have. */
const CATCH_UP_MINUTES = 48 * 60
const UNCERTAIN_ATTEMPTS = 3

/**
 * Queues the latest issue for a reader who has just confirmed; idempotent. Nothing happens while it is not frozen, since then the
 * reader is frozen with it. Call within the transaction that confirms. `messageIdEnd` closes the Message-ID: `nonce@host`.
 */
export async function insertCatchUp(db: Connection, id: number, messageIdEnd: string, now: Instant): Promise<void> {
  const latest = await db
    .selectFrom('issues')
    .select('week')
    .where('mail_until', 'is not', null)
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

/** Those of issues that still go out by themselves: not of a store that was put back from a copy (instance.ts). */
const openCatchUps = (db: Connection, now: Instant) =>
  db
    .selectFrom('deliveries')
    .where('is_catch_up', '=', 1)
    .where('week', 'in', issues => issues.selectFrom('issues').select('week').where('mail_until', 'is not', null))
    .where('dated_at', '>', addMinutes(now, -CATCH_UP_MINUTES))
    .where('state', 'in', ['pending', 'deferred', 'uncertain', 'claimed', 'data'])

/** The weeks of whose issues somebody waits for a catch-up, or whose catch-up a process may have left half done. */
export async function readCatchUpWeeks(db: Connection, now: Instant): Promise<readonly WeekId[]> {
  const rows = await openCatchUps(db, now).select('week').distinct().orderBy('week').execute()
  return rows.map(({ week }) => week)
}

/** Claims the catch-ups of an issue that are due, uncertain ones by the policy; recover what the dead have left first. */
export async function claimCatchUps(
  store: Store,
  week: WeekId,
  claim: Claim,
  now: Instant,
  { limit, uncertain }: { readonly limit: number; readonly uncertain: 'resend' | 'hold' },
): Promise<readonly ClaimedDelivery[]> {
  const due =
    uncertain === 'resend' ? (['pending', 'deferred', 'uncertain'] as const) : (['pending', 'deferred'] as const)
  const claimed = await store.db
    .updateTable('deliveries')
    .set({ state: 'claimed', claimed_by: claim.holder, claimed_until: claim.until, updated_at: now })
    .where('id', 'in', () =>
      openCatchUps(store.db, now)
        .select('id')
        .where('week', '=', week)
        .where('state', 'in', due)
        .where('attempts', '<', sql<number>`case when state = 'uncertain' then ${UNCERTAIN_ATTEMPTS} else 100 end`)
        .where(at => at.or([at('next_attempt_at', 'is', null), at('next_attempt_at', '<=', now)]))
        .where('subscriber_id', 'in', inner =>
          inner.selectFrom('subscribers').select('id').where('state', '=', 'confirmed'),
        )
        .orderBy('id')
        .limit(limit)
        .modifyEnd(skipLocked(store.dialect, 'deliveries')),
    )
    .returning('id')
    .execute()
  return readClaimed(
    store.db,
    claimed.map(({ id }) => id),
  )
}
