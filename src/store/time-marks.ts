// What the store remembers of the time, and how what was noted under a wrong clock is brought back.
import { sql } from 'kysely'
import { addMinutes, msFromInstant } from '../core/clock.ts'
import { CLOCK_TOLERANCE_MINUTES, type TimeMarks } from '../core/clock-trust.ts'
import type { Instant } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'

const DAY_MINUTES = 24 * 60
const LONG_AGO = '1970-01-01T00:00:00.000Z' as Instant

/** When the list was last at work: visits, arrivals and closings. */
export async function readTimeMarks({ db }: Store, now: Instant): Promise<TimeMarks> {
  const limit = addMinutes(now, CLOCK_TOLERANCE_MINUTES)
  const { rows } = await sql<{ before: Instant | null; after: Instant | null }>`
    select max(case when at <= ${limit} then at end) as before, max(case when at > ${limit} then at end) as after from (
      select checked_at as at from source_states
      union all select first_seen_at from items
      union all select closes_at from slots where origin = 'scheduled' and closes_at <= ${limit}
    ) as marks`.execute(db)
  return { lastBefore: rows[0]?.before ?? null, lastAfter: rows[0]?.after ?? null }
}

/** Columns that note when something was, which cannot be after now. */
const pastColumns = {
  source_states: [
    'checked_at',
    'succeeded_at',
    'backlog_read_at',
    'last_item_at',
    'failing_since',
    'missing_since',
    'moving_since',
  ],
  items: ['first_seen_at', 'enters_at'],
  robots: ['fetched_at'],
  subscribers: ['created_at', 'confirmation_sent_at'],
  fetches: ['fetched_at'],
  slots: ['asked_at'],
  drafts: ['asked_at', 'release_at'],
} as const
/** Columns that say when something is due, with the days that they lie ahead at most. */
const dueColumns = [
  ['articles', 'next_attempt_at', 1],
  ['deliveries', 'next_attempt_at', 2],
  ['letters', 'next_attempt_at', 2],
  ['thanks', 'next_attempt_at', 2],
  ['target_messages', 'next_attempt_at', 2],
  ['hosts', 'blocked_until', 32],
  ['link_checks', 'next_check_at', 62],
  ['hub_subscriptions', 'next_request_at', 32],
  ['hub_subscriptions', 'visit_due_at', 1],
  ['article_copies', 'next_attempt_at', 32],
] as const
/** Columns with the end of a claim; none is held for a day. */
const claimColumns = [
  ['source_states', 'claimed_until'],
  ['readings', 'until'],
  ['deliveries', 'claimed_until'],
  ['letters', 'claimed_until'],
  ['thanks', 'claimed_until'],
  ['leases', 'until'],
] as const
/** A source without anything new is asked at least this often. */
const LONGEST_INTERVAL_DAYS = 32

async function cap(db: Connection, table: string, column: string, limit: Instant, to: Instant): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update ${sql.table(table)} set ${sql.ref(column)} = ${to} where ${sql.ref(column)} > ${limit}`.execute(db)
  return Number(numAffectedRows)
}

/**
 * Brings back, in one transaction, what was noted while the clock was ahead: visits that lie further ahead than any interval, or follow one that
 * is still to come, are due now, items enter the coming issue, claims end. Weeks that were closed then and made no issue are open again.
 * Returns how many sources are due again.
 */
export async function bringBackTimes(store: Store, now: Instant): Promise<number> {
  const limit = addMinutes(now, CLOCK_TOLERANCE_MINUTES)
  return store.db.transaction().execute(async db => {
    const visit = addMinutes(now, LONGEST_INTERVAL_DAYS * DAY_MINUTES)
    const { numAffectedRows = 0n } = await sql`
      update source_states set next_check_at = ${now}, next_check_reason = 'the clock was ahead'
      where (checked_at > ${limit} or next_check_at > ${visit})
        and source_id in (select id from sources where kind != 'hand')`.execute(db)
    for (const [table, columns] of Object.entries(pastColumns))
      for (const column of columns) await cap(db, table, column, limit, now)
    for (const [table, column, days] of dueColumns)
      await cap(db, table, column, addMinutes(now, days * DAY_MINUTES), now)
    for (const [table, column] of claimColumns) await cap(db, table, column, limit, LONG_AGO)
    await sql`delete from hosts where next_request_ms > ${msFromInstant(limit)}`.execute(db)
    await sql`delete from drafts where week in (select week from slots where closes_at > ${limit} and state != 'sealed')`.execute(
      db,
    )
    await sql`delete from slots where closes_at > ${limit} and state != 'sealed'`.execute(db)
    return Number(numAffectedRows)
  })
}
