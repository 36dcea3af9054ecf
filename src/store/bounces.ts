// Reports on mails that did not arrive, or were called spam, and when they end a subscription.
import type { Instant, WeekId } from '../core/types.ts'
import type { BounceVerdict } from './engine/reader-tables.ts'
import type { Connection } from './engine/database.ts'
import type { Delivery } from './deliveries.ts'
import { addressKey } from './address.ts'
import { unlessErased } from './ledger-changes.ts'
import { leaveList } from './subscribers.ts'

/** A report on one delivery. */
export interface BounceReport {
  readonly verdict: BounceVerdict
  /** Enhanced status code, RFC 3463. */
  readonly status: string | null
  /** What the other server said. */
  readonly response: string
}

/** What came of a report; `known`: it had been recorded before. */
export type BounceConsequence = 'suspended' | 'complained' | 'noted' | 'known'

/** A delivery that a report is about. */
export type ReportedDelivery = Pick<Delivery, 'id' | 'subscriber_id' | 'week'>

/** Issues after which a mailbox that refuses is left alone. */
const REFUSED_ISSUES = 2
/** Issues in a row after which a mailbox that cannot be reached is left alone. */
const UNREACHED_IN_ROW = 4

/**
 * Records a report and does what it asks for: a bad address is suspended at once, one that refuses after two issues, one that was not
 * reached after four in a row; a complaint ends the subscription; what is our own trouble changes nothing. Idempotent.
 */
export async function recordBounce(
  db: Connection,
  delivery: ReportedDelivery,
  report: BounceReport,
  now: Instant,
): Promise<BounceConsequence> {
  if (!db.isTransaction)
    return db.transaction().execute(transaction => recordBounce(transaction, delivery, report, now))
  const { verdict, status, response } = report
  const { id, subscriber_id, week } = delivery
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('bounce_reports')
    .values({ delivery_id: id, subscriber_id, week, verdict, status, reported_at: now })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirstOrThrow()
  if (numInsertedOrUpdatedRows === 0n) return 'known'
  if (verdict === 'complaint') {
    await leaveList(db, subscriber_id, 'complained', now)
    return 'complained'
  }
  await db
    .updateTable('deliveries')
    .set({ state: 'bounced', response: unlessErased('deliveries', response), updated_at: now })
    .where('id', '=', id)
    .where('state', 'in', ['sent', 'uncertain'])
    .execute()
  if (!(await isEnough(db, subscriber_id, verdict))) return 'noted'
  await leaveList(db, subscriber_id, 'bounced', now)
  return 'suspended'
}

async function isEnough(db: Connection, subscriberId: number, verdict: BounceVerdict): Promise<boolean> {
  if (verdict === 'bad-address') return true
  if (verdict === 'refused') return (await readWeeks(db, subscriberId, ['refused'])).size >= REFUSED_ISSUES
  if (verdict !== 'temporary') return false
  const unreached = await readWeeks(db, subscriberId, ['temporary', 'refused'])
  const last = await db
    .selectFrom('deliveries')
    .select('week')
    .where('subscriber_id', '=', subscriberId)
    .where('state', 'in', ['sent', 'bounced', 'uncertain'])
    .orderBy('id', 'desc')
    .limit(UNREACHED_IN_ROW)
    .execute()
  return last.length === UNREACHED_IN_ROW && last.every(({ week }) => unreached.has(week))
}

async function readWeeks(
  db: Connection,
  subscriberId: number,
  verdicts: readonly BounceVerdict[],
): Promise<ReadonlySet<WeekId>> {
  const rows = await db
    .selectFrom('bounce_reports')
    .select('week')
    .where('subscriber_id', '=', subscriberId)
    .where('verdict', 'in', verdicts)
    .execute()
  return new Set(rows.map(({ week }) => week))
}

/** How a report names its mail: our own number, the Message-ID, or the reader's address (then the last mail is meant). */
export interface MailReference {
  readonly deliveryId?: number | null
  /** With or without its brackets. */
  readonly messageId?: string | null
  readonly email?: string | null
}

/** The delivery that a report is about, or null. */
export async function findReportedDelivery(db: Connection, named: MailReference): Promise<ReportedDelivery | null> {
  const { deliveryId = null, messageId = null, email = null } = named
  const query = db.selectFrom('deliveries').select(['id', 'subscriber_id', 'week'])
  if (deliveryId !== null) return (await query.where('id', '=', deliveryId).executeTakeFirst()) ?? null
  // The Message-ID as freeze.ts makes it; its middle names the subscriber, for whom there is an index.
  const [, id] = /^<?\d{4}-W\d\d\.(\d{1,15})\.[^<>]+>?$/.exec(messageId ?? '') ?? []
  if (id !== undefined && messageId !== null) {
    const whole = messageId.startsWith('<') ? messageId : `<${messageId}>`
    const found = await query.where('subscriber_id', '=', Number(id)).where('message_id', '=', whole).executeTakeFirst()
    if (found) return found
  }
  if (email === null) return null
  const last = await query.where('email_key', '=', addressKey(email)).orderBy('id', 'desc').executeTakeFirst()
  return last ?? null
}
