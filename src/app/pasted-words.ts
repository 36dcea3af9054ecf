// What somebody pastes into a field of the desk, as the Markdown that the field takes. Pure.
import { markdownOfHtml } from '../adopt/html-markdown.ts'
import { sanitizeHtml } from '../extract/body/sanitize.ts'

/** Headings are strong lines and pictures are left out, for words of a curator have neither; all else Markdown has a sign for stays. Never throws. */
export function markdownOfPaste(html: string, siteUrl: string): string {
  const safe = sanitizeHtml(html, siteUrl)
    .replace(/<img\b[^>]*>/g, '')
    .replace(/<(\/?)h[1-6]\b[^>]*>/g, (_tag, end: string) => (end === '' ? '<p><strong>' : '</strong></p>'))
  return markdownOfHtml(safe).trim()
}
