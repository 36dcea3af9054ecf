// The table of quality: what is better, what is worse, and what is kept as baseline.
import { describe, expect, test } from 'vitest'
import {
  compareScore,
  findWorseScores,
  formatScores,
  keyOfScore,
  updateQualityBaseline,
} from '../../bench/quality/report.ts'
import { agreementOf, meanOf, type Score, shareOf } from '../../bench/quality/score.ts'

const aScore = (changes: Partial<Score> = {}): Score => ({
  matter: 'stories',
  name: 'pairs: F1',
  value: 0.8,
  unit: 'F1',
  better: 'more',
  cases: 40,
  ...changes,
})

test.each([
  [1, 0.5, 2 / 3],
  [0, 0, 0],
])('precision %d and recall %d have the F1 %d', (precision, recall, f1) => {
  expect(agreementOf(precision, recall).f1).toBeCloseTo(f1)
})

test('a share of nothing is what the caller says, a mean of nothing is 0', () => {
  expect([shareOf(1, 4), shareOf(0, 0), shareOf(0, 0, 1), meanOf([]), meanOf([1, 2])]).toEqual([0.25, 0, 1, 0, 1.5])
})

describe('the comparison of quality with its baseline', () => {
  const baseline = { [keyOfScore(aScore())]: 0.8 }

  test.each([
    ['an F1 less than half a point lower', { value: 0.796 }, 'same'],
    ['an F1 a point lower', { value: 0.79 }, 'worse'],
    ['an F1 a point higher', { value: 0.81 }, 'better'],
    ['a share of mistakes a point higher', { value: 0.81, better: 'less', unit: 'share' }, 'worse'],
    ['a share of mistakes a point lower', { value: 0.79, better: 'less', unit: 'share' }, 'better'],
    ['a measure that is new', { name: 'pairs: precision' }, null],
  ] satisfies [string, Partial<Score>, string | null][])('%s', (_, changes, verdict) => {
    expect(compareScore(aScore(changes), baseline)).toBe(verdict)
  })

  test('ROUGE may differ by half a point', () => {
    const before = { [keyOfScore(aScore())]: 45 }
    const verdicts = [44.6, 44.4].map(value => compareScore(aScore({ unit: 'ROUGE', value }), before))
    expect(verdicts).toEqual(['same', 'worse'])
  })

  test('a line names the measure, before and after', () => {
    expect(findWorseScores([aScore({ value: 0.7 })], baseline)).toEqual(['worse: stories · pairs: F1: 80.00 → 70.00'])
  })

  test('an update replaces what was measured and keeps the rest', () => {
    const after = updateQualityBaseline({ ...baseline, 'a · b': 1 }, [aScore({ value: 0.812345 })])
    expect(after).toEqual({ [keyOfScore(aScore())]: 0.8123, 'a · b': 1 })
  })

  test('the table shows value, baseline, verdict and cases', () => {
    const scores = [aScore(), aScore({ name: 'hidden', value: 0.0123, unit: 'share', better: 'less', cases: 7 })]
    expect(formatScores(scores, { [keyOfScore(aScore())]: 0.7 })).toEqual([
      'quality of  measured   value   baseline          wanted  cases',
      'stories     pairs: F1  80.00   70.00     better  more    40',
      'stories     hidden     1.23 %                    less    7',
    ])
  })
})
