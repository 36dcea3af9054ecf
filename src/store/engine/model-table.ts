// The tables of the language model as types; schema.ts takes them in, model-answers.ts reads and writes them.
import type { Instant, WeekId } from '../../core/types.ts'

/** What a model made of a text under a prompt, so that nothing is asked twice. */
export interface ModelAnswerTable {
  /** Of title and text, hexadecimal. */
  text_sha256: string
  model: string
  /** Of both prompts as filled for the language, without the article, and the request's parameters. */
  prompt_sha256: string
  /** `refused`: answered, and not used; `lead` and `points` are empty then. */
  state: 'accepted' | 'refused'
  lead: string
  /** JSON list. */
  points: string
  /** Why the last answer was refused. */
  reason: string | null
  /** Answers that were refused so far. */
  attempts: number
  answered_at: Instant
}

/** What was asked of models in one ISO week of the list's zone. */
export interface ModelSpendingTable {
  week: WeekId
  requests: number
  /** Sent and received. */
  characters: number
}
