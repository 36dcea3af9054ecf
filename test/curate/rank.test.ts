import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { instantFromMs } from '../../src/core/clock.ts'
import { vectorOf } from '../../src/core/vectors.ts'
import { rankStories, type RankInput, type RankOptions } from '../../src/curate/rank.ts'
import { describeReason } from '../../src/curate/reasons.ts'

const closing = Date.parse('2016-12-09T00:00:00Z')
const MS_PER_DAY = 86_400_000
const options: RankOptions = { now: instantFromMs(closing), limit: 10, perSource: 3 }
const wide: RankOptions = { ...options, limit: 1_000, perSource: 1_000 }

let made = 0
function aCandidate(over: Partial<RankInput> = {}): RankInput {
  made++
  return {
    id: `s${made}`,
    sources: [{ name: `source ${made}`, weight: 1 }],
    sectionFit: 0,
    keyword: null,
    publishedAt: instantFromMs(closing - 2 * MS_PER_DAY),
    words: 400,
    hasText: true,
    sourceId: made,
    vector: vectorOf([`word${made}`]),
    ...over,
  }
}

const idsOf = (candidates: readonly RankInput[], over: Partial<RankOptions> = {}): string[] =>
  rankStories(candidates, { ...options, ...over }).taken.map(({ id }) => id)

describe('what ranks higher', () => {
  test.each<[string, Partial<RankInput>]>([
    [
      'more sources',
      {
        sources: [
          { name: 'a', weight: 1 },
          { name: 'b', weight: 1 },
        ],
      },
    ],
    ['a source of more weight', { sources: [{ name: 'a', weight: 2 }] }],
    ['a better fit', { sectionFit: 1 }],
    ['a fresher one', { publishedAt: options.now }],
    ['a longer text', { words: 700 }],
  ])('%s', (_, over) => {
    expect(idsOf([aCandidate({ id: 'plain' }), aCandidate({ id: 'better', ...over })])).toEqual(['better', 'plain'])
  })

  test('one source named twice is one source', () => {
    const [once, twice] = rankStories(
      [
        aCandidate({ sources: [{ name: 'a', weight: 1 }] }),
        aCandidate({
          sources: [
            { name: 'a', weight: 1 },
            { name: 'a', weight: 1 },
          ],
        }),
      ],
      options,
    ).taken
    expect(once?.score).toBe(twice?.score)
  })

  test('variety: of two alike stories the second waits', () => {
    const same = vectorOf(['docker', 'infinit'])
    const candidates = [
      aCandidate({ id: 'a', sectionFit: 1, vector: same }),
      aCandidate({ id: 'b', sectionFit: 0.9, vector: same }),
      aCandidate({ id: 'c', sectionFit: 0.5 }),
    ]
    expect(idsOf(candidates)).toEqual(['a', 'c', 'b'])
  })

  test('variety: a story that is like the first one waits still when another came between', () => {
    const same = vectorOf(['docker', 'infinit'])
    const candidates = [
      aCandidate({ id: 'a', sectionFit: 1, vector: same }),
      aCandidate({ id: 'b', sectionFit: 0.95 }),
      aCandidate({ id: 'c', sectionFit: 0.9, vector: same }),
      aCandidate({ id: 'd', sectionFit: 0.5 }),
    ]
    expect(idsOf(candidates)).toEqual(['a', 'b', 'd', 'c'])
  })

  test('variety is not all: a good story that shares a word in four stays before a weak one', () => {
    const candidates = [
      aCandidate({ id: 'a', sectionFit: 1, vector: vectorOf(['docker', 'infinit', '容器', '镜像']) }),
      aCandidate({ id: 'b', sectionFit: 0.9, vector: vectorOf(['docker', 'kernel', '内核', '补丁']) }),
      aCandidate({ id: 'c' }),
    ]
    expect(idsOf(candidates)).toEqual(['a', 'b', 'c'])
  })
})

