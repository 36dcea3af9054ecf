import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { PastWeek } from '../../src/store/past-choices.ts'
import { learnTaste } from '../../src/curate/learn.ts'
import { readChoices } from '../../src/curate/past-choices.ts'
import { aPastWeek, type Decided } from './past-weeks.ts'

/** Source 1 is liked, source 2 is not; titles share nothing. */
const subjects = ['otters', 'granite', 'ferries', 'sundials', '灯塔', '茶园', 'kites', '石桥', 'lichens', 'marble']
const decided = (week: number): readonly Decided[] => [
  { title: `Of ${subjects[week % 10] ?? ''}`, source: 1, did: 'pick' },
  { title: `On ${subjects[(week + 3) % 10] ?? ''}`, source: 1 },
  { title: `About ${subjects[(week + 5) % 10] ?? ''}`, source: 2, did: 'drop' },
  { title: `With ${subjects[(week + 7) % 10] ?? ''}`, source: 3 },
]
const weeks = (count: number, write: (week: number) => readonly Decided[] = decided): readonly PastWeek[] =>
  Array.from({ length: count }, (_, i) => aPastWeek(`2016-W${10 + i}`, write(i)))
const weigh = (past: readonly PastWeek[], story: { title?: string; section?: string | null; sourceId?: number }) =>
  learnTaste(past)?.weigh({ title: 'Plain', section: null, sourceId: 9, ...story }) ?? null

describe('what past decisions say of a story', () => {
  test('its source: what was picked speaks for it, what was dropped against it, with the counts', () => {
    const liked = weigh(weeks(6), { sourceId: 1 })
    expect(liked?.value).toBeGreaterThan(0.02)
    expect(liked?.evidence).toEqual([{ kind: 'source', name: '', taken: 12, of: 12, issues: 6 }])
    const disliked = weigh(weeks(6), { sourceId: 2 })
    expect(disliked?.value).toBeLessThan(-0.02)
    expect(disliked?.evidence).toEqual([{ kind: 'source', name: '', taken: 0, of: 6, issues: 6 }])
  })

  test('a source that nobody decided on is neutral', () => {
    expect(weigh(weeks(6), { sourceId: 9 })).toBeNull()
  })

  test.each([
    ['English', 'Sundials for everybody', 'sundials', 'sundial', (word: string) => `A ${word} of brass`],
    ['Chinese', '再谈茶园', '茶园', '茶园', (word: string) => `春天的${word}`],
  ])('a word of its title in %s', (_language, title, name, word, write) => {
    const past = weeks(8, week => [
      { title: write(word), source: 10 + week, did: 'pick' },
      { title: `Of ${['otters', 'granite', 'ferries', 'kites'][week % 4] ?? ''}`, source: 20 + week, did: 'drop' },
    ])
    const learned = weigh(past, { title })
    expect(learned?.value).toBeGreaterThan(0.05)
    expect(learned?.evidence).toContainEqual({ kind: 'word', name, taken: 8, of: 8, issues: 8 })
  })

  test('its section', () => {
    const past = weeks(8, week => [
      { title: `Plain ${week}`, source: 10 + week, section: '容器', did: 'note' },
      { title: `Plain too ${week}`, source: 20 + week, section: 'Storage', did: 'drop' },
    ])
    expect(weigh(past, { section: '容器' })?.evidence).toContainEqual(
      expect.objectContaining({ kind: 'section', name: '容器', taken: 8, of: 8 }),
    )
    expect(weigh(past, { section: 'Storage' })?.value).toBeLessThan(0)
  })

  test('picks alone teach too: other stories were there to be picked', () => {
    const past = weeks(10, week => [
      { title: `Plain ${week}`, source: 1, did: 'pick' },
      ...Array.from({ length: 6 }, (_, i) => ({ title: `Plain ${i}`, source: 2 + i, isIn: false })),
    ])
    expect(weigh(past, { sourceId: 1 })?.value).toBeGreaterThan(0.05)
  })
})

