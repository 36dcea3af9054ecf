import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { findMoved, insertInOrder, layOrder } from '../../src/curate/order.ts'

const names = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'), { minLength: 1 })
const twoOrders = names.chain(list =>
  fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length, maxLength: list.length })),
)

describe('what was moved between two orders', () => {
  test.each([
    ['nothing', 'abc', 'abc', ''],
    ['the one that went to the front', 'abcd', 'dabc', 'd'],
    ['the one that went to the end', 'abcd', 'bcda', 'a'],
    ['one of two that changed places', 'ab', 'ba', 'b'],
    ['not what only one of them has', 'abc', 'xbc', ''],
  ])('%s', (_name, from, to, moved) => {
    expect([...findMoved(Array.from(from), Array.from(to))].join('')).toBe(moved)
  })

  test('putting the moved back where they stand in the other order gives that order', () => {
    fc.assert(
      fc.property(twoOrders, ([from, to]) => {
        expect(insertInOrder(from, findMoved(from, to), to)).toEqual(to)
      }),
    )
  })
})

test('a wanted order comes first, and everything else stays behind its predecessor', () => {
  expect(layOrder(Array.from('abcd'), Array.from('dxa'))).toEqual(Array.from('dabc'))
  fc.assert(
    fc.property(twoOrders, ([list, wanted]) => {
      expect(layOrder(list, wanted)).toEqual(wanted)
    }),
  )
})
