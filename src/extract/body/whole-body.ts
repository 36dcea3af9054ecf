// The part of a page that holds its article, whole: where a reader of articles would drop headings that are links, a reading list needs
// them.
import { lettersOf } from '../../core/text.ts'
import type { SafeHtml } from '../../core/types.ts'
import { parseHttpUrl } from '../../core/url.ts'
import { decodeText } from '../../formats/charset.ts'
import { type Markup, type MarkupElement, parseMarkup } from '../../formats/markup.ts'
import { sanitizeHtml } from './sanitize.ts'

/** An element with more than this many times the article's text holds something else as well: then the article as it was read is nearer. */
const TOO_MUCH = 2
/** A child that holds this part of the article's text holds the article. */
const WHOLE_SHARE = 0.9

/** The innermost element that holds an article's text, sanitised with everything in it; the article itself where none holds it alone. */
export function readWholeBody(
  bytes: Uint8Array,
  from: { readonly url: string; readonly contentType?: string },
  article: { readonly text: string; readonly html: SafeHtml },
): SafeHtml {
  const $ = parseMarkup(decodeText(bytes, { contentType: from.contentType ?? null, kind: 'html' }).text)
  const baseUrl = parseHttpUrl($('base[href]').attr('href') ?? '', from.url)?.href ?? from.url
  $('script, style, noscript, template, svg, form, nav, aside, footer, [class*=sidebar]').remove()
  const letters = lettersOf(article.text).length * WHOLE_SHARE
  let body: MarkupElement | undefined
  for (let inner = $('body').get(0); inner; inner = findHolder($, inner, letters)) body = inner
  const isFound = body && lettersOf($(body).text()).length <= letters * TOO_MUCH
  return isFound ? sanitizeHtml($(body).html() ?? '', baseUrl) : article.html
}

function findHolder($: Markup, element: MarkupElement, letters: number): MarkupElement | undefined {
  return $(element)
    .children()
    .toArray()
    .find(child => lettersOf($(child).text()).length >= letters)
}
