// A post of the curator's as templates see it: texts cleaned, dates and minutes in words. The index, the post's page and the feeds render from it.
import { cutAtSentence } from '../../core/text.ts'
import { primaryLanguage } from '../../core/language.ts'
import type { Instant, InterfaceLanguage } from '../../core/types.ts'
import { formatDate } from '../../core/date-words.ts'
import { civilDateOf } from '../../core/week.ts'
import { wordsOf } from '../../core/words/words.ts'
import { readingTime } from '../words/interface-text.ts'
import { cleanLine, cleanSpan, DESCRIPTION_UNITS, excerptUnits } from '../plain-text.ts'
import { type SiteDescription, urlIn } from '../site-urls.ts'
import { type Intro, type IntroPart, wordsOfPart } from './intro.ts'
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
  readonly paragraphs: readonly IntroPart[]
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
    description:
      description || cutAtSentence(excerpt.paragraphs.map(wordsOfPart).join(' ') || title, DESCRIPTION_UNITS).text,
    excerpt: excerpt.paragraphs.length > 0 || description === '' ? excerpt : { ...excerpt, paragraphs: [description] },
    html: post.html,
    readingTime: readingTime(post.readingMinutes, language),
  }
}

function viewUpdate(site: SiteDescription, post: Post, language: InterfaceLanguage): PostView['updated'] {
  const isoDate = civilDateOf(post.updatedAt, site.timezone)
  return isoDate > post.date ? { isoDate, words: wordsOf(language).updatedOn(formatDate(isoDate, language)) } : null
}

/** Beside the words before it a list has as much room again: what announces a list says little without it. */
const LIST_TIMES = 2

/** Paragraphs and lists up to the author's mark, else as many as an index has room for; `…` ends them when the text goes on. */
function excerptOf({ paragraphs, isMarked, isWhole }: Intro): Excerpt {
  const shown: IntroPart[] = []
  const units = excerptUnits(paragraphs.map(wordsOfPart).join(' ')) * (isMarked ? MARKED_TIMES : 1)
  let room = units
  let isCut = !isWhole
  for (const part of paragraphs.map(cleanPart)) {
    const own = typeof part !== 'string' && 'items' in part ? room + units * (LIST_TIMES - 1) : room
    if (shown.length > 0 && typeof part === 'string' && part.length > room) break
    if (own <= 0) break
    const cut = cutPart(part, own)
    shown.push(cut)
    isCut ||= wordsOfPart(cut) !== wordsOfPart(part)
    room -= wordsOfPart(part).length
    if (room < 0) break
  }
  isCut ||= shown.length < paragraphs.length
  const last = shown.at(-1)
  if (!isCut || typeof last !== 'string' || last.endsWith('…')) return { paragraphs: shown, isCut }
  const gap = /[\w.!?)"”’]$/.test(last) ? ' ' : ''
  return { paragraphs: [...shown.slice(0, -1), `${last}${gap}…`], isCut }
}

function cleanPart(part: IntroPart): IntroPart {
  if (typeof part === 'string') return cleanLine(part)
  if ('items' in part) return { ...part, items: part.items.map(cleanLine) }
  return { ...part, before: cleanSpan(part.before), words: cleanLine(part.words) }
}

function cutPart(part: IntroPart, units: number): IntroPart {
  if (typeof part === 'string') return cutAtSentence(part, units).text
  if (!('items' in part)) return part
  let left = units
  const items = part.items.flatMap((item, index) => {
    if (index > 0 && item.length > left) left = 0
    const { text } = cutAtSentence(item, Math.max(0, left))
    left -= item.length
    return text === '' ? [] : [text]
  })
  return { ...part, items }
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
