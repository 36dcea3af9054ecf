// What tells the items of a feed apart where guids and links do not, over several visits.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFeed } from '../../src/collect/feeds/parse-feed.ts'
import { identifyItems } from '../../src/collect/identity/identify-items.ts'
import { areTitlesAlike } from '../../src/collect/identity/match-known.ts'
import { normalizeItems } from '../../src/collect/normalize-item.ts'
import { saveItems } from '../../src/collect/save-items.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import type { Instant, ParsedItem } from '../../src/core/types.ts'
import { insertItems, type NewItem } from '../../src/store/items.ts'
import { syncSources } from '../../src/store/sources.ts'
import { describeStores } from '../stores.ts'

interface Listed {
  readonly title: string
  readonly link?: string
  readonly guid?: string
  readonly date?: string
  readonly text?: string
}

const now = '2026-11-26T12:00:00.000Z' as Instant
const opensAt = '2026-11-20T00:00:00.000Z' as Instant

const feedOf = (items: readonly Listed[]): Uint8Array =>
  new TextEncoder().encode(
    `<rss version="2.0"><channel><title>Changes</title><link>https://site.example/</link>${items
      .map(
        ({ title, link, guid, date, text }) =>
          `<item><title>${title}</title>${link === undefined ? '' : `<link>${link}</link>`}${
            guid === undefined ? '' : `<guid isPermaLink="false">${guid}</guid>`
          }${date === undefined ? '' : `<pubDate>${date}</pubDate>`}${
            text === undefined ? '' : `<description>${text}</description>`
          }</item>`,
      )
      .join('')}</channel></rss>`,
  )

const parse = (items: readonly Listed[]): readonly ParsedItem[] =>
  parseFeed(feedOf(items), { url: 'https://site.example/feed.xml' }).items
const addresses = ['https://site.example/feed.xml', 'https://site.example/']

const days = ['Thu, 26 Nov 2026 08:00:00 GMT', 'Wed, 25 Nov 2026 08:00:00 GMT', 'Tue, 24 Nov 2026 08:00:00 GMT']
/** Versions with the newest first, as lists of changes have them. */
const versions = (newest: number, make: (version: number) => Partial<Listed>): Listed[] =>
  [newest, newest - 1, newest - 2].map(version => ({ title: `Version ${version}`, ...make(version) }))
const dateOf = (version: number): string => new Date(Date.UTC(2026, 10, 20 + version, 8)).toUTCString()
const page = 'https://site.example/changes.html'

const kinds: [string, (version: number) => Partial<Listed>][] = [
  ['one link for all, dated', version => ({ link: page, date: dateOf(version) })],
  ['one link for all, undated', () => ({ link: page })],
  ['one link for all, of one date', () => ({ link: page, date: days[0] ?? '' })],
  ['links that differ in the fragment alone', version => ({ link: `${page}#v${version}`, date: dateOf(version) })],
  ['such links without dates', version => ({ link: `${page}#v${version}` })],
  ['the guid N/A and one link', version => ({ guid: 'N/A', link: page, date: dateOf(version) })],
  ['the guid N/A and links of their own', version => ({ guid: 'N/A', link: `https://site.example/${version}` })],
  [
    'one guid for all',
    version => ({ guid: 'changes', link: `https://site.example/${version}`, date: dateOf(version) }),
  ],
  ['one guid and one link', version => ({ guid: 'changes', link: page, date: dateOf(version) })],
  ['the home page as guid', version => ({ guid: 'https://site.example/', link: page, date: dateOf(version) })],
  [
    'the home page as guid and link',
    version => ({ guid: 'https://site.example', link: 'https://www.site.example/', date: dateOf(version) }),
  ],
  ['the home page as the only link', version => ({ link: 'https://site.example/', date: dateOf(version) })],
  ['an empty guid', version => ({ guid: ' ', link: page, date: dateOf(version) })],
  ['neither guid nor link', version => ({ date: dateOf(version) })],
  ['neither guid nor link nor date', () => ({})],
  ['guids of their own and one link', version => ({ guid: `release-${version}-of-2026`, link: page })],
  ['the guid of the page and links to its places', version => ({ guid: page, link: `${page}#v${version}` })],
]

