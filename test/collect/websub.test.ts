// The subscriber against a real hub on the loopback and our own server, which that hub calls back.
import { createHmac } from 'node:crypto'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findHubs, isPublicSite, type RenewDeps, renewSubscriptions } from '../../src/collect/websub.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { readSources, syncSources } from '../../src/store/sources.ts'
import { noteHubs } from '../../src/store/websub.ts'
import { aClient, serve } from '../net/serve.ts'
import { now, type Site, startSite } from '../web/web-fixture.ts'

const day = 24 * 60
const topic = 'https://feed.example/atom.xml'

describe('the hubs of a feed', () => {
  const url = 'https://feed.example/blog/feed'
  test.each([
    ['are those it names', undefined, { hubs: ['https://hub.example/'], self: topic }, ['https://hub.example/'], topic],
    ['are none, and it is known by the address that answered', undefined, { hubs: [], self: null }, [], url],
    ['are none for a page', undefined, {}, [], url],
    [
      'are named by the Link header before the feed',
      '</hub>; rel="hub", <https://feed.example/self>; rel=self',
      { hubs: ['https://other.example/'], self: topic },
      ['https://feed.example/hub', 'https://other.example/'],
      'https://feed.example/self',
    ],
    [
      'share a Link header with other relations',
      '<https://a.example/?a=1,2>; title="x"; rel="next HUB", <https://b.example/>; rel="hubs"; hub="hub"',
      {},
      ['https://a.example/?a=1,2'],
      url,
    ],
    ['are none in a Link header that is damaged', `${'<'.repeat(60_000)}; rel=hub`, {}, [], url],
    [
      'over https come first',
      undefined,
      { hubs: ['http://plain.example/', 'https://hub.example/'], self: topic },
      ['https://hub.example/', 'http://plain.example/'],
      topic,
    ],
    [
      'are web addresses and nothing else',
      '<javascript:alert(1)>; rel=hub, <>; rel=hub, nonsense',
      { hubs: ['ftp://hub.example/', ''], self: 'urn:x' },
      [],
      url,
    ],
  ])('%s', (_name, link, feed, hubs, self) => {
    expect(findHubs({ url, headers: link === undefined ? {} : { link } }, feed)).toEqual({ hubs, self })
  })
})

test.each([
  ['https://weekly.example/', true],
  ['http://weekly.example.org:8080/list/', true],
  ['http://8.8.8.8/', true],
  ['http://127.0.0.1:8080/', false],
  ['https://127.1/', false],
  ['http://[::1]/', false],
  ['http://10.1.2.3/', false],
  ['http://192.168.0.1/', false],
  ['https://localhost/', false],
  ['https://localhost./', false],
  ['https://app.localhost/', false],
  ['https://nas/', false],
  ['https://nas.local/', false],
  ['https://wiki.corp.internal/', false],
  ['ftp://weekly.example/', false],
])('the site at %s can be called back by a hub: %s', (url, expected) => {
  expect(isPublicSite(url)).toBe(expected)
})

type Manner = 'verifies' | 'denies' | 'lies about the topic' | 'refuses' | 'is silent'

/**
 * A hub that calls back before it answers. The public address of our site leads to the test's server, and `https:` to the hub is
 * taken off on the way, so that it is given a secret.
 */
