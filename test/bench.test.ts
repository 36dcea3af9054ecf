// The pure parts of the bench: medians, verdicts, the table and the comparison with the baseline.
import { describe, expect, test } from 'vitest'
import { medianOf } from '../bench/measure.ts'
import {
  findWorse,
  formatNumber,
  formatTable,
  isReached,
  keyOf,
  type Measure,
  updateBaseline,
} from '../bench/report.ts'
import { writeArticle } from '../bench/corpus.ts'

const aMeasure = (changes: Partial<Measure> = {}): Measure => ({
  step: 'parse',
  name: 'RSS',
  ratio: 2,
  against: 'rss-parser',
  figure: { value: 30, unit: 'MB/s' },
  better: 'more',
  aim: { on: 'ratio', bound: 1.7 },
  ...changes,
})

test.each([
  ['one value', [3], 3],
  ['an odd number of values in any order', [9, 1, 5], 5],
  ['an even number of values', [4, 1, 3, 2], 2.5],
])('the median of %s', (_, values, median) => {
  expect(medianOf(values)).toBe(median)
})

test.each([
  ['a ratio over its floor', { ratio: 1.8 }, true],
  ['a ratio under its floor', { ratio: 1.6 }, false],
  ['a ratio under its ceiling', { ratio: 1.6, better: 'less' }, true],
  ['a figure over its ceiling', { aim: { on: 'figure', bound: 20 }, better: 'less' }, false],
  ['a measure without an aim', { aim: null }, null],
] satisfies [string, Partial<Measure>, boolean | null][])('%s', (_, changes, reached) => {
  expect(isReached(aMeasure(changes))).toBe(reached)
})

test.each([
  [0, '0.00'],
  [0.01234, '0.0123'],
  [1.2345, '1.23'],
  [123.45, '123'],
  [98_765, '98765'],
])('%d is shown with three digits', (value, text) => {
  expect(formatNumber(value)).toBe(text)
})

test('the table is aligned and names aim and verdict', () => {
  const measures = [aMeasure(), aMeasure({ step: 'start-up', name: 'help', ratio: 12.3, better: 'less' })]
  expect(formatTable(measures)).toEqual([
    'step      measured  ratio  against     absolute   aim',
    'parse     RSS       2.00×  rss-parser  30.0 MB/s  ≥ 1.70×  ok',
    'start-up  help      12.3×  rss-parser  30.0 MB/s  ≤ 1.70×  over',
  ])
})

describe('the comparison with the baseline', () => {
  const baseline = { [keyOf(aMeasure())]: 2 }

  test.each([
    ['a ratio that should grow and shrank by a fifth', { ratio: 1.6 }, 1],
    ['a ratio that should grow and shrank a little', { ratio: 1.8 }, 0],
    ['a ratio that should shrink and grew by a fifth', { ratio: 2.5, better: 'less' }, 1],
    ['a ratio that should shrink and did', { ratio: 1, better: 'less' }, 0],
    ['a measure that the baseline does not have', { ratio: 0.1, name: 'Atom' }, 0],
  ] satisfies [string, Partial<Measure>, number][])('%s', (_, changes, lines) => {
    expect(findWorse([aMeasure(changes)], baseline)).toHaveLength(lines)
  })

  test('a line names the measure, before and after', () => {
    expect(findWorse([aMeasure({ ratio: 1 })], baseline)).toEqual(['worse: parse · RSS · rss-parser: 2.00× → 1.00×'])
  })

  test('an update replaces what was measured and keeps the rest', () => {
    const after = updateBaseline({ ...baseline, 'mail · a · b': 7 }, [aMeasure({ ratio: 2.34567 })])
    expect(after).toEqual({ [keyOf(aMeasure())]: 2.35, 'mail · a · b': 7 })
  })
})

test('the same seed writes the same article, another one another', () => {
  const wish = { seed: 1, topic: 1, language: 'zh', paragraphs: 2 } as const
  expect(writeArticle(wish)).toEqual(writeArticle(wish))
  expect(writeArticle({ ...wish, seed: 2 })).not.toEqual(writeArticle(wish))
})
