// The whole public site as files: pages, feeds, source list, sitemap. publish.ts renders it after each sealing and hands it to write-site.ts.
import { isWeeklyError, type WeeklyError } from '../core/errors.ts'
import type { Instant, Issue } from '../core/types.ts'
import { type FeedDescription, renderAtom, renderJsonFeed, renderRss } from './feeds.ts'
import { readBack } from './feed-readback.ts'
import { wordsOf } from './interface-text.ts'
import { type IssueView, viewIssue } from './issue-view.ts'
import { type ListedSource, renderOpml } from './opml.ts'
import { indexPath, renderIndexPage, renderIssuePage, renderNotFoundPage } from './pages.ts'
import { cleanLine } from './plain-text.ts'
import type { Post } from './posts/post.ts'
import { renderPostPage } from './posts/post-page.ts'
import { type PostView, viewPost, withAbsoluteUrls } from './posts/post-view.ts'
import { announcementOf, listingOf, mergeByDate, type Publication } from './publications.ts'
import { type SiteDescription, urlIn } from './site-urls.ts'
import type { Templates } from './template.ts'
import { escapeXml } from './xml.ts'

/** One file of the site. */
export interface SiteFile {
  /** Relative to the site's folder, with `/`: `issues/2016-W49/index.html`. */
  readonly path: string
  readonly content: string | Uint8Array
}

const LISTED_PER_PAGE = 50
const PUBLICATIONS_IN_FEED = 20
const STORIES_IN_FEED = 100
/** A feed needs a date even before the first issue. */
const NEVER = '1970-01-01T00:00:00.000Z' as Instant

/** Renders every file of the site but the extra editions of an issue; issues and posts come newest first. The same input gives the same bytes. */
export function renderSite(
  site: SiteDescription,
  issues: readonly Issue[],
  sources: readonly ListedSource[],
  templates: Templates,
  posts: readonly Post[] = [],
): SiteFile[] {
  const views = issues.map(issue => viewIssue(site, issue, site.language))
  const postViews = posts.map(post => viewPost(site, post, site.language))
  const publications = mergeByDate(views, postViews)
  return [
    ...renderIssuePages(site, views, templates),
    ...renderPostPages(site, postViews, templates),
    ...renderIndex(site, publications, templates),
    ...renderFeeds(site, publications, views, templates),
    { path: 'sources.opml', content: renderOpml(site, sources) },
    { path: 'sitemap.xml', content: renderSitemap(site, publications) },
    { path: 'robots.txt', content: `User-agent: *\nAllow: /\n\nSitemap: ${urlIn(site, 'sitemap.xml')}\n` },
    { path: '404.html', content: renderNotFoundPage(site, templates) },
    { path: 'style.css', content: templates.render('style.css', {}) },
    { path: 'feed.css', content: templates.render('feed.css', { notice: wordsOf(site.language).feedNotice }) },
  ]
}

/** A feed that did not come back intact, and what is wrong with it. */
export interface RefusedFeed {
  readonly path: string
  readonly error: WeeklyError
}

/** Reads the RSS and Atom feeds among rendered files back, and answers those that must not replace the published ones. */
export async function readBackFeeds(
  site: SiteDescription,
  issues: readonly Issue[],
  files: readonly SiteFile[],
  posts: readonly Post[] = [],
): Promise<readonly RefusedFeed[]> {
  const views = issues.map(issue => viewIssue(site, issue, site.language))
  const postViews = posts.map(post => viewPost(site, post, site.language))
  const announced = announce(site, mergeByDate(views, postViews)).map(({ item }) => item)
  const expected = new Map([
    ['feed.xml', announced],
    ['atom.xml', announced],
    ['stories.xml', storyItems(site, views)],
  ])
  const refused: RefusedFeed[] = []
  for (const { path, content } of files) {
    const items = expected.get(path)
    const error = items ? await readBack(content.toString(), items).then(() => null, asRefusal) : null
    if (error) refused.push({ path, error })
  }
  return refused
}

function asRefusal(error: unknown): WeeklyError {
  if (isWeeklyError(error)) return error
  throw error
}

function renderIssuePages(site: SiteDescription, views: readonly IssueView[], templates: Templates): SiteFile[] {
  return views.map((view, index) => ({
    path: `${view.path}index.html`,
    content: renderIssuePage(
      site,
      view,
      { newer: views[index - 1] ?? null, older: views[index + 1] ?? null },
      templates,
    ),
  }))
}

