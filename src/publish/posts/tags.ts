// The tags of the curator's own posts: which spellings are one tag, and where its page is.
import { cleanLine, makeAnchors } from '../plain-text.ts'
import type { Post } from './post.ts'

/** A tag as one post writes it. */
export interface PostTag {
  readonly title: string
  /** Folder of its pages and feeds, `tags/kubernetes/`. */
  readonly path: string
}

/** What all spellings of a tag have in common: neither case nor full-width letters make another one. A section of the same key is on the same matter. */
export function tagKey(title: string): string {
  return cleanLine(title).normalize('NFKC').toLowerCase()
}

/** Gives the tags of posts their addresses in the order of their first posts, so that one once given stays; `posts` come newest first; `firstTags` has the first key of a tag that was renamed. Answers the tags of a post, each once. */
export function nameTags(
  posts: readonly Post[],
  firstTags: ReadonlyMap<string, string> = new Map(),
): (post: Post) => readonly PostTag[] {
  const slugOf = makeAnchors([])
  const paths = new Map<string, string>()
  const pathsOfFirst = new Map<string, string>()
  const pathOf = (key: string): string => {
    const first = firstTags.get(key) ?? key
    const path = pathsOfFirst.get(first) ?? `tags/${slugOf(first)}/`
    pathsOfFirst.set(first, path)
    return path
  }
  for (const { tags } of posts.toReversed())
    for (const key of tags.map(tagKey)) if (key !== '' && !paths.has(key)) paths.set(key, pathOf(key))
  return ({ tags }) => {
    const tagged = new Map<string, PostTag>()
    for (const tag of tags) {
      const path = paths.get(tagKey(tag))
      if (path !== undefined && !tagged.has(path)) tagged.set(path, { title: cleanLine(tag), path })
    }
    return [...tagged.values()]
  }
}
