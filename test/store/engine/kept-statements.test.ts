// Prepared statements are kept while they are used, and no more of them than there is room for.
import { expect, test } from 'vitest'
import { keepStatements } from '../../../src/store/engine/sqlite.ts'

test('a statement is prepared once while it is in use; those that were used longest ago make room', () => {
  const prepared: string[] = []
  const prepare = keepStatements(text => ({ place: prepared.push(text) }), 10)
  for (const text of ['aaaa', 'bbbb', 'aaaa', 'cccc', 'aaaa', 'bbbb']) prepare(text)
  expect(prepared).toEqual(['aaaa', 'bbbb', 'cccc', 'bbbb'])
})

test('a statement longer than the room is prepared each time, and a short one after it is kept', () => {
  const prepared: string[] = []
  const prepare = keepStatements(text => ({ place: prepared.push(text) }), 10)
  for (const text of ['a'.repeat(20), 'a'.repeat(20), 'b', 'b']) prepare(text)
  expect(prepared.map(text => text.length)).toEqual([20, 20, 1])
})
