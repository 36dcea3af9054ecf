// Feeds that pages declare, link to, or have by their platform's habit.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { discoverFeeds, guessFeedUrls } from '../../../src/collect/discovery/discover.ts'

const discover = (html: string, url = 'https://a.example/blog/') => discoverFeeds(Buffer.from(html), { url })
const urlsOf = (html: string, url?: string) => discover(html, url).map(feed => feed.url)
const link = (type: string, href: string, more = '') => `<link rel="alternate" type="${type}" href="${href}" ${more}>`

test.each([
  ['RSS', 'application/rss+xml', '/feed', 'rss'],
  ['Atom', 'application/atom+xml', '/x', 'atom'],
  ['JSON Feed', 'application/feed+json', '/x', 'json'],
  ['RDF', 'application/rdf+xml', '/x', 'rss'],
  ['a type of its own making', 'text/rss', '/x', 'rss'],
  ['a type with a charset', 'application/rss+xml; charset=utf-8', '/x', 'rss'],
  ['plain XML at an address of feeds', 'text/xml', '/atom.xml', 'atom'],
  ['plain JSON at an address of feeds', 'application/json', '/feed.json', 'json'],
  ['no type at an address of feeds', '', '/index.xml', 'unknown'],
])('a declared feed is found as %s', (_name, type, href, expected) => {
  expect(discover(link(type, href, 'title=" The\n blog "'))).toMatchObject([
    { url: `https://a.example${href}`, title: 'The blog', type: expected },
  ])
})

test.each([
  ['an oEmbed document', link('application/json+oembed', '/oembed?format=json')],
  ['an API', link('application/json', '/wp-json/wp/v2/pages/2')],
  ['a translation', '<link rel="alternate" hreflang="fr" href="/fr/">'],
  ['a stylesheet', '<link rel="alternate stylesheet" type="text/css" href="/feed.css">'],
  ['a sitemap', '<a href="/sitemap-index.xml">Sitemap</a>'],
  ['the page itself', '<a href="#feed">Feed</a>'],
  ['a reader that wants subscribers', '<a href="https://feedly.com/i/subscription/feed/x">RSS</a>'],
  ['a picture', '<a href="/img/feed.png">RSS</a>'],
  ['the feed page of another site', '<a href="https://www.linkedin.example/feed/">LinkedIn</a>'],
  ['a script', '<a href="javascript:feed()">RSS</a>'],
])('%s is no feed', (_name, html) => {
  expect(discover(html)).toEqual([])
})

test.each([
  ['an address of feeds', '<a href="/blog/rss.xml"><img src=i.png></a>', 'https://a.example/blog/rss.xml'],
  ['a parameter', '<a href="?feed=rss2">Entries</a>', 'https://a.example/blog/?feed=rss2'],
  ['its label', '<a href="/abonnieren.php">RSS</a>', 'https://a.example/abonnieren.php'],
  ['a Chinese label', '<a href="/x">RSS订阅</a>', 'https://a.example/x'],
  ['the name of its picture', '<a href="/x" title="RSS feed"><img src=i.png></a>', 'https://a.example/x'],
  ['a feed: address', '<a href="feed:https://a.example/x.rss">here</a>', 'https://a.example/x.rss'],
  ['a host of feeds', '<a href="https://feeds.feedburner.com/x/rss">here</a>', 'https://feeds.feedburner.com/x/rss'],
  [
    'a relative address under a base',
    '<base href="/deep/"><a href="atom.xml">x</a>',
    'https://a.example/deep/atom.xml',
  ],
])('a linked feed is found by %s', (_name, html, expected) => {
  expect(urlsOf(html)).toEqual([expected])
})

test('declared feeds come before linked ones, those of comments last, each address once', () => {
  const html = [
    link('application/rss+xml', '/comments/feed/', 'title="Blog » Comments"'),
    link('application/rss+xml', '/one/feed/', 'title="评论"'),
    '<a href="http://www.a.example/feed">RSS</a>',
    '<a href="/tags/go/index.xml">RSS</a>',
    link('text/xml', '/rss.xml'),
    link('application/rss+xml', '/feed/'),
  ].join('')
  expect(urlsOf(html)).toEqual([
    'https://a.example/feed/',
    'https://a.example/rss.xml',
    'https://a.example/tags/go/index.xml',
    'https://a.example/comments/feed/',
    'https://a.example/one/feed/',
  ])
})

const channel = `UC${'x'.repeat(22)}`

