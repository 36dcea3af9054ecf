import { expect, test } from 'vitest'
import { withFrugalHeap } from '../../src/collect/frugal-heap.ts'

test('what is done with a frugal heap ends as it would without, also within another', async () => {
  const inner = () => withFrugalHeap(() => Promise.resolve('read'))
  await expect(withFrugalHeap(inner)).resolves.toBe('read')
  await expect(withFrugalHeap(() => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
})
