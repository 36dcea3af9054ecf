// What the rules of a source dropped is remembered with the rule, for a while and within bounds, and comes in once the rule goes.
import { expect, test } from 'vitest'
import { sortByRules } from '../../src/collect/sort-by-rules.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import type { ParsedItem } from '../../src/core/types.ts'
import {
  findDropped,
  KEPT_OF_SOURCE,
  pruneDropped,
  readDropped,
  readDroppedOf,
  saveDropped,
} from '../../src/store/dropped-items.ts'
import { readSources, syncSources } from '../../src/store/sources.ts'
import { aClient, serve } from '../net/serve.ts'
import { rssOf } from '../servers.ts'
import { describeStores } from '../stores.ts'
import { collectAt, now, window } from './collecting.ts'

const anItem = (title: string, url: string | null): ParsedItem => ({
  ...{ guid: null, url, title, authors: [], contentHtml: null, summaryHtml: null, publishedAt: null, updatedAt: null },
  ...{ categories: [], enclosures: [], image: null, language: null },
})

test('rules sort a list, and say which of them dropped what; a name in an address is not kept', () => {
  const items = [
    anItem('招聘：后端工程师', 'https://me:secret@a.example/jobs?utm_source=x'),
    anItem('容器的一年', 'https://a.example/year'),
    anItem('Tickets', null),
  ]
  const { kept, dropped } = sortByRules({ items }, { include: ['容器', '招聘'], exclude: ['招聘'] })
  expect(kept.map(({ title }) => title)).toEqual(['容器的一年'])
  expect(dropped).toMatchObject([
    { rule: 'exclude', detail: '招聘', url: 'https://a.example/jobs', link: 'https://a.example/jobs' },
    { rule: 'include', detail: '2', url: null, link: null, title: 'Tickets' },
  ])
})

test('short films are left out where the source says so, by link or title, and the rule is told', () => {
  const items = [
    anItem('One minute of etcd', 'https://www.youtube.com/shorts/abc'),
    anItem('Why Rust? #Shorts', 'https://www.youtube.com/watch?v=b'),
    anItem('冷知识【#shorts】', 'https://www.youtube.com/watch?v=c'),
    anItem('The #shortsighted scheduler', 'https://www.youtube.com/watch?v=d'),
    anItem('Shorts for the summer', 'https://a.example/shorts/linen'),
  ]
  const { kept, dropped } = sortByRules({ items }, { include: [], exclude: [], noShorts: true })
  expect(kept.map(({ url }) => url)).toEqual(['https://www.youtube.com/watch?v=d', 'https://a.example/shorts/linen'])
  expect(dropped.map(({ rule, title }) => [rule, title])).toEqual(
    items.slice(0, 3).map(({ title }) => ['short', title]),
  )
  expect(sortByRules({ items }, { include: [], exclude: [] }).kept).toHaveLength(5)
})

test('of a list without end the rest is named, as far as anybody would look', () => {
  const items = Array.from({ length: 10_200 }, (_, i) => anItem(`Item ${i}`, `https://a.example/${i}`))
  const { kept, dropped } = sortByRules({ items }, { include: [], exclude: [] })
  expect([kept.length, dropped.length, dropped[0]?.rule, dropped[0]?.title]).toEqual([
    10_000,
    100,
    'beyond',
    'Item 10000',
  ])
})

describeStores('what rules drop', open => {
  test('is found by link and by source, and comes in when the rule goes although the feed is as it was', async () => {
    const body = rssOf('A', [
      { link: 'https://a.example/jobs', title: 'Jobs', date: '2016-12-07T00:00:00Z' },
      { link: 'https://a.example/one', title: 'One', date: '2016-12-07T00:00:00Z' },
    ])
    const site = await serve((_request, response) => response.writeHead(200, { etag: '"1"' }).end(body))
    const http = aClient([site])
    const store = await open()
    const url = `${site.origin}/feed.xml`
    await syncSources(store, [sourceSchema.parse({ url, exclude: ['jobs'] })])
    expect((await collectAt(store, http, now)).done).toBe(1)
    const found = await findDropped(store.db, 'https://a.example/jobs')
    expect(found).toMatchObject([
      { title: 'Jobs', rule: 'exclude', detail: 'jobs', source_title: 'A', source_url: url, dropped_at: now },
    ])
    expect(await readDropped(store.db, window.opensAt, 10)).toEqual(found)
    expect(await readDropped(store.db, addMinutes(now, 1), 10)).toEqual([])
    await syncSources(store, [sourceSchema.parse({ url })])
    expect((await collectAt(store, http, addMinutes(now, 2_000))).done).toBe(1)
    expect(await findDropped(store.db, 'https://a.example/jobs')).toEqual([])
    expect(site.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, undefined])
  })

  test('is kept of each source within bounds, the newest, and forgotten when nobody lists it any more', async () => {
    const store = await open()
    await syncSources(store, [sourceSchema.parse({ url: 'https://a.example/feed' })])
    const [source] = await readSources(store.db)
    const id = source?.source.id ?? 0
    const rows = (from: number) =>
      Array.from({ length: 400 }, (_, i) => ({
        ...({
          name: `n${from + i}`,
          link: null,
          url: null,
          title: `T${from + i}`,
          rule: 'exclude',
          detail: 'x',
        } as const),
      }))
    await saveDropped(store.db, id, rows(0), now)
    await saveDropped(store.db, id, rows(300), addMinutes(now, 60))
    const kept = await readDroppedOf(store.db, id, 1_000)
    expect(kept).toHaveLength(KEPT_OF_SOURCE)
    expect(kept.filter(({ seen_at: at }) => at === now)).toHaveLength(100)
    await pruneDropped(store.db, addMinutes(now, 60))
    expect(await readDroppedOf(store.db, id, 1_000)).toHaveLength(400)
  })
})
