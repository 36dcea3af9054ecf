// Turns and budgets, without articles.
import { expect, test } from 'vitest'
import { openBudgets, takeTurns } from '../../src/extract/reading-turns.ts'

const turnsOf = (text: string) => Array.from(text, (name, at) => ({ sourceId: name.charCodeAt(0), name, at }))

test('sources take turns, and one has at most half of the lanes', async () => {
  const order: string[] = []
  const waiting: (() => void)[] = []
  const reading = takeTurns(
    turnsOf('aaaab'),
    4,
    () => true,
    ({ name }) => {
      order.push(name)
      return new Promise(resolve => waiting.push(resolve))
    },
  )
  expect(order.join('')).toBe('aba')
  while (waiting.length > 0) {
    waiting.shift()?.()
    await Promise.resolve()
    await new Promise(resolve => setImmediate(resolve))
  }
  expect(await reading).toEqual([])
  expect(order.join('')).toBe('abaaa')
})

test('what may not be read is answered, and a fault is thrown when all has ended', async () => {
  const refused = await takeTurns(
    turnsOf('abab'),
    2,
    ({ name }) => name === 'b',
    () => Promise.resolve(),
  )
  expect(refused.map(({ name }) => name)).toEqual(['a', 'a'])
  await expect(
    takeTurns(
      turnsOf('ab'),
      2,
      () => true,
      () => Promise.reject(new TypeError('a bug')),
    ),
  ).rejects.toThrow('a bug')
})

test.each<[string, { cpuMs: number; isCostly: boolean; times: number; passedMs: number }, boolean]>([
  ['ordinary pages', { cpuMs: 100, isCostly: false, times: 500, passedMs: 60_000 }, false],
  ['three that took too much', { cpuMs: 0, isCostly: true, times: 3, passedMs: 0 }, true],
  ['many that are slow to read', { cpuMs: 15_000, isCostly: false, times: 8, passedMs: 0 }, true],
  ['a server that is slow', { cpuMs: 1, isCostly: false, times: 5, passedMs: 300_000 }, true],
])('%s: the rest waits', (_name, { cpuMs, isCostly, times, passedMs }, isSpent) => {
  let clockMs = 0
  const budgets = openBudgets(() => clockMs)
  for (let at = 0; at < times; at++) {
    budgets.begin(1)
    budgets.spend(1, cpuMs, isCostly)
  }
  clockMs = passedMs
  expect(budgets.isSpent(1)).toBe(isSpent)
  expect(budgets.spent()).toEqual(isSpent ? [1] : [])
  expect(budgets.isSpent(2)).toBe(false)
})
