// Weeks of unrelated articles: what is counted as hidden, and that the articles which the bench writes are a fair stand-in.
import { describe, expect, test } from 'vitest'
import { createChance } from '../../bench/corpus.ts'
import { UNRELATED, writeOneSource, writeUnrelated } from '../../bench/quality/matters/weeks.ts'
import { readWords } from '../../bench/quality/read-words.ts'
import { countHidden, countWeeks, scoreWeeks } from '../../bench/quality/scorers/weeks.ts'
import { writeWhole } from '../../bench/quality/write-whole.ts'

const lighthouse = {
  title: 'Lighthouse at Cape Merrow is lit again after eleven years',
  text: 'The lighthouse at Cape Merrow was lit again on Tuesday. Keeper Hanne Dahl turned the lamp on at dusk, eleven years after a storm broke the lens of the Cape Merrow light and the harbour lost its beam.',
}
const bread = {
  title: '用老面做面包',
  text: '面粉、水、盐和一点耐心，发酵要在冷的厨房里过夜，第二天早上再送进烤炉。',
}

describe('what is hidden in a week', () => {
  test('two copies of one article hide one item, unrelated ones none', () => {
    expect(countHidden([lighthouse, { ...lighthouse }, bread], createChance(1))).toBe(1)
    expect(countHidden([lighthouse, bread], createChance(1))).toBe(0)
  })

  test('a size beyond the set is one week of all articles', () => {
    expect(countWeeks([lighthouse, bread, { ...lighthouse }], Infinity)).toEqual({
      size: 3,
      batches: 1,
      withJoin: 1,
      hidden: 1,
    })
  })

  test('the measures are shares of weeks and of items', () => {
    const counts = [
      { size: 2, batches: 10, withJoin: 5, hidden: 5 },
      { size: 5, batches: 4, withJoin: 1, hidden: 3 },
    ]
    expect(scoreWeeks('weeks', counts).map(({ value }) => value)).toEqual([0.5, 0.25, 0.25, 0.15, 0.2])
  })
})

describe('the articles that the bench writes', () => {
  const articles = writeUnrelated(UNRELATED)

  test('the same seed writes the same article, another one another', () => {
    expect(writeWhole(5, 'zh')).toEqual(writeWhole(5, 'zh'))
    expect(writeWhole(5, 'zh').text).not.toBe(writeWhole(6, 'zh').text)
  })

  test('at least 300 are whole ones, half of them Chinese, in all manners', () => {
    expect(articles.length).toBeGreaterThanOrEqual(300)
    expect(articles.filter(({ language }) => language === 'zh')).toHaveLength(UNRELATED / 2)
    expect(new Set(articles.map(({ manner }) => manner))).toEqual(new Set(['b', 'n', 'r', 'w']))
    expect(Math.min(...articles.map(({ text }) => text.length))).toBeGreaterThan(300)
  })

  test('no slot is left unfilled', () => {
    expect(articles.filter(({ title, text }) => /[{}]/.test(title + text)).map(({ id }) => id)).toEqual([])
    expect(articles.filter(({ title }) => title === '')).toEqual([])
  })

  test('two of them hardly ever have a sentence in common', () => {
    const seen = articles.map(({ text }) => new Set(text.split(/(?<=[.!?。？！])\s*/).filter(s => s.length > 12)))
    const shared = seen.flatMap((a, i) => seen.slice(i + 1).map(b => a.intersection(b).size))
    expect(Math.max(...shared)).toBeLessThanOrEqual(6)
    expect(shared.filter(count => count > 2).length / shared.length).toBeLessThan(0.02)
  })

  test('one blog has one domain, one language and as many titles as posts', () => {
    const posts = writeOneSource(20)
    expect(new Set(posts.map(({ domain }) => domain)).size).toBe(1)
    expect(new Set(posts.map(({ text }) => text)).size).toBe(20)
  })

  test.each(['en', 'zh'] as const)('the %s tables have enough to write from', language => {
    const words = readWords(language)
    expect(words.domains.length).toBeGreaterThanOrEqual(20)
    for (const domain of words.domains)
      for (const list of ['things', 'plurals', 'happenings', 'claims', 'people', 'known'])
        expect(domain[list]?.length, `${domain.domain?.[0] ?? ''} ${list}`).toBeGreaterThanOrEqual(2)
  })
})
