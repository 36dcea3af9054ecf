// The deliveries of issues: one issue to one subscriber each, what became of them all, and who is taken out.
import type { Selectable } from 'kysely'
import type { DeliveryState, Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { DeliveryTable } from './engine/reader-tables.ts'
import { readFrozen } from './freeze.ts'
import type { ClaimedMail } from './ledger.ts'

/** One issue to one subscriber: a row of the ledger. */
export type Delivery = Selectable<DeliveryTable>

/** A delivery to be handed over, with when its subscriber confirmed. */
export type ClaimedDelivery = Delivery & ClaimedMail

/** The equation of an issue: `frozen` must be the sum of the counts. */
export interface Equation {
  readonly frozen: number
  readonly counts: Readonly<Record<DeliveryState, number>>
  readonly balanced: boolean
}

/** So begins the response of a skipped delivery whose address the relay could not carry. */
export const UNDELIVERABLE = 'undeliverable'

/** Deliveries that were just claimed, in order, with what their messages are made from. */
export async function readClaimedDeliveries(
  db: Connection,
  ids: readonly number[],
): Promise<readonly ClaimedDelivery[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('deliveries')
    .innerJoin('subscribers', 'subscribers.id', 'deliveries.subscriber_id')
    .selectAll('deliveries')
    .select('subscribers.confirmed_at')
    .where('deliveries.id', 'in', ids)
    .orderBy('deliveries.id')
    .execute()
}

/** Takes a reader who leaves out of every issue whose mail has not been handed over yet; out of that of one week when it is given. */
export async function skipDeliveries(
  db: Connection,
  subscriberId: number,
  reason: string,
  now: Instant,
  week?: WeekId,
): Promise<void> {
  let query = db
    .updateTable('deliveries')
    .set({ state: 'skipped', response: reason, updated_at: now })
    .where('subscriber_id', '=', subscriberId)
    .where('state', 'in', ['pending', 'claimed', 'deferred'])
  if (week !== undefined) query = query.where('week', '=', week)
  await query.execute()
}

/** The equation of an issue: subscribers frozen = the sum over all states. Null when it has not been frozen. */
export async function readEquation(db: Connection, week: WeekId): Promise<Equation | null> {
  const frozen = await readFrozen(db, week)
  if (frozen === null) return null
  const rows = await db
    .selectFrom('deliveries')
    .select(['state', eb => eb.fn.countAll<number | string>().as('count')])
    .where('week', '=', week)
    .groupBy('state')
    .execute()
  const counts = { sent: 0, bounced: 0, skipped: 0, deferred: 0, uncertain: 0, pending: 0, claimed: 0, data: 0 }
  for (const { state, count } of rows) counts[state] = Number(count)
  return { frozen, counts, balanced: Object.values(counts).reduce((sum, count) => sum + count, 0) === frozen }
}

/** The deliveries of an issue in one state, oldest first, behind an id where it is given: for reports and for the operator's decisions. */
export async function listDeliveries(
  db: Connection,
  week: WeekId,
  state: DeliveryState,
  limit: number,
  afterId = 0,
): Promise<readonly Delivery[]> {
  return db
    .selectFrom('deliveries')
    .selectAll()
    .where('week', '=', week)
    .where('state', '=', state)
    .where('id', '>', afterId)
    .orderBy('id')
    .limit(limit)
    .execute()
}

/** The deliveries of an issue that the relay could not carry, oldest first. */
export async function listUndeliverable(db: Connection, week: WeekId, limit: number): Promise<readonly Delivery[]> {
  return db
    .selectFrom('deliveries')
    .selectAll()
    .where('week', '=', week)
    .where('state', '=', 'skipped')
    .where('response', 'like', `${UNDELIVERABLE}:%`)
    .orderBy('id')
    .limit(limit)
    .execute()
}
