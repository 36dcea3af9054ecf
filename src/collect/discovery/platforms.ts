// Where platforms keep their feeds, by the addresses of their pages. Only what really exists stands here.

/** What a feed is said to be. */
export type FeedType = 'rss' | 'atom' | 'json' | 'unknown'

/** A feed by its address, in which `$1` and `%1` are filled in. */
export type FeedRow = readonly [type: FeedType, url: string, title: string]

/** A platform with the addresses of its pages and of their feeds. */
export interface Platform {
  readonly name: string
  /** Matches `host/path?query`, the host without `www.` and `m.`; `$1` in an address is its first group. */
  readonly page: RegExp
  /** Must be found in the page's source; `%1` in an address is its first group. */
  readonly source?: RegExp
  readonly feeds: readonly FeedRow[]
}

/** All platforms with feeds; of several that fit a page the first comes first. */
export const platforms: readonly Platform[] = [
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
    name: 'YouTube',
    page: /^(?:youtube\.com\/(?:watch|shorts|live)\b|youtu\.be\/[\w-]+)/,
    source: /"channelId":"(UC[\w-]{22})"|youtube\.com\/channel\/(UC[\w-]{22})/,
    feeds: [['atom', 'https://www.youtube.com/feeds/videos.xml?channel_id=%1', 'Videos of the channel']],
  },
  {
    name: 'YouTube',
    page: /^youtu\.be\/[\w-]+\?(?:.*&)?list=([\w-]+)/,
    feeds: [['atom', 'https://www.youtube.com/feeds/videos.xml?playlist_id=$1', 'Playlist']],
  },
  {
    name: 'GitHub',
    page: /^github\.com\/([\w-]+)\/([\w.-]+)\/(?:commits|tree)\/([\w.\/-]+?)\/?$/,
    feeds: [['atom', 'https://github.com/$1/$2/commits/$3.atom', 'Commits of the branch']],
  },
  {
    name: 'GitHub',
    page: /^github\.com\/([\w-]+)\/([\w.-]+)\/wiki/,
    feeds: [['atom', 'https://github.com/$1/$2/wiki.atom', 'Wiki']],
  },
  {
    name: 'GitHub',
    page: /^gist\.github\.com\/([\w-]+)\/?$/,
    feeds: [['atom', 'https://gist.github.com/$1.atom', 'Gists']],
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
    name: 'GitLab',
    page: /^gitlab\.com\/(?!explore|users|groups|help|dashboard|-)([\w.-]+)\/?$/,
    feeds: [['atom', 'https://gitlab.com/$1.atom', 'Activity']],
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
    page: /^(?:(?:old|new|sh|np)\.)?reddit\.com\/(r|user|u)\/([\w+-]+)/,
    feeds: [['atom', 'https://www.reddit.com/$1/$2/.rss', 'Threads']],
  },
  {
    name: 'Reddit',
    page: /^(?:(?:old|new|sh|np)\.)?reddit\.com\/(r|user|u)\/([\w+-]+)\/(top|new|hot|rising|controversial|comments\/\w+|m\/[\w-]+)\b[^?]*(\?t=[a-z]+)?/,
    feeds: [['atom', 'https://www.reddit.com/$1/$2/$3/.rss$4', 'Threads']],
  },
  {
    name: 'Reddit',
    page: /^(?:(?:old|new|sh|np)\.)?reddit\.com\/?(?:\?.*)?$/,
    feeds: [['atom', 'https://www.reddit.com/.rss', 'Front page']],
  },
  {
    name: 'Mastodon',
    page: /^(?!youtube\.|medium\.|tiktok\.|threads\.|substack\.)([\w.-]+)\/@(\w+)\/?$/,
    source: /mastodon/i,
    feeds: [['rss', 'https://$1/@$2.rss', 'Notes']],
  },
  {
    name: 'Mastodon',
    page: /^([\w.-]+)\/users\/(\w+)\/?$/,
    source: /mastodon/i,
    feeds: [['rss', 'https://$1/users/$2.rss', 'Notes']],
  },
  {
    name: 'Mastodon',
    page: /^([\w.-]+)\/tags\/([\w%]+)\/?$/,
    source: /mastodon/i,
    feeds: [['rss', 'https://$1/tags/$2.rss', 'Notes']],
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
  {
    name: 'Substack',
    page: /^open\.substack\.com\/(?:pub\/)?([\w-]+)/,
    feeds: [['rss', 'https://$1.substack.com/feed', 'Articles']],
  },
  { name: 'Substack', page: /^((?!open\.)[\w-]+\.substack\.com)/, feeds: [['rss', 'https://$1/feed', 'Articles']] },
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
    page: /^news\.ycombinator\.com\/(?:user|submitted|threads)\?(?:.*&)?id=([\w-]+)/,
    feeds: [['rss', 'https://hnrss.org/user?id=$1', 'User']],
  },
  {
    name: 'Hacker News',
    page: /^news\.ycombinator\.com\/item\?(?:.*&)?id=(\d+)/,
    feeds: [['rss', 'https://hnrss.org/item?id=$1', 'Comments']],
  },
  {
    name: 'Hacker News',
    page: /^news\.ycombinator\.com\/(?!user|submitted|threads|item)/,
    feeds: [['rss', 'https://news.ycombinator.com/rss', 'Front page']],
  },
  {
    name: 'Hacker News',
    page: /^news\.ycombinator\.com\/(newest|ask|show|best)/,
    feeds: [['rss', 'https://hnrss.org/$1', 'List']],
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
  {
    name: 'crates.io',
    page: /^crates\.io\/crates\/([\w-]+)/,
    feeds: [['rss', 'https://static.crates.io/rss/crates/$1.xml', 'Versions']],
  },
  {
    name: 'RubyGems',
    page: /^rubygems\.org\/gems\/([\w.-]+)/,
    feeds: [['atom', 'https://rubygems.org/gems/$1/versions.atom', 'Versions']],
  },
  {
    name: 'Packagist',
    page: /^packagist\.org\/packages\/([\w.-]+\/[\w.-]+)/,
    feeds: [['rss', 'https://packagist.org/feeds/package.$1.rss', 'Versions']],
  },
  {
    name: 'SourceForge',
    page: /^sourceforge\.net\/projects\/([\w.-]+)/,
    feeds: [['rss', 'https://sourceforge.net/projects/$1/rss', 'Files']],
  },
  {
    name: 'Steam',
    page: /^store\.steampowered\.com\/(?:app|news\/app)\/(\d+)/,
    feeds: [['rss', 'https://store.steampowered.com/feeds/news/app/$1/', 'News']],
  },
  {
    name: 'Steam',
    page: /^steamcommunity\.com\/(games|groups)\/([\w-]+)/,
    feeds: [['rss', 'https://steamcommunity.com/$1/$2/rss/', 'Announcements']],
  },
  {
    name: 'Pinboard',
    page: /^pinboard\.in\/u:([\w-]+)/,
    feeds: [['rss', 'https://feeds.pinboard.in/rss/u:$1/', 'Links']],
  },
  {
    name: 'Letterboxd',
    page: /^letterboxd\.com\/(?!films|lists|members|journal)(\w+)/,
    feeds: [['rss', 'https://letterboxd.com/$1/rss/', 'Diary']],
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
    name: 'V2EX',
    page: /^v2ex\.com\/\?(?:.*&)?tab=(\w+)/,
    feeds: [['atom', 'https://www.v2ex.com/feed/tab/$1.xml', '分类']],
  },
  {
    name: 'V2EX',
    page: /^v2ex\.com\/?$/,
    feeds: [['atom', 'https://www.v2ex.com/index.xml', '最新主题']],
  },
  {
    name: '豆瓣',
    page: /^douban\.com\/people\/([\w-]+)/,
    feeds: [['rss', 'https://www.douban.com/feed/people/$1/interests', '收藏']],
  },
  {
    name: '喜马拉雅',
    page: /^ximalaya\.com\/(?:\w+\/)?(?:album\/)?(\d+)/,
    feeds: [['rss', 'https://www.ximalaya.com/album/$1.xml', '专辑']],
  },
]

