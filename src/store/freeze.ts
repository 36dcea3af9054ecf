// Who gets an issue, and what: both fixed once.
import { type ExpressionBuilder, sql } from 'kysely'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { Schema } from './engine/schema.ts'

const frozenMarker = (week: WeekId) => `frozen:${week}`

/**
 * Fixes, once, who gets an issue: one pending delivery per subscriber confirmed now, and the count under a marker. Those who
 * read monthly are among them when the issue has the best of a month, and get that in its place.
 * Later calls change nothing, so later sign-ups wait for the next issue. `messageIdEnd` closes every Message-ID: `nonce@host`.
 * Returns how many deliveries were frozen, now or before.
 */
export async function freezeIssue(
  db: Connection,
  issue: { readonly week: WeekId; readonly at: Instant; readonly messageIdEnd: string },
): Promise<number> {
  if (!db.isTransaction) return db.transaction().execute(transaction => freezeIssue(transaction, issue))
  const { week } = issue
  const marker = await db
    .insertInto('settings')
    .values({ name: frozenMarker(week), value: '0' })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  if (marker.numInsertedOrUpdatedRows === 0n) return (await readFrozen(db, week)) ?? 0
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('deliveries')
    .columns([...fixedColumns, ...readerColumns])
    .expression(eb => frozenReaders(eb, issue))
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirstOrThrow()
  const frozen = Number(numInsertedOrUpdatedRows)
  await db
    .updateTable('settings')
    .set({ value: String(frozen) })
    .where('name', '=', frozenMarker(week))
    .execute()
  return frozen
}

/** How many deliveries an issue was frozen with; null when it has not been frozen. */
export async function readFrozen(db: Connection, week: WeekId): Promise<number | null> {
  const marker = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', frozenMarker(week))
    .executeTakeFirst()
  return marker ? Number(marker.value) : null
}

const fixedColumns = ['week', 'subscriber_id', 'state', 'message_id', 'dated_at', 'attempts', 'updated_at'] as const
const readerColumns = ['email', 'email_key', 'language', 'cadence', 'sections_off', 'stories'] as const

/** The rows of an issue's ledger: those who are confirmed, and of monthly readers only when there is something for them. */
function frozenReaders(
  outer: ExpressionBuilder<Schema, 'deliveries'>,
  { week, at, messageIdEnd }: Parameters<typeof freezeIssue>[1],
) {
  const text = (value: string) => sql<string>`cast(${value} as text)`
  const hasMonth = outer.selectFrom('month_mails').select('month_mails.week').where('month_mails.week', '=', week)
  return outer
    .selectFrom('subscribers')
    .where('state', '=', 'confirmed')
    .where(eb => eb.or([eb('cadence', '=', 'weekly'), eb.exists(hasMonth)]))
    .select([
      text(week).as('week'),
      'id',
      text('pending').as('state'),
      sql<string>`${text(`<${week}.`)} || cast(id as text) || ${text(`.${messageIdEnd}>`)}`.as('message_id'),
      text(at).as('dated_at'),
      sql.lit(0).as('attempts'),
      text(at).as('updated_at'),
      ...readerColumns,
    ])
}

/** Counts one delivery that joins an issue after its freeze, so that its equation still balances. */
export async function countOneMoreFrozen(db: Connection, week: WeekId): Promise<void> {
  await db
    .updateTable('settings')
    .set({ value: sql<string>`cast(cast(value as integer) + 1 as text)` })
    .where('name', '=', frozenMarker(week))
    .execute()
}
