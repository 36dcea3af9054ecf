// Documents made to hurt: deep, wide, endless or misleading. Each must come back in linear time; a quadratic parser would not finish.
import { describe, expect, test } from 'vitest'
import { parseFeed } from '../../../src/collect/feeds/parse-feed.ts'
import { isWeeklyError } from '../../../src/core/errors.ts'

const from = { url: 'https://feeds.example/feed' }
const parse = (text: string) => parseFeed(Buffer.from(text), from)
const around = (fields: string) =>
  `<rss version="2.0"><channel><title>F</title><item><title>One</title>${fields}</item><item><title>Two</title></item></channel></rss>`
const many = 200_000

describe('documents made to hurt', () => {
  test.each([
    ['20,000 nested unknown tags', '<a>'.repeat(20_000) + '</a>'.repeat(20_000)],
    ['nested tags that are never closed', '<a>'.repeat(many)],
    ['nested groups', '<media:group>'.repeat(many)],
    ['nested markup in a description', `<description>${'<div>'.repeat(many)}</description>`],
    ['end tags of nothing', '</x>'.repeat(many)],
    ['a tag of many attributes', `<enclosure ${'a="b" '.repeat(many)}/>`],
    ['many namespace declarations', '<x xmlns:p="http://purl.org/dc/elements/1.1/"/>'.repeat(many / 4)],
    ['an attribute of a megabyte', `<enclosure url="http://x.example/${'a'.repeat(1_000_000)}"/>`],
    ['ampersands', `<description>${'&'.repeat(many)}</description>`],
    ['numeric references that never end', `<description>${'&#'.repeat(many)}</description>`],
    ['entities', `<description>${'&lt;a href=x&gt;'.repeat(many / 4)}</description>`],
    ['blanks inside a tag', `<description><p${' '.repeat(many)}a="b"/></description>`],
    ['images without end', `<description>${'&lt;img '.repeat(many / 4)}</description>`],
    ['an author line of a megabyte', `<author>${'a.'.repeat(many)}</author>`],
    ['a date of a megabyte', `<pubDate>${'1 '.repeat(many)}</pubDate>`],
    ['a title of a megabyte', `<title>${'&lt;b '.repeat(many / 4)}</title>`],
    ['many categories', '<category>c</category>'.repeat(many / 10)],
    ['less-than signs', `<description><![CDATA[${'<'.repeat(many)}]]></description>`],
  ])('%s leave both items', (_name, fields) => {
    expect(parse(around(fields)).items.map(item => item.title)).toEqual(['One', 'Two'])
  })

  test('an entity bomb is not expanded', () => {
    const bomb = Array.from({ length: 20 }, (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`).join('')
    const feed = parse(`<!DOCTYPE rss [<!ENTITY l0 "lol">${bomb}]>${around('<description>&l20;</description>')}`)
    expect(feed.items[0]?.summaryHtml).toBe('&l20;')
  })

  test('external entities are not read', () => {
    const feed = parse(
      `<!DOCTYPE rss [<!ENTITY file SYSTEM "file:///etc/passwd">]>${around('<description>&file;</description>')}`,
    )
    expect(feed.items[0]?.summaryHtml).toBe('&file;')
  })

  test('no prototype is polluted', () => {
    parse(around('<__proto__><polluted>yes</polluted></__proto__><x __proto__="polluted"/>'))
    parseFeed(
      Buffer.from('{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","__proto__":{"polluted":1}}]}'),
      from,
    )
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  test('what no XML may hold is dropped from JSON too, where it is written as an escape', () => {
    const item = String.raw`{"id":"\u0000i","title":"a\u0000\u001b[31m\ufffe","tags":["t\u0007"],"content_html":"c\u0008"}`
    const feed = parseFeed(
      Buffer.from(`{"version":"https://jsonfeed.org/version/1.1","title":"\\u0000f","items":[${item}]}`),
      from,
    )
    expect(feed.title).toBe('f')
    expect(feed.items[0]).toMatchObject({ guid: 'i', title: 'a[31m', categories: ['t'], contentHtml: 'c' })
  })

  test('one more item than the limit is left out', () => {
    const feed = parse(`<rss><channel>${'<item><title>T</title></item>'.repeat(50_001)}</channel></rss>`)
    expect(feed.items).toHaveLength(50_000)
  })
})

describe('what is no feed', () => {
  const refusal = (text: string | Uint8Array) => {
    try {
      parseFeed(Buffer.from(text), from)
    } catch (error) {
      if (isWeeklyError(error)) return error
      throw error
    }
    throw new Error('a feed was found')
  }

  test.each([
    ['nothing', '', 'empty document', 'browser'],
    ['blanks', ' \n ', 'empty document', 'browser'],
    ['plain text', 'Not found', 'text without any element', 'weekly source check'],
    ['other XML', '<sitemapindex/>', '<sitemapindex>', 'weekly source check'],
    ['an OPML list', '<opml version="2.0"><body/></opml>', 'OPML list', 'weekly source import'],
    ['a page', '<!DOCTYPE html><html><head><title>x</title></head></html>', 'an HTML page of', 'kind page'],
    [
      'a page that names its feed',
      '<html><head><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head></html>',
      'an HTML page of',
      'https://feeds.example/feed.xml',
    ],
    ['JSON of another kind', '{"hello":"world"}', 'no JSON Feed', 'browser'],
    ['broken JSON', '{"version":', 'malformed', 'browser'],
    ['deeply nested JSON', `{"items":${'['.repeat(200_000)}`, 'malformed', 'browser'],
    ['zero bytes', '\0'.repeat(100), 'text without any element', 'weekly source check'],
    ['more bytes than the limit', Buffer.alloc(33 * 1024 * 1024, 32), 'more than 33554432', 'shorter feed'],
  ])('%s is refused with a hint', (_name, text, message, hint) => {
    const error = refusal(text)
    expect(error.code).toBe('FEED_UNPARSABLE')
    expect(error.message).toContain(message)
    expect(error.hint).toContain(hint)
  })
})
