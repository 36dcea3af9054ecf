// Comma-separated values after RFC 4180, with a header; for readers' lists. Called by commands/subscriber.ts.
import { WeeklyError } from '../core/errors.ts'

/** A row by the header's names, and the line of the file on which it begins. */
export interface CsvRow {
  readonly line: number
  /** Null for a row that has the header's number of cells; a cell too many is mostly a comma that nobody quoted. */
  readonly problem: string | null
  readonly fields: Readonly<Record<string, string>>
}

function* readRecords(text: string): Generator<{ line: number; cells: string[] }> {
  let line = 1
  let startLine = 1
  let cells: string[] = []
  const cell = /("(?:[^"]|"")*"|[^,\r\n]*)(,|\r\n|\n|\r|$)/gy
  for (let match = cell.exec(text); match; match = cell.exec(text)) {
    const [whole, value = '', end = ''] = match
    cells.push(value.startsWith('"') ? value.slice(1, -1).replaceAll('""', '"') : value.trim())
    line += whole.match(/\r\n|\n|\r/g)?.length ?? 0
    if (end === ',') continue
    if (cells.some(each => each !== '')) yield { line: startLine, cells }
    if (end === '') return
    cells = []
    startLine = line
  }
}

/** Reads a file with a header line that names at least `email` and `consent`; throws SUBSCRIBER_INVALID without one. */
export function parseCsv(text: string): readonly CsvRow[] {
  const [header, ...records] = readRecords(text.replace(/^\uFEFF/, ''))
  const names = header?.cells.map(name => name.toLowerCase()) ?? []
  if (!names.includes('email') || !names.includes('consent'))
    throw new WeeklyError(
      'SUBSCRIBER_INVALID',
      'the first line of the file does not name the columns email and consent',
      {
        hint: 'Begin the file with the line email,name,language,consent.',
      },
    )
  return records.map(({ line, cells }) => ({
    line,
    problem: cells.length > names.length ? `${cells.length} cells where the header has ${names.length}` : null,
    fields: Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])),
  }))
}

/** Writes rows under a header. A cell that a spreadsheet would run as a formula is quoted with an apostrophe. */
export function renderCsv<Name extends string>(
  names: readonly Name[],
  rows: readonly Readonly<Record<Name, string>>[],
): string {
  const quote = (value: string): string => {
    const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
    return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
  }
  return [names.join(','), ...rows.map(row => names.map(name => quote(row[name])).join(','))]
    .map(line => `${line}\r\n`)
    .join('')
}
