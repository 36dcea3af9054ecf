// The measure of stories: sums on tiny cases, and what the hand-written sets promise.
import { describe, expect, test } from 'vitest'
import { findNames, lengthen, readStories } from '../../bench/quality/matters/stories.ts'
import { readWords } from '../../bench/quality/read-words.ts'
import { compareStories, type Labelled, scoreStories } from '../../bench/quality/scorers/stories.ts'

const truth: readonly Labelled[] = [
  { id: 'a1', story: 'a' },
  { id: 'a2', story: 'a' },
  { id: 'b1', story: 'b' },
  { id: 'b2', story: 'b' },
  { id: 'c', story: null },
]
const found = (labels: string): ReadonlyMap<string, string> =>
  new Map(truth.map(({ id }, i) => [id, labels.charAt(i)] as const))

describe('stories found and stories told', () => {
  test('all right is 1 everywhere', () => {
    const agreement = compareStories(truth, found('xxyyz'))
    expect(agreement.pairs).toEqual({ precision: 1, recall: 1, f1: 1 })
    expect([agreement.articles.f1, agreement.whole]).toEqual([1, 1])
  })

  test('nothing joined costs recall alone', () => {
    const agreement = compareStories(truth, found('12345'))
    expect(agreement.pairs).toEqual({ precision: 1, recall: 0, f1: 0 })
    expect(agreement.articles).toEqual({ precision: 1, recall: 0.5, f1: 2 / 3 })
    expect(agreement.whole).toBe(0)
  })

  test('an article that stands alone counts against precision when it is drawn in', () => {
    const agreement = compareStories(truth, found('xxyyx'))
    expect(agreement.pairs).toEqual({ precision: 0.5, recall: 1, f1: 2 / 3 })
    expect(agreement.articles.precision).toBeCloseTo(5 / 6)
    expect(agreement.whole).toBe(0.5)
  })

  test('articles that grouping left out stand alone', () => {
    expect(compareStories(truth, new Map()).pairs.recall).toBe(0)
  })

  test('the measures name what they are of', () => {
    const scores = scoreStories('stories', compareStories(truth, found('xxyyx')), 4)
    expect(scores.map(({ name }) => name)).toContain('pairs: F1')
    expect(new Set(scores.map(({ matter, cases }) => `${matter} ${cases}`))).toEqual(new Set(['stories 4']))
  })
})

describe('the hand-written stories', () => {
  const { english, chinese, across } = readStories()
  const all = [...english, ...chinese, ...across]
  const stories = [...Map.groupBy(all, ({ story }) => story)].flatMap(([story, told]) => (story === null ? [] : [told]))

  test('at least 40 have 2 to 5 tellings', () => {
    expect(stories.length).toBeGreaterThanOrEqual(40)
    for (const tellings of stories) expect(tellings.length).toBeLessThanOrEqual(5)
  })

  test('every telling has all that it needs, and an id of its own', () => {
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length)
    for (const { id, title, text, source, publishedAt, language } of all) {
      expect([id, title.length > 3, text.length > 40, source !== '', language === 'en' || language === 'zh']).toEqual([
        id,
        true,
        true,
        true,
        true,
      ])
      expect(new Date(publishedAt).toISOString()).toBe(publishedAt)
    }
  })

  test('a story across languages is told in both', () => {
    for (const tellings of Map.groupBy(across, ({ story }) => story ?? '').values())
      if (tellings[0]?.story) expect(new Set(tellings.map(({ language }) => language)).size).toBe(2)
  })

  test('each is about a domain that can be written about', () => {
    const domains = (['en', 'zh'] as const).flatMap(language => readWords(language).domains.map(of => of.domain?.[0]))
    expect(all.filter(({ domain }) => !domains.includes(domain)).map(({ id }) => id)).toEqual([])
  })

  test('the names of a story are those that all its tellings have', () => {
    const [first = all[0], ...more] = english.filter(({ story }) => story === 'chip plant')
    expect(first && findNames([first, ...more])).toEqual(['Norvane', 'Brennick'])
  })

  test('as whole articles they begin as they were told and go on in their own words', () => {
    lengthen(chinese).forEach(({ text }, i) => {
      expect(text.startsWith(chinese[i]?.text ?? '')).toBe(true)
      expect(text.length).toBeGreaterThan(300)
    })
  })
})
