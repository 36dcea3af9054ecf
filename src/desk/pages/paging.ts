// Long lists in pages of a hundred rows, by links that work without script. Pure.
import { isWeeklyError } from '../../core/errors.ts'
import type { WeekId } from '../../core/types.ts'
import { parseWeek } from '../../core/week.ts'

/** Rows of one page. */
export const ROWS_A_PAGE = 100

/** Where the pages before and behind are; null where there is none. */
export interface Pages {
  readonly previous: string | null
  readonly next: string | null
}

/** A whole number of an address, from 1 to what a column of ids holds; `otherwise` for anything else that stands there. */
export function readNumber(url: string, name: string, otherwise: number): number {
  const given = new URL(url).searchParams.get(name) ?? ''
  const number = /^\d{1,9}$/.test(given) ? Number(given) : otherwise
  return Math.max(1, number)
}

/** The week that an address names; null where it names none. */
export function readWeek(text: string): WeekId | null {
  try {
    return parseWeek(text)
  } catch (error) {
    if (isWeeklyError(error)) return null
    throw error
  }
}

/** The rows of the page that an address asks for, and the pages beside it. */
export function cutPage<Row>(
  rows: readonly Row[],
  url: string,
  path: string,
): { readonly rows: readonly Row[]; readonly pages: Pages } {
  const last = Math.max(1, Math.ceil(rows.length / ROWS_A_PAGE))
  const page = Math.min(readNumber(url, 'page', 1), last)
  const link = (number: number): string => `${path}${path.includes('?') ? '&' : '?'}page=${number}`
  return {
    rows: rows.slice((page - 1) * ROWS_A_PAGE, page * ROWS_A_PAGE),
    pages: { previous: page > 1 ? link(page - 1) : null, next: page < last ? link(page + 1) : null },
  }
}

/** The same for rows that the store finds one page at a time and one more: `next` is the address behind the last row that is shown. */
export function cutFound<Row>(
  found: readonly Row[],
  first: string | null,
  next: (last: Row) => string,
  shown = ROWS_A_PAGE,
): { readonly rows: readonly Row[]; readonly pages: Pages } {
  const rows = found.slice(0, shown)
  const last = rows.at(-1)
  return {
    rows,
    pages: { previous: first, next: last !== undefined && found.length > rows.length ? next(last) : null },
  }
}
