import { expect, test } from 'vitest'
import { madeOnce } from '../../src/core/made-once.ts'

test('nothing is made before it is asked for, and one thing for all who ask', () => {
  let count = 0
  const counted = madeOnce(() => ({ number: ++count }))
  expect(count).toBe(0)
  expect([counted(), counted()]).toEqual([{ number: 1 }, { number: 1 }])
  expect(counted()).toBe(counted())
})

test('what could not be made is made when it is asked for again', () => {
  let count = 0
  const late = madeOnce(() => {
    if (++count === 1) throw new Error('not yet')
    return { count }
  })
  expect(late).toThrow('not yet')
  expect(late()).toEqual({ count: 2 })
})