describe('nothing is learned', () => {
  test.each<[string, readonly PastWeek[]]>([
    ['from no issue', []],
    ['from a few decisions', weeks(1)],
    ['where everything was left as it was', weeks(12, () => [{ title: 'Plain', source: 1 }])],
    ['where everything was dropped', weeks(12, () => [{ title: 'Plain', source: 1, did: 'drop' }])],
    [
      'from what was left out by its rank where nothing was picked',
      weeks(12, () => [
        { title: 'Plain', source: 1 },
        { title: 'Plain', source: 2, isIn: false },
      ]),
    ],
  ])('%s', (_case, past) => {
    expect(weigh(past, { sourceId: 1 })).toBeNull()
    expect(weigh(past, { sourceId: 2 })).toBeNull()
  })
})

const anyWeek = fc.array(
  fc.record({
    title: fc.constantFrom('Sundials', '茶园的春天', 'Otters and kites', '', '灯塔 granite'),
    source: fc.integer({ min: 1, max: 4 }),
    section: fc.constantFrom(null, 'A', '乙'),
    did: fc.constantFrom('pick' as const, 'note' as const, 'drop' as const, 'top' as const),
  }),
  { maxLength: 12 },
)

test('whatever was decided, a story gains at most 0.15 and loses at most 0.1', () => {
  fc.assert(
    fc.property(fc.array(anyWeek, { maxLength: 30 }), fc.integer({ min: 1, max: 5 }), (stories, sourceId) => {
      const past = stories.map((each, i) => aPastWeek(`2016-W${10 + i}`, each))
      const value = weigh(past, { title: 'Sundials 茶园', section: 'A', sourceId })?.value ?? 0
      expect(value).toBeGreaterThanOrEqual(-0.1)
      expect(value).toBeLessThanOrEqual(0.15)
    }),
  )
})

test('the order in which stories and weeks come changes nothing', () => {
  fc.assert(
    fc.property(fc.shuffledSubarray([...weeks(8)], { minLength: 8 }), shuffled => {
      const mirrored = shuffled.map(week => ({
        ...week,
        leftOut: week.leftOut.toReversed(),
        edits: week.edits.toReversed(),
        sections: week.sections.map(({ title, stories }) => ({ title, stories: stories.toReversed() })),
      }))
      for (const sourceId of [1, 2, 3]) expect(weigh(mirrored, { sourceId })).toEqual(weigh(weeks(8), { sourceId }))
    }),
  )
})

describe('the decisions of a sealed week', () => {
  const weightsOf = (stories: readonly Decided[]) =>
    readChoices(aPastWeek('2016-W10', stories)).map(({ isTaken, weight }) => (isTaken ? weight : -weight))

  test.each<[string, readonly Decided[], readonly number[]]>([
    ['kept', [{ title: 'a', source: 1 }], [0.25]],
    ['picked', [{ title: 'a', source: 1, did: 'pick' }], [1]],
    ['written on', [{ title: 'a', source: 1, did: 'note' }], [1]],
    ['dropped', [{ title: 'a', source: 1, did: 'drop' }], [-1]],
    [
      'moved up above a better one',
      [
        { title: 'a', source: 1, score: 0.2, did: 'top' },
        { title: 'b', source: 1, score: 0.4 },
      ],
      [1, 0.25],
    ],
    [
      'moved down below a worse one',
      [
        { title: 'a', source: 1, score: 0.2 },
        { title: 'b', source: 1, score: 0.4, did: 'top' },
      ],
      [0.25, 0.25],
    ],
    [
      'passed over where another was picked',
      [
        { title: 'a', source: 1, did: 'pick' },
        { title: 'b', source: 1, isIn: false },
      ],
      [1, -0.1],
    ],
  ])('%s', (_case, stories, weights) => {
    expect(weightsOf(stories)).toEqual(weights)
  })
})
