// The table of the texts of the curator's posts as a type; later-tables.ts takes it in, post-texts.ts reads and writes it.
import type { Instant } from '../../core/types.ts'

/** A post and its text as it was seen last. */
export interface PostTextTable {
  slug: string
  text_sha256: string
  /** When it was first seen to differ from what it had been; null as long as it is what it was at first. */
  corrected_at: Instant | null
}
