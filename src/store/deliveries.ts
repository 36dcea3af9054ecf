// The delivery ledger: how far each mail of a frozen issue has come. Called by deliver/ and by store/subscribers.ts.
// Every change names the state and the claim that it expects, so that two processes never send the same delivery.
import type { Selectable } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { DeliveryState, Instant, WeekId } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { skipLocked } from './engine/dialect.ts'
import { readFrozen } from './freeze.ts'
import type { DeliveryTable } from './engine/schema.ts'

export type Delivery = Selectable<DeliveryTable>

/** A delivery to be handed over, with when its subscriber confirmed. */
export type ClaimedDelivery = Delivery & { readonly confirmed_at: Instant | null }

/** A process's hold on deliveries: its name, and until when it may begin to hand them over. */
export interface Claim {
  readonly holder: string
  readonly until: Instant
}

/** What becomes of uncertain mails: repeated by themselves, or held until the operator decides. */
export type UncertainPolicy = 'resend' | 'hold'

/** What came of handing one mail over; `response` is the server's answer, or what happened instead of one. */
export interface Outcome {
  readonly state: 'sent' | 'deferred' | 'bounced' | 'uncertain' | 'skipped'
  readonly response: string
}

/** The equation of an issue: `frozen` must be the sum of the counts. */
export interface Equation {
  readonly frozen: number
  readonly counts: Readonly<Record<DeliveryState, number>>
  readonly balanced: boolean
}

const RETRY_MINUTES = [5, 15, 60, 240, 240, 240, 240, 240] as const
const UNCERTAIN_MINUTES = 10
const UNCERTAIN_ATTEMPTS = 3
const RESPONSE_LENGTH = 500
/** So begins the response of a skipped delivery whose address the relay could not carry. */
export const UNDELIVERABLE = 'undeliverable'

/**
 * Claims up to `limit` deliveries that are due: pending, deferred until now, or, under the policy `resend`, uncertain for ten
 * minutes (after three attempts they stay uncertain, for the operator). Subscribers who are no longer confirmed are passed over.
 */
