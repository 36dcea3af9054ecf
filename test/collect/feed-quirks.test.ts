// Feeds of well-known programs as they come, and what is made of them: releases, mirrors of WeChat accounts, Hacker News by its API.
import { describe, expect, test } from 'vitest'
import { levelQuirks } from '../../src/collect/feed-quirks.ts'
import { parseFeed } from '../../src/collect/feeds/parse-feed.ts'
import { readJsonList } from '../../src/collect/json/read-json-list.ts'
import { normalizeItems } from '../../src/collect/normalize-item.ts'
import { parseVersion } from '../../src/core/release-links.ts'
import { foldReleases } from '../../src/curate/fold-releases.ts'
import { noGrouping } from '../../src/curate/regroup.ts'
import { isPublic } from '../../src/store/source-addresses.ts'
import type { ParsedItem } from '../../src/core/types.ts'
import { now, window } from './collecting.ts'

const anItem = (changes: Partial<ParsedItem>): ParsedItem => ({
  ...{ guid: null, url: null, title: null, authors: [], contentHtml: null, summaryHtml: null, publishedAt: null },
  ...{ updatedAt: null, categories: [], enclosures: [], image: null, language: null },
  ...changes,
})

test.each([
  ['https://github.com/o/tide-rs/releases/tag/v1.2.3', 'v1.2.3', 'tide-rs v1.2.3'],
  ['https://github.com/o/tide-rs/releases/tag/v1.2.3', 'Spring tide', 'tide-rs v1.2.3: Spring tide'],
  ['https://github.com/o/tide-rs/releases/tag/v1.2.3', 'v1.2.3: Spring tide', 'tide-rs v1.2.3: Spring tide'],
  ['https://github.com/o/tide-rs/releases/tag/v1.2.3', 'Tide-RS 1.2.3', 'Tide-RS 1.2.3'],
  ['https://github.com/o/tide-rs/releases/tag/v1.2.3', null, 'tide-rs v1.2.3'],
  ['https://gitlab.com/g/sub/tide/-/releases/2.0', '2.0', 'tide 2.0'],
  ['https://codeberg.org/o/tide/releases/tag/0.9.1', '0.9.1', 'tide 0.9.1'],
  ['https://pypi.org/project/tide/3.1.0/', '3.1.0', 'tide 3.1.0'],
  ['https://www.npmjs.com/package/@sea/tide/v/4.0.0', '4.0.0', '@sea/tide 4.0.0'],
  ['https://github.com/o/tide-rs/issues/7', 'v1.2.3', 'v1.2.3'],
])('%s called %s is %s', (url, title, name) => {
  expect(levelQuirks(anItem({ url, title })).title).toBe(name)
})

describe('releases of a week', () => {
  const link = (tag: string, project = 'tide'): string => `https://github.com/o/${project}/releases/tag/${tag}`
  test('patches of one version are one story, led by the newest; other versions and projects stand for themselves', () => {
    const links = ['v1.2.9', 'v1.2.10', 'v1.2.10-rc.1', 'v1.3.0', 'v2.2.1'].map(tag => link(tag))
    const { joins } = foldReleases(noGrouping, [...links, link('v1.2.4', 'kelp'), 'https://a.example/v1.2.3'])
    expect(joins.toSorted((a, b) => (a.link < b.link ? -1 : 1))).toEqual([
      { link: link('v1.2.10-rc.1'), to: link('v1.2.10') },
      { link: link('v1.2.9'), to: link('v1.2.10') },
    ])
  })
  test('what the curator took apart, or put elsewhere, stays so', () => {
    const [old, fresh] = [link('v1.2.1'), link('v1.2.2')]
    expect(foldReleases({ ...noGrouping, apart: new Set([old]) }, [old, fresh]).joins).toEqual([])
    const joins = [{ link: old, to: 'https://a.example/' }]
    expect(foldReleases({ ...noGrouping, joins }, [old, fresh]).joins).toEqual(joins)
  })
  test.each([
    ['v1.2.3', [1, 2, 3], false],
    ['@sea/tide@4.0.0-beta.2', [4, 0, 0], true],
    ['release-2016.12', [2016, 12], false],
  ])('%s is a version', (tag, numbers, isPreview) => {
    expect(parseVersion(tag)).toMatchObject({ numbers, isPreview })
  })
  test.each(['latest', 'v3', '', '-'.repeat(5_000)])('%s is none', tag => expect(parseVersion(tag)).toBeNull())
})

