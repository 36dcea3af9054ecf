// The tree stays shallow and the time bounded whatever the text; what was nested too deep keeps its order.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { boundMarkup, isElement, parseMarkup, type MarkupNode } from '../../src/formats/markup.ts'

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

test('what nests deeper than 128 levels lies side by side, in order and with its text', () => {
  const numbers = Array.from({ length: 1_000 }, (_, at) => String(at))
  const markup = parseMarkup(numbers.map(number => `<div>${number} `).join(''))
  expect(depthOf(markup.root().contents().toArray())).toBeLessThanOrEqual(129)
  expect(markup.root().text().trim().split(' ')).toEqual(numbers)
  expect(markup('div')).toHaveLength(1_000)
})

test('a text is read up to its 60,000th tag', () => {
  expect(parseMarkup('<i>x</i>'.repeat(31_000))('i')).toHaveLength(30_000)
})

test('thousands of elements at the top can be selected', () => {
  expect(parseMarkup('<p><a href=x>y</a>'.repeat(10_000))('p > a')).toHaveLength(10_000)
})

test('Han characters are written as they are, markup in text is not', () => {
  expect(parseMarkup('<p title="容&quot;器">&lt;b&gt; 容器 &amp;</p>').html()).toBe(
    '<p title="容&quot;器">&lt;b&gt; 容器 &amp;</p>',
  )
})

test.each([
  ['ordinary markup stays as it is, faults and all', '<p>a<br/>b</p></div><svg><path/></svg><!-- <div> -->', true],
  ['a script that writes tags does not count as depth', `<p>a</p><script>${'<div>'.repeat(100)}</script>`, true],
  ['too deep markup is flattened', `${'<div>'.repeat(500)}a`, false],
])('%s', (_, html, isSame) => {
  const bound = boundMarkup(html)
  expect(bound === html).toBe(isSame)
  expect(depthOf(parseMarkup(bound).root().contents().toArray())).toBeLessThanOrEqual(129)
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
