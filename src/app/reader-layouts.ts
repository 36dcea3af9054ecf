// How the rows of a list's file are read: as our own, as another service's, or as the curator says; never as a guess.
import { WeeklyError } from '../core/errors.ts'
import type { InterfaceLanguage } from '../core/words/words.ts'
import type { CsvRow } from '../formats/csv.ts'
import type { ImportedReader } from '../store/subscriber-import.ts'
import { type Column, findColumns, type MappedColumn, readReader, type Refusal } from './reader-file.ts'
import { emailNames, findService, personNames, readLeaving } from './reader-services.ts'
import { type Cells, confirmedBy, invite, left, parseYes, plainName, refuse, type Standing } from './reader-standing.ts'

/** A file whose rows can be read. */
export interface ReaderLayout {
  /** Whose file it is, as consent and report name it; null for our own. */
  readonly from: string | null
  read(row: CsvRow): ImportedReader | Refusal
}

/** A file before its rows: its header, and what it is called. */
export interface ReaderHeader {
  readonly file: string
  readonly columns: readonly string[]
}

/**
 * Finds how to read a file. A map that names a column for `confirmed` comes before everything, then a service whose columns these are, then
 * our own. Throws CSV_INVALID with what the header has.
 */
export function findLayout(
  header: ReaderHeader,
  map: ReadonlyMap<string, MappedColumn>,
  language: InterfaceLanguage,
): ReaderLayout {
  const mapped = findMapped(header, map)
  const confirmed = mapped.get('confirmed')
  const ours = new Map([...mapped].filter((pair): pair is [Column, string] => pair[0] !== 'confirmed'))
  if (confirmed !== undefined) return readAsMapped(header, ours, confirmed, language)
  const byPlain = namesByPlain(header.columns)
  const service = findService(new Set(byPlain.keys()))
  if (service === null || ours.has('consent')) {
    const found = findColumns(header, map)
    const readBeside = (cells: Cells): Standing => service?.readStanding(cells) ?? readLeaving(cells)
    return {
      from: null,
      read: row => leaveOut(readReader(row, found, language), readBeside(cellsOf(row, byPlain))),
    }
  }
  const email = ours.get('email') ?? emailNames.map(name => byPlain.get(name)).find(name => name !== undefined)
  if (email === undefined)
    throw new WeeklyError(
      'CSV_INVALID',
      `the file is one of ${service.name}, but none of its columns is known to be the address`,
      {
        hint: `Say which it is: --map email=COLUMN; the header has ${header.columns.map(name => `"${name}"`).join(', ')}.`,
      },
    )
  const found = new Map<Column, string>([...ours, ['email', email]])
  const readStanding = (cells: Cells): Standing => believeName(header.file, service.readStanding(cells), cells)
  return { from: service.name, read: row => readStood(row, found, service.name, readStanding, language, byPlain) }
}

/** Who left according to a column beside ours has left: an old statement of consent does not bring them back. */
function leaveOut(reader: ImportedReader | Refusal, standing: Standing): ImportedReader | Refusal {
  if ('reason' in reader || standing.kind !== 'left' || (reader.state ?? 'confirmed') !== 'confirmed') return reader
  return { ...reader, state: standing.state, leftAt: standing.at }
}

/** The columns that a map names, as the file writes them. Throws CSV_INVALID for one that is not there. */
function findMapped(
  { columns }: ReaderHeader,
  map: ReadonlyMap<string, MappedColumn>,
): ReadonlyMap<MappedColumn, string> {
  const found = new Map<MappedColumn, string>()
  for (const [name, column] of map) {
    const written = columns.find(each => each.trim().toLowerCase() === name)
    if (written === undefined)
      throw new WeeklyError(
        'CSV_INVALID',
        `there is no column "${name}"; the header has ${columns.map(each => `"${each}"`).join(', ')}`,
        { hint: 'Name the columns of --map as the file does.' },
      )
    found.set(column, written)
  }
  return found
}

function readAsMapped(
  header: ReaderHeader,
  ours: ReadonlyMap<Column, string>,
  confirmed: string,
  language: InterfaceLanguage,
): ReaderLayout {
  const byPlain = namesByPlain(header.columns)
  const email = ours.get('email') ?? byPlain.get('email')
  if (email === undefined)
    throw new WeeklyError('CSV_INVALID', 'no column is said to be the address', { hint: 'Add email=COLUMN to --map.' })
  const [state, found] = [ours.get('state'), new Map<Column, string>([...ours, ['email', email]])]
  found.delete('state')
  const readStanding = (cells: Cells): Standing =>
    readMappedStanding(cells, plainName(confirmed), state === undefined ? null : plainName(state))
  return { from: header.file, read: row => readStood(row, found, header.file, readStanding, language, byPlain) }
}

