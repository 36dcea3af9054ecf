// Finds the article in a page: Mozilla's Readability on a linkedom document. Called by extract-article.ts with a prepared page.
import { Readability } from '@mozilla/readability'
import { parseHTML } from 'linkedom'
import type { Markup } from '../net/markup.ts'

/** More elements and character references than this are no article; each makes nodes, and Readability's time grows with them. */
const MAX_NODES = 12_000

/**
 * The article's HTML with its classes, unsanitised; null when Readability finds none, or the page has more of them than can be read in time.
 * The page must have `html` and `body` elements.
 */
export function readReadable(html: string): string | null {
  if (
    html
      .matchAll(/<[a-z]|&/gi)
      .drop(MAX_NODES)
      .next().done !== true
  )
    return null
  const page = parseHTML(html) as { readonly document: unknown }
  try {
    const options = { keepClasses: true, disableJSONLD: true }
    return new Readability(page.document, options).parse()?.content ?? null
  } catch {
    // Readability throws on trees that only broken pages have: the caller has other ways.
    return null
  }
}

/** How pages mark their article, the surest first. */
const marks = [
  '[itemprop="articleBody"]',
  '.post-content, .entry-content, .article-content, .article-body, .post-body, .markdown-body',
  'article',
  'main, [role="main"]',
  '#content, .content',
]

/**
 * The one element that the page itself marks as its article; null when none or several are marked. Finds what Readability
 * passes over: a list of links, a picture with three lines.
 */
export function readMarked($: Markup): string | null {
  for (const mark of marks) {
    const marked = $(mark)
    if (marked.length === 1 && marked.text().trim() !== '') return $.html(marked)
  }
  return null
}
