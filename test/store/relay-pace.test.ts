// The spans of a relay that senders reserve one after the other, by the clock of the database.
import { expect, test } from 'vitest'
import { reserveSpan } from '../../src/store/relay-pace.ts'
import { describeStores } from '../stores.ts'

describeStores('the pace of a relay', open => {
  test('gives each sender a span of its own, one after the other, and a relay that rested at once', async () => {
    const store = await open()
    const waits: number[] = []
    for (const [relay, spanMs] of [
      ['a.example', 60_000],
      ['a.example', 30_000],
      ['a.example', 500],
      ['b.example', 500],
    ] as const)
      waits.push((await reserveSpan(store, relay, spanMs)).waitMs)
    const [first, second = 0, third = 0, other] = waits
    expect([first, other]).toEqual([0, 0])
    expect(Math.abs(second - 60_000)).toBeLessThan(5_000)
    expect(Math.abs(third - 90_000)).toBeLessThan(5_000)
    await store.db.updateTable('relay_paces').set({ next_ms: 1 }).execute()
    expect(await reserveSpan(store, 'a.example', 500)).toMatchObject({ waitMs: 0, foundMs: 1 })
  })

  test('tells where the span before ended, so that a sender knows whether it was its own', async () => {
    const store = await open()
    const own = await reserveSpan(store, 'a.example', 500)
    const next = await reserveSpan(store, 'a.example', 4)
    const last = await reserveSpan(store, 'a.example', 500)
    expect([own.foundMs, next.foundMs, last.foundMs]).toEqual([null, own.endMs, next.endMs])
  })
})
