// The rules of fetching, each as an operator or a site would see it: real requests to a real site under a clock that the test sets.
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { planWindows } from '../../src/app/windows.ts'
import { collect, type CollectScope } from '../../src/collect/collect.ts'
import { addMinutes, minutesBetween } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import { readSources } from '../../src/store/sources.ts'
import { type Answer, rssOf, startSite, type TestSite } from '../servers.ts'
import { describeStores } from '../stores.ts'
import { createProgram, type Program } from './program.ts'

const start = '2016-12-08T00:00:00.000Z' as Instant
const at = (hours: number): Instant => addMinutes(start, hours * 60)
const days = (count: number): number => 24 * count

let program: Program
let site: TestSite
let feedUrl: string

beforeEach(async () => {
  program = await createProgram()
  site = await startSite()
  feedUrl = `${site.url}feed.xml`
  await program.setSources([{ url: feedUrl }])
})
afterEach(async () => {
  await site.close()
  await program.remove()
})

const anItem = (name: string, date?: string) => ({
  link: `https://blog.example/${name}`,
  title: `Title ${name}`,
  ...(date === undefined ? {} : { date }),
})
const aFeed = (...names: string[]): string =>
  rssOf(
    'A blog',
    names.map(name => anItem(name, '2016-12-07T12:00:00Z')),
  )
const answer = (answers: Answer, path = '/feed.xml') => site.routes.set(path, answers)

/** One pass so many hours after the start, in a program opened anew, as after a restart. */
async function poll(hours: number, scope: CollectScope = {}) {
  const app = await program.open({ now: at(hours) })
  try {
    const { open } = await planWindows(app)
    const report = await collect(app.collect, open, scope)
    const sources = await readSources(app.store.db)
    const items = await app.store.db.selectFrom('items').selectAll().orderBy('id').execute()
    const fetches = await app.store.db.selectFrom('fetches').selectAll().orderBy('id').execute()
    const states = Object.fromEntries(sources.map(({ source, state }) => [source.url, state]))
    const state = sources[0]?.state
    if (!state) throw new Error('no source')
    return { report, state, states, items, fetches }
  } finally {
    await app.close()
  }
}

const asked = (path = '/feed.xml'): number => site.requests.filter(request => request.path === path).length

describe('validators (R1)', () => {
  const body = aFeed('one')
  const tagged = (etag: string, text = body): Answer => ({ headers: { etag }, body: text })
  const notModified = (headers: Record<string, string> = {}): Answer => ({ status: 304, headers })
  test.each<[string, Answer[], (string | undefined)[]]>([
    ['come back byte for byte', [tagged('W/"a, \\b"x'), notModified()], [undefined, 'W/"a, \\b"x']],
    ['are replaced', [tagged('"1"'), tagged('"2"', aFeed('two')), notModified()], [undefined, '"1"', '"2"']],
    ['are cleared when absent', [tagged('"1"'), aFeed('two'), body], [undefined, '"1"', undefined]],
    ['are updated by a 304', [tagged('"1"'), notModified({ etag: '"2"' }), notModified()], [undefined, '"1"', '"2"']],
    ['stay when a 304 gives none', [tagged('"1"'), notModified(), notModified()], [undefined, '"1"', '"1"']],
    ['are taken with an unchanged body', [tagged('"1"'), tagged('"2"'), notModified()], [undefined, '"1"', '"2"']],
    ['are not taken with an unreadable body', [tagged('"1"'), tagged('"2"', 'oops'), body], [undefined, '"1"', '"1"']],
    [
      'are not taken from an error',
      [tagged('"1"'), { status: 500, headers: { etag: '"2"' } }, body],
      [undefined, '"1"', '"1"'],
    ],
  ])('%s', async (_name, answers, expected) => {
    const seen: (string | undefined)[] = []
    site.routes.set('/feed.xml', headers => {
      seen.push(headers['if-none-match'])
      return answers[seen.length - 1] ?? body
    })
    for (const index of answers.keys()) await poll(25 * index)
    expect(seen).toEqual(expected)
  })

  test('a Last-Modified that is no date goes back as it came', async () => {
    answer({ headers: { 'last-modified': 'last Tuesday, 25 o’clock'.replace('’', "'") }, body })
    await poll(0)
    await poll(25)
    expect(site.requests.at(-1)?.headers['if-modified-since']).toBe("last Tuesday, 25 o'clock")
  })

  test('a 304 that nobody asked for is an error', async () => {
    answer({ status: 304 })
    const { state } = await poll(0)
    expect(state.last_error).toMatch(/^FETCH_UNEXPECTED_NOT_MODIFIED/)
  })
})

