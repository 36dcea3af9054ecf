// Repairs of the whole text.
import { expect, test } from 'vitest'
import { mendText } from '../../../src/collect/feeds/mend-text.ts'

test.each([
  ['sound text stays', '<rss><a>b</a></rss>', '<rss><a>b</a></rss>'],
  ['the declaration goes', '<?xml version="1.0"?><rss/>', '<rss/>'],
  ['with what stands before it', 'junk <b>\n<?xml version="1.0"?><rss/>', '<rss/>'],
  [
    'one inside the feed stays',
    '<rss><a><![CDATA[<?xml version="1.0"?>]]></a></rss>',
    '<rss><a><![CDATA[<?xml version="1.0"?>]]></a></rss>',
  ],
  ['forbidden characters go', '<rss>\u0000a\u0008</rss>', '<rss>a</rss>'],
  ['non-characters too', '<rss>中\ufffea</rss>', '<rss>中a</rss>'],
])('%s', (_name, text, expected) => {
  expect(mendText({ text, encoding: 'utf-8' }, Buffer.from(text))).toBe(expected)
})

test('forbidden characters go from other encodings too', () => {
  const bytes = Buffer.from('<rss>a\u0001</rss>', 'utf16le')
  expect(mendText({ text: '<rss>a\u0001</rss>', encoding: 'utf-16le' }, bytes)).toBe('<rss>a</rss>')
})
