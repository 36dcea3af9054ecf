import { expect, test } from 'vitest'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { countComings, countComplaints, readClosings } from '../../src/store/numbers.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'
import { findSubscriber, unsubscribe } from '../../src/store/subscribers.ts'
import { describeStores } from '../stores.ts'

const at = (time: string) => `2026-11-20T${time}.000Z` as Instant

describeStores('numbers', open => {
  test('readers who came and went are counted by hours', async () => {
    const { db } = await open()
    const reader = (name: string) =>
      ({ email: `${name}@example.org`, name: null, language: 'en', consent: 'x' }) as const
    await importSubscribers(db, [reader('a'), reader('b')], at('00:59:59'))
    await importSubscribers(db, [reader('c')], at('01:00:00'))
    await unsubscribe(db, (await findSubscriber(db, { email: 'a@example.org' }))?.id ?? 0, at('02:30:00'))
    expect(await countComings(db, at('00:00:00'))).toEqual([
      { hour: '2026-11-20T00', kind: 'confirmed', count: 2 },
      { hour: '2026-11-20T01', kind: 'confirmed', count: 1 },
      { hour: '2026-11-20T02', kind: 'left', count: 1 },
    ])
    expect(await countComings(db, at('03:00:00'))).toEqual([])
    const weeks = ['2026-W47' as WeekId]
    expect([await readClosings(db, weeks), await countComplaints(db, weeks)]).toEqual([new Map(), new Map()])
  })
})