describe('when a source is asked again (R2, R3)', () => {
  test('not before its due instant, whatever is restarted; then conditionally, also under --force', async () => {
    answer({ headers: { etag: '"1"' }, body: aFeed('one') })
    const { state } = await poll(0)
    expect(minutesBetween(start, state.next_check_at)).toBeGreaterThanOrEqual(60)
    await poll(0.5)
    await poll(0.98)
    expect(asked()).toBe(1)
    await poll(0.98, { force: true })
    expect(site.requests.map(({ headers }) => headers['if-none-match'])).toEqual([undefined, '"1"'])
  })

  test('what the body asked for still counts after answers without one', async () => {
    const slow = aFeed('one').replace('<channel>', '<channel><ttl>720</ttl>')
    answer({ headers: { etag: '"1"' }, body: slow })
    await poll(0)
    answer({ status: 304 })
    const { state } = await poll(25)
    expect(minutesBetween(at(25), state.next_check_at)).toBeGreaterThanOrEqual(720)
  })
})

describe('hosts that want to be left alone (R4)', () => {
  test('none of their sources is asked, none is blamed, and all are due when the time is over', async () => {
    const urls = ['a', 'b', 'c'].map(name => `${site.url}${name}`)
    await program.configure({ fetch: { allowPrivate: ['127.0.0.0/8'], perHost: 1 } })
    await program.setSources(urls.map(url => ({ url })))
    answer({ status: 429, headers: { 'retry-after': String(5 * 3600) } }, '/a')
    for (const path of ['/b', '/c']) answer(aFeed('one'), path)
    const { states, report } = await poll(0)
    expect(site.requests.map(({ path }) => path)).toEqual(['/a'])
    expect(report).toMatchObject({ failed: 1, skipped: 2 })
    expect(report.notes.map(({ code }) => code).toSorted()).toEqual(['FETCH_HOST_WAITING', 'FETCH_HTTP_STATUS'])
    expect(urls.map(url => states[url]?.failures_in_row)).toEqual([1, 0, 0])
    expect(urls.map(url => states[url]?.next_check_at)).toEqual([at(5), at(5), at(5)])
    await poll(4.9)
    expect(site.requests).toHaveLength(1)
    expect((await poll(5)).report.failed).toBe(1)
    expect(site.requests.map(({ path }) => path)).toEqual(['/a', '/a'])
  })

  test('a host that asked only for a pause is asked again after it, all its sources', async () => {
    await program.setSources([{ url: `${site.url}a` }, { url: `${site.url}b` }])
    answer({ status: 503, headers: { 'retry-after': '7200' } }, '/a')
    await program.configure({ fetch: { allowPrivate: ['127.0.0.0/8'], perHost: 1 } })
    await poll(0)
    for (const path of ['/a', '/b']) answer(aFeed(path.slice(1)), path)
    expect((await poll(2)).report).toMatchObject({ done: 2, failed: 0 })
  })
})

