// What the store keeps of translations, as its tables have it.
import type { Instant, WeekId } from '../../core/types.ts'

/** What a translator has made of a text; refused ones are kept so that they are not asked for for ever. */
export interface TranslationTable {
  /** Of title, summary and points as they were sent. */
  text_sha256: string
  /** Of everything else that an answer depends on: translator, prompt, language and terms. */
  made_sha256: string
  state: 'accepted' | 'refused'
  title: string
  summary: string
  /** JSON list. */
  points: string
  /** Why it was refused. */
  reason: string | null
  attempts: number
  answered_at: Instant
}

/** What was asked of a translator in a week, and how much of it. */
export interface TranslationSpendingTable {
  week: WeekId
  requests: number
  characters: number
}

/** Tables of translations by name. */
export interface TranslationTables {
  translations: TranslationTable
  translation_spending: TranslationSpendingTable
}
