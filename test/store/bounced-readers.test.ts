// Readers whose mails came back: listed by what became of them, released, suspended; who complained or was erased never comes back so.
import { expect, test } from 'vitest'
import type { Instant } from '../../src/core/types.ts'
import { listBounced, releaseReaders, suspendReaders } from '../../src/store/bounced-readers.ts'
import {
  confirmSubscriber,
  eraseSubscriber,
  findSubscriber,
  leaveList,
  saveSignUp,
} from '../../src/store/subscribers.ts'
import type { Store } from '../../src/store/engine/database.ts'
import { describeStores } from '../stores.ts'

const now = '2026-11-20T00:00:00.000Z' as Instant

async function subscribe({ db }: Store, email: string, left: 'bounced' | 'complained' | null = null): Promise<number> {
  const { id } = await saveSignUp(db, { email, name: null, language: 'en', consent: '{}' }, now)
  await confirmSubscriber(db, id, now)
  if (left) await leaveList(db, id, left, now)
  return id
}

describeStores('bounced readers', open => {
  test('the suspended are listed, released, and suspended again; others stay as they are', async () => {
    const store = await open()
    const [ann, bob, eve] = [
      await subscribe(store, 'ann@example.org', 'bounced'),
      await subscribe(store, 'bob@example.org', 'complained'),
      await subscribe(store, 'eve@example.org', 'bounced'),
    ]
    await eraseSubscriber(store.db, 'eve@example.org', now)
    const list = (list: 'suspended' | 'noted' | 'complained') => listBounced(store.db, { list, limit: 9 })
    expect(await list('suspended')).toEqual([
      {
        id: ann,
        email: 'ann@example.org',
        state: 'bounced',
        leftAt: now,
        verdict: null,
        status: null,
        reportedAt: null,
        response: null,
      },
    ])
    expect((await list('complained')).map(({ id }) => id)).toEqual([bob])
    expect(await list('noted')).toEqual([])
    expect(await releaseReaders(store.db, [ann, bob, eve])).toBe(1)
    expect(await findSubscriber(store.db, { id: ann })).toMatchObject({ state: 'confirmed', leftAt: null })
    expect(await findSubscriber(store.db, { id: bob })).toMatchObject({ state: 'complained' })
    expect([await releaseReaders(store.db, []), await suspendReaders(store.db, [], now)]).toEqual([0, 0])
    expect(await suspendReaders(store.db, [ann, bob], now)).toBe(1)
    expect(await findSubscriber(store.db, { id: ann })).toMatchObject({ state: 'bounced' })
  })
})
