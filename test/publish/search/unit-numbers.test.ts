// Numbers by two units are those that a Map would give.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { numberUnits } from '../../../src/publish/search/unit-numbers.ts'

test('answers as a Map does, however many there are', () => {
  const keys = fc.integer({ min: -0x8000_0000, max: 0x7fff_ffff }).filter(key => key !== 0)
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 200 }), fc.integer({ min: 0, max: 4_000 }), (some, count) => {
      const [known, table] = [new Map<number, number>(), numberUnits()]
      const neighbours = Array.from({ length: count }, (_, step) => ((some[0] ?? 1) + step) | 0 || 1)
      for (const key of [...some, ...neighbours]) {
        if (table.numberOf(key) !== (known.get(key) ?? -1))
          expect([key, table.numberOf(key)]).toEqual([key, known.get(key)])
        if (known.has(key)) continue
        table.give(key, known.size)
        known.set(key, known.size)
      }
      const told = new Map<number, number>()
      table.forEach((key, number) => told.set(key, number))
      expect(told).toEqual(known)
    }),
    { numRuns: 20 },
  )
})