function renderPostPages(site: SiteDescription, views: readonly PostView[], templates: Templates): SiteFile[] {
  return views.map((view, index) => ({
    path: `${view.path}index.html`,
    content: renderPostPage(
      site,
      view,
      { newer: views[index - 1] ?? null, older: views[index + 1] ?? null },
      templates,
    ),
  }))
}

function renderIndex(site: SiteDescription, publications: readonly Publication[], templates: Templates): SiteFile[] {
  const pages = Math.max(1, Math.ceil(publications.length / LISTED_PER_PAGE))
  return Array.from({ length: pages }, (_, index) => {
    const shown = publications.slice(index * LISTED_PER_PAGE, (index + 1) * LISTED_PER_PAGE)
    const place = { page: index + 1, pages }
    const listed = shown.map(publication => listingOf(site, publication))
    return { path: `${indexPath(place.page)}index.html`, content: renderIndexPage(site, listed, place, templates) }
  })
}

function announce(site: SiteDescription, publications: readonly Publication[]) {
  return publications
    .slice(0, PUBLICATIONS_IN_FEED)
    .map(publication => ({ publication, item: announcementOf(site, publication) }))
}

function renderFeeds(
  site: SiteDescription,
  publications: readonly Publication[],
  views: readonly IssueView[],
  templates: Templates,
): SiteFile[] {
  const words = wordsOf(site.language)
  const announced = announce(site, publications).map(({ item, publication }) => ({
    ...item,
    contentHtml:
      publication.kind === 'post'
        ? withAbsoluteUrls(publication.post)
        : templates.render('feed-issue.html', { issue: publication.issue, words, language: site.language }).trim(),
  }))
  const ofStories = storyItems(site, views).map(({ story, ...item }) => ({
    ...item,
    contentHtml: templates.render('feed-story.html', { story, words, language: site.language }).trim(),
  }))
  const describe = (path: string): FeedDescription => ({
    title: path.startsWith('stories') ? `${cleanLine(site.title)} · ${words.feedOfStories}` : cleanLine(site.title),
    description: cleanLine(site.description),
    homeUrl: urlIn(site, ''),
    selfUrl: urlIn(site, path),
    styleUrl: urlIn(site, 'feed.css'),
    language: site.language,
    author: cleanLine(site.author.name),
    updatedAt: publications
      .map(each => (each.kind === 'issue' ? each.issue.sealedAt : each.post.publishedAt))
      .reduce((newest, each) => (each > newest ? each : newest), NEVER),
  })
  return [
    { path: 'feed.xml', content: renderRss(describe('feed.xml'), announced) },
    { path: 'atom.xml', content: renderAtom(describe('atom.xml'), announced) },
    { path: 'feed.json', content: renderJsonFeed(describe('feed.json'), announced) },
    { path: 'stories.xml', content: renderRss(describe('stories.xml'), ofStories) },
    { path: 'stories.json', content: renderJsonFeed(describe('stories.json'), ofStories) },
  ]
}

function storyItems(site: SiteDescription, views: readonly IssueView[]) {
  return views
    .flatMap(view => view.sections.flatMap(section => section.stories.map(story => ({ view, section, story }))))
    .slice(0, STORIES_IN_FEED)
    .map(({ view, section, story }) => ({
      story,
      // A tag URI (RFC 4151): it says nothing of title, anchor or link, all of which may be corrected.
      id: `tag:${new URL(site.url).hostname},${view.isoDate}:${encodeURIComponent(story.id)}`,
      link: story.url ?? story.permalink,
      title: story.title,
      publishedAt: view.sealedAt,
      summary: story.summary,
      author: story.authors || story.site,
      language: story.language,
      categories: [section.title],
      pdfUrl: story.pdfUrl,
    }))
}

function renderSitemap(site: SiteDescription, publications: readonly Publication[]): string {
  const views = publications.map(each => (each.kind === 'issue' ? each.issue : each.post))
  const urls = [
    { url: urlIn(site, ''), date: views[0]?.isoDate ?? null },
    ...views.map(view => ({ url: view.url, date: view.isoDate })),
  ]
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">',
    ...urls.map(
      ({ url, date }) => `<url><loc>${escapeXml(url)}</loc>${date === null ? '' : `<lastmod>${date}</lastmod>`}</url>`,
    ),
    '</urlset>',
    '',
  ].join('\n')
}
