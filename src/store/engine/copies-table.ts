// The table of saved copies of articles as a type; schema.ts takes it in, copies.ts reads and writes it.
import type { Instant, WeekId } from '../../core/types.ts'

/** The copy of one story's leading article: wanted since its issue was sealed, there once `saved_at` is set, and then never changed. */
export interface ArticleCopyTable {
  item_id: number
  week: WeekId
  attempts: number
  /** When it may be tried; whoever is at it has put it off. */
  next_attempt_at: Instant
  /** Why the last attempt made none. */
  problem: string | null
  saved_at: Instant | null
  /** Name of its file among the copies of its issue, without `.pdf`. */
  name: string | null
  sha256: string | null
  size_bytes: number | null
  pdf: Uint8Array | null
}
