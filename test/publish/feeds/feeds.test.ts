import { describe, expect, test } from 'vitest'
import { load } from 'cheerio'
import fc from 'fast-check'
import { parseAtomFeed, parseJsonFeed, parseOpml, parseRssFeed } from 'feedsmith'
import type { Instant } from '../../../src/core/types.ts'
import {
  type FeedDescription,
  type FeedItem,
  renderAtom,
  renderJsonFeed,
  renderRss,
} from '../../../src/publish/feeds/feeds.ts'
import { readBack } from '../../../src/publish/feeds/feed-readback.ts'
import { cleanLine } from '../../../src/publish/plain-text.ts'
import { noAftercare } from '../../../src/publish/aftercare.ts'
import { planInMemory, renderSite } from '../../../src/publish/site/site-in-memory.ts'
import { goldenIssues, hostileTitles, shippedTemplates } from '../issues.ts'

const description: FeedDescription = {
  id: 'https://weekly.example.org/',
  hub: null,
  history: { isArchive: false, older: null, newer: null, current: null },
  title: 'Weekly & more',
  description: '',
  homeUrl: 'https://weekly.example.org/',
  selfUrl: 'https://weekly.example.org/feed.xml',
  stylePath: '/feed.css',
  language: 'zh-CN',
  author: 'A Curator',
  updatedAt: '2016-12-08T00:00:05.250Z' as Instant,
}

function anItem(changes: Partial<FeedItem> = {}): FeedItem {
  return {
    id: 'tag:weekly.example.org,2016-12-08:abc',
    link: 'https://blog.example/?a=1&amp;b=2&c="<x>',
    title: 'A title',
    publishedAt: '2016-12-08T00:00:05.250Z' as Instant,
    updatedAt: '2016-12-08T00:00:05.250Z' as Instant,
    summary: 'A <b>summary</b> ]]> &amp;',
    contentHtml: '<p>Content ]]&gt; &amp;amp; 👩‍👩‍👧‍👦</p>',
    author: 'Jane & Joe',
    language: 'en',
    categories: ['R&D'],
    pdfUrl: 'https://blog.example/a.pdf',
    ...changes,
  }
}

describe.each(Object.entries(goldenIssues))('the feeds of the issue "%s"', (_name, { site, issue }) => {
  const files = renderSite(
    site,
    [issue],
    [{ title: 'A', url: 'https://a.example/feed', siteUrl: null, section: 'S' }],
    shippedTemplates,
  )
  const read = (path: string): string => files.find(file => file.path === path)?.content.toString() ?? ''

  test('come back through rss-parser with the same items', async () => {
    const planned = planInMemory({
      site,
      issues: [issue],
      posts: [],
      sources: [],
      templates: shippedTemplates,
      ...noAftercare,
    }).filter(({ check }) => check)
    expect(planned.length).toBeGreaterThanOrEqual(4)
    for (const { render, check } of planned) {
      await expect(check?.(render().toString())).resolves.toBeUndefined()
      await expect(check?.('<feed')).rejects.toMatchObject({ code: 'FEED_READBACK_FAILED' })
    }
  })

  test('come back through feedsmith with the same titles, links and dates', () => {
    const wanted = (parseJsonFeed(read('stories.json')).items ?? []).map(item => [
      item.title,
      item.url,
      item.date_published,
    ])
    const stories = (parseRssFeed(read('stories.xml')).items ?? []).map(item => [
      item.title,
      item.link,
      iso(item.pubDate),
    ])
    expect(stories).toEqual(wanted.map(([title, url, date]) => [title, url, iso(date)]))
    const [ofRss] = parseRssFeed(read('feed.xml')).items ?? []
    const [ofAtom] = parseAtomFeed(read('atom.xml')).entries ?? []
    const [ofJson] = parseJsonFeed(read('feed.json')).items ?? []
    expect([ofRss?.title, ofRss?.link, iso(ofRss?.pubDate)]).toEqual([
      ofJson?.title,
      ofJson?.url,
      iso(ofJson?.date_published),
    ])
    expect([textOf(ofAtom?.title), ofAtom?.links?.[0]?.href, iso(ofAtom?.published)]).toEqual([
      ofJson?.title,
      ofJson?.url,
      iso(ofJson?.date_published),
    ])
    expect(ofRss?.content?.encoded).toBe(ofJson?.content_html)
    expect(textOf(ofAtom?.content)).toBe(ofJson?.content_html)
  })

  test('list sources that a reader can import', () => {
    expect(parseOpml(read('sources.opml')).body?.outlines?.[0]?.outlines?.[0]?.xmlUrl).toBe('https://a.example/feed')
  })
})

/** An Atom text, which feedsmith gives with its type where it has one. */
function textOf(text: string | { readonly value?: string } | undefined): string | undefined {
  return typeof text === 'object' ? text.value : text
}

/** A date as a feed parser gave it, to the second. */
function iso(date: unknown): string {
  return new Date(date instanceof Date ? date : String(date)).toISOString().slice(0, 19)
}