async function aHub(site: Site) {
  const hub = { manner: 'verifies' as Manner, asked: [] as Record<string, string>[], answers: [] as string[] }
  const here = (callback: string): string => callback.replace('https://weekly.example', `http://127.0.0.1:${site.port}`)
  const callBack = async (form: Record<string, string>): Promise<void> => {
    const url = new URL(here(form['hub.callback'] ?? ''))
    const query = {
      'hub.mode': hub.manner === 'denies' ? 'denied' : 'subscribe',
      'hub.topic': hub.manner === 'lies about the topic' ? 'https://evil.example/' : (form['hub.topic'] ?? ''),
      'hub.challenge': 'c<h>&1',
      'hub.lease_seconds': String(3 * 86_400),
      'hub.reason': 'full',
    }
    url.search = new URLSearchParams(query).toString()
    const response = await fetch(url)
    hub.answers.push(`${response.status} ${await response.text()}`)
  }
  const server = await serve((request, response) => {
    void text(request).then(async body => {
      const form = Object.fromEntries(new URLSearchParams(body))
      hub.asked.push(form)
      if (hub.manner !== 'refuses' && hub.manner !== 'is silent') await callBack(form)
      response.writeHead(hub.manner === 'refuses' ? 400 : 202).end()
    })
  })
  const client = aClient([server])
  const deps: RenewDeps = {
    store: site.store,
    clock: site.clock,
    siteUrl: 'https://weekly.example/',
    http: { postForm: request => client.postForm({ ...request, url: request.url.replace('https:', 'http:') }) },
  }
  const push = (body: string, headers: Record<string, string>) =>
    fetch(here(hub.asked.at(-1)?.['hub.callback'] ?? ''), { method: 'POST', body, headers })
  return { ...server, state: hub, deps, push, address: `https://127.0.0.1:${server.port}/` }
}

let site: Site
let hub: Awaited<ReturnType<typeof aHub>>
beforeEach(async () => {
  site = await startSite({})
  hub = await aHub(site)
})
afterEach(() => site.close())

/** Sources that are due in a day and name the hub. */
async function follow(hubUrl: string, count = 1): Promise<void> {
  const urls = Array.from({ length: count }, (_, index) => `https://feed.example/${index}`)
  await syncSources(
    site.store,
    urls.map(url => sourceSchema.parse({ url })),
  )
  await site.store.db
    .updateTable('source_states')
    .set({ next_check_at: addMinutes(now, day) })
    .execute()
  for (const { source } of await readSources(site.store.db))
    await noteHubs(site.store.db, source.id, { hubs: [hubUrl], self: topic }, now)
}
const readRow = () => site.store.db.selectFrom('hub_subscriptions').selectAll().executeTakeFirstOrThrow()
const readDueAt = async () => (await readSources(site.store.db))[0]?.state.next_check_at
const wait = (minutes: number): void => site.clock.set(addMinutes(site.clock.now(), minutes))

