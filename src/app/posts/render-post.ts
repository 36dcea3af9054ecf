// Makes a post of a file that was read: its text rendered, its links and pictures resolved. Called by read-posts.ts.
import type { Instant } from '../../core/types.ts'
import { civilDateOf } from '../../core/week.ts'
import { detectLanguage } from '../../extract/detect-language.ts'
import { countReading } from '../../extract/html-text.ts'
import { wordsOf } from '../../publish/interface-text.ts'
import { pageIds } from '../../publish/issue-view.ts'
import { renderMarkdown } from '../../publish/posts/markdown.ts'
import type { Post } from '../../publish/posts/post.ts'
import type { SiteDescription } from '../../publish/site-urls.ts'
import type { PostSource } from './post-file.ts'
import { createPostTargets } from './post-targets.ts'

/** Renders a post. Throws CONTENT_INVALID for a picture or link that leads nowhere. */
export function renderPost(
  source: PostSource,
  publishedAt: Instant,
  place: { folder: string; site: SiteDescription; slugs: ReadonlyMap<string, string> },
): Post {
  const { fields, slug } = source
  const words = wordsOf(place.site.language)
  const targets = createPostTargets(source, place)
  const { html, intro, text, codeText } = renderMarkdown(source.text, { ...targets, words, takenIds: pageIds })
  return {
    slug,
    title: fields.title,
    date: civilDateOf(publishedAt, place.site.timezone),
    publishedAt,
    language: fields.language ?? detectLanguage(text),
    tags: [...new Set(fields.tags.map(tag => tag.trim()))].filter(tag => tag !== ''),
    description: fields.description ?? null,
    author: fields.author ?? null,
    canonical: fields.canonical ?? null,
    html,
    intro,
    readingMinutes: countReading(text, codeText).readingMinutes,
    files: targets.files,
  }
}
