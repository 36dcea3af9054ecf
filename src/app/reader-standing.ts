// How somebody stands with a list elsewhere, as a row of its file says it: nobody is confirmed whom the row does not confirm.
import { instantFromMs, parseIsoInstant } from '../core/clock.ts'
import type { Instant } from '../core/types.ts'

/** What a row says of its reader. */
export type Standing =
  /** Null: the column says that they agreed, and not when. */
  | { readonly kind: 'confirmed'; readonly at: Instant | null; readonly column: string }
  /** Nothing in the row says that they agreed: they may be asked. */
  | { readonly kind: 'invite' }
  | { readonly kind: 'left'; readonly state: 'unsubscribed' | 'bounced' | 'complained'; readonly at: Instant | null }
  | { readonly kind: 'refused'; readonly reason: string }

/** The cells of a row by `plainName` of their columns. */
export interface Cells {
  /** Trimmed; empty where there is no such column. */
  text(column: string): string
  /** The column as the file calls it; null where there is none. */
  nameOf(column: string): string | null
}

/** A column's name without case, blanks and signs: `Email Address` and `EMAIL_ADDRESS` are one. */
export const plainName = (name: string): string =>
  name
    .slice(0, 200)
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** They may be asked whether they want the list. */
export const invite: Standing = { kind: 'invite' }

/** The row cannot be taken. */
export const refuse = (reason: string): Standing => ({ kind: 'refused', reason })

/** They left, by the first of the columns that says when. */
export function left(
  state: 'unsubscribed' | 'bounced' | 'complained',
  cells: Cells,
  ...columns: readonly string[]
): Standing {
  const text = columns.map(column => cells.text(column)).find(isSaid) ?? ''
  return { kind: 'left', state, at: parseWrittenInstant(text) }
}

/** They agreed at the time that the first of the columns with a word says; who has none is to be asked. */
export function confirmedBy(cells: Cells, ...columns: readonly string[]): Standing {
  const column = columns.find(each => isSaid(cells.text(each)))
  if (column === undefined) return invite
  const at = parseWrittenInstant(cells.text(column))
  const name = cells.nameOf(column) ?? column
  if (at === null) return refuse(`${name} "${cells.text(column).slice(0, 40)}" is no date`)
  return { kind: 'confirmed', at, column: name }
}

/** Whether a cell says anything: empty dates are written in several ways. */
export const isSaid = (text: string): boolean => !/^(|null|none|nan|n\/a|-|0|0000-00-00( 00:00:00)?)$/i.test(text)

/** Yes, no, or null for another word. */
export function parseYes(text: string): boolean | null {
  if (/^(true|yes|y|1|是)$/i.test(text)) return true
  return /^(false|no|n|0|否)$/i.test(text) ? false : null
}

/**
 * Reads a time as exports write it: ISO 8601, with a blank for the T, a day alone, `UTC` behind it, or seconds since 1970. Without an offset
 * it is taken as UTC. Null for what can be read in two ways, as 03/04/2016 can.
 */
export function parseWrittenInstant(text: string): Instant | null {
  if (/^\d{10}(\d{3})?$/.test(text)) return instantFromMs(Number(text.padEnd(13, '0')))
  const parts =
    /^(\d{4})[-/](\d\d?)[-/](\d\d?)(?:[T ](\d\d?:\d\d)(:\d\d)?(?:[.,]\d{1,9})?)? ?(Z|UTC|GMT|[+-]\d\d:?\d\d)?$/i.exec(
      text,
    )
  if (!parts) return null
  const [, year = '', month = '', day = '', minutes = '0:00', seconds = ':00', zone = 'Z'] = parts
  const date = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const isDay = new Date(`${date}T00:00:00Z`)
  if (Number.isNaN(isDay.getTime()) || !isDay.toISOString().startsWith(date)) return null
  return parseIsoInstant(`${date}T${minutes.padStart(5, '0')}${seconds}${/^(UTC|GMT)$/i.test(zone) ? 'Z' : zone}`)
}