/** A platform without feeds of its own, and the route by which an RSSHub serves it. */
interface BridgedPlatform {
  readonly name: string
  readonly page: RegExp
  /** Null where routes change too often to name one. */
  readonly route: string | null
}

/** Platforms without feeds; the first that fits counts. */
export const bridged: readonly BridgedPlatform[] = [
  { name: 'Bilibili', page: /^space\.bilibili\.com\/(\d+)/, route: '/bilibili/user/video/$1' },
  { name: 'Bilibili', page: /^(?:[\w-]+\.)?(?:bilibili\.com|b23\.tv)(?:\/|$)/, route: null },
  { name: '知乎', page: /^zhihu\.com\/people\/([\w-]+)/, route: '/zhihu/people/activities/$1' },
  { name: '知乎', page: /^zhuanlan\.zhihu\.com\/([\w-]+)\/?$/, route: '/zhihu/zhuanlan/$1' },
  { name: '知乎', page: /^(?:[\w-]+\.)?zhihu\.com\/./, route: null },
  { name: '微博', page: /^weibo\.(?:com|cn)\/(?:u\/|profile\/)?(\d{6,})/, route: '/weibo/user/$1' },
  { name: '微博', page: /^(?:[\w-]+\.)?weibo\.(?:com|cn)(?:\/|$)/, route: null },
  { name: '微信公众号', page: /^(?:mp\.)?weixin\.qq\.com/, route: null },
  { name: '小红书', page: /^xiaohongshu\.com\/user\/profile\/(\w+)/, route: '/xiaohongshu/user/$1/notes' },
  { name: '抖音', page: /^douyin\.com\/user\/([\w-]+)/, route: '/douyin/user/$1' },
  { name: 'X', page: /^(?:twitter|x)\.com\/(\w+)\/?$/, route: '/twitter/user/$1' },
  { name: 'Instagram', page: /^instagram\.com\/([\w.]+)\/?$/, route: '/instagram/user/$1' },
  { name: 'Telegram', page: /^(?:t|telegram)\.me\/(?:s\/)?(\w+)\/?$/, route: '/telegram/channel/$1' },
]

/** Pages that lead past their matter, and where it stands. */
export const betterPages: readonly (readonly [page: RegExp, better: string])[] = [
  [/^(?:t|telegram)\.me\/(?!s\/|joinchat|\+|c\/)(\w{4,})\/?$/, 'https://t.me/s/$1'],
]
