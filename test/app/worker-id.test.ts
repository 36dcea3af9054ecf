import { expect, test } from 'vitest'
import { createWorkerId, isWorkerDead } from '../../src/app/worker-id.ts'

test('no two names of a process are the same', () => {
  const names = Array.from({ length: 1_000 }, createWorkerId)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names) expect(name).toMatch(/^.+\/\d+\/[0-9a-f]{16}$/)
})

test('a process that runs is not dead, by whichever of its names; one of a number that nobody has is', () => {
  const name = createWorkerId()
  expect(isWorkerDead(name)).toBe(false)
  // Larger than any number that a system gives.
  const gone = name.replace(/\/\d+\/(?=[0-9a-f]{16}$)/, '/99999999/')
  expect(isWorkerDead(gone)).toBe(process.platform === 'linux')
})
