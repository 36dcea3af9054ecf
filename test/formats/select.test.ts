// Fixed selectors find what cheerio finds by them, on trees of any making.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isElement, type MarkupElement, parseMarkup, textInside } from '../../src/formats/markup.ts'
import { compileSelector, findElements, holdsElement, isWithin } from '../../src/formats/select.ts'

const selectors = [
  '*',
  'p',
  'h1, h2, li',
  '.note',
  '.side.note',
  '#top, .time',
  'p.note, [id]',
  '[class*="not"], [id*="top"]',
  '[class*="NOTE" i]',
  '[class^="si"]',
  '[class$="te"]',
  '[class~="note"]',
  'a[rel~="author"]',
  'a[rel="author"]',
  '[class*=side]',
  'div p',
  'div > p',
  'div > p:only-child',
  'article li .note, ul[class] a',
  'div[id] > ul li',
]
const node = fc.letrec<{ readonly html: string }>(tie => ({
  html: fc.oneof(
    { maxDepth: 5 },
    fc.constantFrom('one', ' two ', '中文', ''),
    fc
      .tuple(
        fc.constantFrom('p', 'div', 'ul', 'li', 'a', 'h1', 'h2', 'article', 'section', 'span'),
        fc.constantFrom(
          '',
          ' class="note"',
          ' class="side note"',
          ' class="sidenotes"',
          ' class="side\u00a0note"',
          ' class=""',
          ' id="top"',
          ' rel="Author"',
          ' rel="me author" class="NOTE"',
        ),
        fc.array(tie('html'), { maxLength: 4 }),
      )
      .map(([name, attributes, inside]) => `<${name}${attributes}>${inside.join('')}</${name}>`),
  ),
})).html

function isSame(found: readonly MarkupElement[], wanted: readonly MarkupElement[]): boolean {
  return found.length === wanted.length && found.every((element, at) => element === wanted[at])
}

test.each(selectors)('%s finds what cheerio finds', selector => {
  const matches = compileSelector(selector)
  fc.assert(
    fc.property(fc.array(node, { maxLength: 4 }), pieces => {
      const $ = parseMarkup(pieces.join(''))
      const all = $(selector).get().filter(isElement)
      expect(isSame(findElements($, matches), all)).toBe(true)
      expect(isSame(findElements($, matches, 2), all.slice(0, 2))).toBe(true)
      for (const each of $('*').slice(0, 10).get().filter(isElement)) {
        expect(holdsElement(each, matches)).toBe($(each).find('*').is(selector))
        expect(isWithin(each, matches)).toBe($(each).closest(selector).length > 0)
      }
    }),
  )
})

test('the text inside a node is what cheerio says it is', () => {
  fc.assert(
    fc.property(fc.array(node, { maxLength: 4 }), pieces => {
      const $ = parseMarkup(`<div>${pieces.join('')}<!-- no --><script>1</script></div>`)
      expect($('div').get().slice(0, 1).map(textInside)).toEqual([$('div').first().text()])
    }),
  )
})

test.each(['p:first-child', 'a + b', '', 'a,,b', '[a|="b"]'])('%s is none that it can compile', selector => {
  expect(() => compileSelector(selector)).toThrow(TypeError)
})
