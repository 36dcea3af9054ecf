import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addressesOf } from '../../src/cli/find-source.ts'
import { isWeeklyError } from '../../src/core/errors.ts'

test.each([
  ['https://a.example/feed', ['https://a.example/feed']],
  ['feed:https://a.example/feed', ['https://a.example/feed']],
  ['feed://a.example/feed', ['https://a.example/feed', 'http://a.example/feed']],
  ['a.example', ['https://a.example', 'http://a.example']],
  ['a.example:8080/x', ['https://a.example:8080/x', 'http://a.example:8080/x']],
  ['//a.example/x', ['https://a.example/x', 'http://a.example/x']],
  ['127.0.0.1:81/x', ['http://127.0.0.1:81/x', 'https://127.0.0.1:81/x']],
  ['localhost/x', ['http://localhost/x', 'https://localhost/x']],
  ['例子.中国/订阅', ['https://例子.中国/订阅', 'http://例子.中国/订阅']],
  ['file:samples/a.xml', ['file:samples/a.xml']],
])('%s may mean %j', (typed, addresses) => {
  expect(addressesOf(typed)).toEqual(addresses)
})

test.each(['', '   ', 'nowhere', 'two words.example', `a.example/${'x'.repeat(3_000)}`])('%j is no address', typed => {
  expect(() => addressesOf(typed)).toThrow('is no address of a feed or page')
})

test('any text is one or more addresses, or is refused', () => {
  fc.assert(
    fc.property(fc.string(), typed => {
      try {
        expect(addressesOf(typed).length).toBeGreaterThan(0)
      } catch (error) {
        expect(isWeeklyError(error)).toBe(true)
      }
    }),
  )
})
