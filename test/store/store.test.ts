import { expect, test } from 'vitest'
import { sourceSchema } from '../../src/core/config.ts'
import { addMinutes } from '../../src/core/clock.ts'
import type { Instant, IssueWindow, WeekId } from '../../src/core/types.ts'
import { openSlot, readSlots, settleSlot } from '../../src/store/drafts.ts'
import { insertItems, type NewItem, readCandidates, readUnreadItems } from '../../src/store/items.ts'
import { insertIssue, readIssues, readNextNumber } from '../../src/store/issues.ts'
import { blockHost, readHostBlocks, reserveHost } from '../../src/store/hosts.ts'
import { claimDueSources, readSources, saveVisits, syncSources } from '../../src/store/sources.ts'
import { weeklyIssues } from '../publish/issues.ts'
import { describeStores } from '../stores.ts'

const now = '2026-11-20T00:30:00.000Z' as Instant
const window: IssueWindow = {
  week: '2026-W47' as WeekId,
  opensAt: '2026-11-13T00:00:00.000Z' as Instant,
  closesAt: '2026-11-20T00:00:00.000Z' as Instant,
}
const aSource = (url: string) => sourceSchema.parse({ url })

const anItem = (fields: Partial<NewItem>): NewItem => ({
  source_id: 1,
  guid: 'g',
  raw_url: null,
  url: null,
  title: 'T',
  authors: '[]',
  published_at: null,
  updated_at: null,
  first_seen_at: now,
  enters_at: null,
  language: null,
  categories: '[]',
  summary_html: null,
  content_html: null,
  enclosures: '[]',
  image: null,
  ...fields,
})

