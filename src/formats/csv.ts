// Comma-separated values as spreadsheets write them, in whatever character set and with whatever separator, and back again.
import { WeeklyError } from '../core/errors.ts'
import { decodeText } from './charset.ts'

/** A row by the header's names, and the line of the file on which it begins. */
export interface CsvRow {
  readonly line: number
  /** Why its cells cannot be believed; null for a row that can be read. A cell too many is mostly a separator that nobody quoted. */
  readonly problem: string | null
  readonly fields: Readonly<Record<string, string>>
}

/** A file with its header: names as written, trimmed. */
export interface CsvTable {
  readonly columns: readonly string[]
  readonly rows: readonly CsvRow[]
}

/** A million readers with a name each. */
const MAX_BYTES = 200 * 1024 * 1024
/** One row: a statement of consent may be a page long. */
const MAX_ROW_CHARACTERS = 64 * 1024
/** No record reaches further than this before it is given up, nor do the signs that end one. */
const LOOK_AHEAD = 2 * MAX_ROW_CHARACTERS + 64
const SEPARATORS: readonly string[] = [',', ';', '\t']

const refuse = (message: string, hint: string): WeeklyError => new WeeklyError('CSV_INVALID', message, { hint })

/**
 * Reads a file with a header line: UTF-8, UTF-16 with a mark, GB18030 and what else spreadsheets write; commas, semicolons or tabs, by the
 * header. Throws CSV_INVALID when it is too large, empty, or has bytes that are no text. A row that cannot be read has a problem; the
 * others stand. (RFC 4180)
 */
export function parseCsv(bytes: Uint8Array): CsvTable {
  const reader = createCsvReader()
  const rows = [...reader.read(decode(bytes)), ...reader.end()]
  return { columns: reader.columns(), rows }
}

/** Reads a file piece by piece, so that its length costs no memory. */
export interface CsvReader {
  /** The rows that end within this piece and those before. */
  read(piece: string): Generator<CsvRow>
  /** The rest. Throws CSV_INVALID for a file without a header. */
  end(): Generator<CsvRow>
  /** Empty before the first row was read, or the end was. */
  columns(): readonly string[]
}

/** Makes a reader of one file, which `parseCsv` describes. The pieces are text; where they part the file does not matter. */
export function createCsvReader(): CsvReader {
  let waiting = ''
  let columns: readonly string[] | null = null
  let separator = ','
  let line = 1
  let isInLostLine = false

  function* take(isLast: boolean): Generator<CsvRow> {
    if (columns === null && (isLast || waiting.length > LOOK_AHEAD)) separator = findSeparator(waiting)
    let at = 0
    while (at < waiting.length && (isLast || waiting.length - at > LOOK_AHEAD)) {
      const { cells, end, problem } = isInLostLine
        ? { cells: [], end: endOfLine(waiting, at), problem: null }
        : readRecord(waiting, at, separator)
      const isSaid = problem !== null || cells.some(cell => cell !== '')
      if (isSaid && columns === null) columns = cells
      else if (isSaid && columns !== null) yield rowOf(columns, { line, cells, problem })
      line += waiting.slice(at, end).match(/\r\n|\n|\r/g)?.length ?? 0
      isInLostLine = !isLast && end === waiting.length && !'\r\n'.includes(waiting.charAt(end - 1))
      at = end
    }
    waiting = waiting.slice(at)
  }

  return {
    *read(piece) {
      waiting += piece
      yield* take(false)
    },
    *end() {
      yield* take(true)
      if (columns === null) throw refuse('the file has no header line', 'Begin it with a line that names its columns.')
    },
    columns: () => columns ?? [],
  }
}

interface CsvRecord {
  readonly line: number
  readonly cells: readonly string[]
  readonly problem: string | null
}

/** The record at a place of the text, and where the next one begins. */
function readRecord(text: string, start: number, separator: string) {
  const cells: string[] = []
  for (let at = start; ;) {
    const cell = text.charAt(skipBlanks(text, at, separator)) === '"' ? readQuoted : readPlain
    const { value, end, problem } = cell(text, at, separator)
    if (problem !== null) return { cells: [], end: endOfLine(text, start), problem }
    if (end - start > MAX_ROW_CHARACTERS) return { cells: [], end: endOfLine(text, start), problem: TOO_LONG }
    cells.push(value)
    if (text.startsWith(separator, end)) at = end + 1
    else return { cells, end: endOfLine(text, end), problem: null }
  }
}

