// HTML inside feeds: made from XHTML or text, stripped for titles, its URLs made absolute.
import { parseHttpUrl } from '../../core/url.ts'
import { headingElements, htmlElements, voidElements } from '../../formats/elements.ts'
import { decodeEntities } from './entities.ts'
import { forEachAttribute, tokenize, type TagSpan } from './tokenizer.ts'

/** Elements that end a word where they stand. */
const separators: ReadonlySet<string> = new Set([
  ...headingElements,
  'blockquote',
  'br',
  'dd',
  'div',
  'dl',
  'dt',
  'hr',
  'li',
  'ol',
  'p',
  'pre',
  'section',
  'table',
  'td',
  'th',
  'tr',
  'ul',
])

/** Text as HTML. */
export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}

/** Whether a text of unknown kind is HTML: it closes an element, has one that is never closed, or a character reference. */
export function looksLikeHtml(text: string): boolean {
  if (text.includes('&') && /&(#\d+|#x[\da-f]+|[a-z][a-z\d]+);/i.test(text)) return true
  if (!text.includes('<')) return false
  return Array.from(text.matchAll(/<(?:\/([a-z][a-z\d]*)\s*|(br|hr|img|wbr)\b[^<>]*)>/gi)).some(([, closed, single]) =>
    htmlElements.has((closed ?? single ?? '').toLowerCase()),
  )
}

/** The text that a reader of the HTML sees, on one line. Tags that HTML does not know are text. */
export function stripTags(html: string): string {
  if (!html.includes('<')) return squeeze(decodeEntities(html))
  const parts: string[] = []
  let hidden = ''
  tokenize(html, 'html', {
    openTag: tag => {
      const name = html.slice(tag.start + 1, tag.nameEnd).toLowerCase()
      if (name === 'script' || name === 'style') hidden = name
      if (separators.has(name)) parts.push(' ')
      else if (!htmlElements.has(name)) parts.push(html.slice(tag.start, tag.end))
    },
    closeTag: (nameStart, nameEnd, start) => {
      const name = html.slice(nameStart, nameEnd).toLowerCase()
      if (name === hidden) hidden = ''
      if (separators.has(name)) parts.push(' ')
      else if (!htmlElements.has(name)) parts.push(`${html.slice(start, nameEnd)}>`)
    },
    text: (start, end) => hidden === '' && parts.push(decodeEntities(html.slice(start, end))),
  })
  return squeeze(parts.join(''))
}

/** The text on one line, blanks made one. */
export function squeeze(text: string): string {
  return (/[^\S ]| {2}/.test(text) ? text.replace(/\s+/g, ' ') : text).trim()
}

/** What XML writes otherwise than HTML: prefixes, namespaces, `<p/>`, CDATA, comments. Markup without it need not be taken apart. */
const differsFromHtml =
  /xmlns|<[!?]|<\/?[\w.-]+:|<(?!(?:area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr)\b)[^<>]*\/>|<\/(?:br|hr|img)\b/i

/**
 * XML markup as HTML: prefixes dropped, `<p/>` written out, namespace declarations left out. A CDATA section is text in XHTML,
 * and in RSS, where nobody means that, HTML.
 */
export function renderXmlMarkup(source: string, cdata: 'text' | 'html'): string {
  if (!differsFromHtml.test(source)) return source.trim()
  const parts: string[] = []
  tokenize(source, 'xml', {
    openTag: tag => {
      const name = localName(source.slice(tag.start + 1, tag.nameEnd))
      const isVoid = voidElements.has(name)
      const asWritten = source.slice(tag.nameEnd, tag.end)
      if (!asWritten.includes('xmlns') && (isVoid || !tag.selfClosing)) parts.push('<', name, asWritten)
      else parts.push('<', name, renderAttributes(source, tag), isVoid || !tag.selfClosing ? '>' : `></${name}>`)
    },
    closeTag: (nameStart, nameEnd) => {
      const name = localName(source.slice(nameStart, nameEnd))
      if (!voidElements.has(name)) parts.push('</', name, '>')
    },
    text: (start, end) => parts.push(source.slice(start, end)),
    cdata: (start, end) =>
      parts.push(cdata === 'html' ? source.slice(start, end) : escapeHtml(source.slice(start, end))),
  })
  return parts.join('').trim()
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function renderAttributes(source: string, tag: TagSpan): string {
  let written = ''
  forEachAttribute(tag, (nameStart, nameEnd, valueStart, valueEnd) => {
    const name = source.slice(nameStart, nameEnd)
    if (name.startsWith('xmlns')) return
    written += ` ${name}="${source.slice(valueStart, valueEnd).replaceAll('"', '&quot;')}"`
  })
  return written
}

/** XHTML without the `<div>` that Atom demands around it; unchanged when more than it stands there. (RFC 4287 §3.1.1.3) */
export function unwrapDiv(xhtml: string): string {
  const open = /^<(?:[\w.-]+:)?div\b[^>]*>/i.exec(xhtml)?.[0]
  const close = /<\/(?:[\w.-]+:)?div\s*>$/i.exec(xhtml)
  if (!open || !close) return xhtml
  let depth = 0
  for (const { 0: tag, index } of xhtml.matchAll(/<\/?(?:[\w.-]+:)?div\b[^>]*>/gi)) {
    if (!tag.endsWith('/>')) depth += tag.startsWith('</') ? -1 : 1
    if (depth === 0) return index === close.index ? xhtml.slice(open.length, index).trim() : xhtml
  }
  return xhtml
}

const urlAttributes: ReadonlySet<string> = new Set([
  'action',
  'background',
  'cite',
  'classid',
  'codebase',
  'data',
  'formaction',
  'href',
  'longdesc',
  'poster',
  'profile',
  'src',
  'srcset',
  'usemap',
])
/** What may stand before the `=` of such an attribute; names are short, so little is looked back. */
const urlName =
  /\s(?:action|background|cite|classid|codebase|data|formaction|href|longdesc|poster|profile|src|srcset|usemap|xml:base)\s*$/i
const LONGEST_NAME = 16
const relativeValue = /\s*["']?(?!["'\s]|https?:|mailto:)/iy

/**
 * Quick test for work to do: an attribute of the above whose value begins with no usual scheme. Goes from one `=` to the next, which
 * prose hardly has, instead of from word to word.
 */
function maybeRelative(html: string): boolean {
  for (let at = html.indexOf('='); at >= 0; at = html.indexOf('=', at + 1)) {
    if (!urlName.test(html.slice(Math.max(0, at - LONGEST_NAME), at))) continue
    relativeValue.lastIndex = at + 1
    if (relativeValue.test(html)) return true
  }
  return false
}

/** An element that declared `xml:base`: what was in force around it, and how many of its namesakes are open inside. */
interface BaseScope {
  readonly name: string
  readonly outer: string
  nested: number
}

/** The HTML with all its relative URLs made absolute; `xml:base` inside it counts. Text and absolute URLs stay byte for byte. */
export function resolveUrls(html: string, base: string): string {
  if (!maybeRelative(html)) return html
  const parts: string[] = []
  const scopes: BaseScope[] = []
  let current = base
  let done = 0
  const resolveAttribute = (name: string, start: number, end: number) => {
    const value = html.slice(start, end)
    const resolved = name === 'srcset' ? resolveSrcset(value, current) : resolveValue(value, current)
    if (resolved === value) return
    const quote = /["']/.test(html.charAt(start - 1)) ? '' : '"'
    parts.push(html.slice(done, start), quote, resolved, quote)
    done = end
  }
  tokenize(html, 'html', {
    openTag: tag => {
      const name = html.slice(tag.start + 1, tag.nameEnd).toLowerCase()
      const scope = scopes.at(-1)
      if (scope?.name === name && !tag.selfClosing) scope.nested++
      forEachAttribute(tag, (nameStart, nameEnd, valueStart, valueEnd) => {
        const attribute = html.slice(nameStart, nameEnd).toLowerCase()
        if (attribute === 'xml:base') {
          scopes.push({ name, outer: current, nested: 0 })
          current = parseHttpUrl(decodeEntities(html.slice(valueStart, valueEnd)), current)?.href ?? current
        } else if (urlAttributes.has(attribute) && valueEnd > valueStart)
          resolveAttribute(attribute, valueStart, valueEnd)
      })
    },
    closeTag: (nameStart, nameEnd) => {
      const scope = scopes.at(-1)
      if (scope?.name !== html.slice(nameStart, nameEnd).toLowerCase() || scope.nested-- > 0) return
      current = scope.outer
      scopes.pop()
    },
  })
  return done === 0 ? html : parts.join('') + html.slice(done)
}

function resolveValue(value: string, base: string): string {
  const text = decodeEntities(value).trim()
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return value
  const resolved = URL.parse(text, base)?.href
  return resolved ? resolved.replaceAll('&', '&amp;').replaceAll('"', '%22') : value
}

function resolveSrcset(value: string, base: string): string {
  return value
    .split(/,\s+/)
    .map(candidate => candidate.trim().replace(/^\S+/, url => resolveValue(url, base)))
    .join(', ')
}

/** The `src` of the first image that is meant to be looked at: no counting pixel, no button. Null when there is none. */
export function findFirstImage(html: string): string | null {
  for (const [tag] of html.matchAll(/<img\b[^>]*/gi)) {
    if (/\s(?:width|height)\s*=\s*["']?[0-3]?\d(?:px)?["'\s/]/i.test(tag)) continue
    const src = /\ssrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))/i.exec(tag)
    const url = parseHttpUrl(decodeEntities(src?.[1] ?? src?.[2] ?? src?.[3] ?? ''))
    if (url && !/\.gif$/i.test(url.pathname) && !/\/~(ff|r|a)\//.test(url.pathname)) return url.href
  }
  return null
}
