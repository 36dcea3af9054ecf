// A page by the operator's selectors: what each selects, what is left out, and what is said when nothing is found.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readPageList } from '../../../src/collect/pages/page-list.ts'
import { isWeeklyError } from '../../../src/core/errors.ts'
import type { PageSelectors } from '../../../src/core/types.ts'

const url = 'https://a.example/blog/index.html'
const read = (html: string | Uint8Array, select: PageSelectors | null, contentType?: string) =>
  readPageList(Buffer.from(html), { url, contentType }, select)
const block = (inside: string) => `<div class="post">${inside}</div>`
const select: PageSelectors = {
  item: '.post',
  title: 'h2 a',
  link: 'h2 a@href',
  date: 'time@datetime',
  summary: 'p.lead',
}

test('each selector gives its part of an item', () => {
  const html = `<title> The &amp; blog </title>${block('<h2><a href="../a?x=1&amp;y=2"> One\n &lt;b&gt; </a></h2><time datetime="2016-12-05T08:00:00+08:00">Monday</time><p>not this</p><p class="lead">1 &lt; 2 &amp; so on</p>')}`
  const { title, items } = read(html, select)
  expect(title).toBe('The & blog')
  expect(items).toEqual([
    {
      guid: null,
      url: 'https://a.example/a?x=1&y=2',
      title: 'One <b>',
      authors: [],
      contentHtml: null,
      summaryHtml: '1 &lt; 2 &amp; so on',
      publishedAt: '2016-12-05T00:00:00.000Z',
      updatedAt: null,
      categories: [],
      enclosures: [],
      image: null,
      language: null,
    },
  ])
})

test.each([
  ['relative to the page', '', 'one.html', 'https://a.example/blog/one.html'],
  ['relative to an absolute base', '<base href="https://b.example/x/">', 'one', 'https://b.example/x/one'],
  ['relative to a base that is relative itself', '<base href="/y/">', 'one', 'https://a.example/y/one'],
  ['to another host', '<base href="/y/">', '//c.example/one', 'https://c.example/one'],
])('links are resolved %s', (_name, base, href, expected) => {
  expect(read(`${base}${block(`<h2><a href="${href}">One</a></h2>`)}`, select).items[0]?.url).toBe(expected)
})

test.each([
  ['a date in an attribute', '<time datetime="2016-12-05">x</time>', 'time@datetime', '2016-12-05T00:00:00.000Z'],
  [
    'the datetime attribute without being told',
    '<time datetime="2016-12-05">x</time>',
    'time',
    '2016-12-05T00:00:00.000Z',
  ],
  ['a date as text', '<i>Dec 5, 2016</i>', 'i', '2016-12-05T00:00:00.000Z'],
  ['a Chinese date among words', '<i>发布时间：2016年12月5日 10:30 来源：本站</i>', 'i', '2016-12-05T10:30:00.000Z'],
  ['a Chinese date with a Chinese clock', '<i>2016年12月5日 10时30分</i>', 'i', '2016-12-05T10:30:00.000Z'],
  ['a date among English words', '<i>By Jane, 5 December 2016, 3 comments</i>', 'i', '2016-12-05T00:00:00.000Z'],
  ['no date where none stands', '<i>soon</i>', 'i', null],
  ['no date where the year is missing', '<i>12-05</i>', 'i', null],
  ['no date where the element is missing', '', 'i', null],
])('%s is read', (_name, html, date, expected) => {
  const { items } = read(block(`<h2><a href="/1">One</a></h2>${html}`), { item: '.post', date })
  expect(items[0]?.publishedAt).toBe(expected)
})

test.each([
  [
    'below, in a dd',
    '<dl><dt><a href="/1">One</a></dt><dd><i>2016-12-08</i></dd><dd class="s">First.</dd><dt><a href="/2">Two</a></dt><dd><i>2016-12-07</i></dd><dd class="s">Second.</dd></dl>',
    'dt',
  ],
  [
    'above, in a dt',
    '<dl><dt><i>2016-12-08</i><b class="s">First.</b></dt><dd><a href="/1">One</a></dd><dt><i>2016-12-07</i><b class="s">Second.</b></dt><dd><a href="/2">Two</a></dd></dl>',
    'dd',
  ],
  [
    'in the next row of a table',
    '<table><tr class="t"><td><a href="/1">One</a></td></tr><tr><td><i>2016-12-08</i><p class="s">First.</p></td></tr><tr class="t"><td><a href="/2">Two</a></td></tr><tr><td><i>2016-12-07</i><p class="s">Second.</p></td></tr></table>',
    'tr.t',
  ],
])('a date and a summary that are not inside the item are found beside it: %s', (_name, html, item) => {
  const { items } = read(html, { item, link: 'a@href', date: 'i', summary: '.s' })
  expect(items.map(({ publishedAt, summaryHtml }) => [publishedAt?.slice(0, 10), summaryHtml])).toEqual([
    ['2016-12-08', 'First.'],
    ['2016-12-07', 'Second.'],
  ])
})

test('the item itself can be the link and the title', () => {
  const { items } = read('<a class="post" href="/1" title="Whole">Who…</a>', {
    item: 'a.post',
    link: '@href',
    title: '@title',
  })
  expect(items).toMatchObject([{ url: 'https://a.example/1', title: 'Whole' }])
})