describe('what is left out', () => {
  test('over the limit, over the cap of its source, or unread, each with its reason', () => {
    const candidates = [
      aCandidate({ id: 'a', sourceId: 7, sectionFit: 1 }),
      aCandidate({ id: 'b', sourceId: 7, sectionFit: 0.9 }),
      aCandidate({ id: 'c', sectionFit: 0.5 }),
      aCandidate({ id: 'd' }),
      aCandidate({ id: 'e', hasText: false }),
    ]
    const { taken, leftOut } = rankStories(candidates, { ...options, limit: 2, perSource: 1 })
    expect(taken.map(({ id }) => id)).toEqual(['a', 'c'])
    expect(leftOut.map(({ id, reasons }) => [id, ...reasons])).toEqual([
      ['b', { term: 'perSource', stories: 1 }],
      ['d', { term: 'limit', stories: 2 }],
      ['e', { term: 'unread' }],
    ])
  })
  test('over the cap of its section, or of a source with one of its own; what the curator saved is under none', () => {
    const candidates = [
      aCandidate({ id: 'a', section: 'Clouds', sectionFit: 1 }),
      aCandidate({ id: 'b', section: 'Clouds', sectionFit: 0.9 }),
      aCandidate({ id: 'c', section: 'Clouds', sectionFit: 0.8, isOwn: true }),
      aCandidate({ id: 'd', section: 'Other', sourceId: 7, sourceMost: 2, words: 700 }),
      aCandidate({ id: 'e', section: '容器', sourceId: 7, sourceMost: 2, words: 600 }),
      aCandidate({ id: 'f', section: 'Storage', sourceId: 7, sourceMost: 2 }),
      aCandidate({ id: 'g', section: 'Other', sourceId: 8, sourceMost: 0 }),
      aCandidate({ id: 'h', section: 'Other', sourceId: 8, sourceMost: 0, isOwn: true, words: 300 }),
      aCandidate({ id: 'i', section: null, words: 200 }),
    ]
    const { taken, leftOut } = rankStories(candidates, { ...options, perSource: 1, perSection: 1 })
    expect(taken.map(({ id }) => id)).toEqual(['a', 'c', 'd', 'e', 'h', 'i'])
    expect(leftOut.map(({ id, reasons }) => [id, ...reasons])).toEqual([
      ['b', { term: 'perSection', stories: 1 }],
      ['f', { term: 'perSource', stories: 2 }],
      ['g', { term: 'perSource', stories: 0 }],
    ])
    const words = (['en', 'zh-CN'] as const).map(language =>
      leftOut.map(({ reasons: [reason] }) => reason && describeReason(reason, language, null)),
    )
    expect(words).toEqual([
      ['its section already has 1', 'its source already has 2', 'its source leads no story'],
      ['该栏目已有 1 篇', '该来源已有 2 篇', '该来源不单独入选'],
    ])
  })
})

test('the two largest telling terms are the reasons', () => {
  const [story] = rankStories(
    [
      aCandidate({
        sources: ['a', 'b', 'c', 'd', 'e'].map(name => ({ name, weight: 1 })),
        sectionFit: 1,
        keyword: 'Kubernetes',
      }),
    ],
    options,
  ).taken
  const reasons = story?.reasons ?? []
  expect(reasons.map(reason => describeReason(reason, 'en', null))).toEqual(['5 sources', 'matches Kubernetes'])
  expect(reasons.map(reason => describeReason(reason, 'zh-CN', null))).toEqual(['5 个来源', '命中关键词“Kubernetes”'])
})

test('the larger reason stands first', () => {
  const sources = ['a', 'b'].map(name => ({ name, weight: 3 }))
  const [story] = rankStories([aCandidate({ sources })], options).taken
  expect(story?.reasons).toEqual([
    { term: 'source', weight: 3 },
    { term: 'coverage', sources: 2 },
  ])
})

