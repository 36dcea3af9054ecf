// Three versions of a value become one: what one side changed holds, what both changed differently is undefined.
import { expect, test } from 'vitest'
import { isEmpty, isSame, mergeShown, mergeState, mergeValue } from '../../src/desk/merge-values.ts'

test.each([
  ['nobody changed it', 'a', 'a', 'a', 'a'],
  ['the curator alone changed it', 'a', 'mine', 'a', 'mine'],
  ['the draft alone changed it', 'a', 'a', 'theirs', 'theirs'],
  ['both changed it alike', 'a', 'b', 'b', 'b'],
  ['both changed it differently', 'a', 'mine', 'theirs', undefined],
  ['lists say the same', ['a'], ['a'], ['a', 'b'], ['a', 'b']],
])('%s', (_who, base, yours, theirs, merged) => {
  expect(mergeValue<unknown>({ base, yours, theirs })).toEqual(merged)
})

test.each([
  ['what the curator’s text does not show, they did not change', 'a', null, 'a', 'a'],
  ['what it does not show is as the draft has it now', 'a', null, 'theirs', 'theirs'],
  ['what neither text shows stays unshown', null, null, null, null],
  ['what only the draft shows now is the draft’s', null, null, 'theirs', 'theirs'],
  ['an empty field below a title that was given out alone says nothing', null, '', 'theirs', 'theirs'],
  ['an empty list there says nothing', null, [], null, null],
  ['a word there is the curator’s', null, 'mine', null, 'mine'],
  ['a word there that the draft has too', null, 'same', 'same', 'same'],
  ['a word there against another of the draft', null, 'mine', 'theirs', undefined],
  ['a field that they emptied is empty', 'a', '', 'a', ''],
  ['a field that they emptied and the draft changed', 'a', '', 'theirs', undefined],
  ['what they wrote stays when the draft shows it no longer', 'a', 'mine', null, 'mine'],
  ['what they left alone goes when the draft shows it no longer', 'a', 'a', null, null],
])('%s', (_what, base, yours, theirs, merged) => {
  expect(mergeShown<string | readonly string[]>({ base, yours, theirs })).toEqual(merged)
})

test.each([
  ['draft', 'approved', 'draft', 'approved'],
  ['approved', 'held', 'draft', 'held'],
  ['approved', 'approved', 'draft', 'draft'],
  ['draft', 'approved', 'held', undefined],
  ['draft', 'draft', 'approved', 'approved'],
  [null, null, null, null],
] as const)('given out %s, saved %s, now %s: %s', (base, yours, theirs, merged) => {
  expect(mergeState({ base, yours, theirs })).toBe(merged)
})

test('a text or list without anything is empty; values are the same when they say the same', () => {
  expect([isEmpty(''), isEmpty([]), isEmpty('容'), isEmpty([''])]).toEqual([true, true, false, false])
  expect([isSame(['a'], ['a']), isSame('a', 'b'), isSame(null, '')]).toEqual([true, false, false])
})
