// The fetch log on both databases: what is kept, and what is dropped.
import { expect, test } from 'vitest'
import { sourceSchema } from '../../src/core/config.ts'
import type { Instant } from '../../src/core/types.ts'
import { pruneFetches, readFetches, saveFetches } from '../../src/store/fetches.ts'
import type { FetchTable } from '../../src/store/engine/schema.ts'
import { readSources, syncSources } from '../../src/store/sources.ts'
import { describeStores } from '../stores.ts'

const aFetch = (sourceId: number, fetchedAt: string): Omit<FetchTable, 'id'> => ({
  source_id: sourceId,
  url: 'https://a.example/feed',
  fetched_at: fetchedAt as Instant,
  status: 200,
  outcome: 'changed',
  hops: '[]',
  wire_bytes: 1,
  body_bytes: 1,
  duration_ms: 1,
  etag: null,
  last_modified: null,
  items_new: 0,
  next_check_at: fetchedAt as Instant,
  next_check_reason: 'floor',
})

describeStores('the fetch log', open => {
  test('drops what is old, but never the last line of a source', async () => {
    const store = await open()
    const urls = ['https://a.example/feed', 'https://dead.example/feed']
    await syncSources(
      store,
      urls.map(url => sourceSchema.parse({ url })),
    )
    const [live = 0, dead = 0] = (await readSources(store.db)).map(({ source }) => source.id)
    await saveFetches(store.db, [
      aFetch(dead, '2016-01-01T00:00:00.000Z'),
      aFetch(live, '2016-01-01T00:00:00.000Z'),
      aFetch(dead, '2016-01-02T00:00:00.000Z'),
      aFetch(live, '2016-06-01T00:00:00.000Z'),
      aFetch(live, '2016-12-01T00:00:00.000Z'),
    ])
    await pruneFetches(store.db, '2016-06-01T00:00:00.000Z' as Instant)
    const datesOf = async (id: number) => (await readFetches(store.db, id, 10)).map(row => row.fetched_at.slice(0, 10))
    expect(await datesOf(live)).toEqual(['2016-12-01', '2016-06-01'])
    expect(await datesOf(dead)).toEqual(['2016-01-02'])
  })
  test('is looked through in parts, so that the last lines of many dead sources hold nothing up', async () => {
    const store = await open()
    const urls = Array.from({ length: 3 }, (_, n) => `https://s${n}.example/feed`)
    await syncSources(
      store,
      urls.map(url => sourceSchema.parse({ url })),
    )
    const [dead = 0, other = 0, live = 0] = (await readSources(store.db)).map(({ source }) => source.id)
    const old = '2016-01-01T00:00:00.000Z'
    await saveFetches(store.db, [aFetch(dead, old), aFetch(other, old), aFetch(live, old), aFetch(live, old)])
    await saveFetches(store.db, [aFetch(live, '2016-12-01T00:00:00.000Z')])
    for (const [looked, left] of [
      [2, 5],
      [2, 3],
      [2, 3],
    ] as const) {
      await pruneFetches(store.db, '2016-06-01T00:00:00.000Z' as Instant, looked)
      expect(await store.db.selectFrom('fetches').select('id').execute()).toHaveLength(left)
    }
    // What is the last no more goes when the look comes round again.
    await saveFetches(store.db, [aFetch(dead, '2016-12-02T00:00:00.000Z')])
    await pruneFetches(store.db, '2016-06-01T00:00:00.000Z' as Instant, 2)
    expect((await readFetches(store.db, dead, 9)).map(row => row.fetched_at.slice(0, 10))).toEqual(['2016-12-02'])
  })
})