/** Words for states that mean one thing only. */
const wordsOfState: readonly (readonly [RegExp, 'confirmed' | 'invite' | 'unsubscribed' | 'bounced' | 'complained'])[] =
  [
    [/^(confirmed|subscribed|active|已确认|已订阅|订阅)$/, 'confirmed'],
    [/^(pending|unconfirmed|unactivated|待确认|未确认)$/, 'invite'],
    [/^(unsubscribed|cancell?ed|opted out|removed|退订|已退订|取消订阅)$/, 'unsubscribed'],
    [/^(bounced|hard bounced|soft bounced|cleaned|undeliverable|退信)$/, 'bounced'],
    [/^(complained|complaint|spam|junk|abuse|投诉)$/, 'complained'],
  ]

function readMappedStanding(cells: Cells, confirmed: string, state: string | null): Standing {
  const written = state === null ? 'confirmed' : cells.text(state)
  const word = written.slice(0, 40).toLowerCase().replaceAll(/[_-]/g, ' ')
  const meaning = wordsOfState.find(([pattern]) => pattern.test(word))?.[1]
  if (meaning === undefined) return refuse(`unknown ${cells.nameOf(state ?? '') ?? 'state'} "${written.slice(0, 40)}"`)
  if (meaning === 'invite') return invite
  if (meaning !== 'confirmed') return left(meaning, cells)
  const yes = parseYes(cells.text(confirmed))
  if (yes === false) return invite
  return yes
    ? { kind: 'confirmed', at: null, column: cells.nameOf(confirmed) ?? confirmed }
    : confirmedBy(cells, confirmed)
}

/** A file that is called after those who left confirms nobody, whatever its rows lack. */
function believeName(file: string, standing: Standing, cells: Cells): Standing {
  if (standing.kind !== 'confirmed' && standing.kind !== 'invite') return standing
  const called = /(?:^|[^\p{L}])(nonsubscribed|unsubscri|cleaned|bounced|marked-as-spam|unconfirmed)/iu.exec(file)?.[1]
  switch (called?.toLowerCase()) {
    case undefined:
      return standing
    case 'nonsubscribed':
      return refuse('never asked for the list, as the name of the file says')
    case 'unconfirmed':
      return invite
    case 'unsubscri':
      return left('unsubscribed', cells)
    case 'marked-as-spam':
      return left('complained', cells)
    default:
      return left('bounced', cells)
  }
}

function namesByPlain(columns: readonly string[]): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  for (const name of columns) if (!names.has(plainName(name))) names.set(plainName(name), name)
  return names
}

function readStood(
  row: CsvRow,
  found: ReadonlyMap<Column, string>,
  from: string,
  readStanding: (cells: Cells) => Standing,
  language: InterfaceLanguage,
  byPlain: ReadonlyMap<string, string>,
): ImportedReader | Refusal {
  const reader = readReader(row, found, language)
  if ('reason' in reader) return reader
  const cells = cellsOf(row, byPlain)
  const standing = readStanding(cells)
  const name = reader.name ?? nameOf(cells)
  switch (standing.kind) {
    case 'refused':
      return { email: reader.email, reason: standing.reason }
    case 'invite':
      return { ...reader, name, state: 'pending', consent: `imported from ${from}, to be asked` }
    case 'left':
      return {
        ...reader,
        name,
        state: standing.state,
        consent: `imported from ${from}, ${standing.state}`,
        leftAt: standing.at,
      }
    case 'confirmed': {
      const { at, column } = standing
      const consent =
        at === null
          ? `imported from ${from}, confirmed (${column})`
          : `imported from ${from}, confirmed at ${at} (${column})`
      return { ...reader, name, state: 'confirmed', consent, confirmedAt: at }
    }
  }
}

const cellsOf = (row: CsvRow, byPlain: ReadonlyMap<string, string>): Cells => ({
  text: column => (row.fields[byPlain.get(column) ?? ''] ?? '').trim(),
  nameOf: column => byPlain.get(column) ?? null,
})

function nameOf(cells: Cells): string | null {
  const [whole = '', first = '', last = ''] = personNames.map(
    names => names.map(name => cells.text(name)).find(text => text !== '') ?? '',
  )
  return (whole || `${first} ${last}`.trim()).slice(0, 200) || null
}
