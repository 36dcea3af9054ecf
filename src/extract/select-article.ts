// The part of a page that the source's own selector names. Called by read-article.ts.
import { WeeklyError } from '../core/errors.ts'
import type { SafeHtml } from '../core/types.ts'
import { parseHttpUrl } from '../core/url.ts'
import { decodeText } from '../net/charset.ts'
import { type Markup, parseMarkup, type Selection } from '../net/markup.ts'
import { textOfHtml } from './html-text.ts'
import { sanitizeHtml } from './sanitize.ts'

export interface SelectedArticle {
  readonly html: SafeHtml
  readonly text: string
}

/**
 * All elements that match, one after the other, parts of others once; null when nothing that matches holds text.
 * Throws PAGE_SELECTOR_INVALID when the selector cannot be read.
 */
export function selectArticle(
  bytes: Uint8Array,
  from: { readonly url: string; readonly contentType?: string },
  selector: string,
): SelectedArticle | null {
  const $ = parseMarkup(decodeText(bytes, { contentType: from.contentType ?? null, kind: 'html' }).text)
  const matched = find($, selector)
  const outer = matched.filter((_, element) => !$(element).parents().is(matched))
  const baseUrl = parseHttpUrl($('base[href]').attr('href') ?? '', from.url)?.href ?? from.url
  const html = sanitizeHtml($.html(outer), baseUrl)
  const text = textOfHtml(html)
  return text === '' ? null : { html, text }
}

function find($: Markup, selector: string): Selection {
  try {
    return $.root().find(selector)
  } catch (cause) {
    throw new WeeklyError(
      'PAGE_SELECTOR_INVALID',
      `article "${selector}" is no CSS selector: ${(cause as Error).message}`,
      {
        hint: 'Write a CSS selector in sources.yaml, such as `article: ".post-body"`.',
        cause,
      },
    )
  }
}
