import { describe, expect, test } from 'vitest'
import { findDiscussion, parseCount, readCommentsElement, withoutSubmission } from '../../src/collect/discussion.ts'
import { parseFeed } from '../../src/collect/feeds/parse-feed.ts'
import type { ParsedItem } from '../../src/core/types.ts'

const itemsOf = (xml: string): readonly ParsedItem[] =>
  parseFeed(new TextEncoder().encode(xml), { url: 'https://feeds.example/all' }).items
const rss = (item: string): ParsedItem => {
  const [first] = itemsOf(
    `<rss version="2.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/"><channel><title>T</title><item><title>Tides</title>${item}</item></channel></rss>`,
  )
  if (!first) throw new Error('no item')
  return first
}
const atom = (entry: string): ParsedItem => {
  const [first] = itemsOf(
    `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><entry><title>Tides</title><id>1</id>${entry}</entry></feed>`,
  )
  if (!first) throw new Error('no entry')
  return first
}
const hn = 'https://news.ycombinator.com/item?id=40000001'
const hnText = (points: string, comments: string) =>
  `<p>Article URL: <a href="https://a.example/tides">https://a.example/tides</a></p>
<p>Comments URL: <a href="${hn}">${hn}</a></p>
<p>Points: ${points}</p>
<p># Comments: ${comments}</p>`
const hnItem = (text: string) =>
  rss(`<link>https://a.example/tides</link><comments>${hn}</comments><description><![CDATA[${text}]]></description>`)
const redditText = `&lt;!-- SC_OFF --&gt;&lt;div class="md"&gt;&lt;p&gt;潮汐表从何而来。&lt;/p&gt;&lt;/div&gt;&lt;!-- SC_ON --&gt; &amp;#32; submitted by &amp;#32; &lt;a href="https://www.reddit.com/user/tide"&gt; /u/tide &lt;/a&gt; &lt;br/&gt; &lt;span&gt;&lt;a href="https://a.example/tides"&gt;[link]&lt;/a&gt;&lt;/span&gt; &amp;#32; &lt;span&gt;&lt;a href="https://www.reddit.com/r/sea/comments/1abc2d/tides/"&gt;[comments]&lt;/a&gt;&lt;/span&gt;`

describe('the discussion that a feed tells of', () => {
  test.each<[string, ParsedItem, object | null]>([
    ['hnrss', hnItem(hnText('123', '45')), { url: hn, points: 123, comments: 45 }],
    ['hnrss, asking', hnItem(`<p>Why tides?</p><hr>${hnText('7', '0')}`), { url: hn, points: 7, comments: 0 }],
    [
      'Lobsters',
      rss(
        '<link>https://a.example/tides</link><comments>https://lobste.rs/s/abcdef/tides</comments><description><![CDATA[<p><a href="https://lobste.rs/s/abcdef/tides">Comments</a></p>]]></description>',
      ),
      { url: 'https://lobste.rs/s/abcdef/tides' },
    ],
    [
      'Reddit',
      atom(
        `<link href="https://www.reddit.com/r/sea/comments/1abc2d/tides/"/><content type="html">${redditText}</content>`,
      ),
      { url: 'https://www.reddit.com/r/sea/comments/1abc2d/tides/' },
    ],
    [
      'V2EX',
      atom('<link href="https://www.v2ex.com/t/123456#reply34"/><content type="html">潮汐表哪里找？</content>'),
      { url: 'https://www.v2ex.com/t/123456', comments: 34 },
    ],
    [
      'a page with many comments',
      rss(
        '<link>https://a.example/1</link><comments>https://a.example/1#c</comments><slash:comments>120</slash:comments>',
      ),
      { url: 'https://a.example/1#c', comments: 120 },
    ],
    [
      'a blog as any other',
      rss(
        '<link>https://a.example/1</link><comments>https://a.example/1#c</comments><slash:comments>3</slash:comments>',
      ),
      null,
    ],
    ['a blog without a count', rss('<link>https://a.example/1</link><comments>https://a.example/1#c</comments>'), null],
    [
      'no feed of links',
      rss('<link>https://a.example/1</link><description>Points: 9 # Comments: 8</description>'),
      null,
    ],
    [
      'an article that links to a thread in passing',
      rss(
        `<link>https://a.example/1</link><description><![CDATA[<p>As <a href="${hn}">people said</a>.</p>]]></description>`,
      ),
      null,
    ],
  ])('%s', (_name, item, discussion) => {
    expect(findDiscussion(item)).toEqual(discussion)
  })

  test('numbers are what a feed makes of them: capped, and none where it writes something else', () => {
    expect(findDiscussion(hnItem(hnText('999999999999', '-5')))).toEqual({ url: hn, points: 1_000_000 })
    expect(parseCount('1,234')).toBe(1234)
    for (const text of ['', 'many', '1e9', '12 34', '1'.repeat(40), null]) expect(parseCount(text)).toBeNull()
  })

  test('only pages of the web are discussions', () => {
    expect(readCommentsElement('javascript:alert(1)', 500)).toBeNull()
    expect(readCommentsElement(`https://a.example/${'a'.repeat(3_000)}`, 500)).toBeNull()
  })
})

describe('what an aggregator prints is no summary', () => {
  test.each<[string, string | null | undefined, string | null]>([
    ['hnrss', hnText('1', '2'), null],
    ['hnrss, asking', `<p>Why tides?</p><hr>${hnText('1', '2')}`, '<p>Why tides?</p>'],
    ['Lobsters', '<p><a href="https://lobste.rs/s/abcdef/tides">Comments</a></p>', null],
    ['a text as any other', '<p>Tides, and Comments URL: of them.</p>', '<p>Tides, and Comments URL: of them.</p>'],
    ['nothing', null, null],
  ])('%s', (_name, html, own) => {
    expect(withoutSubmission(html ?? null)?.trim() ?? null).toBe(own)
  })

  test('Reddit, with and without words of the person', () => {
    const item = atom(
      `<link href="https://www.reddit.com/r/sea/comments/1abc2d/tides/"/><content type="html">${redditText}</content>`,
    )
    const own = withoutSubmission(item.contentHtml)
    expect(own).toContain('潮汐表从何而来。')
    expect(own).not.toMatch(/submitted by|\[link\]|\[comments\]/)
    const alone = redditText.slice(redditText.indexOf('&amp;#32; submitted'))
    const bare = atom(
      `<link href="https://www.reddit.com/r/sea/comments/1abc2d/tides/"/><content type="html">${alone}</content>`,
    )
    expect(withoutSubmission(bare.contentHtml)).toBeNull()
  })
})
