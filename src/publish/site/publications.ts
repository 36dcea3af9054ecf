// Issues and the curator's own posts side by side: one list by date, for the index and the feeds.
import { cutAtSentence } from '../../core/text.ts'
import type { Instant } from '../../core/types.ts'
import type { ArchivedIssue } from './archive.ts'
import { updatedAtOf } from '../correction-view.ts'
import type { FeedItem } from '../feeds/feeds.ts'
import { idIn } from '../identity.ts'
import type { Paragraph } from '../issue-view.ts'
import { cleanLine, excerptUnits } from '../plain-text.ts'
import type { Post } from '../posts/post.ts'
import { type IntroList, type IntroPart, type IntroSource, wordsOfPart } from '../posts/intro.ts'
import { type PostView, viewPost } from '../posts/post-view.ts'
import { nameTags, type PostTag } from '../posts/tags.ts'
import { fingerprintOf } from '../files/site-file.ts'
import { pathIn, type SiteDescription } from '../site-urls.ts'

/** How many issues and posts a page of the index lists. */
export const LISTED_PER_PAGE = 50

/** A post, and all that its page is made from as a fingerprint. */
export interface ArchivedPost {
  readonly post: Post
  readonly fingerprint: string
  readonly view: PostView
}

/** What came out on a day. */
export type Publication =
  | ({ readonly kind: 'issue'; readonly archived: ArchivedIssue } & ArchivedIssue)
  | ({ readonly kind: 'post' } & ArchivedPost)

/** The posts of one tag. */
export interface TagList extends PostTag {
  /** Newest first. */
  readonly posts: readonly ArchivedPost[]
}

/** Makes the views of posts, which come newest first: there are few, and each is short work. */
export function openPosts(
  site: SiteDescription,
  posts: readonly Post[],
  firstTags?: ReadonlyMap<string, string>,
): readonly ArchivedPost[] {
  const tagsOf = nameTags(posts, firstTags)
  return posts.map(post => {
    const tags = tagsOf(post)
    return { post, fingerprint: fingerprintOf([post, tags]), view: viewPost(site, post, site.language, tags) }
  })
}

/** The lists of all tags in the order of their first posts, each called as that calls it. */
export function listTags(posts: readonly ArchivedPost[]): readonly TagList[] {
  const oldestFirst = posts.toReversed().flatMap(post => post.view.tags.map(tag => ({ post, tag })))
  return [...Map.groupBy(oldestFirst, ({ tag }) => tag.path)].map(([path, ofTag]) => ({
    title: ofTag[0]?.tag.title ?? '',
    path,
    posts: ofTag.map(({ post }) => post).toReversed(),
  }))
}

/** By what publications are put in order, as a text: the day, and of one day the moment at which each came out. */
export function orderOf(publication: Publication): string {
  return publication.kind === 'issue'
    ? `${publication.issue.date} ${publication.issue.sealedAt}`
    : `${publication.post.date} ${publication.post.publishedAt}`
}

/** One list, newest day first; of one day, what came out later. */
export function mergeByDate(issues: readonly ArchivedIssue[], posts: readonly ArchivedPost[]): readonly Publication[] {
  const all = [
    ...issues.map(issue => ({ kind: 'issue', archived: issue, ...issue }) as const),
    ...posts.map(post => ({ kind: 'post', ...post }) as const),
  ]
  return all.toSorted((a, b) => (orderOf(a) < orderOf(b) ? 1 : orderOf(a) > orderOf(b) ? -1 : 0))
}

/** A part of an excerpt; one of the three is there. */
export interface ListingPart {
  readonly text: string | null
  readonly list: IntroList | null
  readonly source: IntroSource | null
}

function partOf(part: IntroPart): ListingPart {
  if (typeof part === 'string') return { text: part, list: null, source: null }
  return 'items' in part ? { text: null, list: part, source: null } : { text: null, list: null, source: part }
}

/** A publication as the index shows it: name, date, the beginning, and what there is to read. */
export interface Listing {
  readonly kind: Publication['kind']
  readonly path: string
  readonly name: string
  readonly date: string
  readonly isoDate: string
  readonly language: string | null
  /** Of an issue: the beginning of its foreword. */
  readonly opening: Paragraph | null
  /** Of an issue: the title of its first story. */
  readonly lead: string | null
  readonly excerpt: readonly string[]
  /** The same as it stands: each is a paragraph, a list or the source of a picture. */
  readonly parts: readonly ListingPart[]
  /** There is more to read than is shown. */
  readonly isCut: boolean
  /** Counts and minutes. */
  readonly facts: readonly string[]
  /** Of a post. */
  readonly tags: readonly PostTag[]
}

/** What must be loaded for the views of these. */
export function neededFor(publications: readonly Publication[]): readonly ArchivedIssue[] {
  return publications.flatMap(publication => (publication.kind === 'issue' ? publication.archived : []))
}

/** When a publication came out, or was corrected last. */
export function lastChangeOf(publication: Publication): Instant {
  return publication.kind === 'issue' ? updatedAtOf(publication.issue) : publication.post.updatedAt
}

/** Makes the line of the index. */
export function listingOf(site: SiteDescription, publication: Publication): Listing {
  if (publication.kind === 'post') {
    const { view: post } = publication
    const { path, title: name, date, isoDate, language, excerpt, readingTime } = post
    const tags = post.tags.map(tag => ({ ...tag, path: pathIn(site, tag.path) }))
    const own = {
      kind: 'post',
      path: pathIn(site, path),
      name,
      date,
      isoDate,
      language,
      opening: null,
      lead: null,
    } as const
    const { paragraphs, isCut } = excerpt
    return {
      ...own,
      excerpt: paragraphs.map(wordsOfPart),
      parts: paragraphs.map(partOf),
      isCut,
      facts: [readingTime],
      tags,
    }
  }
  const { path, name, date, isoDate, opening, first: story, storyCount, minutes, readingTime } = publication.head
  const excerpt = story?.summary ? [cutAtSentence(story.summary, excerptUnits(story.summary)).text] : []
  return {
    kind: 'issue',
    path: pathIn(site, path),
    name,
    date,
    isoDate,
    language: story?.language ?? null,
    opening,
    lead: story?.title ?? null,
    excerpt,
    parts: excerpt.map(partOf),
    isCut: true,
    facts: minutes > 0 ? [storyCount, readingTime] : [storyCount],
    tags: [],
  }
}

/** A publication as the feeds announce it, but for its content. Its id is made of its path, which neither a new title nor a new date changes. */
export function announcementOf(site: SiteDescription, publication: Publication): Omit<FeedItem, 'contentHtml'> {
  if (publication.kind === 'post') {
    const { path, url, title, publishedAt, updatedAt, description, author, language, tags } = publication.view
    const categories = tags.map(tag => tag.title)
    const item = {
      id: idIn(site, path),
      link: url,
      title,
      publishedAt,
      updatedAt,
      summary: description,
      author,
      categories,
    }
    return { ...item, language: language ?? site.language, pdfUrl: null }
  }
  const { path, url, title, sealedAt, updatedAt, stories, sections } = publication.view()
  return {
    id: idIn(site, path),
    link: url,
    title,
    publishedAt: sealedAt,
    updatedAt,
    summary: stories.map(story => story.title).join(' · '),
    author: cleanLine(site.author.name),
    language: site.language,
    categories: sections.map(section => section.title),
    pdfUrl: null,
  }
}
