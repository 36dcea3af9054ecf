// Keeps posts between two looks at the content folder: a server looks every few minutes, and most of the time nothing has changed.
import { type PostSource, readPostFile, stampFile } from '../publish/posts/post-file.ts'
import type { RenderedPost } from './render-post.ts'

/** What was read and rendered before, for as long as everything that it was made from is as it was. */
export interface KeptPosts {
  /** The file, read again only when it has changed. Throws CONTENT_INVALID. */
  read(file: string): PostSource
  /**
   * The post, made again only when its file has changed, or another file or page that it shows or links to. `pages` has the folders of the
   * published pages by their file.
   */
  render(source: PostSource, pages: ReadonlyMap<string, string>, make: () => RenderedPost): RenderedPost
}

/** Starts with nothing kept. What is wrong is not kept: it is looked at again each time. */
export function keepPosts(): KeptPosts {
  const sources = new Map<string, { readonly stamp: string | null; readonly source: PostSource }>()
  const rendered = new WeakMap<PostSource, RenderedPost>()
  return {
    read: file => {
      // Before the reading: a file that changes meanwhile is read again the next time.
      const stamp = stampFile(file)
      const before = sources.get(file)
      if (before && before.stamp === stamp) return before.source
      const source = readPostFile(file)
      sources.set(file, { stamp, source })
      return source
    },
    render: (source, pages, make) => {
      const before = rendered.get(source)
      if (before && isCurrent(before, pages)) return before
      const made = make()
      rendered.set(source, made)
      return made
    },
  }
}

function isCurrent({ needs }: RenderedPost, pages: ReadonlyMap<string, string>): boolean {
  const isSame = (file: string, stamp: string | null): boolean => stampFile(file) === stamp
  return (
    [...needs.stamps].every(([file, stamp]) => isSame(file, stamp)) &&
    [...needs.pages].every(([file, page]) => pages.get(file) === page)
  )
}
