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
  [
    'an open section ends with its field',
    '<rss><![CDATA[a</description></rss>',
    '<rss><![CDATA[a]]></description></rss>',
  ],
  ['an open section at the end stays open', '<rss><![CDATA[a', '<rss><![CDATA[a'],
])('%s', (_name, text, expected) => {
  expect(mendText(text)).toBe(expected)
})
