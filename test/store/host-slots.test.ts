// Places at hosts that workers share: how many there are, whose they are, and when they are free again.
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { freeHostSlots, freeSlotsOf, keepHostSlots, renewHostSlots, takeHostSlots } from '../../src/store/host-slots.ts'
import { describeStores } from '../stores.ts'

const claim = (holder: string) => ({ holder, perHost: 2, leaseMs: 45_000 })
const want = (hosts: Readonly<Record<string, number>>) => new Map(Object.entries(hosts))

describeStores('places at hosts', open => {
  test('are so many for all workers together, each host for itself', async () => {
    const store = await open()
    expect(await takeHostSlots(store, want({ 'a.example': 1, 'b.example': 5 }), claim('one'))).toEqual([
      { host: 'a.example', n: 1 },
      { host: 'b.example', n: 1 },
      { host: 'b.example', n: 2 },
    ])
    expect(await takeHostSlots(store, want({ 'a.example': 2, 'b.example': 1 }), claim('two'))).toEqual([
      { host: 'a.example', n: 2 },
    ])
  })

  test('are free when they were given back, by their holder alone', async () => {
    const store = await open()
    const taken = await takeHostSlots(store, want({ 'a.example': 2 }), claim('one'))
    await freeHostSlots(store, 'two', taken)
    expect(await takeHostSlots(store, want({ 'a.example': 1 }), claim('two'))).toEqual([])
    await freeHostSlots(store, 'one', taken.slice(0, 1))
    expect(await takeHostSlots(store, want({ 'a.example': 2 }), claim('two'))).toEqual([{ host: 'a.example', n: 1 }])
  })

  test('run out by the clock of the database, unless they are renewed, and end with their worker', async () => {
    const store = await open()
    const slots = want({ 'a.example': 2 })
    await takeHostSlots(store, slots, claim('dead'))
    await sql`update host_slots set until_ms = until_ms - 45000 where n = 1`.execute(store.db)
    expect(await takeHostSlots(store, slots, claim('one'))).toEqual([{ host: 'a.example', n: 1 }])
    await sql`update host_slots set until_ms = until_ms - 45000`.execute(store.db)
    await renewHostSlots(store, 'one', [{ host: 'a.example', n: 1 }], 45_000)
    expect(await takeHostSlots(store, slots, claim('two'))).toEqual([{ host: 'a.example', n: 2 }])
    await freeSlotsOf(store, worker => worker === 'two')
    expect(await takeHostSlots(store, slots, claim('three'))).toEqual([{ host: 'a.example', n: 2 }])
  })

  test('are given back by a holder that does not know of them, and not prolonged', async () => {
    const store = await open()
    const slots = want({ 'a.example': 2 })
    await takeHostSlots(store, slots, claim('one'))
    await keepHostSlots(store, 'two', [])
    expect(await takeHostSlots(store, slots, claim('two'))).toEqual([])
    await keepHostSlots(store, 'one', [{ host: 'a.example', n: 2 }])
    expect(await takeHostSlots(store, slots, claim('two'))).toEqual([{ host: 'a.example', n: 1 }])
    await keepHostSlots(store, 'one', [])
    await freeSlotsOf(store, worker => worker === 'two')
    expect(await takeHostSlots(store, slots, claim('one#relay'))).toHaveLength(2)
    await freeSlotsOf(store, worker => worker === 'one')
    expect(await takeHostSlots(store, slots, claim('two'))).toHaveLength(2)
  })

  test('are never taken twice by workers that ask at once', async () => {
    const one = await open()
    const stores = [one, await open(one.address), await open(one.address)]
    const hosts = want(Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`${index}.example`, 1])))
    const taken = await Promise.all(stores.map((store, index) => takeHostSlots(store, hosts, claim(String(index)))))
    const keys = taken.flat().map(({ host, n }) => `${host} ${n}`)
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys.length).toBeGreaterThanOrEqual(20)
  })
})
