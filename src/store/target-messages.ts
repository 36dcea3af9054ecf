// The ledger of what targets were told: a row for each message of each target, claimed before anything leaves the machine.
import { addMinutes } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { TargetMessageTable } from './engine/reader-tables.ts'

/** A row as it was taken: `before` is the state that it was in. */
export interface TakenMessage {
  readonly target: string
  readonly subject: string
  readonly sha256: string
  readonly body: string | null
  readonly before: TargetMessageTable['state']
  readonly toldSha256: string | null
  readonly remoteId: string | null
  readonly attempts: number
}

/** A message as its target plans it. */
export interface PlannedMessage extends Pick<TargetMessageTable, 'target' | 'subject' | 'sha256'> {
  /** Makes what is sent; asked only where it is going to be. */
  readonly body: () => Promise<string | null>
  /** Whether it may be told for the first time; else only what was told before is corrected. */
  readonly mayBegin: boolean
  /** Whether it is too late to tell it for the first time, even if that was begun. */
  readonly isOver: boolean
}

/** What a target allows. */
export interface RepeatRules {
  /** Telling the same message twice does no harm. */
  readonly mayRepeat: boolean
  /** Only within so many minutes after the first attempt; for good without it. */
  readonly repeatMinutes?: number | undefined
  /** What was told can be changed, and changing it twice does no harm. */
  readonly mayCorrect: boolean
}

/** A claim that is older than this without an answer was killed: whether the target was told is unknown. */
const CLAIM_MINUTES = 15

/**
 * Plans a message; a row whose message changed meanwhile becomes due again where that tells nobody twice. `row` is the row as it was read,
 * undefined where there was none.
 */
export async function planMessage(
  db: Connection,
  row: TargetMessageTable | undefined,
  planned: PlannedMessage,
  rules: RepeatRules,
  now: Instant,
): Promise<void> {
  const { target, subject, sha256, mayBegin } = planned
  const change = row ? decideChange(row, planned, rules) : mayBegin ? 'plan' : 'none'
  if (change === 'none') return
  const body = change === 'plan' ? await planned.body() : null
  const next = { sha256, body, state: 'planned' as const, attempts: 0, next_attempt_at: now, problem: null }
  const fresh = { ...next, begun_at: null, updated_at: now }
  if (!row) {
    await db
      .insertInto('target_messages')
      .values({ target, subject, told_sha256: null, remote_id: null, ...fresh })
      .onConflict(conflict => conflict.columns(['target', 'subject']).doNothing())
      .execute()
    return
  }
  const over = { ...fresh, state: 'refused' as const, next_attempt_at: null, problem: 'it was too late to tell it' }
  await db
    .updateTable('target_messages')
    .set(change === 'plan' ? fresh : over)
    .where('target', '=', target)
    .where('subject', '=', subject)
    .where('state', '=', row.state)
    .where('sha256', '=', row.sha256)
    .execute()
}

function decideChange(
  row: TargetMessageTable,
  { sha256, mayBegin, isOver }: PlannedMessage,
  { mayRepeat, repeatMinutes, mayCorrect }: RepeatRules,
): 'none' | 'plan' | 'end' {
  if (row.state === 'sending') return 'none'
  const isTold = row.told_sha256 !== null
  if (!isTold && isOver) return row.state === 'planned' || row.state === 'retry' ? 'end' : 'none'
  if (row.sha256 === sha256) return 'none'
  if (isTold) return mayCorrect ? 'plan' : 'none'
  if (!mayBegin) return 'none'
  // Nobody knows whether the target has the former one: the new one could be a second.
  return row.state === 'uncertain' && !(mayRepeat && repeatMinutes === undefined) ? 'none' : 'plan'
}

/** Marks what a killed process was sending as uncertain: bytes may have gone out. */
export async function giveUpClaims(db: Connection, now: Instant): Promise<void> {
  await db
    .updateTable('target_messages')
    .set({ state: 'uncertain', problem: 'the program ended while it was being sent', next_attempt_at: now })
    .where('state', '=', 'sending')
    .where('next_attempt_at', '<=', now)
    .execute()
}

/**
 * Takes the next message of a target that is due, and commits that it is being sent; null when none is. Uncertain ones are taken too where
 * the rules allow to repeat them, and corrections. Of several processes one gets each message.
 */
