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
  readonly before: TargetMessageTable['state']
  readonly toldSha256: string | null
  readonly remoteId: string | null
  readonly attempts: number
}

/** A claim that is older than this without an answer was killed: whether the target was told is unknown. */
const CLAIM_MINUTES = 15

/** Plans a message; a row whose message changed meanwhile becomes due again, whatever had come of it. */
export async function planMessage(
  db: Connection,
  { target, subject, sha256 }: Pick<TargetMessageTable, 'target' | 'subject' | 'sha256'>,
  now: Instant,
): Promise<void> {
  const fresh = { sha256, state: 'planned' as const, attempts: 0, next_attempt_at: now, problem: null, updated_at: now }
  await db
    .insertInto('target_messages')
    .values({ target, subject, told_sha256: null, remote_id: null, ...fresh })
    .onConflict(conflict =>
      conflict
        .columns(['target', 'subject'])
        .doUpdateSet(fresh)
        .where('target_messages.sha256', '!=', sha256)
        .where('target_messages.state', '!=', 'sending'),
    )
    .execute()
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
 * Takes the next message of a target that is due, and commits that it is being sent; null when none is. `mayRepeat` takes uncertain ones
 * too. Of several processes one gets each message.
 */
export async function takeMessage(
  db: Connection,
  target: string,
  { mayRepeat, now }: { readonly mayRepeat: boolean; readonly now: Instant },
): Promise<TakenMessage | null> {
  for (;;) {
    const row = await db
      .selectFrom('target_messages')
      .selectAll()
      .where('target', '=', target)
      .where('state', 'in', mayRepeat ? ['planned', 'retry', 'uncertain'] : ['planned', 'retry'])
      .where('next_attempt_at', '<=', now)
      .orderBy('next_attempt_at')
      .orderBy('subject')
      .limit(1)
      .executeTakeFirst()
    if (!row) return null
    const { numUpdatedRows } = await db
      .updateTable('target_messages')
      .set({ state: 'sending', next_attempt_at: addMinutes(now, CLAIM_MINUTES), updated_at: now })
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
        before: row.state,
        toldSha256: row.told_sha256,
        remoteId: row.remote_id,
        attempts: row.attempts,
      }
  }
}

/** Writes down what came of a message that was taken. */
export async function settleMessage(
  db: Connection,
  { target, subject, sha256, attempts }: TakenMessage,
  outcome: Pick<TargetMessageTable, 'state' | 'problem' | 'next_attempt_at'> & { readonly remote_id?: string | null },
  now: Instant,
): Promise<void> {
  const told = outcome.state === 'sent' ? { told_sha256: sha256 } : {}
  await db
    .updateTable('target_messages')
    .set({ ...outcome, ...told, attempts: attempts + 1, updated_at: now })
    .where('target', '=', target)
    .where('subject', '=', subject)
    .where('state', '=', 'sending')
    .execute()
}

/** Every row of the ledger, for reports and lists, by target and subject. */
export async function readMessages(db: Connection): Promise<readonly TargetMessageTable[]> {
  return db.selectFrom('target_messages').selectAll().orderBy('target').orderBy('subject').execute()
}
