// What an item gets from around it: the page that its content is written for, the authors of its feed, links as they are meant.
import { describe, expect, test } from 'vitest'
import { parseFeed } from '../../../src/collect/feeds/parse-feed.ts'

const parse = (text: string) => parseFeed(new TextEncoder().encode(text), { url: 'https://site.example/feed.xml' })
const rss = (item: string, channel = '<link>https://site.example/</link>') =>
  parse(
    `<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>${channel}<item><title>A</title>${item}</item></channel></rss>`,
  )
const atom = (entry: string, feed = '', attributes = '') =>
  parse(`<feed xmlns="http://www.w3.org/2005/Atom"${attributes}>${feed}<entry><title>A</title>${entry}</entry></feed>`)
const json = (item: object, feed: object = {}) =>
  parse(
    JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      home_page_url: 'https://site.example/',
      ...feed,
      items: [{ id: '1', title: 'A', ...item }],
    }),
  )

describe('relative addresses in content', () => {
  const html = '<img src="cover.jpg"> <a href="#fn:1">1</a> <a href="/about/">x</a>'
  const resolved = (page: string) =>
    `<img src="${page}cover.jpg"> <a href="${page}#fn:1">1</a> <a href="https://site.example/about/">x</a>`
  const own = resolved('https://site.example/posts/a/')
  const escaped = html.replaceAll('<', '&lt;')
  const link = '<link>https://site.example/posts/a/</link>'
  const atomLink = '<link href="https://site.example/posts/a/"/>'
  test.each([
    ['RSS', rss(`${link}<description>${escaped}</description>`), own],
    ['RSS, the link behind the text', rss(`<description>${escaped}</description>${link}`), own],
    ['RSS without a link', rss(`<description>${escaped}</description>`), resolved('https://site.example/')],
    ['Atom', atom(`${atomLink}<summary type="html">${escaped}</summary>`), own],
    [
      'Atom with xml:base in force',
      atom(`${atomLink}<summary type="html" xml:base="https://site.example/base/">${escaped}</summary>`),
      resolved('https://site.example/base/'),
    ],
    [
      'Atom with xml:base of the feed',
      atom(`${atomLink}<summary type="html">${escaped}</summary>`, '', ' xml:base="https://site.example/base/"'),
      resolved('https://site.example/base/'),
    ],
    ['JSON Feed', json({ url: 'https://site.example/posts/a/', summary: html }), own],
  ])('%s: are those of the page', (_name, feed, expected) => {
    expect(feed.items[0]?.summaryHtml).toBe(expected)
  })
})

describe('authors', () => {
  const named = (name: string) => `<author><name>${name}</name></author>`
  test.each([
    ['the entry itself', atom(named('Eve') + `<source>${named('Ann')}</source>`, named('The planet')), ['Eve']],
    [
      'the feed that it was taken from',
      atom(`<source><title>Ann's blog</title>${named('Ann')}</source>`, named('The planet')),
      ['Ann'],
    ],
    ['the feed', atom('', named('李雷')), ['李雷']],
    [
      'the feed, named behind its entries',
      parse(`<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title></entry>${named('李雷')}</feed>`),
      ['李雷'],
    ],
    ['the channel', rss('', '<managingEditor>editor@site.example (Ann)</managingEditor>'), ['Ann']],
    ["the channel's creator", rss('', '<dc:creator>Ann</dc:creator>'), ['Ann']],
    ['the item before the channel', rss('<dc:creator>Eve</dc:creator>', '<dc:creator>Ann</dc:creator>'), ['Eve']],
    ['a JSON feed', json({}, { authors: [{ name: 'Ann' }] }), ['Ann']],
    ['a JSON item', json({ authors: [{ name: 'Eve' }] }, { authors: [{ name: 'Ann' }] }), ['Eve']],
    ['nobody', rss(''), []],
  ])('are those of %s', (_name, feed, expected) => {
    expect(feed.items[0]?.authors.map(({ name }) => name)).toEqual(expected)
  })
})

describe('ampersands in addresses', () => {
  const meant = 'https://mp.example/s?a=1&b=2'
  test.each([
    ['within CDATA', rss('<link><![CDATA[https://mp.example/s?a=1&amp;b=2]]></link>')],
    ['escaped twice', rss('<link>https://mp.example/s?a=1&amp;amp;b=2</link>')],
    ['escaped three times', rss('<link>https://mp.example/s?a=1&amp;amp;amp;b=2</link>')],
    ['as a number', rss('<link><![CDATA[https://mp.example/s?a=1&#38;b=2]]></link>')],
    ['in a guid that is a permalink', rss('<guid><![CDATA[https://mp.example/s?a=1&amp;b=2]]></guid>')],
    ['in an attribute', atom('<link href="https://mp.example/s?a=1&amp;amp;b=2"/>')],
    ['in an id', atom('<id><![CDATA[https://mp.example/s?a=1&amp;b=2]]></id>')],
    ['in JSON', json({ url: 'https://mp.example/s?a=1&amp;b=2' })],
    ['not at all', rss('<link>https://mp.example/s?a=1&b=2</link>')],
  ])('%s: the link is what was meant', (_name, feed) => {
    expect(feed.items[0]?.url).toBe(meant)
  })

  test('in enclosures too', () => {
    const { items } = rss('<enclosure url="https://mp.example/s?a=1&amp;amp;b=2" type="audio/mpeg"/>')
    expect(items[0]?.enclosures[0]?.url).toBe(meant)
  })
})
