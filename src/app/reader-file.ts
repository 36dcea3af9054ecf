// The list of readers as a file: which columns it has, what each says, and back.
import { parseIsoInstant } from '../core/clock.ts'
import { WeeklyError } from '../core/errors.ts'
import { primaryLanguage } from '../core/language.ts'
import type { Cadence, Instant, Subscriber } from '../core/types.ts'
import { type InterfaceLanguage, interfaceLanguageOf, interfaceLanguages } from '../core/words/words.ts'
import { type CsvRow, type CsvTable, renderCsv } from '../formats/csv.ts'
import { storiesChoices } from '../store/reader-choices.ts'
import type { ImportedReader } from '../store/subscriber-import.ts'
import type { SubscriberRecord } from '../store/subscribers.ts'

/** The columns of an export, which an import takes back; `email` and `consent` must be there. */
const columns = [
  'email',
  'name',
  'language',
  'consent',
  'state',
  'createdAt',
  'confirmedAt',
  'leftAt',
  'cadence',
  'sectionsOff',
  'stories',
] as const
/** A column of ours. */
export type Column = (typeof columns)[number]
/** What `--map` may name: our columns, and the one that says when somebody agreed, of which the statement of consent is made. */
export type MappedColumn = Column | 'confirmed'

const states: readonly Subscriber['state'][] = ['pending', 'confirmed', 'unsubscribed', 'bounced', 'complained']
const cadences: readonly Cadence[] = ['weekly', 'monthly']
/** What the columns that people write by hand are called in Chinese. */
const otherNames: Readonly<Record<string, Column>> = {
  邮箱: 'email',
  电子邮箱: 'email',
  电子邮件: 'email',
  邮箱地址: 'email',
  姓名: 'name',
  名字: 'name',
  语言: 'language',
  同意: 'consent',
  // A state under another name is one all the same: left unread, it would confirm those who left.
  status: 'state',
  状态: 'state',
  狀態: 'state',
  文章语言: 'stories',
}

/** A row that cannot be taken, and why. */
export interface Refusal {
  readonly email: string
  readonly reason: string
}

const isColumn = (name: string): name is Column => columns.some(column => column === name)

/** Reads `email=E-Mail,confirmed=Opt-in`: which of our columns stands under which name of the file. Throws USAGE_INVALID. */
export function parseColumnMap(text: string): ReadonlyMap<string, MappedColumn> {
  const pairs = text.split(',').map(pair => {
    const [ours = '', ...theirs] = pair.split('=')
    const name = ours.trim()
    if ((isColumn(name) || name === 'confirmed') && theirs.length > 0)
      return [theirs.join('=').trim().toLowerCase(), name] as const
    throw new WeeklyError('USAGE_INVALID', `--map does not know what "${pair.trim()}" means`, {
      hint: `Write it as email=COLUMN,name=COLUMN; known are ${columns.join(', ')}, and confirmed for when they agreed.`,
    })
  })
  return new Map(pairs)
}

/**
 * Finds our columns in the header of a file: by the map, else by their names in any case. Throws CSV_INVALID with what the header has when
 * `email` or `consent` is missing, or the map names a column that is not there.
 */
export function findColumns(
  table: Pick<CsvTable, 'columns'>,
  map: ReadonlyMap<string, MappedColumn>,
): ReadonlyMap<Column, string> {
  const byLowerCase = new Map<string, Column>(columns.map(column => [column.toLowerCase(), column]))
  const found = new Map<Column, string>()
  for (const name of table.columns) {
    const lower = name.trim().toLowerCase()
    const mapped = map.get(lower)
    const column = (mapped === 'confirmed' ? undefined : mapped) ?? byLowerCase.get(lower) ?? otherNames[lower]
    if (column !== undefined && (!found.has(column) || map.has(lower))) found.set(column, name)
  }
  const has = `the header has ${table.columns.map(name => `"${name}"`).join(', ')}`
  const absent = [...map].find(
    ([name, column]) => column !== 'confirmed' && found.get(column)?.trim().toLowerCase() !== name,
  )
  const missing = (['email', 'consent'] as const).filter(column => !found.has(column))
  if (!absent && missing.length === 0) return found
  const what = absent ? `no column "${absent[0]}"` : `no column ${missing.join(' and ')}`
  throw new WeeklyError('CSV_INVALID', `there is ${what}; ${has}`, {
    hint: 'Begin the file with the line email,name,language,consent, or say which column is which: --map email=COLUMN,consent=COLUMN, or --map email=COLUMN,state=COLUMN,confirmed=COLUMN.',
  })
}

