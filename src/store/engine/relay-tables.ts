// The table of how much mail each relay was given, and when.
import type { Generated } from 'kysely'
import type { Instant } from '../../core/types.ts'

/** A batch of mails for a relay: what was reserved for it, and once it is over what was handed over of it. */
export interface RelayTurnTable {
  id: Generated<number>
  /** The relay or folder as reports call it. */
  relay: string
  mails: number
  /** When they were reserved, then when the last of them was handed over. */
  at: Instant
  /** The lease under which a batch that is not over is sent, and its holder; both null once it is over. */
  lease: string | null
  holder: string | null
}

/** The table by its name. */
export interface RelayTables {
  relay_turns: RelayTurnTable
}
