// The places of one process at hosts: what it asks the table for, what it passes on, what it gives back.
import { expect, test } from 'vitest'
import { createHostSlots, type HostSlot, type SlotTable } from '../../src/net/host-slots.ts'

/** A table with so many places a host, and what it was asked. */
function aTable(perHost: number) {
  const held = new Set<string>()
  const asked: string[] = []
  const keyOf = ({ host, n }: HostSlot): string => `${host} ${n}`
  const table: SlotTable = {
    take: wanted => {
      asked.push([...wanted].map(([host, places]) => `${host}×${places}`).join(' '))
      const free = [...wanted].flatMap(([host, places]) =>
        Array.from({ length: perHost }, (_, index) => ({ host, n: index + 1 }))
          .filter(slot => !held.has(keyOf(slot)))
          .slice(0, places),
      )
      for (const slot of free) held.add(keyOf(slot))
      return Promise.resolve(free)
    },
    free: slots => {
      for (const slot of slots) held.delete(keyOf(slot))
      return Promise.resolve()
    },
    renew: () => Promise.resolve(),
    keepOnly: slots => {
      const known = new Set(slots.map(keyOf))
      for (const key of held) if (!known.has(key)) held.delete(key)
      return Promise.resolve()
    },
  }
  return { table, held, asked }
}

test('what is wanted in one moment is one question', async () => {
  const { table, asked } = aTable(2)
  const slots = createHostSlots(table, () => 0)
  await Promise.all(['a', 'b', 'a', 'c'].map(host => slots.take(host)))
  expect(asked).toEqual(['a×2 b×1 c×1'])
})

test('a place that was left serves the next of the same host without a question', async () => {
  const { table, asked } = aTable(1)
  const slots = createHostSlots(table, () => 0)
  for (let times = 0; times < 5; times++) (await slots.take('a'))()
  const leave = await slots.take('a')
  const next = slots.take('a')
  leave()
  await next
  expect(asked).toEqual(['a×1'])
})

test('places that nobody wants any more are given back, at the latest at the end', async () => {
  const { table, held } = aTable(2)
  const slots = createHostSlots(table, () => 0)
  const [one, two] = await Promise.all([slots.take('a'), slots.take('b')])
  one()
  two()
  expect(held.size).toBe(2)
  await slots.close()
  expect(held.size).toBe(0)
})

test('a place of which the answer was lost with its connection is given back before the next question', async () => {
  const { table, held } = aTable(1)
  let isCut = true
  const take: SlotTable['take'] = async (wanted, leaseMs) => {
    const taken = await table.take(wanted, leaseMs)
    if (!isCut) return taken
    isCut = false
    throw new Error('Connection terminated')
  }
  const slots = createHostSlots({ ...table, take }, () => 0)
  await expect(slots.take('a')).rejects.toThrow('terminated')
  expect([...held]).toEqual(['a 1'])
  const leave = await slots.take('a')
  leave()
  await slots.close()
  expect(held.size).toBe(0)
})

test('a process waits for a place that another has, and no other host waits with it', async () => {
  const { table, held } = aTable(1)
  const [here, there] = [createHostSlots(table, () => 0), createHostSlots(table, () => 0)]
  await here.take('busy')
  let isIn = false
  const waiting = there.take('busy').then(leave => {
    isIn = true
    leave()
  })
  ;(await there.take('free'))()
  expect(isIn).toBe(false)
  held.delete('busy 1')
  await waiting
  await there.close()
  expect(held.size).toBe(0)
})

test('a store that fails fails those who wait, and the next asks again', async () => {
  const { table } = aTable(1)
  let isBroken = true
  const slots = createHostSlots(
    {
      ...table,
      take: (wanted, leaseMs) => (isBroken ? Promise.reject(new Error('no store')) : table.take(wanted, leaseMs)),
    },
    () => 0,
  )
  await expect(slots.take('a')).rejects.toThrow('no store')
  isBroken = false
  await expect(slots.take('a')).resolves.toBeTypeOf('function')
})
