// Three versions of one value become one: as given out, as the curator has it, as the draft has it now. Pure.
import type { DraftText } from './draft-text.ts'

/** The base that both sides started from, and what each made of it. */
export interface Versions<Value> {
  readonly base: Value
  readonly yours: Value
  readonly theirs: Value
}

/** Whether two values say the same. */
export const isSame = (a: unknown, b: unknown): boolean =>
  a === b || (typeof a !== 'string' && JSON.stringify(a) === JSON.stringify(b))

/** Whether a field that is shown says nothing. */
export const isEmpty = (value: string | readonly string[]): boolean => value.length === 0

/** The value that one side changed, or both alike; undefined when both changed it in different ways. */
export function mergeValue<Value>({ base, yours, theirs }: Versions<Value>): Value | undefined {
  if (isSame(yours, base)) return theirs
  return isSame(theirs, base) || isSame(yours, theirs) ? yours : undefined
}

/** As mergeValue, for a field that a text may not show: what is not shown was not changed. */
export function mergeShown<Value extends string | readonly string[]>(
  field: Versions<Value | null>,
): Value | null | undefined {
  const { base, theirs } = field
  const yours = field.yours === null || (base === null && isEmpty(field.yours)) ? base : field.yours
  return isSame(yours, base) ? theirs : mergeValue({ base, yours, theirs: theirs ?? base })
}

/**
 * As mergeValue, for the state. A draft that is neither approved nor held any more contradicts no decision: the program itself takes an
 * approval back where stories have come unseen, and that is no second opinion.
 */
export function mergeState(state: Versions<DraftText['state']>): DraftText['state'] | undefined {
  return state.theirs === 'draft' && state.yours !== state.base ? state.yours : mergeValue(state)
}
