import { expect, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import type { Instant } from '../../src/core/types.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { readSources, syncSources } from '../../src/store/sources.ts'
import {
  confirmLease,
  denySubscription,
  findCallback,
  hastenVisit,
  noteHubs,
  noteProblem,
  takeSubscriptions,
} from '../../src/store/websub.ts'
import type { HubSubscriptionTable } from '../../src/store/engine/schema.ts'
import { describeStores } from '../stores.ts'

const now = '2026-11-20T00:30:00.000Z' as Instant
const after = (minutes: number): Instant => addMinutes(now, minutes)
const day = 24 * 60
const hub = 'https://hub.example/'
const self = 'https://a.example/feed'

/** Sources that are due in a day; each names the hub. */
async function follow(store: Store, count = 1): Promise<readonly number[]> {
  const urls = Array.from({ length: count }, (_, index) => `https://${index}.example/feed`)
  await syncSources(
    store,
    urls.map(url => sourceSchema.parse({ url })),
  )
  await visit(store, day)
  const ids = (await readSources(store.db)).map(({ source }) => source.id)
  for (const id of ids) await noteHubs(store.db, id, { hubs: [hub], self }, now)
  return ids
}
/** As every visit leaves the sources: due again later. */
async function visit(store: Store, nextMinutes: number): Promise<void> {
  await store.db
    .updateTable('source_states')
    .set({ next_check_at: after(nextMinutes), next_check_reason: 'usual' })
    .execute()
}
const rows = (store: Store): Promise<HubSubscriptionTable[]> =>
  store.db.selectFrom('hub_subscriptions').selectAll().orderBy('source_id').execute()
async function onlyRow(store: Store): Promise<HubSubscriptionTable> {
  const [row] = await rows(store)
  if (!row) throw new Error('no subscription')
  return row
}
const dueAt = async (store: Store): Promise<Instant | undefined> =>
  (await readSources(store.db))[0]?.state.next_check_at

describeStores('hub subscriptions', open => {
  test('a feed that names a hub is to be subscribed, once, until it names another or none', async () => {
    const store = await open()
    const [id = 0] = await follow(store)
    const first = await onlyRow(store)
    expect(first).toMatchObject({ hub, topic: self, state: 'wanted', next_request_at: now, lease_until: null })
    expect(first.token).toMatch(/^[\w-]{32}$/)
    expect(first.secret).toMatch(/^[0-9a-f]{64}$/)

    await noteHubs(store.db, id, { hubs: [hub, 'https://second.example/'], self }, after(5))
    expect(await rows(store)).toEqual([first])

    await noteHubs(store.db, id, { hubs: [hub], self: 'https://a.example/other' }, after(5))
    const second = await onlyRow(store)
    expect(second).toMatchObject({ topic: 'https://a.example/other', state: 'wanted', next_request_at: after(5) })
    expect(second.token).not.toBe(first.token)
    expect(await findCallback(store.db, first.token)).toBeNull()

    await noteHubs(store.db, id, { hubs: ['http://plain.example/'], self }, now)
    expect(await onlyRow(store)).toMatchObject({ hub: 'http://plain.example/', secret: null })
    await noteHubs(store.db, id, { hubs: [], self }, now)
    expect(await rows(store)).toEqual([])
  })

  test('each is taken by one worker, and not again within a day', async () => {
    const store = await open()
    const second = await open(store.address)
    await follow(store, 12)
    const taken = await Promise.all([takeSubscriptions(store, now, 7), takeSubscriptions(second, now, 7)])
    const ids = taken.flat().map(row => row.source_id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(taken.map(part => part.length).every(length => length <= 7)).toBe(true)
    await takeSubscriptions(store, now, 12)
    expect(await takeSubscriptions(store, after(day - 1), 12)).toEqual([])
    expect(await takeSubscriptions(store, after(day), 20)).toHaveLength(12)
    expect((await rows(store)).every(({ state }) => state === 'asked')).toBe(true)
  })

  test('of sources that are paused or gone nothing is requested, and no lease is verified', async () => {
    const store = await open()
    await follow(store, 2)
    await takeSubscriptions(store, now, 1)
    const { token } = await onlyRow(store)
    await syncSources(store, [sourceSchema.parse({ url: 'https://1.example/feed', paused: true })])
    expect(await takeSubscriptions(store, after(2 * day), 20)).toEqual([])
    expect(await confirmLease(store.db, { token, topic: self }, 60, now)).toBe(false)
    expect(await findCallback(store.db, token)).toMatchObject({ isFollowed: false })
  })

  test('a lease is as long as granted, and renewed with a third left', async () => {
    const store = await open()
    await follow(store)
    await takeSubscriptions(store, now, 20)
    const { token } = await onlyRow(store)
    const leases = {
      'as asked': [10 * 86_400, 10 * day, (10 * day * 2) / 3],
      'a minute: renewed after an hour at the earliest': [60, 1, 60],
      'not said: ten days': [Number.NaN, 10 * day, (10 * day * 2) / 3],
      'below nothing: ten days': [-5, 10 * day, (10 * day * 2) / 3],
      'an age: a year': [1e15, 365 * day, (365 * day * 2) / 3],
    } as const
    for (const [name, [seconds, leaseMinutes, renewMinutes]] of Object.entries(leases)) {
      await noteProblem(store.db, token, 'refused')
      expect(await confirmLease(store.db, { token, topic: self }, seconds, now)).toBe(true)
      expect(await onlyRow(store), name).toMatchObject({
        state: 'active',
        lease_until: after(leaseMinutes),
        next_request_at: after(renewMinutes),
        problem: null,
      })
    }
  })

  test('nothing is verified or denied that was not asked for', async () => {
    const store = await open()
    await follow(store)
    const before = await onlyRow(store)
    const { token } = before
    for (const claim of [
      { token, topic: self },
      { token, topic: 'https://evil.example/' },
      { token: 'x', topic: self },
    ]) {
      expect(await confirmLease(store.db, claim, 60, now)).toBe(false)
      expect(await denySubscription(store.db, claim, 'no', now)).toBe(false)
    }
    expect(await onlyRow(store)).toEqual(before)
  })

  test('a hub that denies is asked again after ten days', async () => {
    const store = await open()
    await follow(store)
    await takeSubscriptions(store, now, 20)
    const { token } = await onlyRow(store)
    await confirmLease(store.db, { token, topic: self }, 86_400, now)
    expect(await denySubscription(store.db, { token, topic: self }, 'not welcome', now)).toBe(true)
    expect(await onlyRow(store)).toMatchObject({ state: 'denied', lease_until: null, problem: 'denied: not welcome' })
    expect(await confirmLease(store.db, { token, topic: self }, 60, now)).toBe(false)
    expect(await takeSubscriptions(store, after(10 * day - 1), 20)).toEqual([])
    expect(await takeSubscriptions(store, after(10 * day), 20)).toHaveLength(1)
  })

  test('announcements bring the visit forward, at most once a minute', async () => {
    const store = await open()
    await follow(store)
    const { token } = await onlyRow(store)
    const announce = async (minutes: number): Promise<Instant | undefined> => {
      const callback = await findCallback(store.db, token)
      if (callback) await hastenVisit(store.db, callback, after(minutes))
      return dueAt(store)
    }
    expect(await announce(10)).toBe(after(10))
    expect(await announce(10.5)).toBe(after(10))
    await visit(store, day)
    expect(await announce(10.75)).toBe(after(11))
    expect(await announce(10.8)).toBe(after(11))
    await visit(store, day)
    expect(await announce(11.2)).toBe(after(12))
    await visit(store, day)
    expect(await announce(60)).toBe(after(60))
    expect((await readSources(store.db))[0]?.state.next_check_reason).toBe('Its hub announced a change.')
  })

  test('a source that is failing keeps its distance', async () => {
    const store = await open()
    const [id = 0] = await follow(store)
    await store.db.updateTable('source_states').set({ failures_in_row: 1 }).execute()
    await hastenVisit(store.db, { sourceId: id, visitDueAt: null }, after(1))
    expect(await dueAt(store)).toBe(after(day))
  })
})
