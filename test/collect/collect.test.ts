import { expect, test } from 'vitest'
import { collect, type CollectDeps } from '../../src/collect/collect.ts'
import { addMinutes, fixedClock } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { stopWishOf } from '../../src/core/stop.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, IssueWindow, WeekId } from '../../src/core/types.ts'
import type { FetchRequest, FetchResult } from '../../src/net/http.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { claimDueSources, hastenSources, readSources, syncSources } from '../../src/store/sources.ts'
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
  fetchLogMonths: 6,
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

  test('a pass that is to end claims nothing more, and gives back what has not answered', async () => {
    const urls = Array.from({ length: 600 }, (_, i) => `https://${i}.example/`)
    const store = await openWith(...urls)
    const stop = new AbortController()
    const asked: string[] = []
    const fetch = ({ url }: FetchRequest): Promise<FetchResult> => {
      asked.push(url)
      if (asked.length === 100) stop.abort()
      return url === urls[0] ? Promise.resolve(anAnswer(url)) : new Promise(() => undefined)
    }
    const report = await collect({ ...depsOf(store, fetch), stop: stopWishOf(stop.signal, 0) }, window)
    expect(asked.length).toBeLessThanOrEqual(256)
    expect(report.notes.map(({ message }) => message).join()).toContain('their turn is kept')
    const states = (await readSources(store.db)).map(({ state }) => state)
    expect(states.every(({ claimed_by }) => claimed_by === null)).toBe(true)
    expect(states.filter(({ checked_at }) => checked_at !== null).length).toBeLessThanOrEqual(1)
    const later = await claimDueSources(store, 'w2', now, { limit: 1_000 })
    expect(later.length).toBeGreaterThanOrEqual(599)
  })

  test('a pass that was stopped before it began asks nobody', async () => {
    const store = await openWith('https://a.example/')
    const fetch = (): Promise<FetchResult> => Promise.reject(new Error('nobody is asked'))
    const report = await collect({ ...depsOf(store, fetch), stop: stopWishOf(AbortSignal.abort(), 0) }, window)
    expect(report).toMatchObject({ done: 0, failed: 0 })
  })

  test('all sources are made due in one go, but for those that are disabled or paused', async () => {
    const store = await open()
    const sources = ['a', 'b', 'c'].map(name => ({ url: `https://${name}.example/`, paused: name === 'b' }))
    await syncSources(
      store,
      sources.map(source => sourceSchema.parse(source)),
    )
    const later = addMinutes(now, 60)
    await store.db.updateTable('source_states').set({ next_check_at: later }).execute()
    await store.db
      .updateTable('source_states')
      .set({ disabled_reason: 'gone' })
      .where('fetch_url', '=', 'https://c.example/')
      .execute()
    const due = async () =>
      (await claimDueSources(store, 'w1', now, { limit: 9, disabledToo: true })).map(({ source }) => source.url)
    await hastenSources(store.db, undefined)
    expect(await due()).toEqual(['https://a.example/'])
    await hastenSources(store.db, 'https://c.example/')
    expect(await due()).toEqual(['https://c.example/'])
  })
})
