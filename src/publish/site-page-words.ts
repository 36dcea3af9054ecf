// The words of the pages around the issues: sections, sources, search, and the list itself. interface-text.ts takes them in.

/** In English. */
export const sitePageWords = {
  sourcesOpml: 'All sources as OPML',
  sourcesTitle: 'Sources',
  sectionsTitle: 'Sections',
  newerStories: 'Newer',
  olderStories: 'Older',
  sourceSite: 'Website',
  sourceFeed: 'Feed',
  noStories: 'There are no stories yet.',
  searchTitle: 'Search',
  searchText: 'Words of a title or a summary, in any language',
  search: 'Search',
  searchWithoutScript: 'The search runs in your browser and needs script, which is off. Without it:',
  found: 'Stories found: #',
  nothingFound: 'Nothing found.',
  aboutTitle: 'About',
  aboutWhat: 'What this is',
  aboutText:
    'A list of what was worth reading, once a week. Every story comes with its link, a short summary, where it was found and the minutes it takes.',
  aboutCurator: 'Put together by',
  aboutFollow: 'How to follow',
  aboutFeeds:
    'Copy the address of a feed into a feed reader. The feed of issues brings each issue whole; the others bring one story at a time.',
  aboutEmail: 'Or get each issue by email',
  gone: 'This page is gone, since',
  archivedCopy: 'a copy at web.archive.org',
  plainText: 'Text',
}

/** In Chinese. */
export const chineseSitePageWords: Readonly<Record<keyof typeof sitePageWords, string>> = {
  sourcesOpml: '全部信息源（OPML）',
  sourcesTitle: '信息源',
  sectionsTitle: '栏目',
  newerStories: '较新',
  olderStories: '较早',
  sourceSite: '网站',
  sourceFeed: '订阅源',
  noStories: '还没有文章。',
  searchTitle: '搜索',
  searchText: '标题或摘要中的词，中英文均可',
  search: '搜索',
  searchWithoutScript: '搜索在浏览器中进行，需要启用脚本。未启用时可浏览：',
  found: '找到 # 篇文章',
  nothingFound: '没有找到。',
  aboutTitle: '关于',
  aboutWhat: '这是什么',
  aboutText: '每周一期，收录值得一读的文章。每篇都附有链接、简短的摘要和出处，并注明阅读所需的时间。',
  aboutCurator: '编者',
  aboutFollow: '如何订阅',
  aboutFeeds: '将订阅源的地址复制到阅读器中即可。“各期”每期一条，内容完整；其余的每篇一条。',
  aboutEmail: '也可以通过邮件订阅',
  gone: '原网页已失效，发现于',
  archivedCopy: 'web.archive.org 上的副本',
  plainText: '纯文本',
}
