// Where platforms and site generators keep their feeds, for pages that do not say. Called by discover.ts.

export type FeedType = 'rss' | 'atom' | 'json' | 'unknown'

/** A feed that a platform is in the habit of having; the address may be relative to the page. */
export interface HabitualFeed {
  readonly url: string
  readonly title: string | null
  readonly type: FeedType
  readonly why: string
}

type FeedRow = readonly [type: FeedType, url: string, title: string]

interface Platform {
  readonly name: string
  /** Matches `host/path?query`, the host without `www.` and `m.`; `$1` in an address is its first group. */
  readonly page: RegExp
  /** Must be found in the page's source; `%1` in an address is its first group. */
  readonly source?: RegExp
  readonly feeds: readonly FeedRow[]
}

const platforms: readonly Platform[] = [
  {
    name: 'YouTube',
    page: /^youtube\.com\/channel\/(UC[\w-]{22})/,
    feeds: [['atom', 'https://www.youtube.com/feeds/videos.xml?channel_id=$1', 'Videos']],
  },
  {
    name: 'YouTube',
    page: /^youtube\.com\/user\/([\w-]+)/,
    feeds: [['atom', 'https://www.youtube.com/feeds/videos.xml?user=$1', 'Videos']],
  },
  {
    name: 'YouTube',
    page: /^youtube\.com\/(?:playlist|watch)\?(?:.*&)?list=([\w-]+)/,
    feeds: [['atom', 'https://www.youtube.com/feeds/videos.xml?playlist_id=$1', 'Playlist']],
  },
  {
    name: 'YouTube',
    page: /^youtube\.com\/(?:@|c\/)/,
    source: /"(?:externalId|channelId)":"(UC[\w-]{22})"|youtube\.com\/channel\/(UC[\w-]{22})/,
    feeds: [['atom', 'https://www.youtube.com/feeds/videos.xml?channel_id=%1', 'Videos']],
  },
  {
    name: 'GitHub',
    page: /^github\.com\/(?!orgs\/|topics\/|sponsors\/|features\/|marketplace\/|settings\/|collections\/)([\w-]+)\/([\w.-]+)/,
    feeds: [
      ['atom', 'https://github.com/$1/$2/releases.atom', 'Releases'],
      ['atom', 'https://github.com/$1/$2/tags.atom', 'Tags'],
      ['atom', 'https://github.com/$1/$2/commits.atom', 'Commits'],
    ],
  },
  {
    name: 'GitHub',
    page: /^github\.com\/(?!about$|explore|trending|topics|login|pricing|features|marketplace)([\w-]+)\/?$/,
    feeds: [['atom', 'https://github.com/$1.atom', 'Activity']],
  },
  {
    name: 'GitLab',
    page: /^(gitlab\.[\w.-]+)\/((?!explore|users\/|groups\/|help)[\w.-]+(?:\/(?!-\/)[\w.-]+)+)/,
    feeds: [
      ['atom', 'https://$1/$2/-/releases.atom', 'Releases'],
      ['atom', 'https://$1/$2/-/tags?format=atom', 'Tags'],
      ['atom', 'https://$1/$2.atom', 'Activity'],
    ],
  },
  {
    name: 'Codeberg',
    page: /^codeberg\.org\/([\w.-]+)\/([\w.-]+)/,
    feeds: [
      ['rss', 'https://codeberg.org/$1/$2/releases.rss', 'Releases'],
      ['rss', 'https://codeberg.org/$1/$2.rss', 'Activity'],
    ],
  },
  {
    name: 'Reddit',
    page: /^(?:old\.|new\.)?reddit\.com\/(r|u|user)\/([\w-]+)/,
    feeds: [['atom', 'https://www.reddit.com/$1/$2/.rss', 'Threads']],
  },
  {
    name: 'Mastodon',
    page: /^(?!youtube\.|medium\.|tiktok\.|threads\.|substack\.)([\w.-]+)\/@(\w+)\/?$/,
    source: /mastodon/i,
    feeds: [['rss', 'https://$1/@$2.rss', 'Notes']],
  },
  {
    name: 'Bluesky',
    page: /^bsky\.app\/profile\/([\w.:-]+)/,
    feeds: [['rss', 'https://bsky.app/profile/$1/rss', 'Notes']],
  },
  {
    name: 'Medium',
    page: /^medium\.com\/(@[\w.-]+|tag\/[\w-]+|(?!m\/|search|about|p\/)[\w-]+)/,
    feeds: [['rss', 'https://medium.com/feed/$1', 'Articles']],
  },
  { name: 'Medium', page: /^([\w-]+\.medium\.com)/, feeds: [['rss', 'https://$1/feed', 'Articles']] },
  { name: 'Substack', page: /^([\w-]+\.substack\.com)/, feeds: [['rss', 'https://$1/feed', 'Articles']] },
  {
    name: 'WordPress.com',
    page: /^([\w-]+\.wordpress\.com)/,
    feeds: [['rss', 'https://$1/feed/', 'Articles']],
  },
  {
    name: 'Blogger',
    page: /^([\w-]+\.blogspot\.[\w.]+)/,
    feeds: [['atom', 'https://$1/feeds/posts/default', 'Articles']],
  },
  { name: 'Tumblr', page: /^([\w-]+\.tumblr\.com)/, feeds: [['rss', 'https://$1/rss', 'Notes']] },
  { name: 'Hashnode', page: /^([\w-]+\.hashnode\.dev)/, feeds: [['rss', 'https://$1/rss.xml', 'Articles']] },
  {
    name: 'DEV',
    page: /^dev\.to\/((?!t\/|search|about|tags)\w+)/,
    feeds: [['rss', 'https://dev.to/feed/$1', 'Articles']],
  },
  {
    name: 'Hacker News',
    page: /^news\.ycombinator\.com/,
    feeds: [['rss', 'https://news.ycombinator.com/rss', 'Front page']],
  },
  { name: 'Lobsters', page: /^lobste\.rs\/(t\/[\w,-]+)/, feeds: [['rss', 'https://lobste.rs/$1.rss', 'Topic']] },
  { name: 'Lobsters', page: /^lobste\.rs/, feeds: [['rss', 'https://lobste.rs/rss', 'Front page']] },
  {
    name: 'Stack Exchange',
    page: /^(stackoverflow\.com|serverfault\.com|superuser\.com|[\w-]+\.stackexchange\.com)\/questions\/tagged\/([^/?]+)/,
    feeds: [['atom', 'https://$1/feeds/tag/$2', 'Questions']],
  },
  {
    name: 'arXiv',
    page: /^arxiv\.org\/list\/([\w.-]+)/,
    feeds: [['rss', 'https://rss.arxiv.org/rss/$1', 'New papers']],
  },
  {
    name: 'PyPI',
    page: /^pypi\.org\/project\/([\w.-]+)/,
    feeds: [['rss', 'https://pypi.org/rss/project/$1/releases.xml', 'Releases']],
  },
  { name: 'Vimeo', page: /^vimeo\.com\/([a-z]\w+)\/?$/, feeds: [['rss', 'https://vimeo.com/$1/videos/rss', 'Videos']] },
  {
    name: 'SoundCloud',
    page: /^soundcloud\.com\/[\w-]+/,
    source: /soundcloud:\/\/users:(\d+)/,
    feeds: [['rss', 'https://feeds.soundcloud.com/users/soundcloud:users:%1/sounds.rss', 'Episodes']],
  },
  { name: 'Libsyn', page: /^([\w-]+\.libsyn\.com)/, feeds: [['rss', 'https://$1/rss', 'Episodes']] },
  {
    name: 'Podbean',
    page: /^([\w-]+)\.podbean\.com/,
    feeds: [['rss', 'https://feed.podbean.com/$1/feed.xml', 'Episodes']],
  },
  {
    name: 'Buzzsprout',
    page: /^buzzsprout\.com\/(\d+)/,
    feeds: [['rss', 'https://feeds.buzzsprout.com/$1.rss', 'Episodes']],
  },
  {
    name: '博客园',
    page: /^cnblogs\.com\/((?!news|pick|aggsite|cate)[\w-]+)/,
    feeds: [['rss', 'https://www.cnblogs.com/$1/rss', '文章']],
  },
  { name: 'CSDN', page: /^blog\.csdn\.net\/([\w-]+)/, feeds: [['rss', 'https://blog.csdn.net/$1/rss/list', '文章']] },
  { name: '知乎', page: /^zhihu\.com\/?(?:explore)?$/, feeds: [['rss', 'https://www.zhihu.com/rss', '每日精选']] },
  { name: 'V2EX', page: /^v2ex\.com\/go\/(\w+)/, feeds: [['atom', 'https://www.v2ex.com/feed/$1.xml', '节点']] },
  {
    name: 'V2EX',
    page: /^v2ex\.com\/member\/(\w+)/,
    feeds: [['atom', 'https://www.v2ex.com/feed/member/$1.xml', '主题']],
  },
  {
    name: '喜马拉雅',
    page: /^ximalaya\.com\/(?:\w+\/)?(?:album\/)?(\d+)/,
    feeds: [['rss', 'https://www.ximalaya.com/album/$1.xml', '专辑']],
  },
]

