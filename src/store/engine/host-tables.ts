// What is known of other people's servers, as types.
import type { Instant } from '../../core/types.ts'

/** When a host may be asked again. */
export interface HostTable {
  host: string
  next_request_ms: number
  blocked_until: Instant | null
}

/** One of the places at a host that all workers share, while somebody has it. */
export interface HostSlotTable {
  host: string
  /** From 1 to `fetch.perHost`. */
  n: number
  holder: string
  /** By the database's clock. */
  until_ms: number
}

/** A site's robots.txt as it was read last. */
export interface RobotsTable {
  origin: string
  fetched_at: Instant
  status: number
  body: string
}

/** When a relay may be given its next mail. */
export interface RelayPaceTable {
  relay: string
  /** By the database's clock. */
  next_ms: number
}