test('what no selector names is found in the item', () => {
  const html = block('<h3><a href="/1">An article</a></h3><p>5 Dec 2016</p><p>What it says, in a sentence or two.</p>')
  expect(read(html, { item: '.post' }).items).toMatchObject([
    {
      url: 'https://a.example/1',
      title: 'An article',
      publishedAt: '2016-12-05T00:00:00.000Z',
      summaryHtml: 'What it says, in a sentence or two.',
    },
  ])
})

test('items without a link or a title are left out, links are listed once', () => {
  const html = [
    block('<h2>No link</h2>'),
    block('<h2><a href="/1"><img></a></h2>'),
    block('<h2><a href="javascript:x()">Script</a></h2>'),
    block('<h2><a href="/2">First</a></h2>'),
    block('<h2><a href="/2">Again</a></h2>'),
  ].join('')
  expect(read(html, select).items.map(item => item.title)).toEqual(['First'])
})

test('a page in GBK is read', () => {
  const bytes = Buffer.concat([
    Buffer.from('<meta charset="gb2312"><div class="post"><h2><a href="/1">'),
    Buffer.from([0xc8, 0xdd, 0xc6, 0xf7]),
    Buffer.from('</a></h2></div>'),
  ])
  expect(read(bytes, select).items[0]?.title).toBe('容器')
})

test.each([500, 501, 700])('of %d items at most 500 are kept', count => {
  const html = Array.from({ length: count }, (_, at) => block(`<h2><a href="/${at}">Article ${at}</a></h2>`)).join('')
  expect(read(html, select).items).toHaveLength(500)
})

describe('an empty list', () => {
  test('says that nothing matches', () => {
    expect(() => read('<p>redesigned</p>', select)).toThrow(
      expect.objectContaining({
        code: 'PAGE_LIST_EMPTY',
        message: `0 elements match ".post" on ${url}, and none gives a link and a title`,
      }),
    )
  })

  test('says how many elements match without giving an item', () => {
    expect(() => read(block('') + block(''), select)).toThrow(
      expect.objectContaining({
        code: 'PAGE_LIST_EMPTY',
        message: expect.stringContaining('2 elements match') as string,
      }),
    )
  })
})

test.each([
  ['item', { item: '.post >' }, '.post >'],
  ['item', { item: '' }, ''],
  ['item', { item: 'div:unknown-thing(2)' }, 'div:unknown-thing(2)'],
  ['title', { item: '.post', title: 'h2[' }, 'h2['],
  ['link', { item: '.post', link: 'a]@href' }, 'a]@href'],
  ['date', { item: '.post', date: '::' }, '::'],
])('select.%s that is no selector is refused by name', (name, broken, written) => {
  expect(() => read(block('<a href="/1">An article</a>'), broken)).toThrow(
    expect.objectContaining({
      code: 'PAGE_SELECTOR_INVALID',
      message: expect.stringContaining(`select.${name} "${written}" is no CSS selector: `) as string,
    }),
  )
})

test.each([
  ['nesting of 10,000 levels', '<div>'.repeat(10_000)],
  ['links nested 5,000 deep', '<div><a href=/x>An article of some kind</a>'.repeat(5_000)],
  ['a list of 10,000 items', '<li><a href=/x>An article of some kind</a>'.repeat(10_000)],
  ['a tag that never ends', `<a href="${'x'.repeat(100_000)}`],
  ['end tags alone', '</p>'.repeat(20_000)],
])('%s is read or refused, and does not hang', (_name, html) => {
  expect(() => read(html, null)).toThrow(expect.objectContaining({ code: 'PAGE_LIST_EMPTY' }))
})

test('any bytes give items or a WeeklyError', () => {
  const piece = fc.constantFrom(
    '<li>',
    '<a href="/1">',
    '<a href=',
    'An article',
    '</a>',
    '<h2>',
    '<time datetime="',
    '2016-12-05',
    '">',
    '<base href="',
    '<!--',
    '&#0;',
    '<div class="date">',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof({ weight: 4, arbitrary: piece }, fc.string()), { maxLength: 60 }), pieces => {
      try {
        for (const item of read(pieces.join(''), null).items) expect(item.url).toMatch(/^https?:/)
      } catch (error) {
        if (!isWeeklyError(error)) throw error
      }
    }),
  )
})

test('simple XPath stands where CSS may, and what CSS cannot say is refused in words', () => {
  const html = Buffer.from(
    '<ul><li class="post new"><h2><a href="/one">One story</a></h2><time datetime="2016-12-07">x</time></li><li class="ad"><a href="/ad">Ad</a></li></ul>',
  )
  const item = '//li[contains(concat(" ", normalize-space(@class), " "), " post ")]'
  const select = { item, title: './/h2/a', link: './/h2/a/@href', date: './/time/@datetime' }
  expect(readPageList(html, { url: 'https://a.example/' }, select).items).toMatchObject([
    { url: 'https://a.example/one', title: 'One story', publishedAt: '2016-12-07T00:00:00.000Z' },
  ])
  expect(() => readPageList(html, { url: 'https://a.example/' }, { item: '//li[matches(@class, "x")]' })).toThrow(
    /select\.item .* is no XPath that can be read: the function matches\(\) is not known/,
  )
})
