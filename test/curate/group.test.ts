import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { groupStories, type GroupInput } from '../../src/curate/group.ts'
import { tellings } from './told-twice.ts'

let made = 0
function anArticle(over: Partial<GroupInput> = {}): GroupInput {
  made++
  return {
    id: `a${made}`,
    title: '',
    text: '',
    publishedAt: '2016-12-05T10:00:00.000Z',
    source: `source ${made}`,
    ...over,
  }
}

/** Articles on unlike matters, so that some words are rare and some are not. */
const unrelated = [
  'Senate passes budget after long night',
  'Striker joins rival club for record fee',
  'Volcano wakes on southern island',
  'Chip maker doubles its dividend',
  'Orchestra names first woman conductor',
  'Rare orchid found near the coast',
  'Central bank holds interest rates',
  'Ferry line ends after ninety years',
  'Museum returns stolen painting',
  'Drought empties the great reservoir',
  'Startup prints houses from clay',
  'Court frees man after retrial',
].map((title, i) => anArticle({ id: `n${i}`, title }))

const acquisition = [
  anArticle({ id: 'd1', title: 'Docker acquires storage startup Infinit', publishedAt: '2016-12-06T08:00:00.000Z' }),
  anArticle({
    id: 'd2',
    title: 'Docker acquiring Infinit, a storage startup from Paris',
    publishedAt: '2016-12-06T12:00:00.000Z',
  }),
  anArticle({ id: 'd3', title: 'Storage startup Infinit acquired by Docker', publishedAt: '2016-12-07T09:00:00.000Z' }),
]

const longText = Array.from({ length: 60 }, (_, i) => `This is sentence ${i} about matter ${(i * 37) % 101}.`).join(' ')
const groupsOf = (articles: readonly GroupInput[]): string[][] =>
  groupStories(articles)
    .map(({ ids }) => ids)
    .filter(ids => ids.length > 1)

describe('one story', () => {
  test('is several tellings of one event, earliest first', () => {
    expect(groupStories([...unrelated, ...acquisition]).filter(({ ids }) => ids.length > 1)).toEqual([
      { story: 'd1', ids: ['d1', 'd2', 'd3'] },
    ])
  })

  test('is an edited copy of a text', () => {
    const articles = [
      anArticle({ id: 'x', title: 'Original', text: longText }),
      anArticle({ id: 'y', title: 'The original', text: `By us. ${longText} Shared.` }),
    ]
    expect(groupsOf([...unrelated, ...articles])).toEqual([['x', 'y']])
  })

  test('is an edited Chinese copy', () => {
    const text = '国务院今天召开常务会议，部署加快推进新型城镇化建设，听取有关部门关于冬季供暖保障工作的汇报。'
    const articles = [
      anArticle({ id: 'x', text }),
      anArticle({ id: 'y', text: `据新华社报道，${text.replace('今天', '12月5日')}` }),
    ]
    expect(groupsOf(articles)).toEqual([['x', 'y']])
  })

  test('is one article, told twice under one id', () => {
    expect(
      groupStories([anArticle({ id: 'x', title: 'One' }), anArticle({ id: 'x', title: 'Quite another' })]),
    ).toEqual([{ story: 'x', ids: ['x'] }])
  })
})

describe('no story', () => {
  test.each<[string, Partial<GroupInput>, Partial<GroupInput>]>([
    [
      'instalments of a reading list',
      { title: 'Weekly reading list Dec 05, 2016' },
      { title: 'Weekly reading list Dec 08, 2016' },
    ],
    ['a regular title of two sources', { title: 'Weekly roundup' }, { title: 'Weekly roundup' }],
    [
      'releases of two projects',
      { title: 'Release v1.2', text: 'Fixes the parser.' },
      { title: 'Release v1.2', text: 'Adds a button.' },
    ],
    ['two versions of one product', { title: 'Kubernetes 1.5 released' }, { title: 'Kubernetes 1.6 released' }],
    [
      'an event and its anniversary',
      { title: 'Docker acquires storage startup Infinit' },
      { title: 'Docker acquires storage startup Infinit again', publishedAt: '2017-12-06T08:00:00.000Z' },
    ],
    [
      'a paywall under two titles',
      {
        title: 'Bridge closes',
        text: 'This article is for subscribers only. Please sign in to read on, or subscribe now.',
      },
      {
        title: 'Striker leaves',
        text: 'This article is for subscribers only. Please sign in to read on, or subscribe now.',
      },
    ],
  ])('%s', (_, a, b) => {
    expect(groupsOf([...unrelated, anArticle({ id: 'x', ...a }), anArticle({ id: 'y', ...b })])).toEqual([])
  })
})

