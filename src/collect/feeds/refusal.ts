// Says why a text is no feed and what to do about it.
import { WeeklyError } from '../../core/errors.ts'
import { decodeEntities } from './entities.ts'
import { resolveLink } from './links.ts'
import { tokenize } from './tokenizer.ts'

/** Where a page names its feeds, in the first bytes of it. */
const PAGE_WINDOW = 65_536

/** The error for a text in which no feed begins: a page (with the feed that it names), an OPML list, an empty answer, anything else. */
export function explainRefusal(text: string, url: string): WeeklyError {
  const start = text.slice(0, PAGE_WINDOW)
  const root = /<([a-z][\w:.-]*)/i.exec(start)?.[1]?.toLowerCase() ?? null
  if (text.trim() === '')
    return refuse(`${url} gave an empty document`, 'Open the address in a browser; its feed may have moved.')
  if (/<!doctype\s+html|<html[\s>]|<head[\s>]|<body[\s>]/i.test(start)) {
    const feed = findFeedLink(start, url)
    const hint =
      feed === null
        ? 'Look for the feed address on the page, or add the page as a source of kind page.'
        : `The page names this feed: ${feed}`
    return refuse(`${url} gave an HTML page of ${text.length} characters, not a feed`, hint)
  }
  if (root === 'opml')
    return refuse(`${url} is an OPML list of feeds, not a feed`, 'Import it with: weekly source import FILE.opml')
  const found = root === null ? 'text without any element' : `a document that begins with <${root}>`
  return refuse(
    `${url} gave ${found}, not RSS, RDF, Atom or JSON Feed`,
    'Check the address in a browser, or with: weekly source check URL',
  )
}

/** The error for what is no feed: FEED_UNPARSABLE. */
export function refuse(message: string, hint: string, cause?: unknown): WeeklyError {
  return new WeeklyError('FEED_UNPARSABLE', message, { hint, cause })
}

/** The first feed that a page links to in its head. */
function findFeedLink(html: string, url: string): string | null {
  let found: string | null = null
  tokenize(html, 'html', {
    openTag: tag => {
      const source = html.slice(tag.start, tag.end)
      if (found !== null || !/^<link\s[^]*\btype\s*=\s*["']?application\/(rss|atom|feed)\+(xml|json)/i.test(source))
        return
      const href = /\shref\s*=\s*["']?([^\s"'>]+)/i.exec(source)?.[1]
      found = href === undefined ? null : resolveLink(decodeEntities(href), url)
    },
    closeTag: () => undefined,
  })
  return found
}
