// Character references.
import { expect, test } from 'vitest'
import { decodeEntities, dropForbidden, isFreeOfForbidden } from '../../../src/collect/feeds/entities.ts'

test.each([
  ['the five of XML', '&lt;&gt;&amp;&quot;&apos;', '<>&"\''],
  ['names of HTML', '&nbsp;&eacute;&hellip;&AMP;', '\u00a0é…&'],
  ['names that stand for two characters', '&NotEqualTilde;', '≂̸'],
  ['decimal and hexadecimal numbers', '&#20013;&#x6587;&#X6587;', '中文文'],
  ['numbers without semicolon', '&#65 &#66', 'A B'],
  ['numbers of windows-1252', '&#128;&#x93;', '€“'],
  ['halves of a surrogate pair', '&#55357;&#56832;', '😀'],
  ['a lone half', '&#55357;', '\ufffd'],
  ['numbers beyond Unicode', '&#x110000;', '\ufffd'],
  ['numbers of forbidden characters', 'a&#0;&#8;&#x1f;b', 'ab'],
  ['names without semicolon stay', '?a=1&copy=2&amp', '?a=1&copy=2&amp'],
  ['the five of XML before a blank', 'a &amp b &lt c', 'a & b < c'],
  ['unknown names stay', '&foo; & &; &#; &#x;', '&foo; & &; &#; &#x;'],
  ['once and not twice', '&amp;lt;', '&lt;'],
])('%s', (_name, text, expected) => {
  expect(decodeEntities(text)).toBe(expected)
})

test('control characters are dropped, line breaks are kept', () => {
  expect(dropForbidden('a\u0000b\u000bc\ufffe\td\r\n')).toBe('abc\td\r\n')
})

test.each([
  ['plain text with line breaks', 'a\tb\r\n中', true],
  ['a control character', 'a\u0007b', false],
  ['a non-character', 'a\uffffb', false],
])('in bytes too: %s', (_name, text, expected) => {
  expect(isFreeOfForbidden(Buffer.from(text))).toBe(expected)
})