const TOO_LONG = `more than ${MAX_ROW_CHARACTERS} characters; is a quotation mark missing?`

interface CsvCell {
  readonly value: string
  /** Where the separator stands, or the end of the line. */
  readonly end: number
  readonly problem: string | null
}

function readPlain(text: string, start: number, separator: string): CsvCell {
  const isEnd = (sign: string): boolean => sign === separator || sign === '\n' || sign === '\r'
  let end = start
  while (end < text.length && end - start <= MAX_ROW_CHARACTERS && !isEnd(text.charAt(end))) end++
  return { value: text.slice(start, end).trim(), end, problem: null }
}

function readQuoted(text: string, start: number, separator: string): CsvCell {
  const opened = skipBlanks(text, start, separator)
  let closed = text.indexOf('"', opened + 1)
  while (closed !== -1 && text.charAt(closed + 1) === '"' && closed - opened <= MAX_ROW_CHARACTERS)
    closed = text.indexOf('"', closed + 2)
  const value = text.slice(opened + 1, closed).replaceAll('""', '"')
  if (closed === -1) return { value, end: opened, problem: 'a quotation mark that opens a cell is never closed' }
  const end = skipBlanks(text, closed + 1, separator)
  const isEnd = end === text.length || [separator, '\n', '\r'].includes(text.charAt(end))
  return { value, end, problem: isEnd ? null : 'quotation marks that are not doubled within a cell' }
}

function skipBlanks(text: string, start: number, separator: string): number {
  let at = start
  while (text.charAt(at) === ' ' || (text.charAt(at) === '\t' && separator !== '\t')) at++
  return at
}

/** Behind the line end at or after a place. */
function endOfLine(text: string, at: number): number {
  const lineEnd = /\r\n|\n|\r/g
  lineEnd.lastIndex = at
  return lineEnd.exec(text) ? lineEnd.lastIndex : text.length
}

function decode(bytes: Uint8Array): string {
  if (bytes.length > MAX_BYTES)
    throw refuse(`the file has ${bytes.length} bytes; at most ${MAX_BYTES} are read`, 'Split it.')
  const text = decodeText(bytes, { kind: 'json' }).text.replace(/^\uFEFF/, '')
  const damage = /[\uFFFD\0]/.exec(text)
  if (!damage) return text
  const before = text.slice(0, damage.index).split(/\r\n|\n|\r/)
  const place = `line ${before.length}, character ${(before.at(-1) ?? '').length + 1}`
  throw refuse(`the file is no text from ${place} on`, 'Save it as "CSV UTF-8"; nothing was taken from it.')
}

/** The separator that the header line has most of. */
function findSeparator(text: string): string {
  const header = /^[^\r\n]{0,20000}/.exec(text.trimStart())?.[0].replace(/"[^"]*"/g, '') ?? ''
  const counts = SEPARATORS.map(separator => header.split(separator).length - 1)
  return SEPARATORS[counts.indexOf(Math.max(...counts))] ?? ','
}

function rowOf(columns: readonly string[], { line, cells, problem }: CsvRecord): CsvRow {
  const isWide = cells.slice(columns.length).some(cell => cell !== '')
  return {
    line,
    problem: problem ?? (isWide ? `${cells.length} cells where the header has ${columns.length}` : null),
    fields: Object.fromEntries(columns.map((name, index) => [name, withoutGuard(cells[index] ?? '')])),
  }
}

/** What a spreadsheet would run as a formula has an apostrophe before it in the file, and none in the list. */
const guarded = /^'+[=+\-@\t\r]/
const dangerous = /^'*[=+\-@\t\r]/
const withoutGuard = (cell: string): string => (guarded.test(cell) ? cell.slice(1) : cell)

/** Writes rows under a header with a byte order mark, without which Excel reads UTF-8 as something else. `parseCsv` reads the same back. */
export function renderCsv<Name extends string>(
  names: readonly Name[],
  rows: readonly Readonly<Record<Name, string>>[],
): string {
  const quote = (value: string): string => {
    const harmless = dangerous.test(value) ? `'${value}` : value
    return /[",;\r\n\t]|^\s|\s$/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless
  }
  const lines = [names.join(','), ...rows.map(row => names.map(name => quote(row[name])).join(','))]
  return `\uFEFF${lines.map(line => `${line}\r\n`).join('')}`
}
