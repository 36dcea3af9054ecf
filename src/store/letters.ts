// Letters: mails to one reader that belong to no issue. They go through the same states as the mails of an issue.
import { sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { LetterKind } from './engine/reader-tables.ts'
import type { ClaimedMail } from './ledger.ts'

/** Closed letters are kept this long, for the operator to look at. */
const KEPT_MINUTES = 30 * 24 * 60
const text = <Text extends string>(value: Text) => sql<Text>`cast(${value} as text)`
const openStates = ['pending', 'claimed', 'data', 'deferred', 'uncertain'] as const

/** Queues a letter; nothing happens while one of the kind is still on its way to the reader. */
export async function insertLetter(
  db: Connection,
  letter: { readonly kind: LetterKind; readonly subscriberId: number; readonly messageId: string },
  now: Instant,
): Promise<void> {
  const { kind, subscriberId, messageId } = letter
  await db
    .insertInto('letters')
    .columns(['kind', 'subscriber_id', 'language', 'state', 'message_id', 'dated_at', 'attempts', 'updated_at'])
    .expression(eb =>
      eb
        .selectFrom('subscribers')
        .where('id', '=', subscriberId)
        .select([
          text<LetterKind>(kind).as('kind'),
          'id as subscriber_id',
          'language',
          text<'pending'>('pending').as('state'),
          text<string>(messageId).as('message_id'),
          text<Instant>(now).as('dated_at'),
          sql.lit(0).as('attempts'),
          text<Instant>(now).as('updated_at'),
        ]),
    )
    .onConflict(conflict => conflict.doNothing())
    .execute()
}

/** Whether letters of a kind are on their way. */
export async function hasOpenLetters(db: Connection, kind: LetterKind): Promise<boolean> {
  const open = await db
    .selectFrom('letters')
    .select('id')
    .where('kind', '=', kind)
    .where('state', 'in', openStates)
    .limit(1)
    .executeTakeFirst()
  return open !== undefined
}

/** Letters that were just claimed, in order, to the address that their reader has now. */
export async function readClaimedLetters(db: Connection, ids: readonly number[]): Promise<readonly ClaimedMail[]> {
  if (ids.length === 0) return []
  return db
    .selectFrom('letters')
    .innerJoin('subscribers', 'subscribers.id', 'letters.subscriber_id')
    .selectAll('letters')
    .select(['subscribers.email', 'subscribers.email_key', 'subscribers.confirmed_at'])
    .where('letters.id', 'in', ids)
    .orderBy('letters.id')
    .execute()
}

/** What became of the newest letter of a kind to a reader, or null. */
export async function readNewestLetter(db: Connection, kind: LetterKind, subscriberId: number) {
  const letter = await db
    .selectFrom('letters')
    .select(['id', 'state', 'response'])
    .where('kind', '=', kind)
    .where('subscriber_id', '=', subscriberId)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return letter ?? null
}

/** Takes back the letters to a reader that have not been handed over. */
export async function skipLetters(db: Connection, subscriberId: number, reason: string, now: Instant): Promise<void> {
  await db
    .updateTable('letters')
    .set({ state: 'skipped', response: reason, updated_at: now })
    .where('subscriber_id', '=', subscriberId)
    .where('state', 'in', ['pending', 'claimed', 'deferred'])
    .execute()
}

/** Takes back all open letters written until an instant, of a store put back from a copy: they may have been sent since. */
export async function holdOldLetters(db: Connection, until: Instant, now: Instant): Promise<void> {
  await db
    .updateTable('letters')
    .set({ state: 'skipped', response: 'written before the store was put back', updated_at: now })
    .where('dated_at', '<=', until)
    .where('state', 'in', openStates)
    .execute()
}

/** Forgets closed letters after a month. */
export async function purgeLetters(db: Connection, now: Instant): Promise<void> {
  await db
    .deleteFrom('letters')
    .where('state', 'not in', openStates)
    .where('updated_at', '<=', addMinutes(now, -KEPT_MINUTES))
    .execute()
}
