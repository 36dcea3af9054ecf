// What the operator decides about mails that may or may not have arrived.
import type { Instant, WeekId } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import { addressKey } from './address.ts'

/** `resend`: once more, with the same Message-ID and Date. `settle`: the reader has it. */
export type UncertainDecision = 'resend' | 'settle'

const changes = {
  resend: { state: 'pending', response: 'to be sent again, as the operator decided' },
  settle: { state: 'sent', response: 'taken for sent, as the operator decided' },
} as const

/**
 * Carries out a decision on the uncertain mails of an issue, to one address or to all. Returns how many there were. Throws
 * SUBSCRIBER_INVALID for text that is no address.
 */
export async function decideUncertain(
  db: Connection,
  week: WeekId,
  { email, decision }: { readonly email: string; readonly decision: UncertainDecision },
  now: Instant,
): Promise<number> {
  let query = db
    .updateTable('deliveries')
    .set({ ...changes[decision], claimed_by: null, next_attempt_at: null, updated_at: now })
    .where('week', '=', week)
    .where('state', '=', 'uncertain')
  if (email !== 'all') query = query.where('email_key', '=', addressKey(email))
  const { numUpdatedRows } = await query.executeTakeFirst()
  return Number(numUpdatedRows)
}