describeStores('store', open => {
  test('sources follow the configuration and keep their state when they leave and come back', async () => {
    const store = await open()
    await syncSources(store, [aSource('https://a.example/feed'), aSource('https://b.example/feed')])
    const [claimed] = await claimDueSources(store, 'w1', now, { limit: 1 })
    expect(claimed?.source.url).toBe('https://a.example/feed')
    if (claimed)
      await saveVisits(store.db, 'w1', [{ ...claimed.state, etag: '"1"', next_check_at: addMinutes(now, 60) }])
    await syncSources(store, [aSource('https://b.example/feed')])
    expect((await readSources(store.db)).map(({ source }) => source.url)).toEqual(['https://b.example/feed'])
    await syncSources(store, [aSource('https://b.example/feed'), aSource('https://a.example/feed')])
    const states = await readSources(store.db)
    expect(states.map(({ source, state }) => [source.url, state.etag])).toEqual([
      ['https://b.example/feed', null],
      ['https://a.example/feed', '"1"'],
    ])
  })

  test('a text with U+0000, which one of the databases does not know, is stored all the same', async () => {
    const store = await open()
    await syncSources(store, [aSource('https://a.example/feed')])
    const item = anItem({ guid: 'a\0b', title: 'a\0b', content_html: 'c\0', enters_at: window.opensAt })
    expect(await insertItems(store.db, [item])).toBe(1)
    expect(await insertItems(store.db, [item])).toBe(0)
    const [found] = await readCandidates(store.db, window, 'arrival', null)
    expect(found?.title.replaceAll('\0', '')).toBe('ab')
  })

  test('two workers never claim the same source, and a claim ends by itself', async () => {
    const store = await open()
    const second = await open(store.address)
    const urls = Array.from({ length: 20 }, (_, i) => `https://${i}.example/feed`)
    await syncSources(store, urls.map(aSource))
    const claims = await Promise.all([
      claimDueSources(store, 'w1', now, { limit: 15 }),
      claimDueSources(second, 'w2', now, { limit: 15 }),
    ])
    const claimed = claims.flat().map(({ source }) => source.url)
    expect(new Set(claimed).size).toBe(claimed.length)
    for (;;) if ((await claimDueSources(store, 'w1', now, { limit: 15 })).length === 0) break
    expect(await claimDueSources(second, 'w2', now, { limit: 15 })).toEqual([])
    expect(await claimDueSources(second, 'w2', addMinutes(now, 11), { limit: 30 })).toHaveLength(20)
  })

  test('an item is saved once, whoever brings it again', async () => {
    const store = await open()
    await syncSources(store, [aSource('https://a.example/feed')])
    expect(await insertItems(store.db, [anItem({ guid: 'a' }), anItem({ guid: 'b' })])).toBe(2)
    expect(await insertItems(store.db, [anItem({ guid: 'b' }), anItem({ guid: 'c' })])).toBe(1)
  })

  test('candidates by arrival are everything that entered before the closing and was not placed; backlog only by date', async () => {
    const store = await open()
    await syncSources(store, [aSource('https://a.example/feed')])
    await insertItems(store.db, [
      anItem({ guid: 'long ago', enters_at: '2026-10-01T00:00:00.000Z' as Instant }),
      anItem({ guid: 'in window', enters_at: '2026-11-15T00:00:00.000Z' as Instant }),
      anItem({ guid: 'at closing', enters_at: window.closesAt }),
      anItem({ guid: 'backlog', published_at: '2026-11-14T00:00:00.000Z' as Instant }),
      anItem({ guid: 'old backlog', published_at: '2026-01-14T00:00:00.000Z' as Instant }),
    ])
    const guids = (rows: readonly { guid: string }[]) => rows.map(({ guid }) => guid)
    expect(guids(await readCandidates(store.db, window, 'arrival', null))).toEqual(['long ago', 'in window'])
    expect(guids(await readCandidates(store.db, window, 'published', null))).toEqual(['backlog'])
    expect(guids(await readUnreadItems(store.db, window, now, 10))).toEqual([
      'long ago',
      'in window',
      'at closing',
      'backlog',
    ])
  })

  test('a slot makes one issue: the second to settle it is refused, and numbers are unique', async () => {
    const store = await open()
    const second = await open(store.address)
    for (const each of [store, second]) await openSlot(each.db, window, { origin: 'scheduled', is_first: 1 })
    expect(await readSlots(store.db)).toHaveLength(1)
    const seal = async (each: typeof store) =>
      each.db.transaction().execute(async db => {
        if (!(await settleSlot(db, window.week, 'sealed', now))) return 'late'
        const number = await readNextNumber(db)
        const issue = { number, week: window.week, date: '2026-11-20', title: 'T', foreword: null, sections: [] }
        await insertIssue(db, { ...issue, sealedAt: now, contentSha256: 'x', mailUntil: null } as never, [])
        return 'sealed'
      })
    expect((await Promise.all([seal(store), seal(second)])).sort()).toEqual(['late', 'sealed'])
  })

  test.each([0, 1, 50, 101])('%i issues are all read, each once, the newest first', async count => {
    const { db } = await open()
    const issues = weeklyIssues(count)
    for (const issue of issues) {
      await openSlot(db, { ...window, week: issue.week }, { origin: 'past', is_first: 0 })
      await insertIssue(db, issue, [])
    }
    expect(await readIssues(db)).toEqual(issues)
  })

  test('requests to one host are spaced across processes, and a block is never shortened', async () => {
    const store = await open()
    expect(await reserveHost(store.db, 'a', 1000, 5000)).toBe(0)
    expect(await reserveHost(store.db, 'a', 1000, 5200)).toBe(800)
    expect(await reserveHost(store.db, 'a', 1000, 5200)).toBe(1800)
    expect(await reserveHost(store.db, 'a', 1000, 9000)).toBe(0)
    await blockHost(store.db, 'a', addMinutes(now, 60))
    await blockHost(store.db, 'a', addMinutes(now, 30))
    expect((await readHostBlocks(store.db, now)).get('a')).toBe(addMinutes(now, 60))
  })
})
