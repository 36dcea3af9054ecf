// Times as the pages of the desk tell them.
import { formatMoment } from '../../core/date-words.ts'
import type { Instant } from '../../core/types.ts'
import type { DeskDeps } from './frame.ts'

/** An instant as a page tells it: for machines, and in the list's own time. */
export interface Moment {
  readonly instant: Instant
  readonly words: string
}

/** Writes an instant to the minute in the list's own zone and language. */
export function viewMoment(instant: Instant, { language, timezone }: Pick<DeskDeps, 'language' | 'timezone'>): Moment {
  return { instant, words: formatMoment(instant, language, timezone) }
}