describe('failures (R5)', () => {
  test('double the wait up to a day, are mentioned from the fifth on, and are forgotten with the first success', async () => {
    answer({ status: 500 })
    const waits: number[] = []
    const mentioned: boolean[] = []
    let hours = 0
    for (let failure = 1; failure <= 7; failure++) {
      const { state, report } = await poll(hours)
      waits.push(minutesBetween(at(hours), state.next_check_at) / 60)
      mentioned.push(report.notes[0]?.message.includes('times in a row') ?? false)
      hours += waits.at(-1) ?? 0
    }
    expect(waits).toEqual([1, 2, 4, 8, 16, 24, 24])
    expect(mentioned).toEqual([false, false, false, false, true, true, true])
    answer(aFeed('one'))
    const { state } = await poll(hours)
    expect(state).toMatchObject({ failures_in_row: 0, failing_since: null, last_error: null })
  })

  test('410 disables at once; asked for by name it may come back', async () => {
    answer({ status: 410 })
    const { state, report } = await poll(0)
    expect(state.disabled_reason).toBe('gone: it answered 410')
    expect(report.notes[0]?.message).toContain('--force')
    answer(aFeed('one'))
    await poll(days(400))
    await poll(days(400), { force: true })
    expect(asked()).toBe(1)
    const back = await poll(days(400), { force: true, url: feedUrl })
    expect(back.state.disabled_reason).toBeNull()
    expect(back.items).toHaveLength(1)
    expect(await program.run('source', 'list', '--now', at(days(400)))).toMatchObject({ code: 0 })
  })

  test('404 for 30 days makes it dead; once more a success in between begins anew', async () => {
    answer({ status: 404 })
    await poll(0)
    expect((await poll(days(29))).state.disabled_reason).toBeNull()
    answer(aFeed('one'))
    await poll(days(31))
    answer({ status: 404 })
    expect((await poll(days(40))).state.disabled_reason).toBeNull()
    const { state } = await poll(days(71))
    expect(state.disabled_reason).toBe('missing: it has answered 404 since 2017-01-17')
    await poll(days(500))
    expect(asked()).toBe(5)
  })

  test('a silent source is mentioned every 60 days, not at every visit', async () => {
    answer({ headers: { etag: '"1"' }, body: aFeed('one') })
    await poll(0)
    answer({ status: 304 })
    const mentions: number[] = []
    for (let day = 10; day <= 140; day += 10)
      if ((await poll(days(day))).report.notes.some(({ message }) => message.startsWith('silent since 2016-12-07')))
        mentions.push(day)
    expect(mentions).toEqual([60, 120])
    const { stdout } = await program.run('source', 'list', '--now', at(days(140)))
    expect(stdout).toMatch(/^silent since 2016-12-07/)
  })
})

describe('sources that move (R6)', () => {
  const moved = (to: string, status = 301): Answer => ({ status, headers: { location: to } })

  test('are rewritten after three polls over a day, and are the same source under either address', async () => {
    const newUrl = `${site.url}new.xml`
    answer(moved(newUrl))
    answer(aFeed('one'), '/new.xml')
    await poll(0)
    expect((await poll(13)).state.fetch_url).toBe(feedUrl)
    const third = await poll(38)
    expect(third.state.fetch_url).toBe(newUrl)
    expect(third.report.notes.map(({ message }) => message)).toEqual([`moved for good from ${feedUrl} to ${newUrl}`])
    await poll(70)
    expect(asked()).toBe(3)
    expect((await program.run('source', 'list', '--now', at(70))).stdout).toContain(`moved to ${newUrl}`)
    expect(await program.run('source', 'add', newUrl, '--now', at(70))).toMatchObject({ code: 3 })
    for (const url of [newUrl, feedUrl]) {
      await program.setSources([{ url }])
      const { items, state, states } = await poll(100, { force: true })
      expect(Object.keys(states)).toEqual([url])
      expect(state.fetch_url).toBe(newUrl)
      expect(items).toHaveLength(1)
    }
  })

  test.each([
    ['a temporary redirect', 302, aFeed('one')],
    ['a target that is no feed', 301, 'oops'],
  ])('are not rewritten for %s', async (_name, status, body) => {
    answer(moved(`${site.url}new.xml`, status))
    answer(body, '/new.xml')
    for (const hours of [0, 30, 60, 120]) expect((await poll(hours)).state.fetch_url).toBe(feedUrl)
  })

  test('are asked at another origin without the headers that open doors', async () => {
    const other = await startSite({ '/new.xml': aFeed('one') })
    await program.setSources([{ url: feedUrl, headers: { authorization: 'Bearer secret', 'x-plain': 'yes' } }])
    answer(moved(`${other.url}new.xml`))
    for (const hours of [0, 30, 60, 90]) await poll(hours)
    expect(site.requests.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill('Bearer secret'))
    expect(other.requests.map(({ headers }) => [headers.authorization, headers['x-plain']])).toEqual(
      Array(4).fill([undefined, 'yes']),
    )
    await other.close()
  })
})

