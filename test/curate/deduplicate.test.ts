import { describe, expect, test } from 'vitest'
import { findNearDuplicates } from '../../src/curate/deduplicate.ts'
import { jaccardOf, sketchOf } from '../../src/curate/shingles.ts'

const words = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => `word${from + i}`).join(' ')

function likenessOf(a: string, b: string): number {
  const [left, right] = [sketchOf(a), sketchOf(b)]
  return left && right ? jaccardOf(left, right) : NaN
}

describe('likeness', () => {
  test.each([
    ['a text and itself', words(0, 50), words(0, 50), 1],
    ['texts that differ in case and punctuation', 'One two, three four.', 'one TWO three -- four', 1],
    ['texts with nothing in common', words(0, 50), words(100, 150), 0],
    ['a text and its first half', words(0, 100), words(0, 50), 48 / 98],
    ['Chinese by characters', '国务院今天召开会议', '国务院今天召开', 3 / 5],
  ])('%s', (_, a, b, likeness) => {
    expect(likenessOf(a, b)).toBeCloseTo(likeness, 5)
  })

  test('of long texts is estimated', () => {
    expect(Math.abs(likenessOf(words(0, 700), words(0, 350)) - 348 / 698)).toBeLessThan(0.1)
  })

  test('a text too short for a shingle has no sketch', () => {
    expect(sketchOf('two words')).toBeNull()
    expect(sketchOf('')).toBeNull()
  })
})

describe('near-duplicates', () => {
  const texts = [words(0, 80), words(200, 280), `Update: ${words(0, 70)}`, 'x', words(40, 120)]
  const textOf = (number: number) => texts[number] ?? ''

  test('are pairs that share enough', () => {
    expect(findNearDuplicates(texts.length, textOf, () => true)).toEqual([[0, 2]])
  })

  test('may be forbidden', () => {
    expect(findNearDuplicates(texts.length, textOf, () => false)).toEqual([])
  })
})
