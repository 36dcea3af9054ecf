import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { careForLinks, decideLink, type Finding } from '../../src/collect/link-care.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { type ErrorCode, WeeklyError } from '../../src/core/errors.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { readDeadLinks } from '../../src/store/link-checks.ts'
import { anIssue, aStory } from '../publish/issues.ts'

const DAY = 24 * 60
const sealedAt = '2016-12-08T00:00:05.250Z' as Instant
const after = (days: number): Instant => addMinutes(sealedAt, days * DAY)

describe('a link', () => {
  const fresh = {
    url: 'https://a.example/',
    next_check_at: sealedAt,
    failures: 0,
    failing_since: null,
    dead_since: null,
  }

  test.each<[string, [Finding, number][], string | null, number]>([
    ['that is there is asked for again in a month', [['there', 30]], null, 60],
    ['that is gone once is asked for again in four days', [['gone', 30]], null, 34],
    [
      'gone three times in less than a week is not dead yet',
      [
        ['gone', 30],
        ['gone', 33],
        ['gone', 36],
      ],
      null,
      40,
    ],
    [
      'gone three times in eight days is dead since the first',
      [
        ['gone', 30],
        ['gone', 34],
        ['no-host', 38],
      ],
      after(30),
      68,
    ],
    [
      'that comes back is alive',
      [
        ['gone', 30],
        ['gone', 34],
        ['gone', 38],
        ['there', 68],
      ],
      null,
      98,
    ],
    [
      'whose server says nothing is neither',
      [
        ['gone', 30],
        ['unknown', 34],
        ['gone', 38],
      ],
      null,
      42,
    ],
    ['that was never gone waits a month after no answer', [['unknown', 30]], null, 60],
  ])('%s', (_what, checks, deadSince, nextDay) => {
    const link = checks.reduce<Parameters<typeof decideLink>[0]>(
      (state, [finding, day]) => decideLink(state, finding, after(day)),
      fresh,
    )
    expect([link.dead_since, link.next_check_at]).toEqual([deadSince, after(nextDay)])
  })
})

describe('the care for links', () => {
  let folder = ''
  let store: Store
  let asked: string[] = []
  let now = sealedAt
  let answer: (url: string) => number | ErrorCode = () => 200

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'weekly-links-'))
    store = await openStore('sqlite:weekly.db', folder)
    const urls = ['https://gone.example/a', 'https://kept.example/b', 'https://lost.example/c', null]
    const stories = urls.map((url, index) => aStory({ id: `s${index}`, url }))
    const slot = { week: '2016-W49' as WeekId, opens_at: sealedAt, closes_at: sealedAt, origin: 'scheduled' as const }
    await store.db
      .insertInto('slots')
      .values({ ...slot, is_first: 0, state: 'sealed', settled_at: sealedAt })
      .execute()
    await insertIssue(store.db, anIssue([{ title: 'Clouds', stories }]), [])
    asked = []
  })
  afterEach(async () => {
    await store.close()
    await rm(folder, { recursive: true })
  })

  const care = (day: number, isOn = true): Promise<void> => {
    now = after(day)
    const fetch = ({ url }: { readonly url: string }) => {
      asked.push(url)
      const status = answer(url)
      if (typeof status === 'string') return Promise.reject(new WeeklyError(status, url))
      const empty = { hops: [], headers: {}, body: new Uint8Array(), truncated: false, wireBytes: 0, ms: 0 }
      return Promise.resolve({ ...empty, status, url, etag: null, lastModified: null })
    }
    return careForLinks({ store, clock: { now: () => now }, log: silentLog, http: { fetch }, isOn })
  }

  /** The links that are looked after, once those of all issues have been taken up before the first is due. */
  const notedBy = async (day: number) => {
    await care(day - 1)
    return store.db.selectFrom('link_checks').select(['url', 'next_check_at']).execute()
  }

  test('asks for each link a month after its issue, and then not before another', async () => {
    await care(29)
    expect(asked).toEqual([])
    await care(30)
    await care(30)
    expect(asked.toSorted()).toEqual(['https://gone.example/a', 'https://kept.example/b', 'https://lost.example/c'])
    await care(61)
    expect(asked).toHaveLength(6)
  })

  test('finds dead what is gone, and nothing else', async () => {
    answer = url => (url.includes('gone') ? 404 : url.includes('lost') ? 'FETCH_ADDRESS_UNKNOWN' : 200)
    for (const day of [30, 34, 38]) {
      await care(day)
      // One that is alive answers with each, which shows that the network is there.
      await store.db.updateTable('link_checks').set({ next_check_at: now }).where('failures', '=', 0).execute()
    }
    expect([...(await readDeadLinks(store.db))]).toEqual([
      ['https://gone.example/a', after(30)],
      ['https://lost.example/c', after(30)],
    ])
  })

  test.each<[string, number | ErrorCode]>([
    ['our own network is away', 'FETCH_ADDRESS_UNKNOWN'],
    ['robots.txt forbids it', 'FETCH_ROBOTS_DISALLOWED'],
    ['the server is overloaded', 503],
    ['the page is long', 'FETCH_TOO_LARGE'],
  ])('calls nothing dead because %s', async (_why, status) => {
    answer = () => status
    for (const day of [30, 60, 90, 120]) await care(day)
    expect(asked).toHaveLength(12)
    expect((await readDeadLinks(store.db)).size).toBe(0)
  })

  test('takes up each link of a long archive once, by the first issue that has it', async () => {
    const due = new Map((await notedBy(20)).map(({ url, next_check_at }) => [url, next_check_at]))
    for (let number = 101; number <= 212; number++) {
      const at = after(7 * number)
      const week = `${2017 + Math.floor(number / 50)}-W${String((number % 50) + 1).padStart(2, '0')}` as WeekId
      const slot = { week, opens_at: at, closes_at: at, origin: 'scheduled' as const, settled_at: at }
      await store.db
        .insertInto('slots')
        .values({ ...slot, is_first: 0, state: 'sealed' })
        .execute()
      const urls = Array.from(
        { length: 25 },
        (_, place) => `https://many.example/${number - (place === 0 ? 1 : 0)}-${place || 1}`,
      )
      const stories = urls.map((url, index) => aStory({ id: `${number}-${index}`, url }))
      await insertIssue(store.db, anIssue([{ title: 'Clouds', stories }], { number, week, sealedAt: at }), [])
      for (const url of urls) if (!due.has(url)) due.set(url, addMinutes(at, 30 * DAY))
    }
    const noted = await notedBy(21)
    expect(noted).toHaveLength(due.size)
    expect(new Map(noted.map(({ url, next_check_at }) => [url, next_check_at]))).toEqual(due)
  })

  test('asks for nothing when it is off', async () => {
    await care(300, false)
    expect(asked).toEqual([])
  })
})
