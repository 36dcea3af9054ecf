// A post of the curator's as templates see it: texts cleaned, dates and minutes in words. The index, the post's page and the feeds render from it.
import { cutAtSentence } from '../../core/text.ts'
import { primaryLanguage } from '../../core/language.ts'
import type { Instant, InterfaceLanguage } from '../../core/types.ts'
import { formatDate } from '../../core/date-words.ts'
import { civilDateOf } from '../../core/week.ts'
import { wordsOf } from '../../core/words/words.ts'
import { readingTime } from '../words/interface-text.ts'
import { cleanLine, DESCRIPTION_UNITS, excerptUnits } from '../plain-text.ts'
import { type SiteDescription, urlIn } from '../site-urls.ts'
import type { Intro } from './markdown.ts'
import { type Post, postPath } from './post.ts'
import type { PostTag } from './tags.ts'

/** A post as pages, index and feeds have it. */
export interface PostView {
  readonly path: string
  readonly url: string
  /** Where the post came out first: here, unless its front matter says otherwise. */
  readonly canonical: string
  readonly title: string
  readonly date: string
  readonly isoDate: string
  readonly publishedAt: Instant
  readonly updatedAt: Instant
  /** The day of its last correction, and in words; null when it was none later than that on which it came out. */
  readonly updated: { readonly isoDate: string; readonly words: string } | null
  readonly language: string | null
  readonly author: string
  readonly tags: readonly PostTag[]
  readonly description: string
  readonly excerpt: Excerpt
  readonly html: string
  readonly readingTime: string
}

/** The beginning of a text for an index. */
export interface Excerpt {
  readonly paragraphs: readonly string[]
  readonly isCut: boolean
}

/** An author's own mark may stand further down, but an index is no second edition. */
const MARKED_TIMES = 5
/** Makes the view of a post in an interface language, with its tags as the site has named them. Pure. */
export function viewPost(
  site: SiteDescription,
  post: Post,
  language: InterfaceLanguage,
  tags: readonly PostTag[],
): PostView {
  const path = postPath(post.slug)
  const url = urlIn(site, path)
  const title = cleanLine(post.title) || post.slug
  const description = cleanLine(post.description ?? '')
  const excerpt = excerptOf(post.intro)
  return {
    path,
    url,
    canonical: post.canonical ?? url,
    title,
    date: formatDate(post.date, language),
    isoDate: post.date,
    publishedAt: post.publishedAt,
    updatedAt: post.updatedAt,
    updated: viewUpdate(site, post, language),
    language: primaryLanguage(post.language),
    author: cleanLine(post.author ?? '') || cleanLine(site.author.name),
    tags,
    description: description || cutAtSentence(excerpt.paragraphs.join(' ') || title, DESCRIPTION_UNITS).text,
    excerpt: excerpt.paragraphs.length > 0 || description === '' ? excerpt : { ...excerpt, paragraphs: [description] },
    html: post.html,
    readingTime: readingTime(post.readingMinutes, language),
  }
}

function viewUpdate(site: SiteDescription, post: Post, language: InterfaceLanguage): PostView['updated'] {
  const isoDate = civilDateOf(post.updatedAt, site.timezone)
  return isoDate > post.date ? { isoDate, words: wordsOf(language).updatedOn(formatDate(isoDate, language)) } : null
}

/** Paragraphs up to the author's mark, else as many as an index has room for; `…` ends them when the text goes on. */
function excerptOf({ paragraphs, isMarked, isWhole }: Intro): Excerpt {
  const shown: string[] = []
  let room = excerptUnits(paragraphs.join(' ')) * (isMarked ? MARKED_TIMES : 1)
  for (const paragraph of paragraphs.map(cleanLine)) {
    if (shown.length > 0 && paragraph.length > room) break
    shown.push(cutAtSentence(paragraph, room).text)
    room -= paragraph.length
  }
  const isCut = !isWhole || room < 0 || shown.length < paragraphs.length
  const last = shown.pop()
  if (last === undefined) return { paragraphs: [], isCut }
  const gap = /[\w.!?)"”’]$/.test(last) ? ' ' : ''
  return { paragraphs: [...shown, isCut && !last.endsWith('…') ? `${last}${gap}…` : last], isCut }
}

/** What only our own page has a use for: colours of code, the table of contents, and aids for keyboard and screen reader. */
const PAGE_PARTS = /<\/?span[^>]*>|<details class="contents">.*?<\/details>\n/gs
const PAGE_ATTRIBUTES = new Set(['aria-label', 'tabindex', 'loading'])

/**
 * The HTML of a post for readers of feeds: every address is whole, and what serves our page alone is left out. Tags and attributes are our own renderer's, always in this form; a quotation mark that is text is written `&quot;`.
 */
export function htmlForFeeds({ html, url }: Pick<PostView, 'html' | 'url'>): string {
  return html.replace(PAGE_PARTS, '').replace(/ ([a-z-]+)="([^"]*)"/g, (attribute, name: string, value: string) => {
    if (PAGE_ATTRIBUTES.has(name)) return ''
    const isWithinSite = (name === 'href' || name === 'src') && /^(?:$|[/#])/.test(value)
    return isWithinSite ? ` ${name}="${URL.parse(value, url)?.href ?? url}"` : attribute
  })
}
