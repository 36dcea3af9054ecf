import { expect, test } from 'vitest'
import { heaviestTerms, productOf, sumOf, weighArticles, type SparseVector } from '../../src/curate/vectors.ts'

const vector = (...pairs: [term: number, weight: number][]): SparseVector => ({
  terms: Int32Array.from(pairs, ([term]) => term),
  weights: Float32Array.from(pairs, ([, weight]) => weight),
})

test('a product counts shared terms, and is nothing when too few are shared', () => {
  const [a, b] = [vector([1, 2], [3, 1]), vector([1, 4], [2, 9], [3, 5])]
  expect(productOf(a, b)).toBe(13)
  expect(productOf(a, b, 3)).toBe(0)
})

test('a sum keeps every term in order', () => {
  expect(sumOf(vector([1, 2], [3, 1]), vector([2, 5], [3, 4]))).toEqual(vector([1, 2], [2, 5], [3, 5]))
})

test('the heaviest terms come first', () => {
  expect(heaviestTerms(vector([1, 2], [4, 9], [7, 5]), 2)).toEqual([4, 7])
})

test('rare words weigh more, what one article alone has counts against its likeness, and is no link', () => {
  const [first, second] = weighArticles([
    { title: 'Docker buys Infinit', text: '' },
    { title: 'Docker bought Infinit', text: '' },
    { title: 'Docker sails', text: '' },
  ])
  expect(first && productOf(first, first)).toBeLessThan(0.7)
  expect(first && second && productOf(first, second, 2)).toBeGreaterThan(0.4)
  expect(first?.termCount).toBe(3)
  expect(first?.rarest).toHaveLength(2)
})
