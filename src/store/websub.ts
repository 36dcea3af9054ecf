// Subscriptions of sources at the hubs that their feeds name (WebSub). collect/ notes and renews them, web/ answers the hubs.
import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { skipLocked } from './engine/dialect.ts'
import type { HubSubscriptionTable } from './engine/schema.ts'

/** Where a feed's changes are announced: absolute http(s) addresses of its hubs, the best first, and its own address there. */
export interface AnnouncedHubs {
  readonly hubs: readonly string[]
  readonly self: string
}

/** What an announcement has to match. */
export interface KnownCallback {
  readonly sourceId: number
  /** Null: the hub was given none, and the token alone proves who speaks. */
  readonly secret: string | null
  readonly visitDueAt: Instant | null
  /** False once the source has left sources.yaml. */
  readonly isFollowed: boolean
}

const DAY_MINUTES = 24 * 60
/** How long a subscription is asked for; also how long a hub that has denied one is left alone. */
const LEASE_MINUTES = 10 * DAY_MINUTES
const LONGEST_LEASE_MINUTES = 365 * DAY_MINUTES
const RETRY_MINUTES = DAY_MINUTES
/** A hub that grants seconds is not asked again every few seconds. */
const RENEW_MINUTES_FLOOR = 60
/** Announcements ask for at most one visit to a source in this time. */
const VISIT_MINUTES_FLOOR = 1

/** What the hub is asked for as `hub.lease_seconds`. */
export const LEASE_SECONDS = LEASE_MINUTES * 60

/**
 * Keeps what a feed says about its hubs, at every visit that read it. A new hub or topic begins a new subscription with a callback of its
 * own; a feed that names no hub any more has none. The secret is made for https hubs alone: elsewhere it could be overheard
 * (WebSub §5.1).
 */
export async function noteHubs(
  db: Connection,
  sourceId: number,
  { hubs, self }: AnnouncedHubs,
  now: Instant,
): Promise<void> {
  const [hub] = hubs
  if (hub === undefined) {
    await db.deleteFrom('hub_subscriptions').where('source_id', '=', sourceId).execute()
    return
  }
  const row = {
    hub,
    topic: self,
    token: randomBytes(24).toString('base64url'),
    secret: hub.startsWith('https:') ? randomBytes(32).toString('hex') : null,
    state: 'wanted',
    next_request_at: now,
    lease_until: null,
    problem: null,
  } as const
  await db
    .insertInto('hub_subscriptions')
    .values({ source_id: sourceId, ...row })
    .onConflict(conflict =>
      conflict
        .column('source_id')
        .doUpdateSet(row)
        .where(eb => eb.or([eb('hub_subscriptions.hub', '!=', hub), eb('hub_subscriptions.topic', '!=', self)])),
    )
    .execute()
}

/**
 * Takes up to `limit` subscriptions that are to be requested or renewed, of sources that are followed. Taking one puts its next request
 * a day off, so that a hub that fails or never verifies is asked once a day, by one worker.
 */
export async function takeSubscriptions(
  store: Store,
  now: Instant,
  limit: number,
): Promise<readonly HubSubscriptionTable[]> {
  const { rows } = await sql<HubSubscriptionTable>`
    update hub_subscriptions set state = 'asked', next_request_at = ${addMinutes(now, RETRY_MINUTES)}
    where source_id in (
      select subscription.source_id from hub_subscriptions as subscription
        join sources as source on source.id = subscription.source_id
      where source.active = 1 and source.paused = 0 and subscription.next_request_at <= ${now}
      order by subscription.next_request_at, subscription.source_id
      limit ${limit} ${skipLocked(store.dialect, 'subscription')})
    returning *`.execute(store.db)
  return rows
}

/** Writes down why a request came to nothing. */
export async function noteProblem(db: Connection, token: string, problem: string): Promise<void> {
  await db.updateTable('hub_subscriptions').set({ problem }).where('token', '=', token).execute()
}

/** Who the hub says it speaks of: the end of the callback address, and the topic. */
export interface HubClaim {
  readonly token: string
  readonly topic: string
}

/**
 * Records a lease that the hub verifies, and when to renew it: with a third left. `leaseSeconds` not finite or not positive means what
 * was asked for. False when nothing was asked under this token for this topic; then the hub must be refused.
 */
export async function confirmLease(
  db: Connection,
  { token, topic }: HubClaim,
  leaseSeconds: number,
  now: Instant,
): Promise<boolean> {
  const granted = Number.isFinite(leaseSeconds) && leaseSeconds > 0 ? leaseSeconds / 60 : LEASE_MINUTES
  const minutes = Math.min(granted, LONGEST_LEASE_MINUTES)
  const { numUpdatedRows } = await db
    .updateTable('hub_subscriptions')
    .set({
      state: 'active',
      lease_until: addMinutes(now, minutes),
      next_request_at: addMinutes(now, Math.max((minutes * 2) / 3, RENEW_MINUTES_FLOOR)),
      problem: null,
    })
    .where('token', '=', token)
    .where('topic', '=', topic)
    .where('state', 'in', ['asked', 'active'])
    .where('source_id', 'in', eb => eb.selectFrom('sources').select('id').where('active', '=', 1))
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Records that the hub denies or ends a subscription; it is asked again in ten days. False when there is none to deny. */
export async function denySubscription(
  db: Connection,
  { token, topic }: HubClaim,
  reason: string,
  now: Instant,
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('hub_subscriptions')
    .set({
      state: 'denied',
      lease_until: null,
      next_request_at: addMinutes(now, LEASE_MINUTES),
      problem: `denied: ${reason}`,
    })
    .where('token', '=', token)
    .where('topic', '=', topic)
    .where('state', 'in', ['asked', 'active'])
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** What is known of a callback, or null. */
export async function findCallback(db: Connection, token: string): Promise<KnownCallback | null> {
  const row = await db
    .selectFrom('hub_subscriptions')
    .innerJoin('sources', 'sources.id', 'hub_subscriptions.source_id')
    .select(['source_id', 'secret', 'visit_due_at', 'active'])
    .where('token', '=', token)
    .executeTakeFirst()
  return row
    ? {
        sourceId: row.source_id,
        secret: row.secret,
        visitDueAt: row.visit_due_at,
        isFollowed: row.active === 1,
      }
    : null
}

function decideVisit(last: Instant | null, now: Instant): Instant {
  if (last === null) return now
  if (last > now) return last
  const allowedAt = addMinutes(last, VISIT_MINUTES_FLOOR)
  return allowedAt > now ? allowedAt : now
}

/**
 * Brings a source's next visit forward after an announcement: to now, or to a minute after the visit that the last one asked for.
 * A source that is failing keeps its distance (its host may have asked to be left alone). Returns the instant.
 */
export async function hastenVisit(
  db: Connection,
  { sourceId, visitDueAt }: Pick<KnownCallback, 'sourceId' | 'visitDueAt'>,
  now: Instant,
): Promise<Instant> {
  const dueAt = decideVisit(visitDueAt, now)
  await db.updateTable('hub_subscriptions').set({ visit_due_at: dueAt }).where('source_id', '=', sourceId).execute()
  await db
    .updateTable('source_states')
    .set({ next_check_at: dueAt, next_check_reason: 'Its hub announced a change.' })
    .where('source_id', '=', sourceId)
    .where('next_check_at', '>', dueAt)
    .where('failures_in_row', '=', 0)
    .execute()
  return dueAt
}
