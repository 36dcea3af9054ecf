import { createHmac } from 'node:crypto'
import { afterEach, describe, expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { readSources, syncSources } from '../../src/store/sources.ts'
import { confirmLease, noteHubs, takeSubscriptions } from '../../src/store/websub.ts'
import type { ServerDeps } from '../../src/web/server.ts'
import { now, type Site, startSite } from './web-fixture.ts'

const topic = 'https://feed.example/atom.xml'
const inADay = addMinutes(now, 24 * 60)

let site: Site
afterEach(() => site.close())

/** A site with one source, due in a day, whose hub has been asked. Returns the path that the hub knows, and the secret. */
async function startSubscribed(
  more: Partial<ServerDeps> = {},
): Promise<{ path: string; token: string; secret: string }> {
  site = await startSite({}, more)
  const { store } = site
  await syncSources(store, [sourceSchema.parse({ url: 'https://feed.example/' })])
  await visit()
  const [known] = await readSources(store.db)
  await noteHubs(store.db, known?.source.id ?? 0, { hubs: ['https://hub.example/'], self: topic }, now)
  const [row] = await takeSubscriptions(store, now, 1)
  return { path: `/websub/${row?.token ?? ''}`, token: row?.token ?? '', secret: row?.secret ?? '' }
}

/** As every visit leaves the source: due again later. */
const visit = () => site.store.db.updateTable('source_states').set({ next_check_at: inADay }).execute()
const readRows = () => site.store.db.selectFrom('hub_subscriptions').selectAll().execute()
const readDueAt = async () => (await readSources(site.store.db))[0]?.state.next_check_at
const push = (path: string, body: string | Uint8Array<ArrayBuffer>, signature?: string) =>
  fetch(`http://127.0.0.1:${site.port}${path}`, {
    method: 'POST',
    body,
    headers: signature === undefined ? {} : { 'X-Hub-Signature': signature },
  })
const asked = { 'hub.mode': 'subscribe', 'hub.topic': topic, 'hub.challenge': '<b>1</b>', 'hub.lease_seconds': '86400' }
const withQuery = (path: string, query: Record<string, string>): string =>
  `${path}?${new URLSearchParams(query).toString()}`

describe('verification of intent', () => {
  test('echoes the challenge as plain text and records the lease', async () => {
    const { path } = await startSubscribed()
    const response = await site.get(withQuery(path, asked))
    expect(response.status).toBe(200)
    expect(await response.text()).toBe('<b>1</b>')
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(await readRows()).toMatchObject([{ state: 'active', lease_until: inADay }])
    expect((await site.get(withQuery(path, asked))).status).toBe(200)
  })

  test.each([
    ['without anything', 'GET', {}],
    ['without a challenge', 'GET', { 'hub.mode': 'subscribe', 'hub.topic': topic }],
    ['for another topic', 'GET', { ...asked, 'hub.topic': 'https://evil.example/' }],
    ['for no topic', 'GET', { 'hub.mode': 'subscribe', 'hub.challenge': 'x' }],
    ['to end the subscription', 'GET', { ...asked, 'hub.mode': 'unsubscribe' }],
    ['in a mode nobody knows', 'GET', { ...asked, 'hub.mode': 'publish' }],
    ['by HEAD', 'HEAD', asked],
    ['that denies another topic', 'GET', { 'hub.mode': 'denied', 'hub.topic': 'https://evil.example/' }],
    ['that denies by HEAD', 'HEAD', { 'hub.mode': 'denied', 'hub.topic': topic }],
  ])('%s is refused and changes nothing', async (_name, method, query: Record<string, string>) => {
    const { path } = await startSubscribed()
    const before = await readRows()
    expect((await site.get(withQuery(path, query), {}, method)).status).toBe(404)
    expect((await site.get(withQuery('/websub/unknown', asked), {}, method)).status).toBe(404)
    expect(await readRows()).toEqual(before)
  })

  test('that denies is accepted with its reason, cut to a length', async () => {
    const { path } = await startSubscribed()
    const denied = { 'hub.mode': 'denied', 'hub.topic': topic, 'hub.reason': 'x'.repeat(2_000) }
    expect((await site.get(withQuery(path, denied))).status).toBe(200)
    expect(await readRows()).toMatchObject([{ state: 'denied', problem: `denied: ${'x'.repeat(500)}` }])
    expect((await site.get(withQuery(path, asked))).status).toBe(404)
  })

  test('works under the path of the public address', async () => {
    const { path } = await startSubscribed({ url: 'https://weekly.example/list/' })
    expect((await site.get(withQuery(`/list${path}`, asked))).status).toBe(200)
  })
})

describe('an announcement', () => {
  const body = '<feed>容器</feed>'
  const sign = (method: string, secret: string, content: string | Uint8Array = body): string =>
    `${method}=${createHmac(method, secret).update(content).digest('hex')}`

  test.each(['sha1', 'sha256', 'sha384', 'sha512'])('signed by %s makes the source due', async method => {
    const { path, secret } = await startSubscribed()
    expect((await push(path, body, sign(method, secret))).status).toBe(202)
    expect(await readDueAt()).toBe(now)
  })

  test.each([
    ['without a signature', () => undefined],
    ['signed with another secret', () => sign('sha256', 'guess')],
    ['signed for another body', (secret: string) => sign('sha256', secret, 'other')],
    ['signed by a method that is too weak', (secret: string) => sign('md5', secret)],
    ['with a signature cut short', (secret: string) => sign('sha256', secret).slice(0, -2)],
    ['with a signature of another length', (secret: string) => `sha1=${sign('sha256', secret).slice(7)}`],
    ['with a signature that is no hex', () => 'sha256=xyz'],
  ])('%s is accepted and ignored', async (_name, signature: (secret: string) => string | undefined) => {
    const { path, secret } = await startSubscribed()
    const before = await readRows()
    expect((await push(path, body, signature(secret))).status).toBe(202)
    expect(await readDueAt()).toBe(inADay)
    expect(await readRows()).toEqual(before)
  })

  test('may be longer than a form, up to 10 MB', async () => {
    const { path, secret } = await startSubscribed()
    const long = new Uint8Array(10_000_000).fill(120)
    expect((await push(path, long, sign('sha256', secret, long))).status).toBe(202)
    expect(await readDueAt()).toBe(now)
    const longer = new Uint8Array(10_000_001).fill(120)
    expect((await push(path, longer, sign('sha256', secret, longer))).status).toBe(413)
  })

  test('comes from other sites, unlike a form', async () => {
    const { path, secret } = await startSubscribed()
    const response = await fetch(`http://127.0.0.1:${site.port}${path}`, {
      method: 'POST',
      body,
      headers: { 'X-Hub-Signature': sign('sha256', secret), Origin: 'https://hub.example' },
    })
    expect(response.status).toBe(202)
  })

  test('asks for one visit a minute', async () => {
    const { path, secret } = await startSubscribed()
    for (let time = 0; time < 3; time++) await push(path, body, sign('sha256', secret))
    expect(await readDueAt()).toBe(now)
    await visit()
    site.clock.set(addMinutes(now, 0.5))
    await push(path, body, sign('sha256', secret))
    expect(await readDueAt()).toBe(addMinutes(now, 1))
  })

  test('for nobody, or for a source that is no longer followed, is told to stop', async () => {
    const { path, token, secret } = await startSubscribed()
    expect((await push('/websub/unknown', body, sign('sha256', secret))).status).toBe(410)
    await confirmLease(site.store.db, { token, topic }, 86_400, now)
    await syncSources(site.store, [])
    expect((await push(path, body, sign('sha256', secret))).status).toBe(410)
    const { next_check_at } = await site.store.db
      .selectFrom('source_states')
      .select('next_check_at')
      .executeTakeFirstOrThrow()
    expect(next_check_at >= inADay).toBe(true)
  })
})
