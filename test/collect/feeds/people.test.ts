// Author lines.
import { expect, test } from 'vitest'
import { dropRepeated, parsePerson } from '../../../src/collect/feeds/people.ts'

test.each([
  ['me@example.org (Ann Other)', 'Ann Other', 'me@example.org'],
  ['Ann Other <me@example.org>', 'Ann Other', 'me@example.org'],
  ['"Other, Ann" <me@example.org>', 'Other, Ann', 'me@example.org'],
  ['Ann Other (me@example.org)', 'Ann Other', 'me@example.org'],
  ['me@example.org', null, 'me@example.org'],
  ["pat.o'hara@example.org (Pat O'Hara)", "Pat O'Hara", "pat.o'hara@example.org"],
  ["'me@example.org'", null, 'me@example.org'],
  ['mailto:me+spam@example.org?subject=hi (Ann)', 'Ann', 'me+spam@example.org'],
  ['王小明', '王小明', null],
  ['Ann & Bob', 'Ann & Bob', null],
  ['Ann (the other)', 'Ann (the other)', null],
  ['<a href="http://e.example/">Ann</a>', 'Ann', null],
])('%s is %s, %s', (line, name, email) => {
  expect(parsePerson(line)).toEqual({ name, email, url: null })
})

test.each(['', '  ', '()', '<>'])('"%s" is nobody', line => {
  expect(parsePerson(line)).toBeNull()
})

test('nobody is named twice', () => {
  const ann = { name: 'Ann', email: null, url: null }
  expect(dropRepeated([ann, { ...ann }, { ...ann, name: 'Bob' }])).toEqual([ann, { ...ann, name: 'Bob' }])
})
