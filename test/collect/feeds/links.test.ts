// Links of feeds and items.
import { expect, test } from 'vitest'
import { findAlternate, readBytes, resolveLink } from '../../../src/collect/feeds/links.ts'

test.each([
  ['http://e.example', 'http://e.example'],
  [' http://e.example/中文 ', 'http://e.example/中文'],
  ['/b', 'https://base.example/b'],
  ['?q', 'https://base.example/a/?q'],
  ['http://e.example/a b', 'http://e.example/a%20b'],
  ['http://e.example/a\n  b', 'http://e.example/ab'],
  ['javascript:alert(1)', null],
  ['mailto:a@b.example', null],
  ['http://', null],
])('%j is %j', (text, expected) => {
  expect(resolveLink(text, 'https://base.example/a/')).toBe(expected)
})

test('a page in HTML wins over other alternates', () => {
  const link = (url: string, type: string | null, rel = 'alternate') => ({ url, rel, type, lengthBytes: null })
  expect(findAlternate([link('self', null, 'self'), link('json', 'application/json'), link('page', 'text/html')])).toBe(
    'page',
  )
  expect(findAlternate([link('json', 'application/json')])).toBe('json')
  expect(findAlternate([])).toBeNull()
})

test.each([
  ['5', 5],
  ['', null],
  ['-1', null],
  ['5 MB', null],
  [null, null],
])('%j is %j bytes', (text, expected) => {
  expect(readBytes(text)).toBe(expected)
})
