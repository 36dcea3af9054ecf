// Numbers by two units are those that a Map would give, and none is far to look for.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberUnits, type UnitNumbers } from '../../../src/publish/search/unit-numbers.ts'

const keys = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }).filter(key => key !== 0)

/** Numbers these in their order, comparing each look with a Map's. */
const numberAll = (units: readonly number[]): UnitNumbers => {
  const [known, table] = [new Map<number, number>(), numberUnits()]
  for (const key of units) {
    if (table.numberOf(key) !== (known.get(key) ?? -1))
      expect([key, table.numberOf(key)]).toEqual([key, known.get(key)])
    if (known.has(key)) continue
    table.give(key, known.size)
    known.set(key, known.size)
  }
  const told = new Map<number, number>()
  table.forEach((key, number) => told.set(key, number))
  expect(told).toEqual(known)
  for (const [key, number] of known)
    if (table.numberOf(key) !== number) expect([key, table.numberOf(key)]).toEqual([key, number])
  return table
}

test('answers as a Map does, however many there are', () => {
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 200 }), fc.integer({ min: 0, max: 4_000 }), (some, count) => {
      const neighbours = Array.from({ length: count }, (_, step) => ((some[0] ?? 1) + step) | 0 || 1)
      numberAll([...some, ...neighbours])
    }),
    { numRuns: 20 },
  )
})

/** The multiplier's inverse modulo 2^32, by Newton's method: with it whoever reads the source finds pairs that want the same place. */
const inverse = [0, 1, 2, 3, 4].reduce(known => Math.imul(known, 2 - Math.imul(0x9e3779b1, known)), 0x9e3779b1)

test('reads few places for each of pairs that were chosen to want the same ones, and hardly more than one for others', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 2 ** 12 - 1 }), fc.integer({ min: 1, max: 3_000 }), (place, count) => {
      // All want the places around one, in a table of 4,096 places and, by their next bits, in larger ones.
      const chosen = Array.from({ length: count }, (_, step) => Math.imul((place << 20) | step, inverse) || 1)
      const table = numberAll(chosen)
      const read = chosen.map(key => table.countPlaces(key))
      expect(Math.max(...read)).toBeLessThanOrEqual(33)
      const spread = numberAll(Array.from({ length: count }, (_, step) => (0x4e00_4e00 + step * 0x1_0003) | 0))
      const total = Array.from({ length: count }, (_, step) =>
        spread.countPlaces((0x4e00_4e00 + step * 0x1_0003) | 0),
      ).reduce((sum, each) => sum + each, 0)
      expect(total).toBeLessThan(count * 3 + 33)
    }),
    { numRuns: 20 },
  )
})
