// How much a worker takes at a time of what all share.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideBite } from '../../src/app/lanes/bites.ts'

test.each([
  ['so little that four that start one after the other share a hundred', 100, 1, 256, 8],
  ['a quarter of its share where many wait', 1_600, 4, 256, 100],
  ['never more than suits one', 1_000_000, 4, 24, 24],
  ['less, the more workers there are', 3_200, 20, 256, 40],
])('%s', (_, waiting, workers, largest, bite) => {
  expect(decideBite(waiting, workers, largest)).toBe(bite)
})

test('workers that are equally quick are never a half of the mean behind, once there is enough for all', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 32 }), fc.integer({ min: 60, max: 5_000 }), (workers, each) => {
      const read = Array.from({ length: workers }, () => 0)
      for (let left = each * workers, turn = 0; left > 0; turn++) {
        const bite = Math.min(left, decideBite(left, workers, 256))
        read[turn % workers] = (read[turn % workers] ?? 0) + bite
        left -= bite
      }
      expect(Math.min(...read)).toBeGreaterThanOrEqual(each / 2)
    }),
  )
})