test.each([
  [
    `https://www.youtube.com/channel/${channel}/videos`,
    '',
    `https://www.youtube.com/feeds/videos.xml?channel_id=${channel}`,
  ],
  [
    'https://www.youtube.com/@someone',
    `{"externalId":"${channel}"}`,
    `https://www.youtube.com/feeds/videos.xml?channel_id=${channel}`,
  ],
  ['https://m.youtube.com/user/someone', '', 'https://www.youtube.com/feeds/videos.xml?user=someone'],
  ['https://www.youtube.com/playlist?list=PL_1-2', '', 'https://www.youtube.com/feeds/videos.xml?playlist_id=PL_1-2'],
  ['https://github.com/docker/docker/issues', '', 'https://github.com/docker/docker/releases.atom'],
  ['https://github.com/someone', '', 'https://github.com/someone.atom'],
  ['https://gitlab.com/group/sub/project/-/issues', '', 'https://gitlab.com/group/sub/project/-/releases.atom'],
  ['https://www.reddit.com/r/golang/top/', '', 'https://www.reddit.com/r/golang/.rss'],
  ['https://social.example/@jane', '<script src="/packs/mastodon.js">', 'https://social.example/@jane.rss'],
  ['https://bsky.app/profile/jane.example', '', 'https://bsky.app/profile/jane.example/rss'],
  ['https://medium.com/@jane/some-article-1a2b', '', 'https://medium.com/feed/@jane'],
  ['https://jane.medium.com/', '', 'https://jane.medium.com/feed'],
  ['https://jane.substack.com/p/one', '', 'https://jane.substack.com/feed'],
  ['https://jane.wordpress.com/about/', '', 'https://jane.wordpress.com/feed/'],
  ['https://jane.blogspot.com/2016/', '', 'https://jane.blogspot.com/feeds/posts/default'],
  ['https://jane.tumblr.com/', '', 'https://jane.tumblr.com/rss'],
  ['https://news.ycombinator.com/newest', '', 'https://news.ycombinator.com/rss'],
  ['https://lobste.rs/t/linux', '', 'https://lobste.rs/t/linux.rss'],
  ['https://stackoverflow.com/questions/tagged/docker', '', 'https://stackoverflow.com/feeds/tag/docker'],
  ['https://arxiv.org/list/cs.DC/recent', '', 'https://rss.arxiv.org/rss/cs.DC'],
  [
    'https://soundcloud.com/someone',
    '<meta content="soundcloud://users:42">',
    'https://feeds.soundcloud.com/users/soundcloud:users:42/sounds.rss',
  ],
  ['https://show.podbean.com/', '', 'https://feed.podbean.com/show/feed.xml'],
  ['https://www.cnblogs.com/someone/p/1.html', '', 'https://www.cnblogs.com/someone/rss'],
  ['https://blog.csdn.net/some_one/article/details/1', '', 'https://blog.csdn.net/some_one/rss/list'],
  ['https://www.zhihu.com/', '', 'https://www.zhihu.com/rss'],
  ['https://www.v2ex.com/go/linux', '', 'https://www.v2ex.com/feed/linux.xml'],
])('the page %s has its feed by habit', (url, html, expected) => {
  expect(urlsOf(html, url)[0]).toBe(expected)
})

test.each([
  ['WordPress', '/feed/'],
  ['Hugo 0.148', '/blog/index.xml'],
  ['Jekyll v4', '/feed.xml'],
  ['Hexo 7', '/atom.xml'],
  ['Ghost 5', '/rss/'],
  ['Drupal 10', '/rss.xml'],
])('a site made with %s has its feed by habit', (generator, path) => {
  expect(urlsOf(`<meta name="generator" content="${generator}">`)[0]).toBe(`https://a.example${path}`)
})

test.each([
  'https://github.com/topics/go',
  'https://github.com/explore',
  'https://medium.com/search',
  'https://x.example/@jane',
])('the page %s has no feed by habit', url => {
  expect(urlsOf('', url)).toEqual([])
})

describe('guesses', () => {
  test('start in the folder of the page and stay on its host', () => {
    const guesses = guessFeedUrls('https://a.example:8080/blog/2016/one.html?x=1')
    expect(guesses[0]).toBe('https://a.example:8080/blog/2016/feed')
    expect(guesses).toContain('https://a.example:8080/rss.xml')
  })

  test.each(['https://a.example', 'https://a.example/blog/', 'http://a.example/a/b/c'])(
    'for %s are 12, each once',
    url => {
      expect(new Set(guessFeedUrls(url)).size).toBe(12)
    },
  )

  test('are none for what is no http address', () => {
    expect(guessFeedUrls('file:///tmp/x')).toEqual([])
  })
})

test('any bytes give absolute http addresses', () => {
  const piece = fc.constantFrom(
    '<link rel="alternate" ',
    'type="application/rss+xml" ',
    'href="',
    '/feed',
    'http://[',
    '">',
    '<a href="',
    '<base href="',
    'RSS',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 30 }), pieces => {
      for (const feed of discover(pieces.join(''))) expect(feed.url).toMatch(/^https?:\/\//)
    }),
  )
})
