// Feeds behind addresses whose pages refuse, ask for consent or have none; the network is a table of answers.
import { describe, expect, test } from 'vitest'
import { findFeeds } from '../../../src/collect/discovery/find-feed.ts'
import type { FetchRequest, FetchResult, HttpClient } from '../../../src/net/http.ts'
import { rssOf } from '../../servers.ts'

interface Answer {
  readonly status?: number
  /** Where redirects led. */
  readonly url?: string
  readonly body?: string
}
const aFeed: Answer = {
  body: rssOf('A feed', [{ link: 'https://a.example/1', title: 'One', date: '2016-12-07T00:00:00Z' }]),
}

function openWeb(answers: Readonly<Record<string, Answer>>) {
  const asked: string[] = []
  const fetch = ({ url }: FetchRequest): Promise<FetchResult> => {
    asked.push(url)
    const { status = 200, url: final = url, body = '' } = answers[url] ?? { status: 404 }
    const result = { status, url: final, hops: [], headers: {}, body: new TextEncoder().encode(body), truncated: false }
    return Promise.resolve({ ...result, wireBytes: 1, ms: 1, etag: null, lastModified: null })
  }
  const none = () => Promise.reject(new Error('nothing is sent'))
  const http: HttpClient = { fetch, postForm: none, postJson: none, close: () => undefined }
  return { asked, http }
}

describe('a page that refuses is found by what its platform is known to have', () => {
  const channel = `UC${'a'.repeat(22)}`
  test.each([
    ['https://www.reddit.com/r/rust/', 'https://www.reddit.com/r/rust/.rss'],
    ['https://old.reddit.com/r/rust+golang', 'https://www.reddit.com/r/rust+golang/.rss'],
    ['https://www.reddit.com/user/somebody/', 'https://www.reddit.com/user/somebody/.rss'],
    ['https://www.reddit.com/r/rust/top/?t=week', 'https://www.reddit.com/r/rust/top/.rss?t=week'],
    ['https://open.substack.com/pub/somebody/p/an-article', 'https://somebody.substack.com/feed'],
    ['https://somebody.substack.com/p/an-article', 'https://somebody.substack.com/feed'],
    [`https://www.youtube.com/channel/${channel}`, `https://www.youtube.com/feeds/videos.xml?channel_id=${channel}`],
    ['https://www.youtube.com/playlist?list=PL12', 'https://www.youtube.com/feeds/videos.xml?playlist_id=PL12'],
    ['https://youtu.be/abc?list=PL12', 'https://www.youtube.com/feeds/videos.xml?playlist_id=PL12'],
    ['https://medium.com/@somebody', 'https://medium.com/feed/@somebody'],
    ['https://github.com/a/b/releases', 'https://github.com/a/b/releases.atom'],
    ['https://github.com/a/b/commits/main', 'https://github.com/a/b/commits/main.atom'],
    ['https://gitlab.com/a/b', 'https://gitlab.com/a/b/-/releases.atom'],
    ['https://social.example/@somebody', 'https://social.example/@somebody.rss'],
    ['https://bsky.app/profile/somebody.example', 'https://bsky.app/profile/somebody.example/rss'],
    ['https://lobste.rs/t/go', 'https://lobste.rs/t/go.rss'],
    ['https://news.ycombinator.com/', 'https://news.ycombinator.com/rss'],
    ['https://news.ycombinator.com/user?id=somebody', 'https://hnrss.org/user?id=somebody'],
    ['https://news.ycombinator.com/newest', 'https://hnrss.org/newest'],
    ['https://www.v2ex.com/go/python', 'https://www.v2ex.com/feed/python.xml'],
    ['https://www.v2ex.com/?tab=tech', 'https://www.v2ex.com/feed/tab/tech.xml'],
    ['https://store.steampowered.com/app/620/Portal_2/', 'https://store.steampowered.com/feeds/news/app/620/'],
    ['https://pypi.org/project/requests/', 'https://pypi.org/rss/project/requests/releases.xml'],
    ['https://crates.io/crates/serde', 'https://static.crates.io/rss/crates/serde.xml'],
  ])('%s', async (url, feed) => {
    for (const page of [
      { status: 403 },
      { url: 'https://consent.example/?continue=x', body: '<p>Before you go on</p>' },
    ]) {
      const { http } = openWeb({ [url]: page, [feed]: aFeed })
      expect((await findFeeds(http, url)).feeds.map(found => found.url)).toEqual([feed])
    }
  })

  test('a refusal without a platform is told as it is', async () => {
    const { http, asked } = openWeb({ 'https://a.example/': { status: 403 } })
    await expect(findFeeds(http, 'https://a.example/')).rejects.toMatchObject({ code: 'FETCH_HTTP_STATUS' })
    expect(asked).toEqual(['https://a.example/'])
  })
})

test.each([
  ['https://www.youtube.com/watch?v=abc', `"channelId":"UC${'a'.repeat(22)}"`],
  ['https://youtu.be/abc', `"channelId":"UC${'a'.repeat(22)}"`],
  ['https://www.youtube.com/@somebody', `"externalId":"UC${'a'.repeat(22)}"`],
])('%s leads to the channel that its page names', async (url, source) => {
  const feed = `https://www.youtube.com/feeds/videos.xml?channel_id=UC${'a'.repeat(22)}`
  const page = { url: url.replace('youtu.be/', 'www.youtube.com/watch?v='), body: `<script>{${source}}</script>` }
  const { http } = openWeb({ [url]: page, [feed]: aFeed })
  expect((await findFeeds(http, url)).feeds.map(found => found.url)).toEqual([feed])
})

test('a Telegram channel is read on the page of its public posts', async () => {
  const { http, asked } = openWeb({ 'https://t.me/s/somebody': { body: '<p>posts</p>' } })
  const { page, feeds } = await findFeeds(http, 'https://t.me/somebody')
  expect([page.url, feeds, asked[0]]).toEqual(['https://t.me/s/somebody', [], 'https://t.me/s/somebody'])
})

test.each([
  ['https://space.bilibili.com/123', '/bilibili/user/video/123'],
  ['https://www.zhihu.com/people/somebody', '/zhihu/people/activities/somebody'],
  ['https://weibo.com/u/1234567890', '/weibo/user/1234567890'],
  ['https://mp.weixin.qq.com/s/abc', 'RSSHub of your own'],
  ['https://x.com/somebody', '/twitter/user/somebody'],
])('%s has no feed: the hint names what serves it', async (url, route) => {
  const hint = expect.stringContaining(route) as string
  await expect(findFeeds(openWeb({ [url]: { status: 412 } }).http, url)).rejects.toMatchObject({ hint })
  expect(await findFeeds(openWeb({ [url]: { body: '<p>x</p>' } }).http, url)).toMatchObject({ feeds: [], hint })
})
