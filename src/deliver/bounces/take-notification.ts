// Takes what a relay posts about a mail into the ledger.
import type { Clock } from '../../core/clock.ts'
import type { Store } from '../../store/engine/database.ts'
import { type BounceConsequence, findReportedDelivery, recordBounce } from '../../store/bounces.ts'
import type { Verp } from '../message/verp.ts'
import { judgeStatus } from './judge.ts'
import type { Notification } from './read-notification.ts'

/** What taking notifications needs. */
export interface NotificationDeps {
  readonly store: Store
  readonly clock: Clock
  /** Null when mails leave without return paths of their own. */
  readonly verp: Verp | null
}

/** Records a notification; `unknown`: it names no mail of ours. Throws SUBSCRIBER_INVALID for an address that can be nobody's. */
export async function takeNotification(
  { store, clock, verp }: NotificationDeps,
  { kind, status, response, returnPath, messageId, email }: Notification,
): Promise<BounceConsequence | 'unknown'> {
  const deliveryId = verp?.find(returnPath ?? '') ?? null
  const delivery = await findReportedDelivery(store.db, { deliveryId, messageId, email })
  if (!delivery) return 'unknown'
  const verdict = kind === 'complaint' ? kind : judgeStatus(status, response)
  return recordBounce(store.db, delivery, { verdict, status, response }, clock.now())
}
