import { expect, test } from 'vitest'
import { collect, type CollectDeps } from '../../src/collect/collect.ts'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, IssueWindow, WeekId } from '../../src/core/types.ts'
import type { FetchRequest, FetchResult } from '../../src/net/http.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { claimDueSources, readSources, syncSources } from '../../src/store/sources.ts'
import { rssOf } from '../servers.ts'
import { describeStores } from '../stores.ts'

const now = '2016-12-08T00:00:00.000Z' as Instant
const window: IssueWindow = {
  week: '2016-W49' as WeekId,
  opensAt: '2016-12-02T00:00:00.000Z' as Instant,
  closesAt: '2016-12-09T00:00:00.000Z' as Instant,
}

const anAnswer = (url: string, fields: Partial<FetchResult> = {}): FetchResult => ({
  status: 200,
  url,
  hops: [],
  headers: {},
  body: new TextEncoder().encode(rssOf('A blog', [{ link: `${url}/one`, title: 'One', date: '2016-12-07T00:00:00Z' }])),
  truncated: false,
  wireBytes: 1,
  ms: 1,
  etag: null,
  lastModified: null,
  ...fields,
})

const depsOf = (store: Store, fetch: (request: FetchRequest) => Promise<FetchResult>, at = now): CollectDeps => ({
  store,
  http: {
    fetch,
    postForm: () => Promise.reject(new Error('no form')),
    postJson: () => Promise.reject(new Error('no JSON')),
    close: () => undefined,
  },
  clock: fixedClock(at),
  log: silentLog,
  worker: 'w1',
  jitter: () => 0,
  minIntervalMinutes: 60,
  perHost: 2,
  silentDays: 60,
})

describeStores('collecting', open => {
  const openWith = async (...urls: string[]): Promise<Store> => {
    const store = await open()
    await syncSources(
      store,
      urls.map(url => sourceSchema.parse({ url })),
    )
    return store
  }
  const sameHost = Array.from({ length: 9 }, (_, i) => `https://many.example/${i}`)

  test('of one host so many sources are handed out at once, to one worker, until they are given back', async () => {
    const store = await openWith(...sameHost, 'https://other.example/')
    const claim = async (worker: string, at = now): Promise<number> =>
      (await claimDueSources(store, worker, at, { limit: 100, perHost: 4 })).length
    expect([await claim('w1'), await claim('w2'), await claim('w1')]).toEqual([5, 0, 0])
    expect(await claim('w2', addMinutes(now, 11))).toBe(5)
  })

  test('a pass visits every source that is due, in as many rounds as it takes', async () => {
    const urls = Array.from({ length: 400 }, (_, i) => `https://${i % 5}.example/${i}`)
    const store = await openWith(...urls)
    const asked: string[] = []
    const fetch = (request: FetchRequest): Promise<FetchResult> => {
      asked.push(request.url)
      return Promise.resolve(anAnswer(request.url))
    }
    const report = await collect(depsOf(store, fetch), window)
    expect(report).toMatchObject({ done: 400, failed: 0, unit: 'new items from 400 sources' })
    expect(asked.toSorted()).toEqual(urls.toSorted())
    expect((await collect(depsOf(store, fetch), window)).done).toBe(0)
  })

  test('a source that does not answer delays no other', async () => {
    const store = await openWith('https://slow.example/', ...sameHost)
    const others = Promise.withResolvers<undefined>()
    let answered = 0
    const fetch = async ({ url }: FetchRequest): Promise<FetchResult> => {
      if (url === 'https://slow.example/') await others.promise
      else if (++answered === sameHost.length) others.resolve(undefined)
      return anAnswer(url)
    }
    expect((await collect(depsOf(store, fetch), window)).done).toBe(10)
  })

  test('a failure is a note, and leaves what was stored', async () => {
    const store = await openWith('https://a.example/', 'https://b.example/')
    await collect(
      depsOf(store, ({ url }) => Promise.resolve(anAnswer(url))),
      window,
    )
    const refusal = new WeeklyError('FETCH_TIMEOUT', 'too slow', { hint: 'Wait.' })
    const fetch = ({ url }: FetchRequest): Promise<FetchResult> =>
      url === 'https://a.example/' ? Promise.reject(refusal) : Promise.resolve(anAnswer(url, { status: 304 }))
    const report = await collect(depsOf(store, fetch, addMinutes(now, 60 * 30)), window)
    expect(report).toMatchObject({ done: 0, failed: 1 })
    expect(report.notes).toEqual([
      { level: 'failed', subject: 'https://a.example/', code: 'FETCH_TIMEOUT', message: 'too slow', hint: 'Wait.' },
    ])
    expect(await store.db.selectFrom('items').select('id').execute()).toHaveLength(2)
  })

  test('a bug ends the pass after what was under way, and is not hidden', async () => {
    const store = await openWith('https://a.example/', 'https://b.example/')
    const bug = new TypeError('x is not a function')
    const fetch = ({ url }: FetchRequest): Promise<FetchResult> =>
      url === 'https://a.example/' ? Promise.reject(bug) : Promise.resolve(anAnswer(url))
    await expect(collect(depsOf(store, fetch), window)).rejects.toBe(bug)
    const states = await readSources(store.db)
    expect(states.map(({ state }) => state.succeeded_at)).toEqual([null, now])
  })

  test('what another worker has taken over is not overwritten', async () => {
    const store = await openWith('https://a.example/')
    const fetch = async ({ url }: FetchRequest): Promise<FetchResult> => {
      await claimDueSources(store, 'w2', addMinutes(now, 11), { limit: 1 })
      return anAnswer(url)
    }
    await collect(depsOf(store, fetch), window)
    const [claimed] = await readSources(store.db)
    expect(claimed?.state).toMatchObject({ claimed_by: 'w2', checked_at: null })
  })
})