export async function claimDeliveries(
  store: Store,
  week: WeekId,
  claim: Claim,
  now: Instant,
  { limit, uncertain = 'resend' }: { readonly limit: number; readonly uncertain?: UncertainPolicy },
): Promise<readonly ClaimedDelivery[]> {
  const uncertainAttempts = uncertain === 'resend' ? UNCERTAIN_ATTEMPTS : 0
  const claimed = await store.db
    .updateTable('deliveries')
    .set({ state: 'claimed', claimed_by: claim.holder, claimed_until: claim.until, updated_at: now })
    .where('id', 'in', eb =>
      eb
        .selectFrom('deliveries')
        .select('id')
        .where('week', '=', week)
        .where(due =>
          due.or([
            due('state', '=', 'pending'),
            due.and([due('state', '=', 'deferred'), due('next_attempt_at', '<=', now)]),
            due.and([
              due('state', '=', 'uncertain'),
              due('next_attempt_at', '<=', now),
              due('attempts', '<', uncertainAttempts),
            ]),
          ]),
        )
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

/** Deliveries that were just claimed, in order, with what their messages are made from. */
export async function readClaimed(db: Connection, ids: readonly number[]): Promise<readonly ClaimedDelivery[]> {
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

/**
 * Commits that the end of a message is about to be written: from here on the server may have it. False when the claim has run
 * out or the reader has left meanwhile, and then the message must not be ended.
 */
export async function markData(db: Connection, id: number, claim: Claim, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({ state: 'data', claimed_until: claim.until, updated_at: now })
    .where('id', '=', id)
    .where('state', '=', 'claimed')
    .where('claimed_by', '=', claim.holder)
    .where('claimed_until', '>', now)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** When a deferred delivery is tried again after so many attempts: 5 min, 15 min, 1 h, then every 4 h; null once 24 h are used up. */
export function decideRetry(attempts: number, now: Instant): Instant | null {
  const minutes = RETRY_MINUTES[attempts - 1]
  return minutes === undefined ? null : addMinutes(now, minutes)
}

/**
 * Records what came of a delivery that `holder` claimed. A deferred one whose retries are used up is recorded as bounced, with
 * the last answer. A late answer resolves a delivery that was meanwhile taken for uncertain. Returns the state recorded; null
 * when the delivery is no longer this holder's.
 */
export async function recordOutcome(
  db: Connection,
  delivery: Pick<Delivery, 'id' | 'attempts'>,
  holder: string,
  outcome: Outcome,
  now: Instant,
): Promise<Outcome['state'] | null> {
  const attempts = delivery.attempts + 1
  const retryAt = outcome.state === 'deferred' ? decideRetry(attempts, now) : null
  const expired = outcome.state === 'deferred' && retryAt === null
  const state = expired ? 'bounced' : outcome.state
  const response = expired ? `given up after ${attempts} attempts: ${outcome.response}` : outcome.response
  const { numUpdatedRows } = await db
    .updateTable('deliveries')
    .set({
      state,
      attempts,
      next_attempt_at: state === 'uncertain' ? addMinutes(now, UNCERTAIN_MINUTES) : retryAt,
      claimed_until: null,
      response: response.slice(0, RESPONSE_LENGTH),
      updated_at: now,
    })
    .where('id', '=', delivery.id)
    .where('state', 'in', ['claimed', 'data', 'uncertain'])
    .where('claimed_by', '=', holder)
    .executeTakeFirst()
  return numUpdatedRows > 0n ? state : null
}

/** Gives back what a holder claimed and has not begun to end; fails nobody and counts no attempt. */
export async function releaseDeliveries(db: Connection, week: WeekId, holder: string, now: Instant): Promise<void> {
  await db
    .updateTable('deliveries')
    .set({ state: 'pending', claimed_by: null, claimed_until: null, updated_at: now })
    .where('week', '=', week)
    .where('state', '=', 'claimed')
    .where('claimed_by', '=', holder)
    .execute()
}

/**
 * Takes up what a process that died has left: claimed deliveries are pending again (no server had the whole message),
 * and those whose end may have been written are uncertain. A reader who left while a mail was refused for the time being is
 * skipped. Returns how many became uncertain.
 */
export async function recoverDeliveries(db: Connection, week: WeekId, now: Instant): Promise<number> {
  const left = (state: DeliveryState) =>
    db.updateTable('deliveries').where('week', '=', week).where('state', '=', state).where('claimed_until', '<=', now)
  await left('claimed').set({ state: 'pending', claimed_by: null, claimed_until: null, updated_at: now }).execute()
  const { numUpdatedRows } = await left('data')
    .set(eb => ({
      state: 'uncertain',
      attempts: eb('attempts', '+', 1),
      next_attempt_at: addMinutes(now, UNCERTAIN_MINUTES),
      claimed_until: null,
      response: 'the process ended between the end of the message and the answer to it',
      updated_at: now,
    }))
    .executeTakeFirst()
  await db
    .updateTable('deliveries')
    .set({ state: 'skipped', response: 'the subscriber has left', updated_at: now })
    .where('week', '=', week)
    .where('state', 'in', ['pending', 'deferred'])
    .where('subscriber_id', 'not in', eb => eb.selectFrom('subscribers').select('id').where('state', '=', 'confirmed'))
    .execute()
  return Number(numUpdatedRows)
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

/** The deliveries of an issue in one state, oldest first: for reports and for the operator's decisions. */
export async function listDeliveries(
  db: Connection,
  week: WeekId,
  state: DeliveryState,
  limit: number,
): Promise<readonly Delivery[]> {
  return db
    .selectFrom('deliveries')
    .selectAll()
    .where('week', '=', week)
    .where('state', '=', state)
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