test('a copy elsewhere does not bring two parts of one blog’s series together', () => {
  const of = (part: string): string => `The harbour of Skerry and its ferry, Isla Morrow and Port Ellis: ${part}.`
  const own = { source: 'the blog' }
  const long = Array.from({ length: 30 }, (_, i) => `${of(`page ${i} of the first`)} Word${i} stands here.`).join(' ')
  const first = anArticle({ ...own, id: 'b', title: 'Skerry ferries', text: long })
  const copy = { ...first, id: 'a', source: 'an aggregator', text: long.slice(0, -200) }
  const second = anArticle({ ...own, id: 'c', title: 'Skerry ferries 2', text: of('then came a tunnel') })
  expect(groupStories([first, copy, second]).map(({ ids }) => ids)).toEqual([['a', 'b'], ['c']])
})

test('nothing to group gives no groups, and texts without words stand alone', () => {
  expect(groupStories([])).toEqual([])
  expect(groupStories([anArticle({ id: 'x' }), anArticle({ id: 'y' })]).map(({ ids }) => ids)).toEqual([['x'], ['y']])
})

test('every article is in exactly one group and the order of arrival changes nothing', () => {
  const copies = [
    anArticle({ id: 'c1', title: 'Copy one', text: longText, publishedAt: null }),
    anArticle({ id: 'c2', title: 'Copy two', text: `${longText} And more.`, publishedAt: 'soon' }),
  ]
  const articles = [
    ...unrelated,
    ...acquisition,
    ...copies,
    anArticle({ id: 'w1', title: 'Weekly roundup 4' }),
    anArticle({ id: 'w2', title: 'Weekly roundup 5' }),
  ]
  const expected = groupStories(articles)
  expect(expected.flatMap(({ ids }) => ids).toSorted()).toEqual(articles.map(({ id }) => id).toSorted())
  fc.assert(
    fc.property(fc.shuffledSubarray(articles, { minLength: articles.length }), shuffled => {
      expect(groupStories(shuffled)).toEqual(expected)
    }),
    { numRuns: 30 },
  )
})

describe('in a week of any size', () => {
  const eventOf = new Map(tellings.map(({ id, event }) => [id, event]))
  const pairs = tellings.flatMap((a, i) =>
    tellings.slice(i + 1).flatMap(b => (a.event === b.event && a.language === b.language ? [[a, b] as const] : [])),
  )
  const strangers = tellings.flatMap((a, i) =>
    tellings.slice(i + 1).flatMap(b => (a.event !== b.event && a.language === b.language ? [[a, b] as const] : [])),
  )

  test.each(pairs)('two tellings alone are one story: $id', (a, b) => {
    expect(groupsOf([a, { ...b, publishedAt: '2026-11-12T20:00:00.000Z' }])).toHaveLength(1)
  })

  test('two that have nothing to do with each other are two stories', () => {
    expect(strangers.filter(pair => groupsOf(pair).length > 0)).toEqual([])
  })

  test('no group of a full week has two events', () => {
    const groups = groupsOf([...tellings, ...unrelated])
    expect(groups.length).toBeGreaterThanOrEqual(eventOf.size / 4)
    expect(groups.filter(ids => new Set(ids.map(id => eventOf.get(id))).size > 1)).toEqual([])
  })

  test('many strangers of one subject do not gather around their middle', () => {
    const words = Array.from({ length: 20 }, (_, i) => `harbour${i}`)
    const strangersOfOneSubject = Array.from({ length: 60 }, (_, i) => {
      const own = Array.from({ length: 40 }, (__, k) => `word${i}x${k}`)
      const shared = words.filter((__, k) => (i * 7 + k * 3) % 5 === 0)
      return anArticle({ title: `${shared[0] ?? ''} ${own[0] ?? ''}`, text: [...shared, ...own].join(' ') })
    })
    expect(groupsOf(strangersOfOneSubject)).toEqual([])
  })
})
