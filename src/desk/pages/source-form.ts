// From the fields of the forms of sources to what they say of a source. Pure.
import type { PageSelectors } from '../../core/types.ts'
import type { SourceSettings } from './source-desk.ts'

/** Longer texts are refused: no name, section, selector or header has so many characters. */
const MOST_CHARACTERS = 500
/** Rules and addresses, one a line. */
const LIST_CHARACTERS = 5_000
/** An address may carry a long key. */
const ADDRESS_CHARACTERS = 2_000

/** What is wrong with a form. */
export type FormProblem = 'wrongNumber' | 'tooLong'

/** The parts of a list that selectors name, in the order of the form. */
export const selectorNames = ['item', 'title', 'link', 'date', 'summary'] as const

/** A field on one line, without blanks around it. */
export const readField = (fields: URLSearchParams, name: string): string =>
  (fields.get(name) ?? '').replace(/[\p{Cc}\s]+/gu, ' ').trim()

/** The address of a form, without blanks; of one that is too long its beginning. */
export const readAddress = (fields: URLSearchParams): string => readField(fields, 'url').slice(0, ADDRESS_CHARACTERS)

const isTooLong = (fields: URLSearchParams): boolean =>
  [...fields].some(
    ([name, value]) =>
      name !== 'url' &&
      value.length > (value.includes('\n') && name.startsWith('more-') ? LIST_CHARACTERS : MOST_CHARACTERS),
  )

/** The selectors of a form; null where the list is to be found by itself. */
export function readSelectors(fields: URLSearchParams): PageSelectors | null {
  const [item = '', ...rest] = selectorNames.map(name => readField(fields, `select-${name}`).slice(0, MOST_CHARACTERS))
  if (item === '') return null
  const named = selectorNames.slice(1).flatMap((name, place) => (rest[place] ? [[name, rest[place]] as const] : []))
  return { item, ...Object.fromEntries(named) }
}

/** What a form says of a source; a field that is left empty has its default. */
export function readSettings(fields: URLSearchParams): SourceSettings | FormProblem {
  if (isTooLong(fields)) return 'tooLong'
  const weight = Number(readField(fields, 'weight').replace(',', '.') || '1')
  if (!(weight >= 0 && weight <= 3)) return 'wrongNumber'
  const header = readField(fields, 'header')
  return {
    title: readField(fields, 'title') || undefined,
    section: readField(fields, 'section') || undefined,
    weight: weight === 1 ? undefined : weight,
    private: fields.get('private') === 'yes' ? true : undefined,
    ...(header === '' ? {} : { headers: { [header]: readField(fields, 'secret') } }),
  }
}
