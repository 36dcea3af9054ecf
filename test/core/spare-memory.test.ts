// Work that spares memory ends as it would without, whatever else spares it at the same time.
import type * as v8 from 'node:v8'
import { expect, test, vi } from 'vitest'
import { clearMemory, sparingMemory } from '../../src/core/spare-memory.ts'

const set = vi.hoisted(() => vi.fn<(flag: string) => void>())
vi.mock('node:v8', async original => ({ ...(await original<object>()), setFlagsFromString: set }))

test('the most sparing of several works counts, and after the last the engine decides again, failures included', async () => {
  const gates = [50, 150, 30].map(percent => ({ percent, ...Promise.withResolvers<string>() }))
  const works = gates.map(({ percent, promise }) => sparingMemory(percent, () => promise))
  gates[2]?.reject(new Error('broken'))
  await expect(works[2]).rejects.toThrow('broken')
  gates[0]?.resolve('first')
  await expect(works[0]).resolves.toBe('first')
  gates[1]?.resolve('second')
  await expect(works[1]).resolves.toBe('second')
  expect(set.mock.calls.map(([flag]) => flag.replace('--heap-growing-percent=', ''))).toEqual([
    '50',
    '50',
    '30',
    '50',
    '150',
    '0',
  ])
})

test('clearing the memory leaves what is alive', async () => {
  const { setFlagsFromString } = await vi.importActual<typeof v8>('node:v8')
  set.mockImplementation(setFlagsFromString)
  const alive = Array.from({ length: 10_000 }, (_, number) => ({ number }))
  const gone = new WeakRef({ number: -1 })
  await new Promise(setImmediate)
  clearMemory()
  expect([alive.length, gone.deref()]).toEqual([10_000, undefined])
})
