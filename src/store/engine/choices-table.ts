// What readers choose, as columns of their row and of each of their deliveries; schema.ts takes it in, reader-choices.ts writes it.
import type { Generated } from 'kysely'
import type { Cadence, InterfaceLanguage, WeekId } from '../../core/types.ts'

export interface ReaderChoiceColumns {
  cadence: Generated<Cadence>
  /** Titles of sections that the reader has switched off, as JSON. */
  sections_off: Generated<string>
}

/** A delivery keeps what was chosen when it was frozen: a mail that is repeated must be the same to the byte. */
export interface DeliveryChoiceColumns extends ReaderChoiceColumns {
  /** 1: not frozen with the issue, but queued for somebody who confirmed later. */
  is_catch_up: Generated<0 | 1>
}

/** The best of the month before, mailed in place of the issue to those who read monthly; on the first issue of a month. */
export interface MonthMailTable {
  week: WeekId
  language: InterfaceLanguage
  subject: string
  html: string
  text: string
}