/** Reads one row; or says why it is none, for what would be guessed at would be guessed wrong. */
export function readReader(
  { fields, problem }: CsvRow,
  found: ReadonlyMap<Column, string>,
  siteLanguage: InterfaceLanguage,
): ImportedReader | Refusal {
  const cell = (column: Column): string => fields[found.get(column) ?? ''] ?? ''
  const email = cell('email')
  if (problem !== null) return { email, reason: `${problem}; quote a cell that has a separator` }
  const language = cell('language') === '' ? siteLanguage : interfaceLanguageOf(cell('language'))
  if (language === null)
    return { email, reason: `the language ${cell('language')} is none of ${interfaceLanguages().join(', ')}` }
  const state = oneOf(states, cell('state'))
  if (state === null) return { email, reason: `the state "${cell('state')}" is none of ${states.join(', ')}` }
  const cadence = oneOf(cadences, cell('cadence'))
  if (cadence === null) return { email, reason: `the cadence "${cell('cadence')}" is none of ${cadences.join(', ')}` }
  const stories = oneOf(storiesChoices, primaryLanguage(cell('stories')) ?? cell('stories'))
  if (stories === null) return { email, reason: `stories "${cell('stories')}" is none of ${storiesChoices.join(', ')}` }
  const dates = readDates(cell)
  if ('reason' in dates) return { email, reason: dates.reason }
  const choices = {
    ...(cadence && { cadence }),
    ...(stories && { stories }),
    ...(found.has('sectionsOff') && { sectionsOff: parseList(cell('sectionsOff')) }),
  }
  return {
    email,
    name: cell('name') || null,
    language,
    consent: cell('consent'),
    ...(state && { state }),
    ...dates,
    ...choices,
  }
}

/** Undefined for a cell that says nothing, null for one that says something else. */
function oneOf<Value extends string>(known: readonly Value[], text: string): Value | null | undefined {
  if (text === '') return undefined
  return known.find(each => each === text.toLowerCase()) ?? null
}

function readDates(
  cell: (column: Column) => string,
): Record<'createdAt' | 'confirmedAt' | 'leftAt', Instant | null> | { reason: string } {
  const dates = { createdAt: null, confirmedAt: null, leftAt: null } as Record<
    'createdAt' | 'confirmedAt' | 'leftAt',
    Instant | null
  >
  for (const column of ['createdAt', 'confirmedAt', 'leftAt'] as const) {
    const text = cell(column)
    if (text === '') continue
    const at = parseIsoInstant(text)
    if (at === null) return { reason: `${column} "${text}" is no date such as 2026-11-28T10:00:00Z` }
    dates[column] = at
  }
  return dates
}

/** Titles of sections may have the bar that parts them. */
const parseList = (text: string): readonly string[] =>
  text === '' ? [] : text.split(/(?<!\\) \| /).map(title => title.replaceAll('\\|', '|'))
const renderList = (titles: readonly string[]): string => titles.map(title => title.replaceAll('|', '\\|')).join(' | ')

/** The whole list as a file that an import takes back, into an empty store with the same states, dates and choices. */
export function renderReaders(readers: readonly SubscriberRecord[]): string {
  const rows = readers.map(({ email, name, language, consent, state, createdAt, cadence, ...reader }) => ({
    email,
    name: name ?? '',
    language,
    consent,
    state,
    createdAt,
    confirmedAt: reader.confirmedAt ?? '',
    leftAt: reader.leftAt ?? '',
    cadence,
    sectionsOff: renderList(reader.sectionsOff),
    stories: reader.stories,
  }))
  return renderCsv(columns, rows)
}
