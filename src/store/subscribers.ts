// Subscribers: sign-up in two steps, leaving, lists, erasure.
import { createHash } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import type { Cadence, Instant, InterfaceLanguage, StoriesWanted, Subscriber } from '../core/types.ts'
import { addressKey } from './address.ts'
import { eraseProposer } from './proposals.ts'
import { eraseVotes } from './votes.ts'
import type { Connection } from './engine/database.ts'
import { skipDeliveries } from './deliveries.ts'
import { skipLetters } from './letters.ts'
import type { SubscriberTable } from './engine/reader-tables.ts'

/** A subscriber with everything that is stored about them. */
export interface SubscriberRecord extends Subscriber {
  /** The record of consent, as it was given: the form's as JSON, an import's as the curator's words. */
  readonly consent: string
  readonly createdAt: Instant
  readonly leftAt: Instant | null
  readonly cadence: Cadence
  readonly sectionsOff: readonly string[]
  readonly stories: StoriesWanted
}

/** Somebody who asks for the list, or for whom the curator has their consent. */
export interface SignUp {
  readonly email: string
  readonly name: string | null
  readonly language: InterfaceLanguage
  readonly consent: string
  /** Both languages where it is not said. */
  readonly stories?: StoriesWanted | undefined
}

const PENDING_MINUTES = 7 * 24 * 60
const CONFIRMATION_MAIL_MINUTES = 24 * 60
const RETURN_MINUTES = 24 * 60
const ERASED = 'erased'

/** Under this key an erased address stays known, as its hash only, so that no import brings it back. */
export const erasedKey = (key: string): string => `erased:${createHash('sha256').update(key).digest('hex')}`

/** Whether nothing is known of a reader any more but that there was one. */
export function isErased({ email }: Pick<SubscriberRecord, 'email'>): boolean {
  return email === ERASED
}

function recordOf(row: Selectable<SubscriberTable>): SubscriberRecord {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    language: row.language,
    state: row.state,
    confirmedAt: row.confirmed_at,
    consent: row.consent,
    createdAt: row.created_at,
    leftAt: row.left_at,
    cadence: row.cadence,
    sectionsOff: JSON.parse(row.sections_off) as string[],
    stories: row.stories,
  }
}

/**
 * Saves that somebody asked for the list. A new address becomes pending. One who has left keeps that state until the new
 * confirmation, so that a stranger's request changes nothing; a confirmed one is left as they are, but written all the same:
 * the time it takes must not tell who is known. Throws SUBSCRIBER_INVALID.
 */
