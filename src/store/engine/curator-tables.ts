// The tables of the curator's work as types: edits, texts given out for editing, corrections. schema.ts takes them in.
import type { Generated } from 'kysely'
import type { CorrectableField, Edit } from '../../core/edits.ts'
import type { Instant, WeekId } from '../../core/types.ts'

export interface EditTable {
  week: WeekId
  /** Canonical link of one of the story's tellings, or `item:ID`; empty for an edit of the whole issue. */
  url: string
  kind: Edit['kind']
  /** JSON: its shape goes with the kind, see core/edits.ts. */
  value: string
  made_at: Instant
}

/** A draft as it was given out for editing: what a saved text is compared with. */
export interface DraftTextTable {
  week: WeekId
  /** Beginning of the text's SHA-256; the text carries it as `base`. */
  base: string
  text: string
  given_at: Instant
}

export interface ErratumTable {
  id: Generated<number>
  week: WeekId
  /** The story's id, which no correction changes. */
  story: string
  field: CorrectableField
  /** JSON. */
  value: string
  /** What was wrong, in the curator's words. */
  reason: string | null
  made_at: Instant
}
