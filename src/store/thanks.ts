// The mails that thank readers for what they suggested: written once it is published, one a person and link, to those who asked for it.
import { sql } from 'kysely'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { ThanksTable } from './engine/proposal-tables.ts'
import type { ClaimedMail } from './ledger.ts'
import { retractedWeeks } from './retractions.ts'

/** Somebody who is to be thanked: their suggestion stands in an issue that is still mailed by itself. */
export interface ThanksDue extends Pick<ThanksTable, 'proposal_id' | 'email' | 'email_key' | 'language' | 'link'> {
  readonly week: WeekId
}

/** A mail of thanks that was claimed. */
export interface ClaimedThanks extends ClaimedMail {
  readonly link: string
  readonly week: WeekId
}

const openStates = ['pending', 'claimed', 'data', 'deferred', 'uncertain'] as const
/** A person may have proposed a link often; of a run so many are written at most. */
const MOST_AT_ONCE = 500

/**
 * Who asked for thanks and has none yet: what they suggested was taken, and stands in a sealed issue. Issues that are no longer mailed by
 * themselves, as those from before a store was put back, bring none: they may have brought it then.
 */
export async function findThanksDue(db: Connection, now: Instant): Promise<readonly ThanksDue[]> {
  return db
    .selectFrom('voices')
    .innerJoin('proposals', 'proposals.id', 'voices.proposal_id')
    .innerJoin('items', 'items.url', 'proposals.link')
    .innerJoin('placements', 'placements.item_id', 'items.id')
    .innerJoin('issues', 'issues.week', 'placements.week')
    .select(['voices.proposal_id', 'voices.language', 'proposals.url as link', 'issues.week'])
    .select([sql<string>`voices.email`.as('email'), sql<string>`voices.email_key`.as('email_key')])
    .where('voices.wants_thanks', '=', 1)
    .where('voices.email_key', 'is not', null)
    .where('proposals.state', '=', 'taken')
    .where('placements.role', '!=', 'left-out')
    .where('issues.mail_until', '>', now)
    .where('issues.week', 'not in', retractedWeeks)
    .where(row =>
      row.not(
        row.exists(
          row
            .selectFrom('thanks')
            .select('thanks.id')
            .whereRef('thanks.proposal_id', '=', 'voices.proposal_id')
            .whereRef('thanks.email_key', '=', 'voices.email_key'),
        ),
      ),
    )
    .orderBy('voices.id')
    .limit(MOST_AT_ONCE)
    .execute()
}

/** Writes a mail of thanks; one that is there already, sent or not, stays the only one. */
export async function insertThanks(
  db: Connection,
  due: ThanksDue & { readonly messageId: string },
  now: Instant,
): Promise<void> {
  const { messageId, ...rest } = due
  await db
    .insertInto('thanks')
    .values({
      ...rest,
      ...{ subscriber_id: 0, state: 'pending', message_id: messageId, dated_at: now, attempts: 0, updated_at: now },
    })
    .onConflict(conflict => conflict.columns(['proposal_id', 'email_key']).doNothing())
    .execute()
}

/** Whether thanks are on their way. */
export async function hasOpenThanks(db: Connection): Promise<boolean> {
  const open = await db.selectFrom('thanks').select('id').where('state', 'in', openStates).limit(1).executeTakeFirst()
  return open !== undefined
}

/** Thanks that were just claimed, in order. */
export async function readClaimedThanks(db: Connection, ids: readonly number[]): Promise<readonly ClaimedThanks[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('thanks').selectAll().where('id', 'in', ids).orderBy('id').execute()
  return rows.map(row => ({ ...row, confirmed_at: null }))
}

/** Takes back all open thanks written until an instant, of a store put back from a copy: they may have been sent since. */
export async function holdOldThanks(db: Connection, until: Instant, now: Instant): Promise<void> {
  await db
    .updateTable('thanks')
    .set({ state: 'skipped', response: 'written before the store was put back', updated_at: now })
    .where('dated_at', '<=', until)
    .where('state', 'in', openStates)
    .execute()
}
