// Turns in the abstract: who is next.
import { expect, test } from 'vitest'
import { createTurns } from '../../src/net/turns.ts'

/** Takes turns for the hosts in the order given, one at a time, and tells in which order they came. */
async function orderOf(hosts: readonly string[], total: number, perHost: number): Promise<readonly string[]> {
  const turns = createTurns(total, perHost)
  const order: string[] = []
  await Promise.all(
    hosts.map(async host => {
      const leave = await turns.take(host)
      order.push(host)
      await Promise.resolve()
      leave()
    }),
  )
  return order
}

test.each([
  ['one host keeps its order', ['a', 'a', 'a'], 1, 1, ['a', 'a', 'a']],
  ['a long list of one host does not keep others waiting', ['a', 'a', 'a', 'b', 'c'], 1, 1, ['a', 'b', 'c', 'a', 'a']],
  ['hosts take turns', ['a', 'a', 'a', 'b', 'b', 'b'], 1, 1, ['a', 'b', 'a', 'b', 'a', 'b']],
  ['free places are filled by whoever may', ['a', 'a', 'b'], 2, 1, ['a', 'b', 'a']],
  ['no limit, no waiting', ['a', 'a', 'b'], Infinity, Infinity, ['a', 'a', 'b']],
])('%s', async (_name, hosts, total, perHost, expected) => {
  expect(await orderOf(hosts, total, perHost)).toEqual(expected)
})

test('ten thousand waiting are served', async () => {
  const hosts = Array.from({ length: 10_000 }, (_, index) => `host${index % 700}`)
  expect(await orderOf(hosts, 32, 2)).toHaveLength(10_000)
})
