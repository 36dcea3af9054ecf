// How far a mail has come, of whatever kind: claimed, ended, its outcome recorded, given back, recovered after a crash.
// Every change names the state and the claim that it expects, so that two processes never send the same mail.
import { type RawBuilder, type SelectQueryBuilder, sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { DeliveryState, Instant, InterfaceLanguage, WeekId } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { skipLocked } from './engine/dialect.ts'
import type { Schema } from './engine/schema.ts'
import { retractedWeeks } from './retractions.ts'
import type { LetterKind } from './engine/reader-tables.ts'

/** The tables of mails: those of issues, single letters to readers, thanks for suggestions, and mails to editors. What this file reads and writes has the same name in all. */
export type Ledger = 'deliveries' | 'letters' | 'thanks' | 'editor_letters'

/** Some mails of a ledger, and to whom they may go. */
export interface Selection {
  readonly ledger: Ledger
  readonly rows: RawBuilder<boolean>
  readonly readers: RawBuilder<boolean>
  /** Why a mail is skipped whose reader is none of these any more. */
  readonly whyNot?: string
}

// Asked of each mail by its reader's key: a list of all readers would be made for every batch.
const readersWho = (condition: RawBuilder<boolean>): RawBuilder<boolean> =>
  sql<boolean>`exists (select 1 from subscribers as reader where reader.id = subscriber_id and ${condition})`
const confirmedReaders = readersWho(sql<boolean>`reader.state = 'confirmed'`)
const askedReaders = readersWho(sql<boolean>`reader.state <> 'confirmed' and reader.email_key not like 'erased:%'`)

const isStanding = sql<boolean>`(cadence = 'monthly' or week not in ${retractedWeeks})`

/** The mails of an issue, those of late readers among them. */
export function selectIssue(week: WeekId): Selection {
  return { ledger: 'deliveries', rows: sql<boolean>`week = ${week}`, readers: confirmedReaders }
}

/** Those of them that may go out: of an issue that was taken back only the best of a month, which tells of others. */
export function selectDue(week: WeekId): Selection {
  return { ...selectIssue(week), rows: sql<boolean>`week = ${week} and ${isStanding}` }
}

/** The mails of an issue to those who confirmed after its freeze, none that was queued before `since`. */
export function selectCatchUps(week: WeekId, since: Instant): Selection {
  const rows = sql<boolean>`week = ${week} and is_catch_up = 1 and dated_at > ${since} and ${isStanding}`
  return { ledger: 'deliveries', rows, readers: confirmedReaders }
}

/** Letters of a kind; one that asks for a confirmation goes to nobody who has confirmed. */
export function selectLetters(kind: LetterKind): Selection {
  return { ledger: 'letters', rows: sql<boolean>`kind = ${kind}`, readers: askedReaders }
}

/** Thanks for suggestions; none to an address that bounced, or whose owner complained. */
export function selectThanks(): Selection {
  const readers = sql<boolean>`not exists (select 1 from subscribers as reader
    where reader.email_key = thanks.email_key and reader.state in ('bounced', 'complained'))`
  return { ledger: 'thanks', rows: sql<boolean>`thanks.id > 0`, readers }
}

/** Mails to editors about drafts; of no use once the week was settled, but for those that tell of an approval. */
export function selectEditorLetters(): Selection {
  const isOpen = sql<boolean>`(kind = 'approved' or not exists (select 1 from slots where slots.week = editor_letters.week
    and slots.state <> 'open'))`
  return {
    ledger: 'editor_letters',
    rows: sql<boolean>`id > 0`,
    readers: isOpen,
    whyNot: 'the week was settled before',
  }
}

/** What handing over needs to know of a mail, whatever its kind. */
export interface ClaimedMail {
  readonly id: number
  readonly subscriber_id: number
  readonly email: string
  readonly email_key: string
  readonly language: InterfaceLanguage
  readonly message_id: string
  readonly dated_at: Instant
  readonly attempts: number
  readonly first_attempt_at: Instant | null
  /** Of a pending mail: it has been tried, and the relay refused it for no fault of its reader. */
  readonly next_attempt_at: Instant | null
  readonly confirmed_at: Instant | null
}

/** A process's hold on mails: its name, and until when it may begin to hand them over. */
export interface Claim {
  readonly holder: string
  readonly until: Instant
}

/** What becomes of uncertain mails: repeated by themselves, or held until the operator decides. */
export type UncertainPolicy = 'resend' | 'hold'

/** Minutes until an uncertain mail is repeated. */
export const UNCERTAIN_MINUTES = 10
/** A mail that has been tried so often and is uncertain goes out only when the operator says so. */
export const UNCERTAIN_ATTEMPTS = 3

// The types of the one table stand for all.
const tableOf = (ledger: Ledger): 'deliveries' => ledger as 'deliveries'

/** Which mails are due, and how many of them are wanted at most. */
interface Wanted {
  readonly limit: number
  readonly uncertain?: UncertainPolicy
}

/** Mails that wait for an instant, and what else must be so; the states stand in the text, for the keys are of these states. */
const waitingIn = (state: 'deferred' | 'uncertain' | 'pending', now: Instant, more = sql<boolean>`1 = 1`) =>
  sql<boolean>`state = ${sql.lit(state)} and next_attempt_at <= ${now} and ${more}`
const isFresh = sql<boolean>`state = 'pending' and next_attempt_at is null`
const byInstant = ['next_attempt_at', 'id'] as const

/** The kinds of due mails in the order in which they go out, each with the key by which it is read. */
function kindsOfDue(now: Instant, uncertain: UncertainPolicy): readonly DueKind[] {
  const mayRepeat = sql<boolean>`attempts < ${UNCERTAIN_ATTEMPTS}`
  return [
    { isDue: waitingIn('deferred', now), order: byInstant },
    ...(uncertain === 'resend' ? [{ isDue: waitingIn('uncertain', now, mayRepeat), order: byInstant }] : []),
    { isDue: isFresh, order: ['id'] },
  ]
}

interface DueKind {
  readonly isDue: RawBuilder<boolean>
  readonly order: readonly ('next_attempt_at' | 'id')[]
}

/** Mails that the relay has refused for no fault of their readers. */
const refusedBefore: DueKind = {
  isDue: sql<boolean>`state = 'pending' and next_attempt_at is not null`,
  order: byInstant,
}

/**
 * Claims up to `limit` mails that are due: deferred until now or, under the policy `resend`, uncertain for ten minutes (after three attempts
 * they stay uncertain, for the operator), then pending ones. Mails that the relay has refused before come when no other is left, so that they
 * hold up nobody. Each kind is read by a key of its own: a batch costs the same of a hundred mails and of a hundred thousand. Returns the ids.
 */
export async function claimMails(
  store: Store,
  selection: Selection,
  claim: Claim,
  now: Instant,
  want: Wanted,
): Promise<readonly number[]> {
  const { limit, uncertain = 'resend' } = want
  const claimed: number[] = []
  for (const kind of kindsOfDue(now, uncertain))
    if (claimed.length < limit)
      claimed.push(...(await claimDue(store, selection, claim, now, { ...kind, limit: limit - claimed.length })))
  if (claimed.length > 0) return claimed
  return claimDue(store, selection, claim, now, { ...refusedBefore, limit })
}

/** How many mails are due and wait to be claimed. */
export async function countDue(db: Connection, { ledger, rows, readers }: Selection, now: Instant): Promise<number> {
  const { count } = await db
    .selectFrom(tableOf(ledger))
    .select(eb => eb.fn.countAll<number | string>().as('count'))
    .where(rows)
    .where(sql<boolean>`(state = 'pending' or (state = 'deferred' and next_attempt_at <= ${now}))`)
    .where(readers)
    .executeTakeFirstOrThrow()
  return Number(count)
}

type SelectedIds = SelectQueryBuilder<Schema, 'deliveries', { id: number }>
const inOrder = (query: SelectedIds, order: DueKind['order']): SelectedIds =>
  order.reduce((ordered, column) => ordered.orderBy(column), query)

async function claimDue(
  { db, dialect }: Store,
  { ledger, rows, readers }: Selection,
  claim: Claim,
  now: Instant,
  { limit, isDue, order }: DueKind & { readonly limit: number },
): Promise<readonly number[]> {
  const table = tableOf(ledger)
  const claimed = await db
    .updateTable(table)
    .set({ state: 'claimed', claimed_by: claim.holder, claimed_until: claim.until, updated_at: now })
    .where('id', 'in', eb =>
      eb
        .selectFrom(table)
        .select('id')
        .where(rows)
        .where(isDue)
        .where(readers)
        .$call(query => inOrder(query, order))
        .limit(limit)
        .modifyEnd(skipLocked(dialect, table)),
    )
    .returning('id')
    .execute()
  return claimed.map(({ id }) => id)
}

/** An issue of so many mails goes out in shards, each by a sender of its own; with fewer they would be gone before a second one comes. */
const MAILS_OF_SHARDS = 1_000
/** More than there are senders, so that one which has finished takes over from another. The keys of the ledger are made for this number. */
const SHARDS = 16

/** The shards in which mails go out; null when they go out as they are. Only deliveries are so many. */
export async function splitMails(db: Connection, selection: Selection): Promise<readonly Selection[] | null> {
  if (selection.ledger !== 'deliveries') return null
  const { rows } = await sql<{ count: number | string }>`
    select count(*) as count from (select 1 from deliveries where ${selection.rows} limit ${MAILS_OF_SHARDS}) as mail`.execute(
    db,
  )
  if (Number(rows[0]?.count ?? 0) < MAILS_OF_SHARDS) return null
  return Array.from({ length: SHARDS }, (_, shard) => ({
    ...selection,
    rows: sql<boolean>`${selection.rows} and id % ${sql.lit(SHARDS)} = ${shard}`,
  }))
}

/** Whether any of the mails can be claimed now. */
export async function hasDueMails(
  db: Connection,
  { ledger, rows }: Selection,
  now: Instant,
  uncertain: UncertainPolicy,
): Promise<boolean> {
  for (const { isDue, order } of [...kindsOfDue(now, uncertain), refusedBefore]) {
    // The order of the claim, so that the key of the claim answers.
    const query = inOrder(db.selectFrom(tableOf(ledger)).select('id').where(rows).where(isDue), order).limit(1)
    if ((await query.executeTakeFirst()) !== undefined) return true
  }
  return false
}

/** Gives back what a holder claimed and has not begun to end; fails nobody and counts no attempt. */
export async function releaseMails(
  db: Connection,
  { ledger, rows }: Selection,
  holder: string,
  now: Instant,
): Promise<void> {
  await db
    .updateTable(tableOf(ledger))
    .set({ state: 'pending', claimed_by: null, claimed_until: null, updated_at: now })
    .where(rows)
    .where('state', '=', 'claimed')
    .where('claimed_by', '=', holder)
    .execute()
}

/** Whether some of the mails have been taken. */
export async function hasSentMails(db: Connection, { ledger, rows }: Selection): Promise<boolean> {
  const sent = await db
    .selectFrom(tableOf(ledger))
    .select('id')
    .where(rows)
    .where('state', '=', 'sent')
    .limit(1)
    .executeTakeFirst()
  return sent !== undefined
}

/**
 * Takes up what a process that died has left: claimed mails are pending again (no server had the whole message), and those whose
 * end may have been written are uncertain. A mail that its reader is no longer to have is skipped, unless it is uncertain.
 * Returns how many became uncertain.
 */
export async function recoverMails(db: Connection, selection: Selection, now: Instant): Promise<number> {
  const { ledger, rows, readers, whyNot = 'the subscriber has left' } = selection
  const left = (state: DeliveryState) =>
    db.updateTable(tableOf(ledger)).where(rows).where('state', '=', state).where('claimed_until', '<=', now)
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
    .updateTable(tableOf(ledger))
    .set({ state: 'skipped', response: whyNot, updated_at: now })
    .where(rows)
    .where('state', 'in', ['pending', 'deferred'])
    .where(eb => eb.not(readers))
    .execute()
  return Number(numUpdatedRows)
}
