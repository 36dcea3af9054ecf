// The curator's own posts as the site publishes them.
import type { CivilDate, Instant, StageNote } from '../../core/types.ts'
import type { Intro } from './intro.ts'

/** A file beside a post that its page shows or links to. */
export interface PostFile {
  /** Relative to the site's folder, `posts/SLUG/picture.png`. */
  readonly path: string
  /** Where it lies on disk. */
  readonly from: string
}

/** An article of the curator's own, rendered. */
export interface Post {
  /** Names the post for good: its address and its id in the feeds are made from it. */
  readonly slug: string
  readonly title: string
  readonly date: CivilDate
  readonly publishedAt: Instant
  /** When it was corrected last; when it came out, if it never was. */
  readonly updatedAt: Instant
  /** BCP 47; null when neither the front matter nor the text tells. */
  readonly language: string | null
  readonly tags: readonly string[]
  readonly description: string | null
  readonly author: string | null
  /** Where the post came out first, when that was elsewhere. */
  readonly canonical: string | null
  /** Written by markdown.ts alone. Addresses within the site begin with `/`, those within the page with `#`. */
  readonly html: string
  readonly intro: Intro
  readonly readingMinutes: number
  readonly files: readonly PostFile[]
}

/** The curator's own words about the list, rendered as a post is. */
export interface AboutText extends Pick<Post, 'language' | 'description' | 'html' | 'intro' | 'files'> {
  readonly title: string | null
}

/** What the content folder holds at a moment. */
export interface FoundPosts {
  /** Those whose time has come, newest first. */
  readonly posts: readonly Post[]
  /** Null without such a file, or with a broken one. */
  readonly about: AboutText | null
  /** What is wrong with others (failed), and which are still to come. */
  readonly notes: readonly StageNote[]
  /** Folders of the broken ones: a page that was published there stays as it is. */
  readonly keptFolders: readonly string[]
}

/** Folder of the page about the list. */
export const aboutPath = 'about/'

/** Folder of a post's page, `posts/SLUG/`. */
export function postPath(slug: string): string {
  return `posts/${slug}/`
}
