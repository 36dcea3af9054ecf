// Whether a page's list was read: its items by address and title, and nothing else.
import { type Agreement, agreementOf, type Score, shareOf } from '../score.ts'

/** What a list names. */
export interface Listed {
  readonly title: string
  readonly url: string | null
}

/** How items read agree with those wanted. */
export interface ListCount {
  readonly wanted: number
  readonly read: number
  readonly right: number
}

const squeeze = (text: string): string => text.replace(/[\s\p{P}]+/gu, '').toLowerCase()
const keyOf = ({ title, url }: Listed): string => `${url ?? ''}\n${squeeze(title)}`

/** Counts items that have the wanted address and, but for spaces and punctuation, the wanted title. */
export function compareLists(wanted: readonly Listed[], read: readonly Listed[]): ListCount {
  const found = new Set(read.map(keyOf))
  const right = new Set(wanted.map(keyOf)).intersection(found).size
  return { wanted: wanted.length, read: read.length, right }
}

/** Precision and recall over the items of all lists. */
export function agreeOnLists(counts: readonly ListCount[]): Agreement {
  const sum = (key: keyof ListCount): number => counts.reduce((total, count) => total + count[key], 0)
  return agreementOf(shareOf(sum('right'), sum('read'), 1), shareOf(sum('right'), sum('wanted'), 1))
}

/** The measures of lists. */
export function scoreLists(matter: string, counts: readonly ListCount[]): readonly Score[] {
  const { precision, recall, f1 } = agreeOnLists(counts)
  const whole = counts.filter(({ wanted, read, right }) => wanted === right && read === right).length
  const base = { matter, better: 'more' } as const
  const items = counts.reduce((total, { wanted }) => total + wanted, 0)
  return [
    { ...base, name: 'items: F1', unit: 'F1', value: f1, cases: items },
    { ...base, name: 'items: precision', unit: 'share', value: precision, cases: items },
    { ...base, name: 'items: recall', unit: 'share', value: recall, cases: items },
    {
      ...base,
      name: 'lists without a fault',
      unit: 'share',
      value: shareOf(whole, counts.length),
      cases: counts.length,
    },
  ]
}
