// How much mail a relay was given, counted in the store: for all processes together, and across restarts.
import { sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { saveSetting } from './settings.ts'
import type { Ledger } from './ledger.ts'

/** Mails handed over at a moment, or about to be. */
export interface GivenMails {
  readonly at: Instant
  readonly mails: number
}

/** What a relay was given: in the last 24 hours by the minute, oldest first, and in all on each day (UTC) of the last month before today. */
export interface RelayHistory {
  readonly lately: readonly GivenMails[]
  readonly days: readonly { readonly day: string; readonly mails: number }[]
}

/** Who sends a batch. */
export interface BatchOwner {
  readonly relay: string
  readonly lease: string
  readonly holder: string
}

const DAY_MINUTES = 24 * 60
const KEPT_MINUTES = 31 * DAY_MINUTES

/** What a relay was given lately. */
export async function readRelayHistory(db: Connection, relay: string, now: Instant): Promise<RelayHistory> {
  const minute = sql<string>`substr(at, 1, 16)`
  const lately = await db
    .selectFrom('relay_turns')
    .select(eb => [eb.fn.max('at').as('at'), eb.fn.sum<number | string>('mails').as('mails')])
    .where('relay', '=', relay)
    .where('at', '>', addMinutes(now, -DAY_MINUTES))
    .groupBy(minute)
    .orderBy(minute)
    .execute()
  const day = sql<string>`substr(at, 1, 10)`
  const days = await db
    .selectFrom('relay_turns')
    .select(eb => [day.as('day'), eb.fn.sum<number | string>('mails').as('mails')])
    .where('relay', '=', relay)
    .where('at', '>', addMinutes(now, -30 * DAY_MINUTES))
    .where(day, '<', now.slice(0, 10))
    .groupBy(day)
    .orderBy(day)
    .execute()
  return {
    lately: lately.map(row => ({ at: row.at, mails: Number(row.mails) })),
    days: days.map(row => ({ day: row.day, mails: Number(row.mails) })),
  }
}

/**
 * Reserves mails of a batch before any of them is claimed: `decide` is their number, or says it of what was given so far. Processes that ask at once are
 * answered one after the other. Answers the number of the batch and how many it has; null for none.
 */
export async function reserveTurns(
  db: Connection,
  owner: BatchOwner,
  now: Instant,
  decide: number | ((history: RelayHistory) => number),
): Promise<{ readonly id: number; readonly mails: number } | null> {
  return db.transaction().execute(async transaction => {
    // The row is the lock: it is held until the end of the transaction.
    await saveSetting(transaction, `turns of ${owner.relay}`, owner.holder)
    const mails = typeof decide === 'number' ? decide : decide(await readRelayHistory(transaction, owner.relay, now))
    if (mails <= 0) return null
    const { id } = await transaction
      .insertInto('relay_turns')
      .values({ ...owner, mails, at: now })
      .returning('id')
      .executeTakeFirstOrThrow()
    return { id, mails }
  })
}

/** Ends a batch: what was handed over of it stays counted, as of now. */
export async function settleTurns(db: Connection, id: number, mails: number, now: Instant): Promise<void> {
  if (mails === 0) await db.deleteFrom('relay_turns').where('id', '=', id).execute()
  else
    await db
      .updateTable('relay_turns')
      .set({ mails, at: now, lease: null, holder: null })
      .where('id', '=', id)
      .execute()
}

/**
 * Ends the batches of senders that died, by what the ledger knows: of what they had reserved, only the mails count whose end may have been
 * written. Call with the lease in hand, once their mails were recovered.
 */
export async function settleLostTurns(db: Connection, owner: BatchOwner, ledger: Ledger): Promise<void> {
  const lost = await db
    .selectFrom('relay_turns')
    .select(['id', 'mails', 'at', 'holder'])
    .where('lease', '=', owner.lease)
    .where('holder', '!=', owner.holder)
    .execute()
  for (const { id, mails, at, holder } of lost) {
    // The types of the one ledger stand for all.
    const { count } = await db
      .selectFrom(ledger as 'deliveries')
      .select(eb => eb.fn.countAll<number | string>().as('count'))
      .where('claimed_by', '=', holder)
      .where('attempts', '>', 0)
      .where('updated_at', '>=', at)
      .executeTakeFirstOrThrow()
    await settleTurns(db, id, Math.min(mails, Number(count)), at)
  }
}

/** Forgets what no quota and no warm-up asks for any more. */
export async function purgeTurns(db: Connection, now: Instant): Promise<void> {
  await db.deleteFrom('relay_turns').where('at', '<=', addMinutes(now, -KEPT_MINUTES)).execute()
}
