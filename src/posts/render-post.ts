// Makes a post, or the text about the list, of a file that was read: its text rendered, its links and pictures resolved.
import type { Instant } from '../core/types.ts'
import { civilDateOf } from '../core/week.ts'
import { detectLanguage } from '../extract/facts/detect-language.ts'
import { countReading } from '../extract/body/html-text.ts'
import { wordsOf } from '../core/words/words.ts'
import { pageIds } from '../publish/issue-view.ts'
import { type RenderedMarkdown, renderMarkdown } from '../publish/posts/markdown.ts'
import type { AboutText, Post } from '../publish/posts/post.ts'
import type { SiteDescription } from '../publish/site-urls.ts'
import type { AboutSource, MarkdownSource, PostSource } from '../publish/posts/post-file.ts'
import { createPostTargets, type PostNeeds, type PostTargets, type ToldLink } from './post-targets.ts'

/** A post but for its correction, which its file alone does not tell. */
export interface RenderedPost {
  readonly post: Omit<Post, 'updatedAt'>
  readonly needs: PostNeeds
  readonly told: readonly ToldLink[]
}

/** Where the files lie, and the folders of the published pages by their file. */
interface ContentPlace {
  readonly folder: string
  readonly site: SiteDescription
  readonly pages: ReadonlyMap<string, string>
}

/** Renders a post. Throws CONTENT_INVALID for a picture or link that leads nowhere. */
export function renderPost(source: PostSource, publishedAt: Instant, place: ContentPlace): RenderedPost {
  const { fields, slug } = source
  const { html, intro, text, codeText, files, needs, told } = renderText(source, place)
  const post = {
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
  return { post, needs, told }
}

/** Renders the curator's text about the list. Throws CONTENT_INVALID as renderPost does. */
export function renderAbout(source: AboutSource, place: ContentPlace): AboutText {
  const { html, intro, text, files } = renderText(source, place)
  const { title = null, description = null } = source.fields
  return { title, description, language: detectLanguage(text), html, intro, files }
}

function renderText(
  source: MarkdownSource,
  place: ContentPlace,
): RenderedMarkdown & Pick<PostTargets, 'files' | 'needs' | 'told'> {
  const targets = createPostTargets(source, place)
  const words = wordsOf(place.site.language)
  const rendered = renderMarkdown(source.text, { ...targets, words, takenIds: pageIds })
  return { ...rendered, files: targets.files, needs: targets.needs, told: targets.told }
}
