// Links of feeds and items: which element names the page, and its absolute URL.
import { parseHttpUrl } from '../../core/url.ts'
import { findChildren, readAttribute, type FeedElement } from './element.ts'

/** An Atom link with its defaults filled in. (RFC 4287 §4.2.7) */
export interface FeedLink {
  /** Absolute. */
  readonly url: string
  readonly rel: string
  readonly type: string | null
  readonly lengthBytes: number | null
}

/** A URL that needs no parsing to be seen as one: a plain host name whose last label is a word. */
const certainUrl = /^https?:\/\/(?:[a-wyz\d][a-z\d-]{0,62}\.){1,8}[a-z]{2,24}(?:[/?#]\S*)?$/i

/** The absolute http(s) URL; one that is absolute already stays as it was written. Null for anything else. */
export function resolveLink(text: string, base: string): string | null {
  const trimmed = openAmpersands(text.trim())
  if (certainUrl.test(trimmed) || (/^https?:\/\/[^\s]+$/i.test(trimmed) && URL.canParse(trimmed))) return trimmed
  return parseHttpUrl(trimmed.replace(/[\t\r\n]+\s*/g, ''), base)?.href ?? null
}

/** No address means `&amp;`: who escapes twice, or within CDATA, means the sign itself. */
function openAmpersands(url: string): string {
  return url.includes('&') ? url.replace(/&(?:(?:amp|#0{0,4}38|#x0{0,4}26);)+/gi, '&') : url
}

/** All Atom links of an element, wherever the dialect allows them. */
export function readLinks(element: FeedElement, base: string): FeedLink[] {
  return findChildren(element, 'atom:link').flatMap(link => {
    const href = readAttribute(link, 'href')
    const url = href === null ? null : resolveLink(href, link.base ?? base)
    if (url === null) return []
    const rel = (readAttribute(link, 'rel') ?? 'alternate')
      .toLowerCase()
      .replace('http://www.iana.org/assignments/relation/', '')
    const type = readAttribute(link, 'type')
    return [{ url, rel, type, lengthBytes: readBytes(readAttribute(link, 'length')) }]
  })
}

/** The page that the links are about: the first alternate in HTML, else any alternate. */
export function findAlternate(links: readonly FeedLink[]): string | null {
  const alternates = links.filter(link => link.rel === 'alternate')
  const page = alternates.find(link => link.type === null || /html/i.test(link.type))
  return (page ?? alternates[0])?.url ?? null
}

/** A count of bytes; null when it is none. */
export function readBytes(text: string | null): number | null {
  return text !== null && /^\d{1,15}$/.test(text) ? Number(text) : null
}
