// The tables of what visits leave behind besides items: what rules dropped, and what came as it came.
import type { Generated } from 'kysely'
import type { Instant } from '../../core/types.ts'

/** What drops an item: a word or pattern of `exclude`; none of those of `include`; a place in its list
 * where nobody reads on; a date long past; or that it is a short film. */
export type DropRule = 'exclude' | 'include' | 'beyond' | 'old' | 'short'

/** What a source announced and one of its rules dropped: it is no item, and may become one when the rule goes. */
export interface DroppedItemTable {
  source_id: number
  /** Tells it from the others of its source: a hash of its guid, link or title. */
  name: string
  /** Canonical link; null for one without. */
  link: string | null
  /** Where it leads, as it may be shown. */
  url: string | null
  title: string
  rule: DropRule
  /** What the rule says, or what it counts; empty where it says all. */
  detail: string
  dropped_at: Instant
  /** When the source listed it last. */
  seen_at: Instant
}

/** An answer as it came. */
export interface KeptBodyTable {
  id: Generated<number>
  /** Null: the page behind an item. */
  source_id: number | null
  /** As it was asked for. */
  url: string
  answer_url: string
  fetched_at: Instant
  content_type: string | null
  size_bytes: number
  packed_bytes: number
  /** Zstandard. */
  body: Uint8Array
}

/** A page of a sitemap that was seen. */
export interface SeenLinkTable {
  source_id: number
  hash: string
}

/** The tables by their names. */
export interface VisitTables {
  dropped_items: DroppedItemTable
  kept_bodies: KeptBodyTable
  seen_links: SeenLinkTable
}
