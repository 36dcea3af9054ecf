// The measure of order: sums on tiny cases, and that its curators are what they say.
import { expect, test } from 'vitest'
import { scoreOrder } from '../../bench/quality/matters/order.ts'
import { workThrough } from '../../bench/quality/write-curator.ts'

test('the last week, and all but the first, with and without learning', () => {
  const scores = scoreOrder('x', [[0.1, 0.2, 0.2]], [[0.1, 0.4, 0.6]])
  expect(scores.map(({ value }) => value)).toEqual([0.6, 0.2, 0.5, 0.2])
})

test('after twelve weeks of decisions the order is nearer to the curator’s; chance teaches nothing that harms', () => {
  const meanOf = (kind: 'taste' | 'none', learned: number): number => {
    const work = [1, 2, 3, 4].map(seed => workThrough({ seed, kind }, { weeks: 13, learned }))
    const late = work.flatMap(weeks => weeks.slice(8))
    return late.reduce((sum, value) => sum + value, 0) / late.length
  }
  expect(meanOf('taste', 26)).toBeGreaterThan(meanOf('taste', 0) + 0.1)
  expect(meanOf('none', 26)).toBeGreaterThan(meanOf('none', 0) - 0.05)
}, 60_000)
