// Who gets an issue, and what: both fixed once. Called by deliver/ and by store/deliveries.ts.
import { sql } from 'kysely'
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './database.ts'
import type { IssueMailTable } from './schema.ts'

const frozenMarker = (week: WeekId) => `frozen:${week}`

/**
 * Fixes, once, who gets an issue: one pending delivery per subscriber confirmed now, and the count under a marker.
 * Later calls change nothing, so later sign-ups wait for the next issue. `messageIdEnd` closes every Message-ID: `nonce@host`.
 * Returns how many deliveries were frozen, now or before.
 */
export async function freezeIssue(
  db: Connection,
  issue: { readonly week: WeekId; readonly at: Instant; readonly messageIdEnd: string },
): Promise<number> {
  if (!db.isTransaction) return db.transaction().execute(transaction => freezeIssue(transaction, issue))
  const { week, at, messageIdEnd } = issue
  const marker = await db
    .insertInto('settings')
    .values({ name: frozenMarker(week), value: '0' })
    .onConflict(conflict => conflict.doNothing())
    .executeTakeFirst()
  if (marker.numInsertedOrUpdatedRows === 0n) return (await readFrozen(db, week)) ?? 0
  const text = (value: string) => sql<string>`cast(${value} as text)`
  const { numInsertedOrUpdatedRows = 0n } = await db
    .insertInto('deliveries')
    .columns([
      'week',
      'subscriber_id',
      'email',
      'email_key',
      'language',
      'state',
      'message_id',
      'dated_at',
      'attempts',
      'updated_at',
    ])
    .expression(eb =>
      eb
        .selectFrom('subscribers')
        .where('state', '=', 'confirmed')
        .select([
          text(week).as('week'),
          'id',
          'email',
          'email_key',
          'language',
          text('pending').as('state'),
          sql<string>`${text(`<${week}.`)} || cast(id as text) || ${text(`.${messageIdEnd}>`)}`.as('message_id'),
          text(at).as('dated_at'),
          sql.lit(0).as('attempts'),
          text(at).as('updated_at'),
        ]),
    )
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

/** The mail parts of an issue, one row per language. */
export async function readIssueMails(db: Connection, week: WeekId): Promise<readonly IssueMailTable[]> {
  return db.selectFrom('issue_mails').selectAll().where('week', '=', week).orderBy('language').execute()
}
