import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createPace, decideTurns, type ReserveSpan } from '../../../src/deliver/transport/pace.ts'

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

/** A relay whose time is shared out in memory; between two reservations somebody else may have had some of it that is over. */
function aSharedRelay(between = (): number => 0) {
  let nextMs = 0
  const spans: number[] = []
  const reserve: ReserveSpan = spanMs => {
    const foundMs = nextMs === 0 ? null : nextMs + between()
    const beginMs = Math.max(nextMs, performance.now())
    nextMs = beginMs + spanMs
    spans.push(spanMs)
    return Promise.resolve({ waitMs: beginMs - performance.now(), foundMs, endMs: nextMs })
  }
  return { reserve, spans, nextMs: () => nextMs }
}

test('senders that share a relay keep its rate together, and each turn is evenly behind the last', async () => {
  const { reserve, nextMs } = aSharedRelay()
  // A span has one turn at this rate.
  const paces = [createPace(1, 4, reserve), createPace(1, 4, reserve)]
  const stop = new AbortController()
  const turns: string[] = []
  const all = paces.flatMap((pace, sender) =>
    [1, 2].map(turn =>
      pace(
        stop.signal,
        () => Promise.resolve(turns.push(`${sender} ${turn}`)),
        () => false,
      ).catch(() => undefined),
    ),
  )
  await nextTurn()
  await nextTurn()
  expect(turns).toEqual(['0 1'])
  // Three wait for the three seconds behind it.
  expect(nextMs() - performance.now()).toBeGreaterThan(3_500)
  stop.abort()
  await Promise.all(all)
})

test('a store that fails to give a turn fails that mail, and the next asks again', async () => {
  let asked = 0
  const pace = createPace(1_000, 1, () =>
    asked++ === 0 ? Promise.reject(new Error('no store')) : Promise.resolve({ waitMs: 0, foundMs: null, endMs: 0 }),
  )
  const send = () =>
    pace(
      undefined,
      () => Promise.resolve('ok'),
      () => false,
    )
  await expect(send()).rejects.toThrow('no store')
  expect(await send()).toBe('ok')
})

test.each([
  ['all were used: twice as many', 4, 4, true, 8],
  ['nobody else is there, though few were used', 4, 1, false, 8],
  ['never more than the most', 300, 300, true, 500],
  ['another is there, and most of them passed unused: as many as were used', 500, 33, true, 33],
  ['another is there, and none was used: one', 2, 0, true, 1],
])('turns are reserved by what was used of the last: %s', (_name, turns, used, hasCompany, expected) => {
  expect(decideTurns(turns, used, hasCompany, 500)).toBe(expected)
})

test('two slow senders of a fast relay do not wait for what the other leaves unused', async () => {
  const { reserve, nextMs } = aSharedRelay()
  const work = () => new Promise<boolean>(resolve => setTimeout(() => resolve(false), 5))
  const send = async (): Promise<void> => {
    const pace = createPace(1_000, 1, reserve)
    for (let mail = 0; mail < 40; mail++) await pace(undefined, work, isBusy => isBusy)
  }
  await Promise.all([send(), send()])
  // What is reserved ahead is what both would wait for next: half a second each before.
  expect(nextMs() - performance.now()).toBeLessThan(100)
})

test.each([
  ['alone reserves more and more', () => 0, 16, 500],
  ['reserves what it uses where another has had the little gaps between, which are over when it looks', () => 4, 1, 8],
])('a slow sender %s', async (_name, between, least, most) => {
  const { reserve, spans } = aSharedRelay(between)
  const pace = createPace(1_000, 1, reserve)
  const work = () => new Promise<boolean>(resolve => setTimeout(() => resolve(false), 4))
  for (let mail = 0; mail < 12; mail++) await pace(undefined, work, isBusy => isBusy)
  expect(Math.max(...spans)).toBeGreaterThanOrEqual(least)
  expect(Math.max(...spans)).toBeLessThanOrEqual(most)
})
