// Builder of the curator's own posts for the tests of publish/.
import type { CivilDate, Instant } from '../../../src/core/types.ts'
import type { Post } from '../../../src/publish/posts/post.ts'

export function aPost(changes: Partial<Post> = {}): Post {
  const date = changes.date ?? ('2016-12-09' as CivilDate)
  return {
    slug: 'leases',
    title: 'On leases',
    date,
    publishedAt: `${date}T00:00:00.000Z` as Instant,
    updatedAt: `${date}T00:00:00.000Z` as Instant,
    language: 'en',
    tags: ['Raft'],
    description: null,
    author: null,
    canonical: null,
    html: '<p>A <a href="#fn:1">promise</a>.</p>\n<p><img src="/list/posts/leases/a.png" alt=""></p>\n',
    intro: { paragraphs: ['A promise.', 'And more.'], isMarked: false, isWhole: true },
    readingMinutes: 3,
    files: [],
    ...changes,
  }
}