describe('what is asked and sent (R10, R12)', () => {
  test('headers and names with passwords come from the environment and are shown nowhere', async () => {
    process.env['FETCHING_TEST_SECRET'] = 'open sesame'
    const url = site.url.replace('//', '//reader:${FETCHING_TEST_SECRET}@')
    await program.setSources([
      { url: `${url}basic.xml` },
      { url: `${site.url}token.xml`, headers: { 'x-token': '${FETCHING_TEST_SECRET}' } },
    ])
    for (const path of ['/basic.xml', '/token.xml']) answer(aFeed('one'), path)
    const { states } = await poll(0)
    const shown = [
      await program.run('source', 'list', '--json', '--now', at(0)),
      await program.run('source', 'export', '--now', at(0)),
      await program.run('why', `${site.url}token.xml`, '--json', '--now', at(0)),
    ]
    delete process.env['FETCHING_TEST_SECRET']
    const headers = Object.fromEntries(site.requests.map(request => [request.path, request.headers]))
    expect(headers['/basic.xml']?.authorization).toBe(`Basic ${btoa('reader:open sesame')}`)
    expect(headers['/token.xml']?.['x-token']).toBe('open sesame')
    expect(Object.keys(states)).toEqual([`${site.url}basic.xml`, `${site.url}token.xml`])
    for (const { stdout } of shown) expect(stdout).not.toMatch(/sesame|cmVhZGVy/)
  })

  test('a page is not read against robots.txt; a feed that the operator typed in is', async () => {
    answer('User-agent: *\nDisallow: /', '/robots.txt')
    answer(aFeed('one'))
    await program.setSources([{ url: feedUrl }, { url: `${site.url}page`, kind: 'page' }])
    const { report } = await poll(0)
    expect(report.notes.map(({ code }) => code)).toEqual(['FETCH_ROBOTS_DISALLOWED'])
    expect(site.requests.map(({ path }) => path).toSorted()).toEqual(['/feed.xml', '/robots.txt'])
  })
})

