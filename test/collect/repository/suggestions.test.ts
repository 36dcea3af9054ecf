import { expect, test } from 'vitest'
import { collect, type CollectDeps } from '../../../src/collect/collect.ts'
import { addMinutes, fixedClock } from '../../../src/core/clock.ts'
import { sourceSchema, sourcesSchema } from '../../../src/core/config.ts'
import { silentLog } from '../../../src/core/log.ts'
import type { Instant, IssueWindow, WeekId } from '../../../src/core/types.ts'
import type { Store } from '../../../src/store/engine/database.ts'
import { decideProposals, listProposals, saveProposal } from '../../../src/store/proposals.ts'
import { readSources, syncSources } from '../../../src/store/sources.ts'
import { aClient, serve } from '../../net/serve.ts'
import { describeStores } from '../../stores.ts'

const now = '2026-11-20T00:30:00.000Z' as Instant
const window: IssueWindow = {
  week: '2026-W47' as WeekId,
  opensAt: addMinutes(now, -9_000),
  closesAt: addMinutes(now, 600),
}

interface Answer {
  readonly status?: number
  readonly headers?: Record<string, string>
  readonly issues?: readonly object[]
}

const anIssue = (number: number, changes: object = {}) => ({
  number,
  title: `Tool ${number}`,
  body: `https://tool.example/${number}`,
  html_url: `https://github.com/o/r/issues/${number}`,
  updated_at: `2026-11-19T10:${String(number % 60).padStart(2, '0')}:00Z`,
  user: { login: `author ${number}` },
  ...changes,
})

/** A repository at a loopback double of the API, collected by a real client. */
async function aRepository(store: Store, answer: () => Answer) {
  const api = await serve((_request, response) => {
    const { status = 200, headers = {}, issues = [] } = answer()
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(issues))
  })
  const source = { url: 'github-issues:o/r', kind: 'github-issues', api: api.origin, intervalMinutes: 60 }
  await syncSources(store, [sourceSchema.parse({ ...source, headers: { authorization: 'Bearer secret' } })])
  const clock = fixedClock(now)
  const deps: CollectDeps = {
    ...{ store, http: aClient([api]), clock, log: silentLog, worker: 'w1', jitter: () => 0 },
    ...{ minIntervalMinutes: 60, perHost: 2, fetchLogMonths: 6, silentDays: 60 },
  }
  return { api, clock, run: () => collect(deps, window) }
}

const pending = (store: Store) => listProposals(store.db, { state: 'pending', limit: 300 })
const stateOf = async (store: Store) => (await readSources(store.db))[0]?.state

describeStores('the issues of a repository', open => {
  test('wait as proposals with author, page and votes; they are no items, and none comes twice', async () => {
    const store = await open()
    const reader = { title: '', why: 'Mine.', name: 'Ann', email: null, wantsThanks: false, language: 'en' as const }
    const url = 'https://tool.example/1'
    await saveProposal(store, { url, link: url, host: 'tool.example', ...reader }, now)
    const issues = [anIssue(1, { title: '自荐' }), anIssue(2), anIssue(3, { pull_request: {} })]
    const { api, clock, run } = await aRepository(store, () => ({ issues }))
    expect(await run()).toMatchObject({ done: 1, failed: 0 })
    const [first, second] = await pending(store)
    expect(first).toMatchObject({ link: url, voices: 2, source_id: null })
    expect(first?.said[1]).toMatchObject({ name: 'author 1', is_own: 1, page: 'https://github.com/o/r/issues/1' })
    expect(second).toMatchObject({ link: 'https://tool.example/2', voices: 1 })
    expect(await store.db.selectFrom('items').selectAll().execute()).toEqual([])
    expect(await stateOf(store)).toMatchObject({
      feed_title: 'o/r',
      cursor: '2026-11-19T10:03:00.000Z',
      last_error: null,
    })
    clock.set(addMinutes(now, 120))
    expect(await run()).toMatchObject({ done: 0, failed: 0 })
    expect((await pending(store)).map(({ voices }) => voices)).toEqual([2, 1])
    expect(api.requests[0]?.headers).toMatchObject({
      authorization: 'Bearer secret',
      accept: 'application/vnd.github+json',
    })
    expect(api.requests[1]?.url).toContain('since=2026-11-19T10%3A03%3A00Z')
  })

  test('of one author two wait at most, and what was dismissed stays so', async () => {
    const store = await open()
    const issues = [1, 2, 3].map(number => anIssue(number, { user: { login: 'flood' } }))
    const { clock, run } = await aRepository(store, () => ({ issues }))
    await run()
    const ids = (await pending(store)).map(({ id }) => id)
    expect(ids).toHaveLength(2)
    await decideProposals(store.db, ids, { state: 'dismissed', by: 'Li' }, now)
    issues.push(anIssue(4, { body: 'https://tool.example/1', user: { login: 'friend' } }))
    clock.set(addMinutes(now, 120))
    await run()
    expect((await pending(store)).map(({ link }) => link)).toEqual(['https://tool.example/3'])
  })

  test('when two hundred wait, reading ends there and goes on once there is room', async () => {
    const store = await open()
    const all = Array.from({ length: 205 }, (_, i) =>
      anIssue(i + 1, { updated_at: new Date(Date.parse('2026-11-19T00:00:00Z') + i * 60_000).toISOString() }),
    )
    let since = ''
    const { api, clock, run } = await aRepository(store, () => {
      since = new URL(api.requests.at(-1)?.url ?? '', 'http://x').searchParams.get('since') ?? ''
      return { issues: all.filter(({ updated_at: at }) => at.slice(0, 19) >= since.slice(0, 19)).slice(0, 100) }
    })
    for (let hour = 0; hour < 4; hour++) {
      clock.set(addMinutes(now, hour * 120))
      await run()
    }
    const waiting = await pending(store)
    expect(waiting).toHaveLength(200)
    await decideProposals(
      store.db,
      waiting.slice(0, 9).map(({ id }) => id),
      { state: 'dismissed', by: 'Li' },
      now,
    )
    clock.set(addMinutes(now, 999))
    await run()
    expect(await pending(store)).toHaveLength(196)
  })

  test('an answer that asks to wait is waited for; any other refusal is a failure of this source alone', async () => {
    const store = await open()
    const reset = String(Date.parse('2026-11-20T05:00:00Z') / 1_000)
    let answer: Answer = { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset } }
    const { api, clock, run } = await aRepository(store, () => answer)
    expect(await run()).toMatchObject({ skipped: 1, failed: 0 })
    clock.set(addMinutes(now, 240))
    await run()
    expect(api.requests).toHaveLength(1)
    answer = { status: 404 }
    clock.set(addMinutes(now, 300))
    expect(await run()).toMatchObject({ failed: 1 })
    expect((await stateOf(store))?.fetch_url).toBe('github-issues:o/r')
  })
})

test.each([
  [{ url: 'github-issues:o/r', kind: 'github-issues' }, true],
  [{ url: 'github-issues:o/r' }, false],
  [{ url: 'github-issues:o', kind: 'github-issues' }, false],
  [{ url: 'https://a.example/', kind: 'github-issues' }, false],
])('sources.yaml may say %j: %s', (source, isFine) => {
  expect(sourcesSchema.safeParse([source]).success).toBe(isFine)
})
