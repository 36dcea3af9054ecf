// Which feeds there are, and where each lies.
import { wordsOf } from '../../core/words/words.ts'
import type { Archive } from '../site/archive.ts'
import { type ArchivedPost, listTags } from '../site/publications.ts'
import type { SiteDescription } from '../site-urls.ts'

/** Paths of one feed as RSS, Atom and JSON Feed. */
export interface FeedPaths {
  readonly rss: string
  readonly atom: string
  readonly json: string
}

/** A feed as the page about the feeds lists it. */
export interface ListedFeed extends FeedPaths {
  readonly title: string
  /** It brings the curator's own posts of a tag. */
  readonly isOfTag: boolean
}

/** The paths of a feed that has a folder. */
export const pathsIn = (folder: string): FeedPaths => ({
  rss: `${folder}feed.xml`,
  atom: `${folder}atom.xml`,
  json: `${folder}feed.json`,
})
/** The paths of the feed of all stories. */
export const storyPaths: FeedPaths = { rss: 'stories.xml', atom: 'stories-atom.xml', json: 'stories.json' }

/** The feeds that people may subscribe to, in their order on the page about them. */
export function listFeeds(
  site: SiteDescription,
  { sections, languages }: Archive,
  posts: readonly ArchivedPost[],
): readonly ListedFeed[] {
  const words = wordsOf(site.language)
  return [
    { title: words.feedOfIssues, isOfTag: false, ...pathsIn('') },
    { title: words.feedOfStories, isOfTag: false, ...storyPaths },
    ...[...sections, ...languages].map(({ title, path }) => ({ title, isOfTag: false, ...pathsIn(path) })),
    ...listTags(posts).map(({ title, path }) => ({ title, isOfTag: true, ...pathsIn(path) })),
  ]
}

/** The addresses whose changes are announced to a hub: every feed of all issues or stories. */
export const announcedPaths: readonly string[] = [pathsIn(''), storyPaths].flatMap(({ rss, atom, json }) => [
  rss,
  atom,
  json,
])