export async function takeMessage(
  db: Connection,
  target: string,
  { now, ...rules }: RepeatRules & { readonly now: Instant },
): Promise<TakenMessage | null> {
  for (;;) {
    const rows = await db
      .selectFrom('target_messages')
      .selectAll()
      .where('target', '=', target)
      .where('state', 'in', ['planned', 'retry', 'uncertain'])
      .where('next_attempt_at', '<=', now)
      .orderBy('next_attempt_at')
      .orderBy('subject')
      .execute()
    const row = rows.find(each => mayTake(each, rules, now))
    if (!row) return null
    const { numUpdatedRows } = await db
      .updateTable('target_messages')
      .set({
        state: 'sending',
        next_attempt_at: addMinutes(now, CLAIM_MINUTES),
        begun_at: row.begun_at ?? now,
        updated_at: now,
      })
      .where('target', '=', target)
      .where('subject', '=', row.subject)
      .where('state', '=', row.state)
      .where('sha256', '=', row.sha256)
      .executeTakeFirst()
    if (numUpdatedRows > 0n)
      return {
        target,
        subject: row.subject,
        sha256: row.sha256,
        body: row.body,
        before: row.state,
        toldSha256: row.told_sha256,
        remoteId: row.remote_id,
        attempts: row.attempts,
      }
  }
}

/** Whether a row may be told now by itself. */
function mayTake(row: TargetMessageTable, rules: RepeatRules, now: Instant): boolean {
  return row.state !== 'uncertain' || mayRepeatBy(row, rules, now)
}

/** Whether telling an uncertain row again does no harm. */
export function mayRepeatBy(
  { told_sha256, begun_at }: Pick<TargetMessageTable, 'told_sha256' | 'begun_at'>,
  { mayRepeat, repeatMinutes, mayCorrect }: RepeatRules,
  now: Instant,
): boolean {
  if (told_sha256 !== null) return mayCorrect
  if (!mayRepeat || repeatMinutes === undefined) return mayRepeat
  return begun_at !== null && now <= addMinutes(begun_at, repeatMinutes)
}

/** Writes down what came of a message that was taken. */
export async function settleMessage(
  db: Connection,
  { target, subject, sha256, attempts }: TakenMessage,
  outcome: Pick<TargetMessageTable, 'state' | 'problem' | 'next_attempt_at'> & { readonly remote_id?: string | null },
  now: Instant,
): Promise<void> {
  const told = outcome.state === 'sent' ? { told_sha256: sha256 } : {}
  const begun = outcome.state === 'uncertain' ? {} : { begun_at: null }
  await db
    .updateTable('target_messages')
    .set({ ...outcome, ...told, ...begun, attempts: attempts + 1, updated_at: now })
    .where('target', '=', target)
    .where('subject', '=', subject)
    .where('state', '=', 'sending')
    .execute()
}

/** Decides what nobody can know: an uncertain or refused message is told again, or counts as told. False when there is no such row. */
export async function decideMessage(
  db: Connection,
  { target, subject, decision }: Pick<TargetMessageTable, 'target' | 'subject'> & { decision: 'again' | 'done' },
  now: Instant,
): Promise<boolean> {
  const row = await db
    .selectFrom('target_messages')
    .selectAll()
    .where('target', '=', target)
    .where('subject', '=', subject)
    .where('state', 'in', decision === 'again' ? ['uncertain', 'refused', 'retry'] : ['uncertain'])
    .executeTakeFirst()
  if (!row) return false
  const next =
    decision === 'again'
      ? { state: 'planned' as const, attempts: 0, next_attempt_at: now, problem: null, begun_at: null }
      : { state: 'sent' as const, next_attempt_at: null, problem: null, begun_at: null, told_sha256: row.sha256 }
  const { numUpdatedRows } = await db
    .updateTable('target_messages')
    .set({ ...next, updated_at: now })
    .where('target', '=', target)
    .where('subject', '=', subject)
    .where('state', '=', row.state)
    .executeTakeFirst()
  return numUpdatedRows > 0n
}

/** Every row of the ledger, or of one target, for reports and lists, by target and subject. */
export async function readMessages(db: Connection, target?: string): Promise<readonly TargetMessageTable[]> {
  const all = db.selectFrom('target_messages').selectAll()
  const wanted = target === undefined ? all : all.where('target', '=', target)
  return wanted.orderBy('target').orderBy('subject').execute()
}
