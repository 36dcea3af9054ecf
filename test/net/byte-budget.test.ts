// The budget of bytes held: who reads on at once, who waits, and that nobody waits for ever.
import type { ServerResponse } from 'node:http'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createByteBudget } from '../../src/net/byte-budget.ts'
import { aClient, serve } from './serve.ts'

describe('a budget of bytes', () => {
  test('lets everybody read on while the total is kept', () => {
    const budget = createByteBudget(100, 10)
    expect([budget.open().book(60), budget.open().book(40)]).toEqual([null, null])
  })

  test('never stops a small body, whatever the large ones hold', () => {
    const budget = createByteBudget(100, 10)
    void budget.open().book(500)
    expect(budget.open().book(10)).toBeNull()
  })

  test('past the total lets one body read on and the next wait for it', async () => {
    const budget = createByteBudget(100, 10)
    const [first, second] = [budget.open(), budget.open()]
    expect(first.book(110)).toBeNull()
    const waits = second.book(20)
    expect(waits).toBeInstanceOf(Promise)
    expect(first.book(50)).toBeNull()
    first.close()
    await waits
  })

  test('passes the turn on to one that waits while the total is still exceeded', async () => {
    const budget = createByteBudget(100, 10)
    const [first, second, third] = [budget.open(), budget.open(), budget.open()]
    void first.book(101)
    const [waitsSecond] = [second.book(150), third.book(150)]
    first.close()
    await waitsSecond
    expect(second.book(1)).toBeNull()
    expect(third.book(1)).toBeInstanceOf(Promise)
  })

  test('frees one that is given up while it waits', async () => {
    const budget = createByteBudget(100, 10)
    void budget.open().book(200)
    const account = budget.open()
    const waits = account.book(20)
    account.close()
    await waits
  })

  test('lets every body end, in whatever order the bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 }), { maxLength: 8 }),
        async bodies => {
          const budget = createByteBudget(100, 10)
          await Promise.all(
            bodies.map(async chunks => {
              const account = budget.open()
              for (const sizeBytes of chunks) await account.book(sizeBytes)
              account.close()
            }),
          )
        },
      ),
    )
  })
})

test('large bodies that stand still keep no small one waiting, and all come whole', async () => {
  const half = Buffer.alloc(400_000, 'x')
  const held: ServerResponse[] = []
  const server = await serve((request, response) => {
    if (request.url === '/small') response.end('small')
    else if (response.write(half)) held.push(response)
    else response.once('drain', () => held.push(response))
  })
  const client = aClient([server], { perHost: 16, limits: { heldBytes: 100_000, freeBytes: 50_000 } })
  const sizeOf = async (path: string): Promise<number> =>
    (await client.fetch({ url: server.origin + path, accept: 'feed' })).body.length
  const large = Promise.all(Array.from({ length: 8 }, (_, index) => sizeOf(`/large/${index}`)))
  expect(await sizeOf('/small')).toBe(5)
  while (held.length === 0) await new Promise(resolve => setImmediate(resolve))
  const release = setInterval(() => held.splice(0).forEach(response => response.end(half)), 1)
  expect(await large).toEqual(Array.from({ length: 8 }, () => 800_000))
  clearInterval(release)
})
