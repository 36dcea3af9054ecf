// The table of pages of adopted blogs as a type; schema.ts takes it in, imports.ts reads and writes it.
import type { Instant, WeekId } from '../../core/types.ts'

/** A page of a blog that `weekly import-blog` has read, so that it is not asked for again. */
export interface ImportedPageTable {
  /** Canonical address. */
  url: string
  /** `post`: its article is a file of the curator's content folder. */
  kind: 'list' | 'post' | 'other'
  /** The issue that a list became; null for other pages. */
  week: WeekId | null
  title: string
  read_at: Instant
}