describe('items (R8, R9, R15)', () => {
  test('an empty feed deletes nothing', async () => {
    answer(aFeed('one', 'two'))
    await poll(0)
    answer(rssOf('A blog', []))
    const { items, state } = await poll(25)
    expect(items).toHaveLength(2)
    expect(state.failures_in_row).toBe(0)
  })

  test('of 1,200 new items 500 are kept a visit, and the rest comes although the feed stays the same', async () => {
    const names = Array.from({ length: 1_200 }, (_, index) => String(index))
    const body = aFeed(...names)
    site.routes.set('/feed.xml', headers =>
      headers['if-none-match'] === '"1"' ? { status: 304 } : { headers: { etag: '"1"' }, body },
    )
    const counts: number[] = []
    for (const hours of [0, 25, 50, 75]) counts.push((await poll(hours)).report.done)
    expect(counts).toEqual([500, 500, 200, 0])
    expect(site.requests.map(({ headers }) => headers['if-none-match'])).toEqual([
      undefined,
      undefined,
      undefined,
      '"1"',
    ])
  })

  test('what a first visit had to leave is backlog at the next one as it was then', async () => {
    const old = Array.from({ length: 600 }, (_, index) => anItem(`old-${index}`, '2015-01-01T00:00:00Z'))
    answer(rssOf('A blog', old))
    await poll(0)
    const { items } = await poll(25)
    expect(items).toHaveLength(600)
    expect(items.filter(item => item.enters_at !== null)).toEqual([])
    answer(rssOf('A blog', [anItem('late', '2015-01-01T00:00:00Z'), ...old]))
    expect((await poll(50)).items.at(-1)?.enters_at).toBe(at(50))
  })

  test('of a body that ends early the whole items are kept, and it is an error that leaves no validators', async () => {
    const whole = aFeed('one', 'two', 'three')
    const cut = await startCutServer(whole, whole.indexOf('Title three'))
    await program.setSources([{ url: cut.url }])
    const { items, state, report } = await poll(0)
    expect(items.map(({ title }) => title)).toEqual(['Title one', 'Title two'])
    expect(report).toMatchObject({ done: 2, failed: 1, notes: [{ code: 'FETCH_BODY_TRUNCATED' }] })
    expect(state).toMatchObject({ etag: null, body_sha256: null, failures_in_row: 1, succeeded_at: null })
    cut.close()
  })

  test('every request leaves a line that why prints', async () => {
    answer({ status: 302, headers: { location: '/new.xml' } })
    answer({ headers: { etag: '"1"' }, body: aFeed('one') }, '/new.xml')
    const { fetches } = await poll(0)
    expect(fetches).toMatchObject([{ outcome: 'changed', status: 200, etag: '"1"', items_new: 1, fetched_at: start }])
    expect(fetches[0]?.body_bytes).toBeGreaterThan(300)
    const { stdout } = await program.run('why', feedUrl, '--now', at(0))
    expect(stdout).toMatch(/200 changed, 1 new, \d+ bytes \(\d+ decoded\), \d+ ms, 1 hop, ETag "1"/)
    expect(stdout).toContain(fetches[0]?.next_check_reason)
  })
})

/** A server that promises a whole body and hangs up in the middle of it. */
async function startCutServer(body: string, cutAt: number): Promise<{ readonly url: string; close(): void }> {
  const server: Server = createServer((_request, response) => {
    response.writeHead(200, { 'content-length': String(Buffer.byteLength(body)), etag: '"cut"' })
    response.write(body.slice(0, cutAt), () => response.destroy())
  })
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}

describeStores('two workers on one store', openStore => {
  test('ask each source once, and one host never more often at a time than one worker may', async () => {
    const { address } = await openStore()
    await program.configure({ store: address })
    const paths = Array.from({ length: 40 }, (_, index) => `/${index}.xml`)
    await program.setSources(paths.map(path => ({ url: site.url + path.slice(1) })))
    let underWay = 0
    let most = 0
    const slow = createServer((request, response) => {
      most = Math.max(most, ++underWay)
      site.requests.push({ path: request.url ?? '', headers: request.headers })
      setTimeout(() => {
        underWay--
        response.end(aFeed(request.url ?? ''))
      }, 5)
    })
    await new Promise<void>(done => slow.listen(0, '127.0.0.1', done))
    const base = `http://127.0.0.1:${(slow.address() as AddressInfo).port}`
    await program.setSources(paths.map(path => ({ url: base + path })))
    const apps = [await program.open({ now: start }), await program.open({ now: start })]
    const reports = await Promise.all(
      apps.map(async app => {
        const { open } = await planWindows(app)
        const first = await collect(app.collect, open)
        return first.done + (await collect(app.collect, open)).done
      }),
    )
    for (const app of apps) await app.close()
    slow.close()
    expect(reports.reduce((sum, done) => sum + done, 0)).toBe(40)
    expect(site.requests.map(({ path }) => path).toSorted()).toEqual(paths.toSorted())
    expect(most).toBe(2)
  })
})
