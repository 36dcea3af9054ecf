import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import type { Instant, IssueWindow, WeekId } from '../../src/core/types.ts'
import { beginReading, claimUnread, endReadings } from '../../src/store/articles.ts'
import { insertItems, type NewItem } from '../../src/store/items.ts'
import { syncSources } from '../../src/store/sources.ts'
import { describeStores } from '../stores.ts'

const now = '2026-11-18T00:30:00.000Z' as Instant
const window: IssueWindow = {
  week: '2026-W47' as WeekId,
  opensAt: '2026-11-13T00:00:00.000Z' as Instant,
  closesAt: '2026-11-20T00:00:00.000Z' as Instant,
}
const anItem = (sourceId: number, guid: string): NewItem => ({
  source_id: sourceId,
  guid,
  raw_url: null,
  url: null,
  title: guid,
  authors: '[]',
  published_at: null,
  updated_at: null,
  first_seen_at: now,
  enters_at: now,
  language: null,
  categories: '[]',
  summary_html: null,
  content_html: null,
  enclosures: '[]',
  image: null,
})
const numbered = (sourceId: number, count: number) =>
  Array.from({ length: count }, (_, at) => anItem(sourceId, `${sourceId}/${at}`))

describeStores('claims of unread items', open => {
  const fill = async (...counts: readonly number[]) => {
    const store = await open()
    const urls = counts.map((_, at) => `https://${'abcdef'[at] ?? 'z'}.example/feed`)
    await syncSources(
      store,
      urls.map(url => sourceSchema.parse({ url })),
    )
    for (const [at, count] of counts.entries()) await insertItems(store.db, numbered(at + 1, count))
    return store
  }

  test('six workers that ask at once get a fair share each, no item twice and none left out', async () => {
    const first = await fill(200, 40)
    const stores = [first, ...(await Promise.all([2, 3, 4, 5, 6].map(() => open(first.address))))]
    const shares = stores.map((): number[] => [])
    for (let left = 240; left > 0;) {
      const round = await Promise.all(
        stores.map(async (store, at) => {
          for (let tries = 0; tries < 3; tries++) {
            const ids = await claimUnread(store, window, { worker: `w${at}`, now, limit: 8 })
            if (ids.length > 0) return ids
          }
          return []
        }),
      )
      for (const [at, ids] of round.entries()) shares[at]?.push(...ids)
      left -= round.flat().length
    }
    const all = shares.flat()
    expect(all.length).toBe(240)
    expect(new Set(all).size).toBe(240)
    for (const share of shares) expect(share.length).toBeGreaterThanOrEqual(20)
  })

  test('a claim takes of each source before it takes more of one, and leaves out what it is told to', async () => {
    const store = await fill(40, 2, 2)
    const ids = await claimUnread(store, window, { worker: 'w', now, limit: 6, except: [3] })
    const rows = await store.db.selectFrom('items').select('guid').where('id', 'in', ids).orderBy('id').execute()
    expect(rows.map(({ guid }) => guid)).toEqual(['1/0', '1/1', '1/2', '1/3', '2/0', '2/1'])
  })

  test('a worker that begins a reading keeps all it has claimed; one that died gives it back when the claim has run out', async () => {
    const store = await fill(4)
    const claim = (worker: string, at: Instant) => claimUnread(store, window, { worker, now: at, limit: 2 })
    const [first = 0, second = 0] = await claim('alive', now)
    expect(await claim('dead', now)).toHaveLength(2)
    await beginReading(store.db, first, 'alive', addMinutes(now, 8))
    expect(await claim('next', addMinutes(now, 9))).toEqual([])
    expect(await claim('next', addMinutes(now, 11))).toHaveLength(2)
    expect(await claim('next', addMinutes(now, 19))).toEqual([first, second])
    await endReadings(store.db, [first], 'alive')
    expect(await store.db.selectFrom('readings').select('worker').distinct().execute()).toEqual([{ worker: 'next' }])
  })
})
