import { describe, expect, test } from 'vitest'
import { createWorker, decideRetryMs } from '../../src/app/worker.ts'
import { WeeklyError } from '../../src/core/errors.ts'
import type { Log } from '../../src/core/log.ts'
import { LinkError } from '../../src/store/engine/store-errors.ts'

const bug = new TypeError('cannot read properties of undefined')
const lostLink = new LinkError('Connection terminated unexpectedly')
const wrongTemplate = new WeeklyError('TEMPLATE_FAILED', 'page.liquid, line 3')

/** A worker whose passes end one after the other as told; then they all do well. Retries wait until they are released. */
function aWorker(...outcomes: readonly (Error | null)[]) {
  const stopping = new AbortController()
  const lines: { readonly event: string; readonly fields: Readonly<Record<string, unknown>> }[] = []
  const note: Log['warn'] = (event, fields = {}) => lines.push({ event, fields })
  const waits: { readonly ms: number; readonly end: () => void }[] = []
  let passes = 0
  const worker = createWorker({
    log: { debug: note, info: note, warn: note },
    signal: stopping.signal,
    pass: async () => {
      await Promise.resolve()
      const outcome = outcomes[passes++]
      if (outcome) throw outcome
    },
    wait: (ms, signal) =>
      new Promise<void>((resolve, reject) => {
        waits.push({ ms, end: resolve })
        signal.addEventListener('abort', () => reject(new Error('stopped')))
      }),
  })
  const retry = async (): Promise<void> => {
    waits.at(-1)?.end()
    await Promise.resolve()
    await Promise.resolve()
    await worker.idle()
  }
  return { worker, stopping, lines, waits, retry, passes: () => passes }
}

describe('a worker', () => {
  test('answers ticks during a pass by one more pass after it', async () => {
    const { worker, passes } = aWorker()
    await Promise.all([worker.wake(), worker.wake(), worker.wake()])
    expect(passes()).toBe(2)
  })

  test('goes on after a bug, which it logs with its stack and counts, and tries again by itself', async () => {
    const { worker, lines, retry, passes } = aWorker(bug, bug, null)
    await worker.wake()
    await retry()
    await retry()
    expect(passes()).toBe(3)
    expect(lines.map(({ event, fields }) => [event, fields['inRow']])).toEqual([
      ['bug', 1],
      ['bug', 2],
    ])
    expect(lines[0]?.fields['stack']).toContain('worker.test.ts')
  })

  test('gives up with the bug after five in a row, and begins no pass any more', async () => {
    const { worker, retry, passes } = aWorker(bug, bug, bug, bug, bug)
    await worker.wake()
    for (let time = 0; time < 4; time++) await retry()
    await expect(worker.exhausted).rejects.toBe(bug)
    await worker.wake()
    expect(passes()).toBe(5)
  })

  test.each([
    ['a pass that went well', null],
    ['a failure that is no bug', lostLink],
  ])('counts bugs anew after %s', async (_what, between) => {
    const { worker, passes, lines } = aWorker(bug, bug, bug, bug, between, bug, bug, bug, bug, null)
    for (let time = 0; time < 10; time++) await worker.wake()
    expect(passes()).toBe(10)
    expect(lines.filter(({ event }) => event === 'bug').at(-1)?.fields['inRow']).toBe(4)
  })

  test('says what failed with its code and hint, never as a bug, and tries again soon where that may help', async () => {
    const { worker, lines, waits, retry, passes } = aWorker(lostLink, null)
    await worker.wake()
    expect(lines).toMatchObject([{ event: 'run failed', fields: { code: 'STORE_UNAVAILABLE' } }])
    expect(lines[0]?.fields['hint']).toBeTruthy()
    expect(waits.map(({ ms }) => ms)).toEqual([decideRetryMs(1)])
    await retry()
    expect(passes()).toBe(2)
  })

  test('waits for the next tick where trying again helps nothing', async () => {
    const { worker, waits, lines } = aWorker(wrongTemplate)
    await worker.wake()
    expect(waits).toEqual([])
    expect(lines).toMatchObject([{ event: 'run failed', fields: { code: 'TEMPLATE_FAILED' } }])
  })

  test('begins nothing more once it should end', async () => {
    const { worker, stopping, passes } = aWorker(lostLink)
    await worker.wake()
    stopping.abort()
    await worker.wake()
    await worker.idle()
    expect(passes()).toBe(1)
  })

  test.each([
    [1, 5_000],
    [2, 10_000],
    [4, 40_000],
    [7, 300_000],
    [1_000, 300_000],
  ])('after failure %i in a row waits %i ms', (inRow, ms) => {
    expect(decideRetryMs(inRow)).toBe(ms)
  })
})
