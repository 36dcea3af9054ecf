// The table of subscriptions at hubs as a type; schema.ts takes it in, websub.ts reads and writes it.
import type { Instant } from '../../core/types.ts'

/** A source's subscription at the hub that its feed names (WebSub). */
export interface HubSubscriptionTable {
  source_id: number
  hub: string
  topic: string
  /** The unguessable end of the callback address. */
  token: string
  /** Signs what the hub sends; null when the hub is not asked over https. */
  secret: string | null
  /** `wanted`: not asked yet. `asked`: the hub has yet to verify it. `active`: verified. */
  state: 'wanted' | 'asked' | 'active' | 'denied'
  next_request_at: Instant
  lease_until: Instant | null
  /** The visit that the last announcement asked for. */
  visit_due_at: Instant | null
  /** Why the last request came to nothing. */
  problem: string | null
}