/** Feeds by `<meta name="generator">`, or by what else betrays the software; relative to the page. */
const generators: readonly (readonly [name: string, source: RegExp, feeds: readonly FeedRow[]])[] = [
  ['WordPress', /generator[^>]{1,40}wordpress|\/wp-content\//i, [['rss', '/feed/', 'Articles']]],
  [
    'Hugo',
    /generator[^>]{1,40}hugo/i,
    [
      ['rss', './index.xml', 'This section'],
      ['rss', '/index.xml', 'The site'],
    ],
  ],
  ['Jekyll', /generator[^>]{1,40}jekyll/i, [['atom', '/feed.xml', 'Articles']]],
  [
    'Hexo',
    /generator[^>]{1,40}hexo/i,
    [
      ['atom', '/atom.xml', 'Articles'],
      ['rss', '/rss2.xml', 'Articles'],
    ],
  ],
  ['Ghost', /generator[^>]{1,40}ghost/i, [['rss', '/rss/', 'Articles']]],
  ['Substack', /substackcdn\.com/i, [['rss', '/feed', 'Articles']]],
  ['Blogger', /generator[^>]{1,40}blogger/i, [['atom', '/feeds/posts/default', 'Articles']]],
  ['Drupal', /generator[^>]{1,40}drupal/i, [['rss', '/rss.xml', 'Articles']]],
  ['Squarespace', /static1?\.squarespace\.com/i, [['rss', '?format=rss', 'This section']]],
  ['Wix', /generator[^>]{1,40}wix\.com/i, [['rss', '/blog-feed.xml', 'Articles']]],
  ['Discourse', /generator[^>]{1,40}discourse/i, [['rss', '/latest.rss', 'Topics']]],
  [
    'Docusaurus',
    /generator[^>]{1,40}docusaurus/i,
    [
      ['rss', '/blog/rss.xml', 'Blog'],
      ['atom', '/blog/atom.xml', 'Blog'],
    ],
  ],
  ['Gatsby or Astro', /generator[^>]{1,40}(?:gatsby|astro)/i, [['rss', '/rss.xml', 'Articles']]],
  ['Pelican', /generator[^>]{1,40}pelican/i, [['atom', '/feeds/all.atom.xml', 'Articles']]],
  ['Typecho', /generator[^>]{1,40}typecho/i, [['rss', '/feed/', 'Articles']]],
  ['Z-Blog', /generator[^>]{1,40}z-blog/i, [['rss', '/feed.php', 'Articles']]],
  ['Halo', /generator[^>]{1,40}halo/i, [['rss', '/rss.xml', 'Articles']]],
]

/** Feeds that the platform of an address is known to have, made from the address and, where it needs an id, the page's source. */
export function feedsOfPlatform(url: URL, source: string): HabitualFeed[] {
  const address = `${url.host.replace(/^(?:www|m)\./, '')}${url.pathname}${url.search}`
  return platforms.flatMap(platform => {
    const page = platform.page.exec(address)
    const found = platform.source ? platform.source.exec(source) : []
    if (!page || !found) return []
    const id = found.slice(1).find(Boolean) ?? ''
    const fill = (template: string) =>
      template.replace('%1', id).replace(/\$(\d)/g, (_whole, group: string) => page[Number(group)] ?? '')
    return platform.feeds.map(([type, template, title]) => ({
      url: fill(template),
      title: `${platform.name}: ${title}`,
      type,
      why: `where ${platform.name} keeps its feeds`,
    }))
  })
}

/** Feeds that the software which made the page usually writes; addresses relative to the page. */
export function feedsOfGenerator(source: string): HabitualFeed[] {
  return generators
    .filter(([, mark]) => mark.test(source))
    .flatMap(([name, , feeds]) =>
      feeds.map(([type, url]) => ({ url, title: null, type, why: `where sites made with ${name} keep their feed` })),
    )
}