const candidates = fc
  .array(
    fc.record({
      weights: fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 5 }),
      sectionFit: fc.double({ min: 0, max: 1, noNaN: true }),
      ageDays: fc.option(fc.integer({ min: 0, max: 30 })),
      words: fc.nat(3_000),
      hasText: fc.boolean(),
      sourceId: fc.nat(4),
      tokens: fc.array(fc.constantFrom('a', 'b', 'c', 'd'), { maxLength: 4 }),
    }),
    { maxLength: 15 },
  )
  .map(rows =>
    rows.map(({ weights, ageDays, tokens, ...rest }, i): RankInput => ({
      ...rest,
      id: `s${i}`,
      sources: weights.map((weight, k) => ({ name: `source ${k}`, weight })),
      keyword: null,
      publishedAt: ageDays === null ? null : instantFromMs(closing - ageDays * MS_PER_DAY),
      vector: vectorOf(tokens),
    })),
  )

describe('always', () => {
  test('the same candidates in any order give the same ranking', () => {
    fc.assert(
      fc.property(
        candidates.chain(all => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        ([all, shuffled]) => {
          expect(rankStories(shuffled, options)).toEqual(rankStories(all, options))
        },
      ),
    )
  })

  test('another source never lowers a story', () => {
    fc.assert(
      fc.property(candidates, fc.nat(14), fc.integer({ min: 0, max: 3 }), (all, at, weight) => {
        const chosen = all[at % Math.max(1, all.length)]
        if (!chosen) return
        const grown = { ...chosen, sources: [...chosen.sources, { name: 'one more', weight }] }
        const placeOf = (list: readonly RankInput[]): number => idsOf(list, wide).indexOf(chosen.id)
        expect(placeOf(all.map(one => (one === chosen ? grown : one)))).toBeLessThanOrEqual(placeOf(all))
      }),
    )
  })

  test('nobody exceeds the cap or the limit', () => {
    fc.assert(
      fc.property(candidates, fc.nat(6), fc.nat(3), (all, limit, perSource) => {
        const taken = idsOf(all, { limit, perSource })
        expect(taken.length).toBeLessThanOrEqual(limit)
        for (let sourceId = 0; sourceId < 5; sourceId++) {
          const ofSource = all.filter(one => one.sourceId === sourceId && taken.includes(one.id))
          expect(ofSource.length).toBeLessThanOrEqual(perSource)
        }
      }),
    )
  })

  test('a page that was not read stands below every page that was, in score and in place', () => {
    fc.assert(
      fc.property(candidates, all => {
        const { taken } = rankStories(all, wide)
        const isRead = taken.map(({ id }) => all.find(one => one.id === id)?.hasText === true)
        expect(isRead).toEqual(isRead.toSorted((a, b) => Number(b) - Number(a)))
        const scoresOf = (read: boolean): number[] =>
          taken.filter((_, i) => isRead[i] === read).map(({ score }) => score)
        expect(Math.max(0, ...scoresOf(false))).toBeLessThan(Math.min(1.1, ...scoresOf(true)))
      }),
    )
  })

  test('the terms of a story that was read sum up to its score, 0–1; all are taken or left out', () => {
    fc.assert(
      fc.property(candidates, all => {
        const { taken, leftOut } = rankStories(all, options)
        expect([...taken, ...leftOut].map(({ id }) => id).toSorted()).toEqual(all.map(({ id }) => id).toSorted())
        for (const { id, score, terms } of taken) {
          const sum = Object.values(terms).reduce((total, term) => total + term, 0)
          if (all.find(one => one.id === id)?.hasText) expect(score).toBeCloseTo(sum)
          expect(score).toBeGreaterThanOrEqual(0)
          expect(score).toBeLessThanOrEqual(1)
        }
      }),
    )
  })
})

test.each([
  [{ term: 'pinned' }, 'picked by the curator', '编者推荐'],
  [{ term: 'source', weight: 2 }, 'trusted source', '可信来源'],
  [{ term: 'section', keyword: null }, 'fits its section', '符合栏目'],
  [{ term: 'recency', days: 0 }, 'new today', '今日发布'],
  [{ term: 'recency', days: 1 }, '1 day old', '1 天前发布'],
  [{ term: 'substance', words: 1200 }, 'in depth, 1200 words', '篇幅较长，约 1200 词'],
  [{ term: 'unread' }, 'its page could not be read', '未能读取正文'],
] as const)('%j in words', (reason, english, chinese) => {
  expect(describeReason(reason, 'en', 'en-GB')).toBe(english)
  expect(describeReason(reason, 'zh-CN', 'en-GB')).toBe(chinese)
})

test('a Chinese story has characters, not words', () => {
  const reason = { term: 'substance', words: 3000 } as const
  expect(describeReason(reason, 'zh-CN', 'zh-Hans')).toBe('篇幅较长，约 3000 字')
  expect(describeReason(reason, 'en', 'zh')).toBe('in depth, 3000 characters')
})

describe('score and order to the figure', () => {
  const only = (over: Partial<RankInput>) => rankStories([aCandidate(over)], wide).taken[0]

  test('each term has its weight and its cap', () => {
    const seven = Array.from({ length: 9 }, (_, i) => ({ name: `s${i}`, weight: 3 }))
    const full = only({ sources: seven, sectionFit: 1, publishedAt: options.now, words: 5_000 })
    expect(full?.terms).toEqual({ coverage: 0.3, source: 0.2, section: 0.2, recency: 0.15, substance: 0.15 })
    expect(full?.score).toBeCloseTo(1)
    expect(only({ sources: [{ name: 'a', weight: 1 }] })?.terms.coverage).toBeCloseTo(0.1)
    expect(only({ words: 200 })?.terms.substance).toBeCloseTo(0.075)
  })

  test('an undated story counts as half a week old, and says nothing of its age', () => {
    const undated = only({ publishedAt: null, sectionFit: 0, words: 10 })
    const dated = only({ publishedAt: instantFromMs(closing - 3.5 * MS_PER_DAY) })
    expect(undated?.terms.recency).toBeCloseTo(dated?.terms.recency ?? 0)
    expect(undated?.terms.recency).toBeCloseTo(0.15 * Math.exp(-3.5 / 4))
    expect(undated?.reasons).toEqual([])
  })

  test('what is dated after the closing is new, not newer than new', () => {
    expect(only({ publishedAt: instantFromMs(closing + 9 * MS_PER_DAY) })?.terms.recency).toBe(0.15)
  })

  test('a story that is too old, short, alone or of a usual source gives no reason', () => {
    expect(only({ publishedAt: instantFromMs(closing - 5 * MS_PER_DAY), words: 799 })?.reasons).toEqual([])
    expect(only({ publishedAt: instantFromMs(closing - 4.9 * MS_PER_DAY) })?.reasons).toEqual([
      { term: 'recency', days: 4 },
    ])
    expect(only({ publishedAt: null, words: 800 })?.reasons).toEqual([{ term: 'substance', words: 800 }])
    expect(only({ publishedAt: null, sources: [{ name: 'a', weight: 1.5 }] })?.reasons).toEqual([
      { term: 'source', weight: 1.5 },
    ])
  })

  test('of equal stories the one whose id comes first stands first, in and out', () => {
    const equal = ['c', 'a', 'd', 'b'].map(id => aCandidate({ id, vector: vectorOf([id]) }))
    const { taken, leftOut } = rankStories(equal, { ...wide, limit: 2 })
    expect([...taken, ...leftOut].map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('of equal stories that are equally like what is in, the one whose id comes first stands first', () => {
    const vector = vectorOf(['docker', 'infinit'])
    const equal = ['c', 'a', 'd', 'b'].map(id => aCandidate({ id, vector }))
    expect(idsOf(equal)).toEqual(['a', 'b', 'c', 'd'])
  })

  test('an unread page keeps a tenth of its score, and comes behind every page that was read', () => {
    const sources = ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map(name => ({ name, weight: 3 }))
    const unread = { id: 'unread', sources, sectionFit: 1, publishedAt: options.now, hasText: false }
    const { taken } = rankStories([aCandidate(unread), aCandidate({ id: 'read', words: 1, publishedAt: null })], wide)
    expect(taken.map(({ id }) => id)).toEqual(['read', 'unread'])
    expect(taken[1]?.score).toBeCloseTo(0.085)
    expect(taken[1]?.isRead).toBe(false)
  })

  test('the cap of a source holds exactly, and its reason stands before that of the full issue', () => {
    const ofOne = ['a', 'b', 'c'].map(id => aCandidate({ id, sourceId: 1, sectionFit: 1, vector: vectorOf([id]) }))
    const { taken, leftOut } = rankStories([...ofOne, aCandidate({ id: 'z' })], { ...options, limit: 3, perSource: 2 })
    expect(taken.map(({ id }) => id)).toEqual(['a', 'b', 'z'])
    expect(leftOut.map(({ reasons }) => reasons)).toEqual([[{ term: 'perSource', stories: 2 }]])
  })
})

describe('what past decisions say', () => {
  const learnedOf = (value: number) => ({
    learned: { value, evidence: [{ kind: 'source' as const, name: '', taken: 7, of: 9, issues: 12 }] },
  })
  const only = (over: Partial<RankInput>) => rankStories([aCandidate(over)], wide).taken[0]

  test('is a term of the score, with its evidence', () => {
    const [plain, liked] = [only({}), only(learnedOf(0.05))]
    expect(liked?.score).toBeCloseTo((plain?.score ?? 0) + 0.05)
    expect(liked).toMatchObject({ terms: { learned: 0.05 }, learned: [{ taken: 7, of: 9, issues: 12 }] })
  })

  test('leaves no trace where there is nothing', () => {
    expect(only({ id: 'x', learned: null })).toEqual(only({ id: 'x' }))
    expect(JSON.stringify(only({ learned: null }))).not.toContain('learned')
  })

  test('never takes what was read below what was not', () => {
    const weak = aCandidate({ id: 'weak', words: 1, publishedAt: null, ...learnedOf(-0.1) })
    const strong = aCandidate({ id: 'unread', hasText: false, sectionFit: 1, ...learnedOf(0.15) })
    const { taken } = rankStories([strong, weak], wide)
    expect(taken.map(({ id }) => id)).toEqual(['weak', 'unread'])
    expect(taken[0]?.score).toBeGreaterThanOrEqual(taken[1]?.score ?? 1)
  })
})

describe('a discussion that many took part in', () => {
  const scoreOf = (discussion: RankInput['discussion']) =>
    rankStories([aCandidate({ id: 'x', discussion: discussion ?? null })], wide).taken[0]?.score ?? 0
  const url = 'https://news.ycombinator.com/item?id=1'

  test('adds little for few, more for many, and never more than 0.08', () => {
    const [none, few, many, made] = [
      null,
      { url, points: 9 },
      { url, points: 400, comments: 200 },
      { url, points: 1_000_000, comments: 1_000_000 },
    ].map(scoreOf)
    expect(few).toBeCloseTo((none ?? 0) + 0.0267, 3)
    expect(many).toBeGreaterThan((few ?? 0) + 0.04)
    expect(made).toBeCloseTo((none ?? 0) + 0.08)
  })

  test('says nothing without a number, and leaves no trace where there is none', () => {
    expect(scoreOf({ url })).toBe(scoreOf(null))
    expect(rankStories([aCandidate({ discussion: null })], wide).taken[0]?.terms).not.toHaveProperty('discussion')
  })
})
