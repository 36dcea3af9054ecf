// Work that spares memory ends as it would without, whatever else spares it at the same time.
import { expect, test } from 'vitest'
import { clearMemory, openSparing, sparingMemory } from '../../src/core/spare-memory.ts'

test('the most sparing of several works counts, and after the last the engine decides again, failures included', async () => {
  const set: number[] = []
  const spare = openSparing(percent => set.push(percent))
  const gates = [50, 150, 30].map(percent => ({ percent, ...Promise.withResolvers<string>() }))
  const works = gates.map(({ percent, promise }) => spare(percent, () => promise))
  gates[2]?.reject(new Error('broken'))
  await expect(works[2]).rejects.toThrow('broken')
  gates[0]?.resolve('first')
  await expect(works[0]).resolves.toBe('first')
  gates[1]?.resolve('second')
  await expect(works[1]).resolves.toBe('second')
  expect(set).toEqual([50, 50, 30, 50, 150, 0])
})

test('clearing the memory leaves what is alive, while it is spared too', async () => {
  const alive = Array.from({ length: 10_000 }, (_, number) => ({ number }))
  const gone = new WeakRef({ number: -1 })
  await new Promise(setImmediate)
  await sparingMemory(50, async () => {
    clearMemory()
    await new Promise(setImmediate)
  })
  expect([alive.length, gone.deref()]).toEqual([10_000, undefined])
})
