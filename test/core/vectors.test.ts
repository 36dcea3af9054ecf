import { expect, test } from 'vitest'
import { countTokens, productOf, sumVectors, toUnitLength, vectorOf } from '../../src/core/vectors.ts'

test('tokens are counted', () => {
  expect([...countTokens(['a', 'b', 'a'])]).toEqual([
    ['a', 2],
    ['b', 1],
  ])
})

test.each([
  ['the same words', ['a', 'b'], ['b', 'a'], 1],
  ['no word in common', ['a'], ['b'], 0],
  ['half of the words', ['a', 'b'], ['b', 'c'], 0.5],
  ['nothing at all', [], ['b'], 0],
])('likeness of %s', (_, a, b, likeness) => {
  expect(productOf(vectorOf(a), vectorOf(b))).toBeCloseTo(likeness)
})

test('a sum keeps every term, and its direction has length 1', () => {
  const sum = sumVectors([countTokens(['a', 'b']), countTokens(['b', 'b', 'c'])])
  expect([...sum]).toEqual([
    ['a', 1],
    ['b', 3],
    ['c', 1],
  ])
  expect(productOf(toUnitLength(sum), toUnitLength(sum))).toBeCloseTo(1)
})
