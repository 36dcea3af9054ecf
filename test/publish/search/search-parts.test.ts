// Into which parts the search cuts an archive: few of them, and seldom others.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Numbered } from '../../../src/publish/search/numbered.ts'
import { cutParts } from '../../../src/publish/search/search-parts.ts'

/** Publications of so many units each: nothing else of them decides. */
const numberedOf = (units: readonly number[]): readonly Numbered[] =>
  units.map((each, index) => {
    const searched = { units: each, indexBytes: 0 }
    return { first: index, documents: 1, searched, told: String(index) } as Numbered
  })
const cutOf = (units: readonly number[]): readonly (readonly string[])[] =>
  cutParts(numberedOf(units)).map(part => part.map(({ told }) => told))

const archives = fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 300 })

test('every publication is in one part, in its order; there are three at most, two of a shorter archive, none empty', () => {
  fc.assert(
    fc.property(archives, units => {
      const parts = cutOf(units)
      expect(parts.flat()).toEqual(units.map((_units, index) => String(index)))
      expect(parts.every(part => part.length > 0)).toBe(true)
      const all = units.reduce((sum, each) => sum + each, 0)
      expect(parts.length).toBeLessThanOrEqual(all < 30_000_000 ? 2 : 3)
    }),
  )
})

test('one that comes out is added to the youngest part, or parts become one with it; no older part is cut anew', () => {
  fc.assert(
    fc.property(archives, fc.integer({ min: 0, max: 600_000 }), (units, added) => {
      const [before, after] = [cutOf(units), cutOf([...units, added])]
      const ends = new Set(before.map(part => part.at(-1)))
      for (const part of after.slice(0, -1)) expect(ends).toContain(part.at(-1))
    }),
  )
})

test('over the years each publication is indexed anew some thirty times, however long the archive is', () => {
  const units = Array.from({ length: 2_000 }, () => 48_000)
  let seen = new Set<string>()
  let indexed = 0
  let largest = 0
  for (let count = 1; count <= units.length; count++) {
    const parts = cutOf(units.slice(0, count))
    const made = parts.filter(part => !seen.has(part.join()))
    const publications = made.reduce((sum, part) => sum + part.length, 0)
    indexed += publications
    if (publications > 200) largest += 1
    seen = new Set(parts.map(part => part.join()))
  }
  expect(indexed / units.length).toBeLessThan(30)
  // More than two hundred issues at once, which takes a second and more.
  expect(largest).toBeLessThan(40)
})
