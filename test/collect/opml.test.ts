// Subscription lists as feed readers write them, sound and broken.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseOpml } from '../../src/collect/opml.ts'
import { selectorOfXPath } from '../../src/collect/xpath-selector.ts'
import { isWeeklyError } from '../../src/core/errors.ts'

const opml = (body: string) =>
  `<?xml version="1.0"?>\n<opml version="2.0"><head><title>x</title></head><body>\n${body}\n</body></opml>`
const urlsOf = (text: string) => parseOpml(text).sources.map(source => source.url)

test('nested folders become sections', () => {
  const { sources, skipped } = parseOpml(
    opml(`<outline text="Tech"><outline title="云 &amp; 容器">
      <outline type="rss" text="A blog" xmlUrl="https://a.example/feed" htmlUrl="https://a.example/"/></outline>
      <outline type="rss" text="B" xmlUrl="https://b.example/feed"></outline></outline>
      <outline type="rss" text="C" xmlUrl="https://c.example/feed?a=1&amp;b=2"/>`),
  )
  expect(sources).toEqual([
    { url: 'https://a.example/feed', title: 'A blog', section: 'Tech / 云 & 容器', siteUrl: 'https://a.example/' },
    { url: 'https://b.example/feed', title: 'B', section: 'Tech', siteUrl: null },
    { url: 'https://c.example/feed?a=1&b=2', title: 'C', section: null, siteUrl: null },
  ])
  expect(skipped).toEqual([])
})

test.each([
  ['names in any case', '<OPML><BODY><OUTLINE TYPE="RSS" XMLURL="https://a.example/feed"/></BODY></OPML>'],
  ['attributes as OPML 1.0 readers spell them', opml('<outline type="rss" xmlurl="https://a.example/feed" />')],
  ['an address in url', opml('<outline type="rss" url="https://a.example/feed" />')],
  ['a feed: address', opml('<outline type="rss" xmlUrl="feed:https://a.example/feed" />')],
  ['a feed:// address', opml('<outline type="rss" xmlUrl="feed://https://a.example/feed" />')],
  ['a bare ampersand in a title', opml('<outline text="A & B" xmlUrl="https://a.example/feed"/>')],
  [
    'a text that ends in the middle',
    '<opml><body><outline text="A" xmlUrl="https://a.example/feed"/><outline text="B" xml',
  ],
  ['outlines without a root', '<outline text="A" xmlUrl="https://a.example/feed"/>'],
  [
    'a missing end of a folder',
    '<opml><body><outline text="F"><outline xmlUrl="https://a.example/feed"/></body></opml>',
  ],
  ['single quotes and spaces around the address', opml("<outline xmlUrl=' https://a.example/feed '/>")],
])('%s is read', (_name, text) => {
  expect(urlsOf(text)).toEqual(['https://a.example/feed'])
})

test('what cannot be a source is skipped with its line and reason', () => {
  const { sources, skipped } = parseOpml(
    opml(`<outline type="rss" text="No address"/>
<outline type="rss" text="Bad" xmlUrl="javascript:alert(1)"/>
<outline type="rss" text="First" xmlUrl="https://a.example/feed"/>
<outline type="rss" text="Again" xmlUrl="http://www.a.example/feed/"/>
<outline text="Just a note"/>`),
  )
  expect(sources.map(source => source.title)).toEqual(['First'])
  expect(skipped).toEqual([
    { line: 3, reason: '"No address" is a feed without an address (xmlUrl)' },
    { line: 4, reason: '"javascript:alert(1)" is no http address' },
    { line: 6, reason: 'http://www.a.example/feed/ is listed twice' },
  ])
})

test.each([
  ['nothing', ''],
  ['a web page', '<!doctype html><p>Hello'],
  ['a feed', '<rss><channel/></rss>'],
])('%s is no OPML', (_name, text) => {
  expect(() => parseOpml(text)).toThrow(expect.objectContaining({ code: 'FEED_UNPARSABLE' }))
})

test('any text gives sources or a WeeklyError', () => {
  const piece = fc.constantFrom(
    '<outline ',
    'xmlUrl="',
    'https://a.example/',
    '">',
    '/>',
    '</outline>',
    '<opml>',
    '&#0;',
    'text=',
    "'",
    '<![CDATA[',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), pieces => {
      try {
        for (const source of parseOpml(pieces.join('')).sources) expect(source.url).toMatch(/^https?:/)
      } catch (error) {
        if (!isWeeklyError(error)) throw error
      }
    }),
  )
})

test.each([
  [
    'a folder that says it is a feed',
    '<outline type="rss" text="云"><outline type="rss" xmlUrl="https://a.example/feed"/></outline>',
    '云',
  ],
  ['a category', '<outline xmlUrl="https://a.example/feed" category="/Tech/云,/News"/>', 'Tech / 云'],
  [
    'a folder before a category',
    '<outline text="F"><outline xmlUrl="https://a.example/feed" category="/News"/></outline>',
    'F',
  ],
  [
    'folders in folders',
    '<outline text="A"><outline text="B"><outline text="C"><outline xmlUrl="https://a.example/feed"/></outline></outline></outline>',
    'A / B / C',
  ],
  [
    'a feed around feeds',
    '<outline text="F"><outline xmlUrl="https://b.example/feed"><outline xmlUrl="https://a.example/feed"/></outline></outline>',
    'F',
  ],
])('%s gives the section', (_name, body, section) => {
  expect(parseOpml(opml(body)).sources.find(({ url }) => url === 'https://a.example/feed')?.section).toBe(section)
})

test('a page source of FreshRSS is a page with the selectors that CSS can say', () => {
  const outline = (item: string): string =>
    `<outline text="News" type="HTML+XPath" xmlUrl="https://a.example/news" frss:xPathItem="${item}" frss:xPathItemTitle="descendant::h2" frss:xPathItemUri="descendant::a[1]/@href" frss:xPathItemTimestamp=".//time/@datetime"/>`
  const settingsOf = (item: string) => parseOpml(opml(outline(item))).sources[0]?.settings
  expect(settingsOf('//div[@class=&quot;post&quot;]')).toEqual({
    kind: 'page',
    select: { item: 'div[class="post"]', title: 'h2', date: 'time@datetime' },
  })
  expect(settingsOf('//div[position() &lt; 5]')).toEqual({ kind: 'page' })
})

test.each([
  ['//article', 'article'],
  ['//div[@id="main"]/ul/li', 'div[id="main"] > ul > li'],
  ["//li[contains(@class, 'post')]", 'li[class*="post"]'],
  ["//*[contains(concat(' ', normalize-space(@class), ' '), ' post ')]", '.post'],
  ['descendant::a/@href', 'a@href'],
  ['./h2/a', 'h2 > a'],
  ['@href', '@href'],
  ['.//span/text()', 'span'],
  ['//div[a/b]', null],
  ['count(//a)', null],
  ['', null],
])('the XPath %s is the selector %s', (path, selector) => {
  expect(selectorOfXPath(path)).toBe(selector)
})

test('settings that cannot be are left out, headers never come from a list', () => {
  const settingsOf = (settings: object) => {
    const json = JSON.stringify(settings).replaceAll('"', '&quot;')
    return parseOpml(opml(`<outline xmlUrl="https://a.example/feed" weekly:settings="${json}"/>`)).sources[0]?.settings
  }
  expect(settingsOf({ weight: 2, private: true })).toEqual({ weight: 2, private: true })
  expect(settingsOf({ headers: { authorization: 'x' } })).toBeUndefined()
  expect(settingsOf({ weight: 99 })).toBeUndefined()
})
