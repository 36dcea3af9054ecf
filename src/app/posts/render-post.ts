// Makes a post, or the text about the list, of a file that was read: its text rendered, its links and pictures resolved. Called by read-posts.ts.
import type { Instant } from '../../core/types.ts'
import { civilDateOf } from '../../core/week.ts'
import { detectLanguage } from '../../extract/detect-language.ts'
import { countReading } from '../../extract/html-text.ts'
import { wordsOf } from '../../publish/interface-text.ts'
import { pageIds } from '../../publish/issue-view.ts'
import { type RenderedMarkdown, renderMarkdown } from '../../publish/posts/markdown.ts'
import type { AboutText, Post } from '../../publish/posts/post.ts'
import type { SiteDescription } from '../../publish/site-urls.ts'
import type { AboutSource, MarkdownSource, PostSource } from './post-file.ts'
import { createPostTargets } from './post-targets.ts'

/** Where the files lie, and the folders of the published pages by their file. */
interface ContentPlace {
  readonly folder: string
  readonly site: SiteDescription
  readonly pages: ReadonlyMap<string, string>
}

/** Renders a post. Throws CONTENT_INVALID for a picture or link that leads nowhere. */
export function renderPost(source: PostSource, publishedAt: Instant, place: ContentPlace): Post {
  const { fields, slug } = source
  const { html, intro, text, codeText, files } = renderText(source, place)
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
    files,
  }
}

/** Renders the curator's text about the list. Throws CONTENT_INVALID as renderPost does. */
export function renderAbout(source: AboutSource, place: ContentPlace): AboutText {
  const { html, intro, text, files } = renderText(source, place)
  const { title = null, description = null } = source.fields
  return { title, description, language: detectLanguage(text), html, intro, files }
}

function renderText(source: MarkdownSource, place: ContentPlace): RenderedMarkdown & Pick<Post, 'files'> {
  const targets = createPostTargets(source, place)
  const words = wordsOf(place.site.language)
  return { ...renderMarkdown(source.text, { ...targets, words, takenIds: pageIds }), files: targets.files }
}