export async function saveSignUp(db: Connection, signUp: SignUp, now: Instant): Promise<SubscriberRecord> {
  const { name, language, consent, stories } = signUp
  const row = await db
    .insertInto('subscribers')
    .values({
      email: signUp.email.trim(),
      email_key: addressKey(signUp.email),
      name,
      language,
      state: 'pending',
      consent,
      created_at: now,
      ...(stories && { stories }),
    })
    .onConflict(conflict =>
      conflict.column('email_key').doUpdateSet(eb => {
        const isConfirmed = eb('subscribers.state', '=', 'confirmed')
        return {
          language: eb.case().when(isConfirmed).then(eb.ref('subscribers.language')).else(language).end(),
          consent: eb.case().when(isConfirmed).then(eb.ref('subscribers.consent')).else(consent).end(),
          ...(stories && {
            stories: eb.case().when(isConfirmed).then(eb.ref('subscribers.stories')).else(stories).end(),
          }),
        }
      }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  return recordOf(row)
}

/** Takes the right to send a subscriber a confirmation mail: at most one a day, none to the confirmed. False: do not send. */
export async function claimConfirmationMail(db: Connection, id: number, now: Instant): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('subscribers')
    .set({ confirmation_sent_at: now })
    .where('id', '=', id)
    .where('state', '!=', 'confirmed')
    .where(eb =>
      eb.or([
        eb('confirmation_sent_at', 'is', null),
        eb('confirmation_sent_at', '<=', addMinutes(now, -CONFIRMATION_MAIL_MINUTES)),
      ]),
    )
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Notes when the confirmation mail went out; null gives the right to one back, after a mail that could not be delivered. */
export async function noteConfirmationMail(db: Connection, id: number, sentAt: Instant | null): Promise<void> {
  await db.updateTable('subscribers').set({ confirmation_sent_at: sentAt }).where('id', '=', id).execute()
}

/**
 * Confirms a subscription; idempotent. Who has left is confirmed only by a mail sent after that: an old link in the mailbox
 * does not bring anybody back. Null when there is nothing to confirm.
 */
export async function confirmSubscriber(db: Connection, id: number, now: Instant): Promise<SubscriberRecord | null> {
  const row = await db
    .updateTable('subscribers')
    .set({ state: 'confirmed', confirmed_at: now, left_at: null })
    .where('id', '=', id)
    .where(eb =>
      eb.or([
        eb('state', '=', 'pending'),
        eb.and([eb('state', '!=', 'confirmed'), eb('confirmation_sent_at', '>', eb.ref('left_at'))]),
      ]),
    )
    .returningAll()
    .executeTakeFirst()
  if (row) return recordOf(row)
  const known = await findSubscriber(db, { id })
  return known?.state === 'confirmed' ? known : null
}

/** Ends a subscription at once, for mails not yet handed over too; idempotent. `complained` is not softened to unsubscribed. */
export async function leaveList(
  db: Connection,
  id: number,
  state: 'unsubscribed' | 'bounced' | 'complained',
  now: Instant,
): Promise<void> {
  if (!db.isTransaction) return db.transaction().execute(transaction => leaveList(transaction, id, state, now))
  await db
    .updateTable('subscribers')
    .set({ state, left_at: now })
    .where('id', '=', id)
    .where('state', 'in', ['pending', 'confirmed'])
    .execute()
  await skipDeliveries(db, id, `the subscriber is ${state}`, now)
  await skipLetters(db, id, `the subscriber is ${state}`, now)
}

/** Ends a subscription because the reader asked for it. */
export function unsubscribe(db: Connection, id: number, now: Instant): Promise<void> {
  return leaveList(db, id, 'unsubscribed', now)
}

/** Whether a reader may take back that they left: within a day, when they had confirmed and left of themselves, and are not erased. */
export function mayReturn({ state, confirmedAt, leftAt, email }: SubscriberRecord, now: Instant): boolean {
  if (state !== 'unsubscribed' || confirmedAt === null || email === ERASED) return false
  return leftAt !== null && leftAt > addMinutes(now, -RETURN_MINUTES)
}

/** Takes back that a reader left at `leftAt`, if they may; answers whether they are confirmed now. Mails that the leaving took back stay so. */
export async function takeBackLeaving(db: Connection, id: number, leftAt: Instant, now: Instant): Promise<boolean> {
  const known = await findSubscriber(db, { id })
  if (!known || !mayReturn(known, now)) return known?.state === 'confirmed'
  const { numUpdatedRows } = await db
    .updateTable('subscribers')
    .set({ state: 'confirmed', left_at: null })
    .where('id', '=', id)
    .where('state', '=', 'unsubscribed')
    .where('left_at', '=', leftAt)
    .where('email', '!=', ERASED)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** The subscriber with this id or address, or null. Throws SUBSCRIBER_INVALID for text that is no address. */
export async function findSubscriber(
  db: Connection,
  by: { readonly id: number } | { readonly email: string },
): Promise<SubscriberRecord | null> {
  const query = db.selectFrom('subscribers').selectAll()
  const row = await (
    'id' in by ? query.where('id', '=', by.id) : query.where('email_key', '=', addressKey(by.email))
  ).executeTakeFirst()
  return row ? recordOf(row) : null
}

/** Subscribers in order of sign-up, after an id, at most `limit`; of one state when it is given. Erased ones are not listed. */
export async function listSubscribers(
  db: Connection,
  want: { readonly state?: Subscriber['state']; readonly afterId?: number; readonly limit: number },
): Promise<readonly SubscriberRecord[]> {
  let query = db
    .selectFrom('subscribers')
    .selectAll()
    .where('id', '>', want.afterId ?? 0)
    .where('email_key', 'not like', 'erased:%')
  if (want.state) query = query.where('state', '=', want.state)
  return (await query.orderBy('id').limit(want.limit).execute()).map(recordOf)
}

/** How many subscribers there are in each state; erased ones are not counted. */
export async function countSubscribers(db: Connection): Promise<Record<Subscriber['state'], number>> {
  const rows = await db
    .selectFrom('subscribers')
    .select(['state', eb => eb.fn.countAll<number | string>().as('count')])
    .where('email_key', 'not like', 'erased:%')
    .groupBy('state')
    .execute()
  const counts = { pending: 0, confirmed: 0, unsubscribed: 0, bounced: 0, complained: 0 }
  for (const { state, count } of rows) counts[state] = Number(count)
  return counts
}

/** How many confirmed subscribers have other scripts before the @, so that a relay must offer SMTPUTF8 for them. */
export async function countForeignAddresses(db: Connection): Promise<number> {
  const { count } = await db
    .selectFrom('subscribers')
    .select(eb => eb.fn.countAll<number | string>().as('count'))
    .where('state', '=', 'confirmed')
    .where(sql<boolean>`octet_length(email_key) <> length(email_key)`)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/** Removes sign-ups that were not confirmed within seven days; returns how many. */
export async function purgePending(db: Connection, now: Instant): Promise<number> {
  const { numDeletedRows } = await db
    .deleteFrom('subscribers')
    .where('state', '=', 'pending')
    .where('created_at', '<=', addMinutes(now, -PENDING_MINUTES))
    .where(eb =>
      eb.or([
        eb('confirmation_sent_at', 'is', null),
        eb('confirmation_sent_at', '<=', addMinutes(now, -PENDING_MINUTES)),
      ]),
    )
    .executeTakeFirst()
  return Number(numDeletedRows)
}

/**
 * Erases what is known about an address, in the ledger too; the counts stay, and a hash that keeps imports from bringing it
 * back. Throws SUBSCRIBER_MISSING, SUBSCRIBER_INVALID.
 */
export async function eraseSubscriber(db: Connection, email: string, now: Instant): Promise<void> {
  if (!db.isTransaction) return db.transaction().execute(transaction => eraseSubscriber(transaction, email, now))
  const known = await findSubscriber(db, { email })
  const proposed = await eraseProposer(db, addressKey(email))
  if (!known && proposed > 0) return
  if (!known)
    throw new WeeklyError('SUBSCRIBER_MISSING', `nobody is known under ${email}`, {
      hint: 'Look at `weekly subscriber list`.',
    })
  await leaveList(db, known.id, 'unsubscribed', now)
  const key = `${erasedKey(addressKey(email))}:${known.id}`
  await db
    .updateTable('subscribers')
    .set({ email: ERASED, email_key: key, name: null, consent: '', state: 'unsubscribed' })
    .where('id', '=', known.id)
    .execute()
  await db
    .updateTable('deliveries')
    .set({ email: ERASED, email_key: key, response: null })
    .where('subscriber_id', '=', known.id)
    .execute()
  await db.updateTable('letters').set({ response: null }).where('subscriber_id', '=', known.id).execute()
  await eraseVotes(db, known.id)
}
