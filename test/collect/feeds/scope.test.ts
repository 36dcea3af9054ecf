// What names mean under the namespaces in force.
import { expect, test } from 'vitest'
import { bareScope, bindPrefix, declareNamespaces, resolveName } from '../../../src/collect/feeds/scope.ts'
import { tokenize } from '../../../src/collect/feeds/tokenizer.ts'

/** The scope inside the one tag of a text. */
function scopeInside(source: string, outer = bareScope()) {
  let scope = outer
  tokenize(source, 'xml', {
    openTag: tag => {
      scope = declareNamespaces(outer, source, tag)
    },
    closeTag: () => undefined,
  })
  return scope
}

test.each([
  ['a declared prefix means its module', '<a xmlns:x="http://purl.org/dc/elements/1.1/">', 'x:Date', 'dc:date'],
  ['a usual prefix needs no declaration', '<a>', 'itunes:author', 'itunes:author'],
  ['a usual prefix in another case too', '<a>', 'DC:creator', 'dc:creator'],
  ['a default namespace counts', '<a xmlns="http://www.w3.org/2005/Atom">', 'title', 'atom:title'],
  ['one that nobody knows does not', '<a xmlns="http://example.org/x">', 'title', 'title'],
  ['an unknown prefix is kept', '<a xmlns:foo="http://example.org/x">', 'foo:Title', 'foo:title'],
  ['names of properties are names', '<a>', '__proto__', '__proto__'],
])('%s', (_name, source, raw, expected) => {
  expect(resolveName(scopeInside(source), raw)).toBe(expected)
})

test('a prefix bound anew to a namespace that nobody knows loses its module', () => {
  const outer = bindPrefix(bareScope(), 'x', 'dc:')
  expect(resolveName(scopeInside('<a xmlns:x="http://example.org/x">', outer), 'x:date')).toBe('x:date')
  expect(resolveName(outer, 'x:date')).toBe('dc:date')
})

test('a tag without declarations leaves the scope as it is', () => {
  const outer = bareScope()
  expect(scopeInside('<a href="x">', outer)).toBe(outer)
})

test('more than a hundred prefixes take no others', () => {
  const declarations = Array.from({ length: 20 }, (_, at) => ` xmlns:p${at}="http://purl.org/dc/terms/"`).join('')
  let scope = bareScope()
  for (let round = 0; round < 10; round++)
    scope = scopeInside(`<a${declarations.replaceAll('xmlns:p', `xmlns:p${round}x`)}>`, scope)
  expect(scope.modules.size).toBe(120)
})
