// Sketches: read unit by unit for speed, they are what a plain reading of the same text gives.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scriptOf } from '../../src/core/language.ts'
import { jaccardOf, mix, openHeldSketch, sketchOf } from '../../src/curate/shingles.ts'

const unitsOf = (word: string): readonly number[] => Array.from({ length: word.length }, (_, i) => word.charCodeAt(i))
const inOrder = (hashes: Iterable<number>): readonly number[] => [...new Set(hashes)].sort((a, b) => a - b)

/** The 256 smallest hashes of a text's runs of three words, or of five characters, all of them sorted. */
function sketchPlainly(text: string): readonly number[] | null {
  const read = text.slice(0, 5_000).toLowerCase()
  const words = (read.match(/[\p{L}\p{N}]+/gu) ?? []).map(unitsOf)
  const isByCharacter = ['han', 'kana'].includes(scriptOf(read))
  const units = isByCharacter
    ? words.flat()
    : words
        .map(word => word.reduce((hash, unit) => (hash * 31n + BigInt(unit)) & 0xffffffffn, 0n))
        .map(hash => Number(BigInt.asIntN(32, hash)))
  const width = isByCharacter ? 5 : 3
  const hashes = Array.from({ length: Math.max(0, units.length - width + 1) }, (_, i) =>
    units.slice(i, i + width).reduce((hash, unit) => mix(Math.imul(hash, 31) + unit), 0),
  )
  return hashes.length === 0 ? null : inOrder(hashes).slice(0, 256)
}

/** Of both together the 256 smallest: how many of them are in both. */
function comparePlainly(a: readonly number[], b: readonly number[]): number {
  const seen = inOrder([...a, ...b]).slice(0, 256)
  return seen.filter(hash => a.includes(hash) && b.includes(hash)).length / seen.length
}

const word = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 6 }),
  fc.constantFrom('İstanbul', '𝒳x', '𠮷野家', '国务院', 'かな', '2.5', "it's", '\ud800', 'é\u0301', '。'),
)
const prose = fc.array(word, { maxLength: 60 }).map(words => words.join(' '))
const long = fc
  .tuple(fc.array(fc.nat({ max: 400 }), { minLength: 300, maxLength: 900 }), fc.constantFrom('w', '字'))
  .map(([numbers, letter]) =>
    numbers.map(number => `${letter}${String.fromCodePoint(0x4e00 + number)}`).join(letter === 'w' ? ' ' : ''),
  )
const text = fc.oneof(prose, long)

describe('a sketch', () => {
  test('is what a plain reading gives', () => {
    fc.assert(
      fc.property(text, each => {
        const sketch = sketchOf(each)
        expect(sketch === null ? null : [...sketch]).toEqual(sketchPlainly(each))
      }),
      { numRuns: 60 },
    )
  })

  test('of a text that says the same all over again has all that it says', () => {
    const again = `${'one two three four '.repeat(200)}five six`
    expect([...(sketchOf(again) ?? [])]).toEqual(sketchPlainly(again))
  })

  test('is held beside others with the same outcome, as far as they are alike enough', () => {
    const held = openHeldSketch()
    fc.assert(
      fc.property(text, text, fc.constantFrom(0.1, 0.4, 0.9), (left, right, least) => {
        const [a, b] = [sketchOf(left), sketchOf(`${left.slice(0, left.length / 2)}${right}`)]
        if (!a || !b) return
        held.hold(a)
        const likeness = jaccardOf(a, b)
        expect(held.likenessTo(b, least)).toBe(likeness >= least ? likeness : 0)
        expect(held.likenessTo(a, least)).toBe(1)
      }),
      { numRuns: 60 },
    )
  })

  test('is like another as the smallest of both together are', () => {
    fc.assert(
      fc.property(text, text, (left, right) => {
        const [a, b] = [sketchOf(left), sketchOf(`${left.slice(0, left.length / 2)}${right}`)]
        if (a && b) expect(jaccardOf(a, b)).toBe(comparePlainly([...a], [...b]))
      }),
      { numRuns: 60 },
    )
  })
})
