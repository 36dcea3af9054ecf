// Counts for the curator: how readers come and go, and how issues went out. Nothing here tells of one reader.
import { sql } from 'kysely'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** How many came or went within one hour; the hour as `YYYY-MM-DDTHH` in UTC, so that weeks of any zone can be made of it. */
export interface HourCount {
  readonly hour: string
  readonly kind: 'confirmed' | 'left' | 'bounced'
  readonly count: number
}

const hourOf = (column: 'confirmed_at' | 'left_at') => sql<string>`substr(${sql.ref(column)}, 1, 13)`

/** Readers who confirmed, left or were taken out since an instant, by hours. */
export async function countComings(db: Connection, since: Instant): Promise<readonly HourCount[]> {
  const came = await db
    .selectFrom('subscribers')
    .select(({ fn }) => [hourOf('confirmed_at').as('hour'), fn.countAll<number | string>().as('count')])
    .where('confirmed_at', '>=', since)
    .groupBy(hourOf('confirmed_at'))
    .orderBy('hour')
    .execute()
  const went = await db
    .selectFrom('subscribers')
    .select(({ fn }) => ['state', hourOf('left_at').as('hour'), fn.countAll<number | string>().as('count')])
    .where('left_at', '>=', since)
    .where('state', 'in', ['unsubscribed', 'bounced', 'complained'])
    .groupBy(['state', hourOf('left_at')])
    .orderBy('hour')
    .execute()
  return [
    ...came.map(({ hour, count }) => ({ hour, kind: 'confirmed' as const, count: Number(count) })),
    ...went.map(({ state, hour, count }) => ({
      hour,
      kind: state === 'bounced' ? ('bounced' as const) : ('left' as const),
      count: Number(count),
    })),
  ]
}

/** When the week of an issue closed, for those that closed by the schedule. */
export async function readClosings(db: Connection, weeks: readonly WeekId[]): Promise<ReadonlyMap<WeekId, Instant>> {
  if (weeks.length === 0) return new Map()
  const rows = await db
    .selectFrom('slots')
    .select(['week', 'closes_at'])
    .where('week', 'in', weeks)
    .where('origin', '=', 'scheduled')
    .execute()
  return new Map(rows.map(({ week, closes_at: closesAt }) => [week, closesAt]))
}

/** How many called the mail of an issue spam. */
export async function countComplaints(db: Connection, weeks: readonly WeekId[]): Promise<ReadonlyMap<WeekId, number>> {
  if (weeks.length === 0) return new Map()
  const rows = await db
    .selectFrom('bounce_reports')
    .select(({ fn }) => ['week', fn.countAll<number | string>().as('count')])
    .where('verdict', '=', 'complaint')
    .where('week', 'in', weeks)
    .groupBy('week')
    .execute()
  return new Map(rows.map(({ week, count }) => [week, Number(count)]))
}
