import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { trainSections, type SectionExample } from '../../src/curate/section-model.ts'
import { assignSection } from '../../src/curate/sections.ts'

const words: Readonly<Record<string, readonly string[]>> = {
  Containers: ['image', 'registry', 'namespace', 'rootfs', 'sandbox', 'layer'],
  Storage: ['disk', 'fsync', 'replica', 'compaction', 'snapshot', 'index'],
  '': ['goal', 'striker', 'league', 'coach', 'season', 'trophy'],
}
const textOf = (section: string, seed: number): string =>
  Array.from({ length: 4 }, (_, i) => words[section]?.[(seed * 5 + i) % 6] ?? '').join(' and the ')
const examples: readonly SectionExample[] = Object.keys(words).flatMap(section =>
  Array.from({ length: 8 }, (_, i) => ({
    section: section === '' ? null : section,
    title: `Report ${i}`,
    text: textOf(section, i),
  })),
)
const sections = [
  { title: 'Containers', keywords: ['docker'] },
  { title: 'Storage', keywords: ['postgresql'] },
]
const place = (title: string, text: string) =>
  assignSection({ title, text, sourceSections: [] }, sections, trainSections(examples))

describe('sections learnt from the archive', () => {
  test.each([
    ['a story without a keyword that reads like others', 'Report', textOf('Storage', 3), 'Storage', 'archive'],
    ['a matter of none of the sections', 'Report', textOf('', 3), null, 'none'],
    ['words that were never seen', 'Quite unheard of', '', null, 'none'],
    ['a keyword, where the archive says nothing', 'Docker unheard of', '', 'Containers', 'keyword'],
    ['a keyword, where the archive agrees', 'Docker', textOf('Containers', 1), 'Containers', 'keyword'],
  ])('%s', (_, title, text, section, by) => {
    expect(place(title, text)).toMatchObject({ section, by })
  })

  test('nothing is learnt from few examples', () => {
    expect(trainSections(examples.filter(({ section }) => section === 'Storage').slice(0, 4))).toBeNull()
    expect(trainSections([])).toBeNull()
  })

  test('the order of the examples changes nothing', () => {
    const story = { title: 'Report', text: textOf('Storage', 2) }
    const expected = [...(trainSections(examples)?.weigh(story) ?? [])].sort()
    fc.assert(
      fc.property(fc.shuffledSubarray([...examples], { minLength: examples.length }), shuffled => {
        expect([...(trainSections(shuffled)?.weigh(story) ?? [])].sort()).toEqual(expected)
      }),
      { numRuns: 20 },
    )
  })
})
