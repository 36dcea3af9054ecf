// The tree stays shallow and the time bounded whatever the text; what was nested too deep keeps its order.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isElement, parseMarkup, type MarkupNode } from '../../src/net/markup.ts'

function depthOf(nodes: readonly MarkupNode[]): number {
  let level = [...nodes]
  let depth = 0
  for (; level.length > 0; depth++) level = level.flatMap(node => (isElement(node) ? node.children : []))
  return depth
}

test('an ordinary page comes back as it is', () => {
  const html = '<html><head><title>a</title></head><body><p>b <i>c</i></p><ul><li>d</li></ul></body></html>'
  expect(parseMarkup(html).html()).toBe(html)
})

test('what nests deeper than 400 levels lies side by side, in order and with its text', () => {
  const numbers = Array.from({ length: 1_000 }, (_, at) => String(at))
  const markup = parseMarkup(numbers.map(number => `<div>${number} `).join(''))
  expect(depthOf(markup.root().contents().toArray())).toBeLessThanOrEqual(401)
  expect(markup.root().text().trim().split(' ')).toEqual(numbers)
  expect(markup('div')).toHaveLength(1_000)
})

test('a text is read up to its 60,000th tag', () => {
  expect(parseMarkup('<i>x</i>'.repeat(31_000))('i')).toHaveLength(30_000)
})

test('thousands of elements at the top can be selected', () => {
  expect(parseMarkup('<p><a href=x>y</a>'.repeat(10_000))('p > a')).toHaveLength(10_000)
})

test('any text gives a tree', () => {
  const piece = fc.constantFrom(
    '<div>',
    '</div>',
    '<p>',
    '<table><tr><td>',
    '</',
    '<!--',
    '<script>',
    '<a b="',
    '&#',
    '<![CDATA[',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 50 }), pieces => {
      expect(parseMarkup(pieces.join('')).root()).toHaveLength(1)
    }),
  )
})
