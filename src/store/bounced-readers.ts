// Readers whose mails came back, as the desk looks through them and decides.
import type { Instant, Subscriber } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { BounceVerdict } from './engine/reader-tables.ts'
import { leaveList } from './subscribers.ts'

/** Which of them: those who get no more mail, those who still do, and those who complained. */
export type BouncedList = 'suspended' | 'noted' | 'complained'

/** A reader with the newest report on a mail to them; without one where the relay's own answer said it all. */
export interface BouncedReader {
  readonly id: number
  readonly email: string
  readonly state: Subscriber['state']
  readonly leftAt: Instant | null
  readonly verdict: BounceVerdict | null
  readonly status: string | null
  readonly reportedAt: Instant | null
  /** What the other server said of the last mail that came back. */
  readonly response: string | null
}

const states = { suspended: 'bounced', noted: 'confirmed', complained: 'complained' } as const
const counted = ['bad-address', 'refused', 'temporary'] as const

/** The readers of a list, who signed up last first. */
export async function listBounced(
  db: Connection,
  {
    list,
    beforeId,
    limit,
  }: { readonly list: BouncedList; readonly beforeId?: number | undefined; readonly limit: number },
): Promise<readonly BouncedReader[]> {
  let query = db
    .selectFrom('subscribers')
    .select(['id', 'email', 'state', 'left_at'])
    .where('state', '=', states[list])
    .where('email_key', 'not like', 'erased:%')
  if (beforeId !== undefined) query = query.where('id', '<', beforeId)
  if (list === 'noted')
    query = query.where(eb =>
      eb.exists(
        eb
          .selectFrom('bounce_reports')
          .select('delivery_id')
          .whereRef('bounce_reports.subscriber_id', '=', 'subscribers.id')
          .where('verdict', 'in', counted),
      ),
    )
  const rows = await query.orderBy('id', 'desc').limit(limit).execute()
  return Promise.all(
    rows.map(async ({ id, email, state, left_at: leftAt }) => ({
      id,
      email,
      state,
      leftAt,
      ...(await readNewest(db, id)),
    })),
  )
}

async function readNewest(
  db: Connection,
  id: number,
): Promise<Pick<BouncedReader, 'verdict' | 'status' | 'reportedAt' | 'response'>> {
  const report = await db
    .selectFrom('bounce_reports')
    .select(['verdict', 'status', 'reported_at'])
    .where('subscriber_id', '=', id)
    .orderBy('reported_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  const delivery = await db
    .selectFrom('deliveries')
    .select('response')
    .where('subscriber_id', '=', id)
    .where('state', '=', 'bounced')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return {
    verdict: report?.verdict ?? null,
    status: report?.status ?? null,
    reportedAt: report?.reported_at ?? null,
    response: delivery?.response ?? null,
  }
}

/**
 * Lets suspended readers get mail again, from the next issue on; who complained, left or never confirmed stays as they are. Their reports
 * stay, so the next refusal suspends again. Answers how many.
 */
export async function releaseReaders(db: Connection, ids: readonly number[]): Promise<number> {
  if (ids.length === 0) return 0
  const { numUpdatedRows } = await db
    .updateTable('subscribers')
    .set({ state: 'confirmed', left_at: null })
    .where('id', 'in', ids)
    .where('state', '=', 'bounced')
    .where('confirmed_at', 'is not', null)
    .where('email_key', 'not like', 'erased:%')
    .executeTakeFirst()
  return Number(numUpdatedRows)
}

/** Suspends confirmed readers as if their mailbox had been found gone; answers how many. */
export async function suspendReaders(db: Connection, ids: readonly number[], now: Instant): Promise<number> {
  if (ids.length === 0) return 0
  const rows = await db
    .selectFrom('subscribers')
    .select('id')
    .where('id', 'in', ids)
    .where('state', '=', 'confirmed')
    .execute()
  for (const { id } of rows) await leaveList(db, id, 'bounced', now)
  return rows.length
}