describeStores('identity over visits', open => {
  const visitWith = async (...visits: (readonly Listed[])[]) => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://site.example/feed.xml' })])
    const fresh: number[] = []
    let at = now
    for (const listed of visits) {
      const context = { sourceId: 1, now: at, isFirstVisit: at === now, opensAt, language: null, addresses }
      const items = normalizeItems(parse(listed), context)
      fresh.push((await store.db.transaction().execute(db => saveItems(db, 1, items, opensAt))).fresh)
      at = addMinutes(at, 60)
    }
    const rows = await store.db.selectFrom('items').selectAll().orderBy('id').execute()
    return { fresh, rows, titles: rows.map(({ title }) => title) }
  }

  test.each(kinds)('%s: each item is kept, and a new one on top is the only new one', async (_name, make) => {
    const three = versions(3, make)
    const { fresh, titles } = await visitWith(
      three,
      three,
      [{ title: 'Version 4', ...make(4) }, ...three],
      versions(5, make),
    )
    expect(fresh).toEqual([3, 0, 1, 1])
    expect(titles.toSorted()).toEqual(['Version 1', 'Version 2', 'Version 3', 'Version 4', 'Version 5'])
  })

  test.each(kinds.filter(([name]) => name !== 'neither guid nor link nor date'))(
    '%s: an edited title is taken over in place',
    async (_name, make) => {
      const three = versions(3, make)
      const edited = three.map(item =>
        item.title === 'Version 2' ? { ...item, title: 'Version 2 (corrected)' } : item,
      )
      const { fresh, titles } = await visitWith(three, edited)
      expect(fresh).toEqual([3, 0])
      expect(titles.toSorted()).toEqual(['Version 1', 'Version 2 (corrected)', 'Version 3'])
    },
  )

  test('one item at a time under one guid is a new one when title, link and date are others', async () => {
    const only = (version: number): Listed[] =>
      versions(version, v => ({ guid: 'daily', link: `https://site.example/${v}`, date: dateOf(v) })).slice(0, 1)
    expect(await visitWith(only(1), only(2), only(2), only(3))).toMatchObject({ fresh: [1, 1, 0, 1] })
  })

  test('guids that number the places of the list name none of its items', async () => {
    const list = (newest: number): Listed[] =>
      versions(newest, v => ({ link: `https://site.example/${v}`, date: dateOf(v) })).map((item, at) => ({
        ...item,
        guid: String(at + 1),
      }))
    const { fresh, titles } = await visitWith(list(3), list(4), list(4), list(5))
    expect(fresh).toEqual([3, 1, 0, 1])
    expect(titles).toHaveLength(5)
  })

  test('a link that is shared names no item; one of their own does', async () => {
    const shared = await visitWith(
      versions(3, () => ({ link: page })),
      versions(4, () => ({ link: page })).slice(0, 1),
    )
    expect(shared.rows.map(({ url, raw_url }) => [url, raw_url])).toEqual(Array.from({ length: 4 }, () => [null, page]))
    const own = await visitWith(versions(3, v => ({ guid: 'N/A', link: `https://site.example/${v}` })))
    expect(own.rows.map(({ url }) => url)).toEqual([3, 2, 1].map(v => `https://site.example/${v}`))
  })

  test('a store in which such items were one gets the others, and what is old of them enters no issue', async () => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://site.example/feed.xml' })])
    const listed = versions(3, v => ({ link: page, date: dateOf(v * 3 - 6) }))
    const context = { sourceId: 1, now, isFirstVisit: false, opensAt, language: null, addresses }
    const items = normalizeItems(parse(listed), context)
    const [first] = items
    if (!first) throw new Error('no item')
    const legacy = { ...first, guid: page, url: page }
    await store.db.transaction().execute(db => saveItems(db, 1, [legacy]))
    const { fresh } = await store.db.transaction().execute(db => saveItems(db, 1, items, opensAt))
    const rows = await store.db.selectFrom('items').selectAll().orderBy('id').execute()
    expect(fresh).toBe(2)
    expect(rows.map(({ title, enters_at }) => [title, enters_at])).toEqual([
      ['Version 3', now],
      ['Version 2', now],
      ['Version 1', null],
    ])
  })
})