describe('mirrors of WeChat accounts', () => {
  const read = (item: string): ParsedItem => {
    const feed = `<rss version="2.0"><channel><title>号</title><item>${item}</item></channel></rss>`
    const [first] = parseFeed(Buffer.from(feed), { url: 'https://mirror.example/feeds/all.rss' }).items
    if (!first) throw new Error('no item')
    return levelQuirks(first)
  }
  test('a sentence that stands for a text is none, nor is a title for a summary; a cover is no sound', () => {
    const item = read(
      '<title>容器一年</title><link>https://mp.weixin.qq.com/s/AbCdEfGh12</link><guid>https://mp.weixin.qq.com/s/AbCdEfGh12</guid><description><![CDATA[<p>获取全文失败，请重试~</p>]]></description><enclosure url="https://mmbiz.qpic.cn/x.jpg" type="audio/mpeg" length="0"/>',
    )
    expect(item).toMatchObject({ summaryHtml: null, enclosures: [], image: 'https://mmbiz.qpic.cn/x.jpg' })
    expect(
      read(
        '<title>容器一年</title><link>https://mp.weixin.qq.com/s/AbCdEfGh12</link><description>容器一年</description>',
      ).summaryHtml,
    ).toBeNull()
  })
  test('a lent link that has changed is the same article, and behind a captcha stands the article', () => {
    const lent = (time: number): ParsedItem =>
      read(
        `<title>容器一年</title><pubDate>Wed, 07 Dec 2016 08:00:00 +0800</pubDate><link>https://mp.weixin.qq.com/s?src=11&amp;timestamp=${time}&amp;ver=1&amp;signature=x${time}</link>`,
      )
    const visit = { sourceId: 1, now, isFirstVisit: false, opensAt: window.opensAt, language: null }
    const guids = [lent(1), lent(2)].flatMap(item => normalizeItems([item], visit).map(({ guid }) => guid))
    expect(guids[0]).toBe(guids[1])
    const target = encodeURIComponent('https://mp.weixin.qq.com/s?__biz=A&mid=1&idx=1&sn=b')
    expect(
      read(
        `<title>T</title><link>https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=x&amp;target_url=${target}</link>`,
      ).url,
    ).toBe('https://mp.weixin.qq.com/s?__biz=A&mid=1&idx=1&sn=b')
  })
})

test('Hacker News by its API: the article, else the thread, with points and comments', () => {
  const thread = 'https://news.ycombinator.com/item?id={objectID}'
  const hits = [
    {
      objectID: '1',
      title: 'Tides',
      url: 'https://a.example/tides',
      points: 120,
      num_comments: 45,
      created_at_i: 1_481_068_800,
    },
    { objectID: '2', title: 'Ask HN: tides?', url: null, points: 3, num_comments: null },
  ]
  const { items } = readJsonList(
    Buffer.from(JSON.stringify({ hits })),
    { url: 'https://hn.example/api' },
    {
      ...{ item: 'hits', title: 'title', link: `url | ${thread}`, date: 'created_at_i' },
      ...{ discussion: thread, points: 'points', comments: 'num_comments' },
    },
  )
  expect(items.map(({ url, discussion }) => [url, discussion])).toEqual([
    ['https://a.example/tides', { url: 'https://news.ycombinator.com/item?id=1', points: 120, comments: 45 }],
    ['https://news.ycombinator.com/item?id=2', { url: 'https://news.ycombinator.com/item?id=2', points: 3 }],
  ])
  const [kept] = normalizeItems(items, {
    sourceId: 1,
    now,
    isFirstVisit: true,
    opensAt: window.opensAt,
    language: null,
  })
  expect(JSON.parse(kept?.discussion ?? '')).toMatchObject({ points: 120, comments: 45 })
})

test.each([
  ['https://www.reddit.com/r/sea/.rss?feed=0a1b&user=me', false],
  ['https://rss.example/i/?a=rss&user=me&token=abc', false],
  ['https://links.example/feeds/0123456789abcdef0123456789abcdef01234567/all', false],
  ['https://a.example/api?api_key=x', false],
  ['https://a.example/feeds/all.atom.xml', true],
  ['https://a.example/feed?keyword=tides', true],
])('the address %s may be shown: %s', (url, expected) => expect(isPublic({ url })).toBe(expected))
