// Where platforms and site generators keep their feeds, for pages that do not say. Pure.

import { betterPages, bridged, type FeedRow, type FeedType, platforms } from './platforms.ts'

export type { FeedType } from './platforms.ts'

/** A feed that a platform is in the habit of having; the address may be relative to the page. */
export interface HabitualFeed {
  readonly url: string
  readonly title: string | null
  readonly type: FeedType
  readonly why: string
}

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

/**
 * Feeds that the platform of an address is known to have, made from the address and, where it needs an id, the page's source. With `source`
 * null the page could not be read: then a platform is believed by its address alone.
 */
export function feedsOfPlatform(url: URL, source: string | null): HabitualFeed[] {
  const address = bareAddress(url)
  return platforms.flatMap(platform => {
    const page = platform.page.exec(address)
    const found = platform.source && source !== null ? platform.source.exec(source) : []
    if (!page || !found) return []
    const id = found.slice(1).find(Boolean) ?? ''
    const fill = (template: string) =>
      template.replace('%1', id).replace(/\$(\d)/g, (_whole, group: string) => page[Number(group)] ?? '')
    return platform.feeds
      .filter(([, template]) => id !== '' || !template.includes('%1'))
      .map(([type, template, title]) => ({
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

const bareAddress = (url: URL): string => `${url.host.replace(/^(?:www|m)\./, '')}${url.pathname}${url.search}`

/** What to do about a platform without feeds of its own; null for all others. */
export function hintOfBridge(url: URL): string | null {
  const address = bareAddress(url)
  for (const { name, page, route } of bridged) {
    const found = page.exec(address)
    if (!found) continue
    const path = route === null ? '' : ` at ${route.replace('$1', found[1] ?? '')}`
    return `${name} has no feeds; an RSSHub of your own (https://docs.rsshub.app) serves it${path}: add that address.`
  }
  return null
}

/** The page on which the matter of an address stands, where that is another: a channel's public posts. */
export function findBetterPage(url: URL): string | null {
  const address = bareAddress(url)
  for (const [page, better] of betterPages) {
    const found = page.exec(address)
    if (found) return better.replace('$1', found[1] ?? '')
  }
  return null
}