describeStores('items that earlier versions stored under another name', open => {
  const saveBoth = async (before: Partial<NewItem>, listed: Listed) => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://site.example/feed.xml' })])
    const context = { sourceId: 1, now, isFirstVisit: false, opensAt, language: null, addresses }
    const [item] = normalizeItems(parse([listed]), context)
    if (!item) throw new Error('no item')
    await store.db.transaction().execute(db => insertItems(db, [{ ...item, ...before }]))
    return store.db.transaction().execute(db => saveItems(db, 1, [item], opensAt))
  }
  const link = 'https://site.example/s?a=1&amp;amp;b=2'
  const date = days[0] ?? ''

  test.each<[string, Partial<NewItem>]>([
    [
      'a link with &amp; in it',
      { guid: 'https://site.example/s?a=1&amp%3Bb=2', url: 'https://site.example/s?a=1&amp%3Bb=2' },
    ],
    [
      'a link that was corrected',
      { guid: 'https://site.example/old', url: 'https://site.example/old', raw_url: 'https://site.example/old' },
    ],
    ['a fingerprint, when its sound was no link yet', { guid: 'sha256:0', url: null, raw_url: null }],
  ])('%s: do not come again', async (_name, before) => {
    expect(await saveBoth(before, { title: 'A', link, date })).toMatchObject({ fresh: 0 })
  })
})

describe('items of one document', () => {
  const titlesOf = (items: readonly Listed[]) => identifyItems(parse(items), addresses).map(({ item }) => item.title)

  test('what is listed twice is kept once', () => {
    const twice = { title: '同一篇', guid: 'a', link: 'https://site.example/a' }
    expect(titlesOf([twice, { title: 'B', guid: 'b' }, { ...twice, date: days[0] ?? '' }])).toEqual(['同一篇', 'B'])
    expect(
      titlesOf([
        { title: 'A', link: page },
        { title: 'A', link: page },
      ]),
    ).toEqual(['A'])
  })

  test('an entry that is listed once for each of its versions is one', () => {
    const entry = (title: string, updated: string): string =>
      `<entry><id>urn:1</id><title>${title}</title><link href="https://site.example/a"/><published>2026-11-24T00:00:00Z</published><updated>${updated}</updated></entry>`
    const feed = `<feed xmlns="http://www.w3.org/2005/Atom">${entry('Later', '2026-11-26T00:00:00Z')}${entry('Earlier', '2026-11-25T00:00:00Z')}<entry><id>urn:2</id><title>Other</title></entry></feed>`
    const { items } = parseFeed(new TextEncoder().encode(feed), { url: 'https://site.example/' })
    expect(identifyItems(items, addresses).map(({ item }) => item.title)).toEqual(['Later', 'Other'])
  })

  test('an episode without a page leads to its sound, and says how long that plays', () => {
    const feed = `<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd"><channel><link>https://site.example/</link><item><title>一</title><guid isPermaLink="false">ep-1</guid><itunes:duration>1:02:03</itunes:duration><enclosure url="https://media.example/1.jpg" type="image/jpeg"/><enclosure url="https://media.example/ep1.mp3?utm_source=x" type="audio/mpeg" length="1000"/></item></channel></rss>`
    const { items } = parseFeed(new TextEncoder().encode(feed), { url: 'https://site.example/' })
    expect(items[0]).toMatchObject({ url: null })
    expect(items[0]?.enclosures[1]).toMatchObject({ lengthBytes: 1000, durationSeconds: 3723 })
    expect(identifyItems(items, addresses)).toMatchObject([{ link: 'https://media.example/ep1.mp3', ownsLink: true }])
  })

  test('identities are unique, whatever the feed says', () => {
    const part = fc.constantFrom('', 'a', 'b', 'https://site.example/', page, `${page}#x`, 'N/A')
    const item = fc.record({ title: part, link: part, guid: part, date: fc.constantFrom('', ...days) })
    fc.assert(
      fc.property(fc.array(item, { maxLength: 12 }), listed => {
        const guids = identifyItems(parse(listed), addresses).map(({ guid }) => guid)
        expect(new Set(guids).size).toBe(guids.length)
      }),
    )
  })

  test.each([
    ['About contaners', 'About containers', true],
    ['Version 3', 'Version 3 (corrected)', true],
    ['Version 3', 'Version 4', false],
    ['容器入门', '容器入门指南', true],
    ['容器入门', '集群调度', false],
    ['', '', false],
  ])('"%s" and "%s" are one title: %s', (a, b, expected) => {
    expect(areTitlesAlike(a, b)).toBe(expected)
  })
})