describe('a subscription', () => {
  test('is asked for, verified, announced under signature, and renewed with a third of the lease left', async () => {
    await follow(hub.address)
    expect(await renewSubscriptions(hub.deps)).toEqual([])
    const { token, secret } = await readRow()
    expect(hub.state.asked).toEqual([
      {
        'hub.mode': 'subscribe',
        'hub.topic': topic,
        'hub.callback': `https://weekly.example/websub/${token}`,
        'hub.lease_seconds': '864000',
        'hub.secret': secret,
      },
    ])
    expect(hub.state.answers).toEqual(['200 c<h>&1'])
    expect(await readRow()).toMatchObject({ state: 'active', lease_until: addMinutes(now, 3 * day) })

    wait(5)
    const body = '<feed>fat ping</feed>'
    const signature = createHmac('sha256', secret ?? '').update(body)
    for (const headers of [{}, { 'X-Hub-Signature': `sha256=${'0'.repeat(64)}` }]) {
      expect((await hub.push(body, headers)).status).toBe(202)
      expect(await readDueAt()).toBe(addMinutes(now, day))
    }
    expect((await hub.push(body, { 'X-Hub-Signature': `sha256=${signature.digest('hex')}` })).status).toBe(202)
    expect(await readDueAt()).toBe(addMinutes(now, 5))
    const items = await site.store.db.selectFrom('items').selectAll().execute()
    expect(items).toEqual([])

    wait(2 * day - 6)
    await renewSubscriptions(hub.deps)
    expect(hub.state.asked).toHaveLength(1)
    wait(1)
    await renewSubscriptions(hub.deps)
    expect(hub.state.asked).toHaveLength(2)
    expect(hub.state.asked[1]).toEqual(hub.state.asked[0])
    expect(await readRow()).toMatchObject({ state: 'active', lease_until: addMinutes(now, 5 * day) })
  })

  test('at a hub without https has no secret, and its token alone is the proof', async () => {
    await follow(hub.origin)
    await renewSubscriptions(hub.deps)
    expect(hub.state.asked[0]).not.toHaveProperty('hub.secret')
    expect((await hub.push('x', {})).status).toBe(202)
    expect(await readDueAt()).toBe(now)
  })

  test('that the hub denies is written down and left alone for ten days', async () => {
    hub.state.manner = 'denies'
    await follow(hub.address)
    expect(await renewSubscriptions(hub.deps)).toEqual([])
    expect(hub.state.answers).toEqual(['200 '])
    expect(await readRow()).toMatchObject({ state: 'denied', problem: 'denied: full' })
    wait(9 * day)
    await renewSubscriptions(hub.deps)
    expect(hub.state.asked).toHaveLength(1)
  })

  test.each(['lies about the topic', 'is silent'] as const)(
    'at a hub that %s stays unverified for a day',
    async manner => {
      hub.state.manner = manner
      await follow(hub.address)
      await renewSubscriptions(hub.deps)
      expect(hub.state.answers).toEqual(manner === 'is silent' ? [] : ['404 Not found\n'])
      expect(await readRow()).toMatchObject({ state: 'asked', lease_until: null })
      wait(day - 1)
      await renewSubscriptions(hub.deps)
      expect(hub.state.asked).toHaveLength(1)
      hub.state.manner = 'verifies'
      wait(1)
      await renewSubscriptions(hub.deps)
      expect(await readRow()).toMatchObject({ state: 'active' })
    },
  )

  test('that the hub refuses is a note, and asked for again in a day', async () => {
    hub.state.manner = 'refuses'
    await follow(hub.address)
    const message = `${hub.address} answered 400 to the subscription`
    expect(await renewSubscriptions(hub.deps)).toMatchObject([
      { level: 'note', subject: topic, code: 'FETCH_HTTP_STATUS', message },
    ])
    expect(await readRow()).toMatchObject({ state: 'asked', problem: message })
    expect(await renewSubscriptions(hub.deps)).toEqual([])
    wait(day)
    expect(await renewSubscriptions(hub.deps)).toHaveLength(1)
  })

  test('at a hub on a private address is refused by the guard', async () => {
    await follow('https://10.0.0.1/hub')
    expect(await renewSubscriptions(hub.deps)).toMatchObject([{ code: 'FETCH_PRIVATE_ADDRESS' }])
  })

  test('is never asked for by a site that nobody can call back', async () => {
    await follow(hub.address)
    expect(await renewSubscriptions({ ...hub.deps, siteUrl: 'http://127.0.0.1:8080/' })).toEqual([])
    expect(hub.state.asked).toEqual([])
    expect(await readRow()).toMatchObject({ state: 'wanted' })
  })

  test('of a site under a path has its callback under it', async () => {
    hub.state.manner = 'is silent'
    await follow(hub.address)
    await renewSubscriptions({ ...hub.deps, siteUrl: 'https://weekly.example/list' })
    expect(hub.state.asked[0]?.['hub.callback']).toMatch(/^https:\/\/weekly\.example\/list\/websub\/[\w-]{32}$/)
  })
})

test('a run sends at most twenty requests; the rest follow in the next', async () => {
  await follow(hub.address, 23)
  await renewSubscriptions(hub.deps)
  expect(hub.state.asked).toHaveLength(20)
  await renewSubscriptions(hub.deps)
  expect(hub.state.asked).toHaveLength(23)
  expect(new Set(hub.state.asked.map(form => form['hub.callback'])).size).toBe(23)
})
