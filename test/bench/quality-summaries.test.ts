// The measure of summaries: ROUGE-1 and judgements on tiny cases, and that the marked articles hold what is expected of them.
import { describe, expect, test } from 'vitest'
import { expectedOf, readMarked } from '../../bench/quality/matters/summaries.ts'
import {
  isPoorPoint,
  judgeSummary,
  rougeOf,
  rougeTokens,
  scoreSummaries,
} from '../../bench/quality/scorers/summaries.ts'

test.each([
  ['the same words', 'The lock is closed', 'the lock is closed.', 100],
  ['no word in common', 'the lock', 'a bridge', 0],
  ['half of the words', 'the lock opens', 'the lock', 80],
  ['a word as often as both have it', 'no no no', 'no', 50],
  ['Han characters one by one', '船闸封闭', '船闸', (100 * 4) / 6],
  ['nothing at all', '', '', 0],
])('ROUGE-1 of %s', (_, candidate, reference, rouge) => {
  expect(rougeOf(candidate, reference)).toBeCloseTo(rouge)
})

test.each([
  ['This is why it failed.', true],
  ['Thistles grow on the old dike.', false],
  ['因此船长没有责任。', true],
  ['因果关系并不清楚。', false],
  ['Downloads:', true],
  ['[1]', true],
  ['支持离线模式；', true],
  ['The new gates cost 64 million.', false],
])('whether "%s" is a poor point: %s', (point, isPoor) => {
  expect(isPoorPoint(point)).toBe(isPoor)
})

describe('the judgement of a summary', () => {
  const expected = {
    lead: ['old lock'],
    points: ['64 million', '1911'],
    forbidden: ['Sign up'],
    reference: 'The old lock',
  }

  test('what matters in the lead, points made, nothing unwanted', () => {
    const summary = { lead: 'The Old Lock closes.', points: ['The gates cost 64 million.', 'That is dear.'] }
    expect(judgeSummary(summary, expected)).toEqual({
      hasLead: true,
      isLeadWanted: true,
      isClean: true,
      pointsMade: 0.5,
      points: 2,
      poorPoints: 1,
      rouge: (100 * 6) / 7,
    })
  })

  test('unwanted words in a point, and no lead', () => {
    const judged = judgeSummary({ lead: '', points: ['Sign up now, it is free.'] }, expected)
    expect([judged.hasLead, judged.isLeadWanted, judged.isClean, judged.pointsMade]).toEqual([false, false, false, 0])
  })

  test('measures of which nothing was expected are left out', () => {
    const nothing = { lead: [], points: [], forbidden: [], reference: null }
    const names = scoreSummaries('summaries', [judgeSummary({ lead: 'A.', points: [] }, nothing)]).map(s => s.name)
    expect(names).toEqual(['without a lead', 'with unwanted words', 'poor points', 'two points or more'])
  })
})

describe.each(['english', 'chinese'] as const)('the marked articles in %s', language => {
  const blocks = readMarked(language)

  test('are at least fourteen, each with a reference and something to be kept out', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(14)
    for (const block of blocks) {
      expect(expectedOf(block).reference, block.title).not.toBeNull()
      expect(expectedOf(block).forbidden.length, block.title).toBeGreaterThan(0)
    }
  })

  test('hold all words that are expected or unwanted', () => {
    for (const block of blocks) {
      const { lead, points } = expectedOf(block)
      for (const words of [...lead, ...points]) expect(block.text.toLowerCase()).toContain(words.toLowerCase())
      expect(rougeTokens(block.text).length).toBeGreaterThan(40)
    }
  })
})
