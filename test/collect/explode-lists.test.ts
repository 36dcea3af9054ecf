import { expect, test } from 'vitest'
import { explodeLists } from '../../src/collect/explode-lists.ts'
import { normalizeItems } from '../../src/collect/normalize-item.ts'
import type { Instant, ParsedItem } from '../../src/core/types.ts'

const now = '2016-12-07T04:00:00.000Z' as Instant
const aPost = (over: Partial<ParsedItem>): ParsedItem => ({
  ...{ guid: 'g', url: 'https://list.example/47', title: 'Harbour weekly 47', authors: [], contentHtml: null },
  ...{ summaryHtml: null, publishedAt: now, updatedAt: null, categories: [], enclosures: [], image: null },
  language: null,
  ...over,
})
const listOf = (names: readonly string[]) =>
  `<p>Hello.</p>${names.map(name => `<h3><a href="https://${name}.example/post">About ${name} 与海</a></h3><p>What is said of ${name} & more.</p>`).join('')}`
const list = (names: readonly string[], over: Partial<ParsedItem> = {}) =>
  aPost({ contentHtml: listOf(names), ...over })
const keep = (items: readonly ParsedItem[]) =>
  normalizeItems(explodeLists(items), { sourceId: 1, now, isFirstVisit: false, opensAt: now, language: null })

test('each item of a list is an item of ours, with the list’s words on it and its name', () => {
  const [first, second, ...rest] = explodeLists([list(['tides', 'buoys'])])
  expect(rest).toEqual([])
  expect(first).toMatchObject({
    url: 'https://tides.example/post',
    title: 'About tides 与海',
    summaryHtml: '<p>What is said of tides &amp; more.</p>',
    publishedAt: now,
    via: { name: 'Harbour weekly 47', url: 'https://list.example/47' },
  })
  expect(second?.url).toBe('https://buoys.example/post')
})

test('a list in Chinese too', () => {
  const items = explodeLists([list(['one', 'two'], { title: '海港周刊 第 47 期' })])
  expect(items.map(({ via }) => via?.name)).toEqual(['海港周刊 第 47 期', '海港周刊 第 47 期'])
})

test('names are the same at each poll, and a link of two lists is one item', () => {
  const twice = [list(['tides', 'buoys']), list(['buoys', 'ropes'], { guid: 'h', url: 'https://list.example/46' })]
  const names = (items: readonly ParsedItem[]) => keep(items).map(({ guid }) => guid)
  expect(names(twice)).toEqual(['tides', 'buoys', 'ropes'].map(name => `https://${name}.example/post`))
  expect(names(twice)).toEqual(names([list(['ropes', 'tides', 'buoys'])].flatMap(() => twice)))
  expect(keep(twice).map(({ via }) => JSON.parse(via ?? '{}') as unknown)[2]).toEqual({
    name: 'Harbour weekly 47',
    url: 'https://list.example/46',
  })
})

test('a post that is no list stays one', () => {
  const post = aPost({ title: 'On tides', contentHtml: '<p>They come and go.</p>' })
  expect(explodeLists([post])).toEqual([post])
  const short = aPost({ contentHtml: null })
  expect(explodeLists([short])).toEqual([short])
})

test('of an endless list a hundred items are taken', () => {
  expect(explodeLists([list(Array.from({ length: 300 }, (_, i) => `n${i}`))])).toHaveLength(100)
})
