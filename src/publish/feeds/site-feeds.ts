// Which feeds the site has and what is in them: of issues with their archives, of stories, of each section, language and tag.
import { addMinutes, instantFromMs, msFromInstant } from '../../core/clock.ts'
import { retractionOf } from '../../core/edits.ts'
import type { Instant } from '../../core/types.ts'
import type { Archive, ArchivedIssue, StoryList } from '../site/archive.ts'
import {
  type DeletedItem,
  type FeedDescription,
  type FeedHistory,
  type FeedItem,
  renderAtom,
  renderJsonFeed,
  renderRss,
} from './feeds.ts'
import { readBack } from './feed-readback.ts'
import { type FeedPaths, pathsIn, storyPaths } from './listed-feeds.ts'
import { wordsOf } from '../../core/words/words.ts'
import { retractionsOf } from '../correction-view.ts'
import type { IssueView, StoryView } from '../issue-view.ts'
import { idIn, storyIdIn } from '../identity.ts'
import { cleanLine } from '../plain-text.ts'
import { htmlForFeeds } from '../posts/post-view.ts'
import type { OutlinedIssue } from '../site/outline.ts'
import type { Press } from '../site/press.ts'
import { announcementOf, listTags, neededFor, type Publication } from '../site/publications.ts'
import type { Needed, PlannedFile } from '../files/site-file.ts'
import { issuePath, pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import { iconUrlIn } from '../site-icon.ts'

const PUBLICATIONS_IN_FEED = 20
/** A feed that is asked for again and again should stay below 300 KB; its archives below half of that. */
const FEED_BYTES = 260_000
const ARCHIVE_BYTES = 120_000
/** What surrounds the texts of an item, and what a sign of markup takes more as `&quot;` or `&lt;`. */
const ITEM_MARKUP_BYTES = 600
const XML_SIGN_BYTES = 3
const STORIES_IN_FEED = 100
/** A reader that asks once a week must meet every issue in the feed; the clocks of both may differ. */
const DAYS_IN_FEED = 8
/** What came out so closely together may meet a reader that asks once a week for the first time: none of it is cut. */
const DAYS_TOGETHER = 6
/** Atom asks for a date even before the first issue; what lies before 1990 is taken for a broken clock. */
const NEVER = '2000-01-01T00:00:00.000Z' as Instant

/** What all feeds are made with. */
interface FeedShop extends Press<'feeds'> {
  /** Content of stories that are in several feeds. */
  readonly contents: WeakMap<StoryView, string>
}

/** One feed in its three formats. */
interface FeedPlan {
  readonly title: string
  /** Page that it belongs to; the front page when missing. */
  readonly homePath?: string
  /** Path of each format inside the site. */
  readonly paths: FeedPaths
  /** Where it calls itself at home, when it is also kept at an earlier address. */
  readonly ownPaths?: FeedPaths
  /** Fingerprints of all that the items come from. */
  readonly madeFrom: readonly string[]
  /** What the items are made of. */
  readonly needs: readonly Needed[]
  readonly items: () => readonly FeedItem[]
  readonly deleted?: readonly DeletedItem[]
  /** The same feed's paths before and after, and of the one to subscribe to; none for a feed without an archive. */
  readonly history?: FeedNeighbours
}

interface FeedNeighbours {
  readonly older: FeedPaths | null
  readonly newer: FeedPaths | null
  readonly current: FeedPaths | null
}

/** Plans all feeds; RSS and Atom are read back before they may replace what was published. */
export function planFeeds(
  press: Press<'feeds'>,
  { issues: archived, sections, languages, retracted }: Archive,
  publications: readonly Publication[],
): PlannedFile[] {
  const { site } = press
  const shop: FeedShop = { ...press, contents: new WeakMap() }
  const words = wordsOf(site.language)
  const taken = retracted.map(({ outline }) => outline.issue)
  const ofList = (list: Pick<StoryList, 'title' | 'issues' | 'storiesOf'>, paths: FeedPaths): FeedPlan => {
    const issues = takeWhole(list.issues.slice(0, PUBLICATIONS_IN_FEED))
    const stories = (each: ArchivedIssue): FeedItem[] =>
      list.storiesOf(each).map(story => storyItem(shop, each.view(), story))
    return {
      title: `${cleanLine(site.title)} · ${list.title}`,
      paths,
      madeFrom: issues.map(({ fingerprint }) => fingerprint),
      needs: issues,
      items: () => cutToSize(issues, stories),
    }
  }
  const all = { title: words.feedOfStories, issues: archived, storiesOf: (each: ArchivedIssue) => each.view().stories }
  return [
    ...planPublications(shop, publications, deletedIssues(site, taken)),
    { ...ofList(all, storyPaths), deleted: deletedStories(site, archived, taken) },
    ...sections.flatMap(list => {
      const feed = { ...ofList(list, pathsIn(list.path)), homePath: list.path }
      const kept = list.formerPaths.map(former => ({ ...feed, paths: pathsIn(former), ownPaths: feed.paths }))
      return [feed, ...kept]
    }),
    ...languages.map(list => ofList(list, pathsIn(list.path))),
    ...planTags(shop, publications),
  ].flatMap(feed => planFormats(shop, feed))
}

/**
 * The newest issues of a feed of stories. Each is in it with all its stories, however many they are: as many issues as make a hundred
 * stories, and all that came out in the days before the newest.
 */
function takeWhole(issues: readonly ArchivedIssue[]): readonly ArchivedIssue[] {
  const [newest] = issues
  if (!newest) return []
  const since = addMinutes(newest.issue.sealedAt, -DAYS_IN_FEED * 24 * 60)
  let stories = 0
  return issues.filter(({ issue }, place) => {
    stories += issue.sections.reduce((sum, section) => sum + section.stories.length, 0)
    return place === 0 || issue.sealedAt > since || stories <= STORIES_IN_FEED
  })
}

/**
 * The stories of all issues that came out with the newest, and of those a week older and more as many as there is room for: the oldest are
 * cut first, each whole.
 */
function cutToSize(
  issues: readonly ArchivedIssue[],
  itemsOf: (issue: ArchivedIssue) => readonly FeedItem[],
): FeedItem[] {
  const since = addMinutes(issues[0]?.issue.sealedAt ?? NEVER, -DAYS_TOGETHER * 24 * 60)
  const items: FeedItem[] = []
  let bytes = 0
  for (const issue of issues)
    for (const item of itemsOf(issue)) {
      bytes += itemBytesOf(item)
      if (bytes > FEED_BYTES && issue.issue.sealedAt <= since) return items
      items.push(item)
    }
  return items
}

/** About how many bytes an item takes: in XML each sign of its markup is written longer. */
function itemBytesOf({ title, summary, contentHtml, link, id }: FeedItem): number {
  const signs = `${title}${summary}${contentHtml}`.match(/[<>"'&]/g)?.length ?? 0
  const texts = [title, summary, contentHtml, link, link, id].reduce((sum, text) => sum + Buffer.byteLength(text), 0)
  return texts + signs * XML_SIGN_BYTES + ITEM_MARKUP_BYTES
}

/**
 * The feed of the newest issues and posts, then its archives (RFC 5005 §4). The publications are cut into archives from the oldest on, by
 * their number and their size, so that a full archive does not change. The feed has those that are in no full one, and of the others as many
 * of the newest as it has room for; an archive is there once the feed has lost one of it: so nothing is ever in none of them.
 */
function planPublications(
  shop: FeedShop,
  publications: readonly Publication[],
  deleted: readonly DeletedItem[],
): FeedPlan[] {
  const parts = cutArchives(publications)
  const inFeed = countInFeed(publications, parts.at(-1)?.length ?? 0)
  const archives = takeArchives(parts.slice(0, -1), publications.length - inFeed)
  const count = archives.length
  const pathsOf = (number: number): FeedPaths | null =>
    number >= 1 && number <= count ? pathsIn(`archive/${number}/`) : null
  const feedOf = (held: readonly Publication[], paths: FeedPaths, history: FeedNeighbours): FeedPlan => ({
    title: cleanLine(shop.site.title),
    paths,
    madeFrom: held.map(({ fingerprint }) => fingerprint),
    needs: neededFor(held),
    items: () => held.map(each => ({ ...announcementOf(shop.site, each), contentHtml: contentOf(shop, each) })),
    history,
  })
  const main = pathsIn('')
  return [
    {
      ...feedOf(publications.slice(0, inFeed), main, { older: pathsOf(count), newer: null, current: null }),
      deleted,
    },
    ...archives.map((held, index) =>
      feedOf(held, pathsIn(`archive/${index + 1}/`), {
        older: pathsOf(index),
        newer: pathsOf(index + 2),
        current: main,
      }),
    ),
  ]
}

/** The publications in parts, the oldest part first, each newest first; the last one, which is still to be filled, is empty without any. */
function cutArchives(publications: readonly Publication[]): readonly (readonly Publication[])[] {
  const parts: Publication[][] = [[]]
  let bytes = 0
  for (const publication of publications.toReversed()) {
    const own = feedBytesOf(publication)
    const count = parts.at(-1)?.length ?? 0
    if (count >= PUBLICATIONS_IN_FEED || (count > 0 && bytes + own > ARCHIVE_BYTES)) {
      parts.push([])
      bytes = 0
    }
    parts.at(-1)?.unshift(publication)
    bytes += own
  }
  return parts
}

/** How many of the newest the feed has: at least so many, and then as many as there is room for. */
function countInFeed(publications: readonly Publication[], atLeast: number): number {
  let bytes = 0
  const end = publications.findIndex((publication, index) => {
    bytes += feedBytesOf(publication)
    return index >= atLeast && (index >= PUBLICATIONS_IN_FEED || bytes > FEED_BYTES)
  })
  return end < 0 ? publications.length : end
}

/** The parts of which one is no longer in the feed, when so many of the oldest are not. */
function takeArchives(
  parts: readonly (readonly Publication[])[],
  outOfFeed: number,
): readonly (readonly Publication[])[] {
  let before = 0
  return parts.filter(part => {
    const isOut = before < outOfFeed
    before += part.length
    return isOut
  })
}

/** About how many bytes a publication takes in a feed, from what was sealed: no view is made. */
function feedBytesOf(publication: Publication): number {
  return publication.kind === 'post' ? Buffer.byteLength(publication.post.html) : publication.feedBytes
}

/** The feed of each tag: its newest posts, whole. */
function planTags(shop: FeedShop, publications: readonly Publication[]): FeedPlan[] {
  const { site } = shop
  return listTags(publications.filter(each => each.kind === 'post')).map(({ title, path, posts }) => {
    const held = posts.slice(0, PUBLICATIONS_IN_FEED).map(post => ({ kind: 'post', ...post }) as const)
    return {
      title: `${cleanLine(site.title)} · ${wordsOf(site.language).tagName(title)}`,
      homePath: path,
      paths: pathsIn(path),
      madeFrom: held.map(({ fingerprint }) => fingerprint),
      needs: [],
      items: () => held.map(each => ({ ...announcementOf(site, each), contentHtml: contentOf(shop, each) })),
    }
  })
}

/** When the newest of the items came out or was corrected: a correction of what is in no item of a feed leaves it as it is. */
function newestOf(items: readonly FeedItem[], deleted: readonly DeletedItem[] = []): Instant {
  const changes = [...items.map(({ updatedAt }) => updatedAt), ...deleted.map(({ deletedAt }) => deletedAt)]
  return changes.reduce((newest, at) => (at > newest ? at : newest), NEVER)
}

/** Issues that were taken back, at most as many as the feed has places. */
function deletedIssues(site: SiteDescription, retracted: readonly OutlinedIssue[]): readonly DeletedItem[] {
  return retracted.slice(0, PUBLICATIONS_IN_FEED).flatMap(issue => {
    const retraction = retractionOf(issue)
    if (!retraction) return []
    const { madeAt: deletedAt, reason } = retraction
    return [{ id: idIn(site, issuePath(issue)), deletedAt, comment: cleanLine(reason) }]
  })
}

/** Stories that were taken back, by themselves or with their issues; of the issues that a feed of stories may have. */
function deletedStories(
  site: SiteDescription,
  archived: readonly ArchivedIssue[],
  retracted: readonly OutlinedIssue[],
): readonly DeletedItem[] {
  const issues = [...archived.slice(0, PUBLICATIONS_IN_FEED).map(({ issue }) => issue), ...retracted]
  const deleted = issues.flatMap(issue => {
    const whole = retractionOf(issue)
    const gone = whole
      ? issue.sections.flatMap(({ stories }) => stories.map(({ id }) => ({ ...whole, storyId: id })))
      : retractionsOf(issue)
    return gone.map(({ storyId, madeAt, reason }) => ({
      id: storyIdIn(site, issue.date, storyId),
      deletedAt: madeAt,
      comment: cleanLine(reason),
    }))
  })
  return deleted.slice(0, STORIES_IN_FEED)
}

function planFormats({ site, plan }: FeedShop, feed: FeedPlan): PlannedFile[] {
  let made: readonly FeedItem[] | null = null
  const items = (): readonly FeedItem[] => (made ??= feed.items())
  const { needs } = feed
  const parts = [feed.title, feed.history, feed.madeFrom, ...(feed.deleted ?? [])]
  const describe = (format: keyof FeedPaths): FeedDescription =>
    describeFeed(site, feed, format, newestOf(items(), feed.deleted))
  // The content of an archive was read back while it was in the feed: what is left is that the items are all there.
  const heads = (): readonly FeedItem[] => items().map(item => ({ ...item, contentHtml: '' }))
  const checkWith =
    (render: typeof renderRss, format: keyof FeedPaths) =>
    (content: string): Promise<void> =>
      readBack(feed.history?.current ? render(describe(format), heads()) : content, items())
  return [
    plan(feed.paths.rss, parts, {
      needs,
      render: () => renderRss(describe('rss'), items()),
      check: checkWith(renderRss, 'rss'),
    }),
    plan(feed.paths.atom, parts, {
      needs,
      render: () => renderAtom(describe('atom'), items()),
      check: checkWith(renderAtom, 'atom'),
    }),
    plan(feed.paths.json, parts, {
      needs,
      render: () => {
        const json = renderJsonFeed(describe('json'), items())
        // The last of the three: a long archive has many feeds, and their contents are large.
        made = null
        return json
      },
    }),
  ]
}

function describeIcons(site: SiteDescription): FeedDescription['icons'] {
  const [small, middle, large] = [iconUrlIn(site, 64), iconUrlIn(site, 144), iconUrlIn(site, 512)]
  return small && middle && large ? { small, middle, large } : null
}

function describeFeed(
  site: SiteDescription,
  feed: FeedPlan,
  format: keyof FeedPaths,
  updatedAt: Instant,
): FeedDescription {
  const at = (paths: FeedPaths | null | undefined): string | null => (paths ? urlIn(site, paths[format]) : null)
  const history: FeedHistory = {
    isArchive: Boolean(feed.history?.current),
    older: at(feed.history?.older),
    newer: at(feed.history?.newer),
    current: at(feed.history?.current),
  }
  const ownPath = (feed.ownPaths ?? feed.paths)[format]
  return {
    title: feed.title,
    description: cleanLine(site.description),
    id: idIn(site, feed.history ? '' : ownPath),
    homeUrl: urlIn(site, feed.homePath ?? ''),
    selfUrl: urlIn(site, ownPath),
    stylePath: pathIn(site, 'feed.css'),
    icons: describeIcons(site),
    language: site.language,
    author: cleanLine(site.author.name),
    updatedAt,
    hub: site.hub ?? null,
    deleted: feed.deleted ?? [],
    history,
  }
}

function contentOf({ site, templates }: FeedShop, publication: Publication): string {
  if (publication.kind === 'post') return htmlForFeeds(publication.view)
  const scope = { issue: publication.view(), words: wordsOf(site.language), language: site.language }
  return templates.render('feed-issue.html', scope).trim()
}

function storyItem({ site, templates, contents }: FeedShop, view: IssueView, story: StoryView): FeedItem {
  const section = view.sections.find(({ stories }) => stories.some(({ id }) => id === story.id))
  const scope = { story, words: wordsOf(site.language), language: site.language }
  const contentHtml = contents.get(story) ?? templates.render('feed-story.html', scope).trim()
  contents.set(story, contentHtml)
  // The stories of an issue come out at one moment; readers that sort by date keep them in order by the milliseconds between them.
  // Their order as it was sealed: a corrected one gives no other story a new date.
  const inOrder = (instant: Instant): Instant => instantFromMs(msFromInstant(instant) + story.sealedPlace)
  return {
    id: storyIdIn(site, view.isoDate, story.id),
    link: story.url ?? story.permalink,
    title: story.title,
    publishedAt: inOrder(view.sealedAt),
    updatedAt: inOrder(story.updatedAt),
    summary: story.summary,
    contentHtml,
    author: story.authors || story.site,
    language: story.language,
    categories: section ? [section.title] : [],
    pdfUrl: story.pdfUrl,
  }
}