describe('RSS', () => {
  const xml = renderRss(description, [anItem()])

  test('names itself, its language, its style sheet, its rhythm and when it last changed', () => {
    expect(xml).toContain(
      '<atom:link href="https://weekly.example.org/feed.xml" rel="self" type="application/rss+xml"/>',
    )
    expect(xml).toContain('<?xml-stylesheet href="/feed.css" type="text/css"?>')
    expect(xml).toContain('<language>zh-CN</language>')
    expect(xml).toContain('<ttl>360</ttl>')
    expect(xml).toContain('<lastBuildDate>Thu, 08 Dec 2016 00:00:05 GMT</lastBuildDate>')
  })

  test('gives each item a permanent id, a creator, a language, and its PDF as what it is', () => {
    expect(xml).toContain('<guid isPermaLink="false">tag:weekly.example.org,2016-12-08:abc</guid>')
    expect(xml).toContain('<dc:creator>Jane &amp; Joe</dc:creator>')
    expect(xml).toContain('<dc:language>en</dc:language>')
    expect(xml).toContain('<enclosure length="0" type="application/pdf" url="https://blog.example/a.pdf"/>')
    expect(xml).toContain('<category>R&#x26;D</category>')
  })

  test('keeps markup, `]]>` and ready-made entities of summary and content as they were', () => {
    const [item] = parseRssFeed(xml).items ?? []
    expect(item?.description).toBe('A &lt;b>summary&lt;/b> ]]> &amp;amp;')
    expect(item?.content?.encoded).toBe('<p>Content ]]&gt; &amp;amp; 👩‍👩‍👧‍👦</p>')
  })
})

test('Atom says its language and that titles are plain text', () => {
  const xml = renderAtom(description, [anItem({ title: '<b> & ]]>' })])
  expect(xml).toContain('<feed xml:lang="zh-CN" xmlns="http://www.w3.org/2005/Atom">')
  expect(xml).toContain('<title>&#x3C;b&gt; &#x26; ]]&gt;</title>')
})

test('JSON Feed is 1.1, with authors, languages and attachments', () => {
  expect(JSON.parse(renderJsonFeed(description, [anItem()]))).toMatchObject({
    version: 'https://jsonfeed.org/version/1.1',
    language: 'zh-CN',
    authors: [{ name: 'A Curator' }],
    items: [
      {
        authors: [{ name: 'Jane & Joe' }],
        language: 'en',
        tags: ['R&D'],
        attachments: [{ url: 'https://blog.example/a.pdf', mime_type: 'application/pdf' }],
      },
    ],
  })
})

describe('reading back', () => {
  const expected = (item: FeedItem): FeedItem => ({ ...item, link: new URL(item.link).href })

  test('any cleaned title survives RSS and Atom', async () => {
    const title = fc
      .oneof(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'binary' }), fc.constantFrom(...hostileTitles))
      .map(cleanLine)
    await fc.assert(
      fc.asyncProperty(
        title.filter(text => text !== ''),
        async text => {
          const item = anItem({ title: text })
          await readBack(renderRss(description, [item]), [expected(item)])
          await readBack(renderAtom(description, [item]), [expected(item)])
        },
      ),
      { numRuns: 60 },
    )
  })

  test.each([
    ['title', { title: 'Another' }, 'item 2, "Another", came back with title "A title" instead of "Another"'],
    ['link', { link: 'https://other.example/' }, 'came back with link'],
    ['id', { id: 'tag:x' }, 'came back with id'],
    ['date', { publishedAt: '2016-12-08T00:00:06.000Z' as Instant }, 'came back with publishedAt'],
  ])('names the item whose %s differs', async (_what, change, message) => {
    const wanted = [expected(anItem()), { ...expected(anItem()), ...change }]
    await expect(readBack(renderRss(description, [anItem(), anItem()]), wanted)).rejects.toMatchObject({
      code: 'FEED_READBACK_FAILED',
      message: expect.stringContaining(message) as string,
    })
  })

  test.each([
    ['a missing item', renderRss(description, []), '0 items instead of 1'],
    ['what is no feed', '<html></html>', 'cannot be parsed'],
    ['broken XML', '<rss version="2.0"><channel>', 'cannot be parsed'],
  ])('refuses %s', async (_what, xml, message) => {
    await expect(readBack(xml, [anItem()])).rejects.toMatchObject({
      code: 'FEED_READBACK_FAILED',
      message: expect.stringContaining(message) as string,
    })
  })
})

test.each([
  ['AT&T, R&D and a & b', 'AT&T, R&D and a & b'],
  ['1 < 2, <3 and 数<据', '1 < 2, <3 and 数<据'],
  ['&amp; &copy &notit &#60; &x;', '&amp;amp; &amp;copy &amp;notit &amp;#60; &amp;x;'],
  ['<b> </b> <!-- <?x', '&lt;b> &lt;/b> &lt;!-- &lt;?x'],
])('a description %j has no more marks of HTML than it needs: %j', (summary, html) => {
  for (const xml of [renderRss(description, [anItem({ summary })]), renderAtom(description, [anItem({ summary })])]) {
    const escaped = html.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
    expect(xml).toContain(`>${escaped}</`)
  }
  expect(load(`<p>${html}</p>`)('p').text()).toBe(summary)
})
