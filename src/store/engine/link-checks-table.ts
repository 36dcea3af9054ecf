// The table of checked links as a type; schema.ts takes it in, link-checks.ts reads and writes it.
import type { Instant } from '../../core/types.ts'

/** A link of a sealed issue and how it was found at its last checks. */
export interface LinkCheckTable {
  url: string
  next_check_at: Instant
  /** Checks in a row that found it gone. */
  failures: number
  failing_since: Instant | null
  /** Set once it has been gone for long enough. */
  dead_since: Instant | null
}
