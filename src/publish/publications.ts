// Issues and the curator's own posts side by side: one list by date, for the index and the feeds. site.ts makes it.
import { cutAtSentence } from '../core/text.ts'
import type { FeedItem } from './feeds.ts'
import type { IssueView } from './issue-view.ts'
import { cleanLine, excerptUnits } from './plain-text.ts'
import type { PostView } from './posts/post-view.ts'
import { pathIn, type SiteDescription } from './site-urls.ts'

/** What came out on a day. */
export type Publication =
  { readonly kind: 'issue'; readonly issue: IssueView } | { readonly kind: 'post'; readonly post: PostView }

/** One list, newest day first; of one day, what came out later. */
export function mergeByDate(issues: readonly IssueView[], posts: readonly PostView[]): readonly Publication[] {
  const keyOf = (each: Publication): string =>
    each.kind === 'issue'
      ? `${each.issue.isoDate} ${each.issue.sealedAt}`
      : `${each.post.isoDate} ${each.post.publishedAt}`
  const all = [
    ...issues.map(issue => ({ kind: 'issue', issue }) as const),
    ...posts.map(post => ({ kind: 'post', post }) as const),
  ]
  return all.toSorted((a, b) => (keyOf(a) < keyOf(b) ? 1 : keyOf(a) > keyOf(b) ? -1 : 0))
}

/** A publication as the index shows it: name, date, the beginning, and what there is to read. */
export interface Listing {
  readonly kind: Publication['kind']
  readonly path: string
  readonly name: string
  readonly date: string
  readonly isoDate: string
  readonly language: string | null
  /** Of an issue: the title of its first story. */
  readonly lead: string | null
  readonly excerpt: readonly string[]
  /** There is more to read than is shown. */
  readonly isCut: boolean
  /** Counts and minutes, and a post's tags. */
  readonly facts: readonly string[]
}

/** Makes the line of the index. */
export function listingOf(site: SiteDescription, publication: Publication): Listing {
  if (publication.kind === 'post') {
    const { post } = publication
    const { path, title: name, date, isoDate, language, excerpt, readingTime, tags } = post
    const own = { kind: 'post', path: pathIn(site, path), name, date, isoDate, language, lead: null } as const
    return { ...own, excerpt: excerpt.paragraphs, isCut: excerpt.isCut, facts: [readingTime, ...tags] }
  }
  const { path, name, date, isoDate, stories, storyCount, minutes, readingTime } = publication.issue
  const story = stories[0]
  const excerpt = story?.summary ? [cutAtSentence(story.summary, excerptUnits(story.summary)).text] : []
  return {
    kind: 'issue',
    path: pathIn(site, path),
    name,
    date,
    isoDate,
    language: story?.language ?? null,
    lead: story?.title ?? null,
    excerpt,
    isCut: true,
    facts: minutes > 0 ? [storyCount, readingTime] : [storyCount],
  }
}

/** A publication as the feeds announce it, but for its content. Its id is its address, which neither a new title nor a new date changes. */
export function announcementOf(site: SiteDescription, publication: Publication): Omit<FeedItem, 'contentHtml'> {
  if (publication.kind === 'post') {
    const { url, title, publishedAt, description, author, language, tags } = publication.post
    const item = { id: url, link: url, title, publishedAt, summary: description, author, categories: tags }
    return { ...item, language: language ?? site.language, pdfUrl: null }
  }
  const { url, title, sealedAt, stories, sections } = publication.issue
  return {
    id: url,
    link: url,
    title,
    publishedAt: sealedAt,
    summary: stories.map(story => story.title).join(' · '),
    author: cleanLine(site.author.name),
    language: site.language,
    categories: sections.map(section => section.title),
    pdfUrl: null,
  }
}
