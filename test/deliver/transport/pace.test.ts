import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPace } from '../../../src/deliver/transport/pace.ts'

/** Starts so many pieces of work that end when told; counts how many run. */
function startWork(pace: ReturnType<typeof createPace>, count: number, signal?: AbortSignal) {
  const ends: ((answer: string) => void)[] = []
  const results = Array.from({ length: count }, () =>
    pace(
      signal,
      () => new Promise<string>(resolve => ends.push(resolve)),
      answer => answer === 'busy',
    ),
  )
  return { ends, results }
}

test('so many go at a time; a busy answer halves that, and it climbs back', async () => {
  const pace = createPace(1e9, 4)
  const { ends } = startWork(pace, 200)
  const running = async (): Promise<number> => {
    await nextTurn()
    await nextTurn()
    return ends.length
  }
  expect(await running()).toBe(4)
  ends[0]?.('busy')
  for (const end of ends.slice(1, 3)) end('ok')
  expect(await running()).toBe(5)
  for (let done = 3; done < 24; done++) {
    ends[done]?.('ok')
    await running()
  }
  const finished = 24
  expect((await running()) - finished).toBe(3)
})

test('turns are spread over time: five at 100 a second end no sooner than 40 ms after the first', async () => {
  const pace = createPace(100, 5)
  const times = await Promise.all(
    Array.from({ length: 5 }, () =>
      pace(
        undefined,
        () => Promise.resolve(performance.now()),
        () => false,
      ),
    ),
  )
  expect(Math.max(...times) - Math.min(...times)).toBeGreaterThan(38)
})

test('a stop signal ends the waiting, and nothing more begins', async () => {
  const stop = new AbortController()
  const pace = createPace(0.001, 2)
  const { ends, results } = startWork(pace, 4, stop.signal)
  await nextTurn()
  expect(ends).toHaveLength(1)
  stop.abort()
  ends[0]?.('ok')
  const settled = await Promise.allSettled(results)
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'rejected'])
  expect(ends).toHaveLength(1)
})
