import { describe, expect, test } from 'vitest'
import { decideEntry, normalizeItems } from '../../src/collect/normalize-item.ts'
import type { Instant, ParsedItem } from '../../src/core/types.ts'

const opensAt = '2016-12-02T00:00:00.000Z' as Instant
const now = '2016-12-08T00:00:00.000Z' as Instant
const old = '2016-01-01T00:00:00.000Z' as Instant
const recent = '2016-12-07T00:00:00.000Z' as Instant
const future = '2016-12-08T12:00:00.000Z' as Instant
const farFuture = '2026-12-08T12:00:00.000Z' as Instant

const anItem = (fields: Partial<ParsedItem>): ParsedItem => ({
  guid: null,
  url: null,
  title: null,
  authors: [],
  contentHtml: null,
  summaryHtml: null,
  publishedAt: null,
  updatedAt: null,
  categories: [],
  enclosures: [],
  image: null,
  language: null,
  ...fields,
})
const visit = { sourceId: 1, now, isFirstVisit: true, opensAt, language: null }

describe('identity', () => {
  const guidOf = (fields: Partial<ParsedItem>) => normalizeItems([anItem(fields)], visit)[0]?.guid
  test.each<[string, Partial<ParsedItem>, string]>([
    ['the guid', { guid: 'g', url: 'https://a.example/' }, 'g'],
    ['else the link without what tracks', { url: 'http://www.a.example/x/?utm_source=rss' }, 'https://a.example/x'],
  ])('is %s', (_name, fields, expected) => {
    expect(guidOf(fields)).toBe(expected)
  })

  test('else a hash of title and date, so that the same words on another day are another item', () => {
    expect(guidOf({ title: 'T', publishedAt: old })).toBe(
      guidOf({ title: 'T', publishedAt: old, contentHtml: 'edited' }),
    )
    expect(guidOf({ title: 'T', publishedAt: old })).not.toBe(guidOf({ title: 'T', publishedAt: recent }))
    expect(guidOf({ summaryHtml: 'a' })).not.toBe(guidOf({ summaryHtml: 'b' }))
  })
})

describe('the moment that decides the issue', () => {
  const first = { now, isFirstVisit: true, opensAt }
  const later = { ...first, isFirstVisit: false }
  test.each<[string, Instant | null, typeof first, Instant | null]>([
    ['a later visit: when it was first seen, whatever its date', old, later, now],
    ['a later visit, undated: when it was first seen', null, later, now],
    ['a later visit, from the future: when it was first seen', farFuture, later, now],
    ['the first visit, within the window: when it was published', recent, first, recent],
    ['the first visit, at the opening: it is within', opensAt, first, opensAt],
    ['the first visit, before the opening: backlog', old, first, null],
    ['the first visit, later today: now', future, first, now],
    ['the first visit, years ahead: now', farFuture, first, now],
    ['the first visit, undated: now', null, first, now],
  ])('on %s', (_name, publishedAt, context, expected) => {
    expect(decideEntry({ publishedAt, undatedBefore: 0, isBelowOld: false }, context)).toBe(expected)
  })

  test('of undated items the newest five enter on the first visit, none below an old one', () => {
    const undated = (count: number): ParsedItem[] => Array.from({ length: count }, (_, i) => anItem({ guid: `u${i}` }))
    const entering = (items: ParsedItem[]): number =>
      normalizeItems(items, visit).filter(item => item.enters_at !== null).length
    expect(entering(undated(9))).toBe(5)
    expect(entering([anItem({ guid: 'old', publishedAt: old }), ...undated(9)])).toBe(0)
  })
})

test('an item without a date stays without one, one that was only updated has that date, and a future date is kept', () => {
  const items = [
    anItem({ guid: 'a' }),
    anItem({ guid: 'b', updatedAt: recent }),
    anItem({ guid: 'c', publishedAt: farFuture }),
  ]
  expect(normalizeItems(items, visit).map(item => item.published_at)).toEqual([null, recent, farFuture])
})

test('of items with one identity the first stays; a link that is no address is none', () => {
  const items = [anItem({ guid: 'a', title: ' One ', url: 'javascript:alert(1)' }), anItem({ guid: 'a', title: 'One' })]
  expect(normalizeItems(items, visit)).toMatchObject([{ title: 'One', url: null, raw_url: null }])
})

test('every length is within bounds', () => {
  const long = '容器'.repeat(20_000)
  const person = { name: long, email: null, url: null }
  const [item] = normalizeItems(
    [
      anItem({
        guid: long,
        title: '😀'.repeat(400),
        url: `https://a.example/${long}`,
        authors: Array.from({ length: 50 }, () => person),
        categories: Array.from({ length: 90 }, (_, i) => `${i}${long}`),
        summaryHtml: `${'x'.repeat(199_990)}<a href="https://a.example/">y</a>`,
        image: `https://a.example/${long}`,
        enclosures: [{ url: `https://a.example/${long}`, type: null, lengthBytes: null }],
      }),
    ],
    visit,
  )
  expect(item?.title.length).toBeLessThanOrEqual(500)
  expect(item?.title.isWellFormed()).toBe(true)
  expect(item).toMatchObject({ raw_url: null, url: null, image: null, enclosures: '[]' })
  expect(item?.guid).toHaveLength(2_000)
  expect(item?.summary_html).toBe('x'.repeat(199_990))
  expect((JSON.parse(item?.authors ?? '') as string[]).map(name => name.length)).toEqual(
    Array.from({ length: 20 }, () => 200),
  )
  expect((JSON.parse(item?.categories ?? '') as string[]).length).toBe(50)
})
