// The measure of sections: sums on tiny cases, and that its texts are what they say.
import { expect, test } from 'vitest'
import { namedDomains, scoreSections, writeMentions, writePlaced } from '../../bench/quality/matters/sections.ts'
import { readWords } from '../../bench/quality/read-words.ts'

test('right, wrong, given to none, given for a mention', () => {
  const text = { title: '', text: '' }
  const placed = [
    { ...text, section: 'A', found: 'A' },
    { ...text, section: 'A', found: 'B' },
    { ...text, section: 'A', found: null },
    { ...text, section: 'B', found: 'B' },
    { ...text, section: null, found: 'B' },
    { ...text, section: null, found: null },
  ]
  expect(scoreSections(placed, ['A', null, null, null]).map(({ value }) => value)).toEqual([0.5, 0.25, 0.5, 0.25])
})

test('each section has articles, and so has what belongs to none', () => {
  const bySection = Map.groupBy(writePlaced(), ({ section }) => section)
  expect(bySection.size).toBe(6)
  for (const [section, placed] of bySection) expect(placed.length, section ?? 'none').toBeGreaterThanOrEqual(10)
})

test('a passing mention names one word twice in an article of no section', () => {
  const mentions = writeMentions()
  expect(mentions.length).toBeGreaterThanOrEqual(60)
  for (const { text, section } of mentions) {
    expect(section).toBeNull()
    expect(text).toMatch(/P\.S\.|A reader asked|My day job|附言|有读者问|顺便说一句/)
    expect(text).not.toContain('WORD')
  }
})

test('every domain that is named can be written about', () => {
  const written = (['en', 'zh'] as const).flatMap(language => readWords(language).domains.map(of => of.domain?.[0]))
  expect(namedDomains().filter(domain => !written.includes(domain))).toEqual([])
})
