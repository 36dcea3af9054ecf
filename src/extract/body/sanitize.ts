// The only maker of SafeHtml: an allow-list over sanitize-html. Called for articles by extract-article.ts and for the HTML of feeds.
import sanitize from 'sanitize-html'
import type { SafeHtml } from '../../core/types.ts'
import { parseHttpUrl } from '../../core/url.ts'
import { headingElements } from '../../formats/elements.ts'
import { boundMarkup } from '../../formats/markup.ts'

const allowedTags = [
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'p',
  'br',
  'hr',
  'blockquote',
  'q',
  'cite',
  'ul',
  'ol',
  'li',
  'dl',
  'dt',
  'dd',
  'pre',
  'code',
  'kbd',
  'samp',
  'var',
  'a',
  'strong',
  'b',
  'em',
  'i',
  'u',
  's',
  'del',
  'ins',
  'sub',
  'sup',
  'small',
  'mark',
  'abbr',
  'table',
  'caption',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'th',
  'td',
  'figure',
  'figcaption',
  'img',
  'time',
  'ruby',
  'rt',
  'rp',
]
/** Elements whose content is no text to read. */
const tagsWithoutText = [
  'script',
  'style',
  'noscript',
  'textarea',
  'option',
  'select',
  'button',
  'title',
  'svg',
  'annotation',
  'template',
  'iframe',
  'object',
  'audio',
  'video',
  'canvas',
]
const MAX_DEPTH = 100
/** Two is the rule, the second to see that nothing changes; three what a table in a formula in a paragraph takes, and no random fragment took more. */
const MAX_PASSES = 6
const headings: readonly string[] = headingElements

/**
 * Makes HTML safe to publish: headings, paragraphs, lists, tables, code with its language, quotes, figures, `<time>`, links (http, https,
 * mailto; `rel="noopener nofollow ugc"`), images over https with their sizes. No class but a code language, no id, style or event;
 * URLs absolute. A text with an `h1` has all headings one level lower, for the page's own title is above it. Idempotent; never throws.
 */
export function sanitizeHtml(html: string, baseUrl: string): SafeHtml {
  // What a dropped tag kept apart nests anew when it is read again: only what reads as it was written is given out.
  let safe = sanitizeOnce(boundMarkup(html), baseUrl)
  for (let pass = 1; pass < MAX_PASSES; pass++) {
    const again = sanitizeOnce(safe, baseUrl)
    if (again === safe) return safe
    safe = again
  }
  return sanitize(safe, { allowedTags: [], allowedAttributes: {} }) as SafeHtml
}

function sanitizeOnce(html: string, baseUrl: string): SafeHtml {
  const isShifted = /<h1[\s>/]/i.test(html)
  const transformTags: Record<string, sanitize.Transformer | string> = {
    a: (_, attribs) => safeLink(attribs, baseUrl),
    img: (_, attribs) => safeImage(attribs, baseUrl),
    pre: withLanguage,
    code: withLanguage,
    strike: 'del',
    tt: 'code',
    center: 'p',
  }
  if (isShifted)
    for (const [level, name] of headings.entries()) transformTags[name] = headings[Math.min(level + 1, 5)] ?? 'h6'
  const safe = sanitize(html, {
    allowedTags,
    nonTextTags: tagsWithoutText,
    nestingLimit: MAX_DEPTH,
    allowedSchemes: ['http', 'https', 'mailto'],
    allowProtocolRelative: false,
    allowedAttributes: {
      a: ['href', 'title', 'rel'],
      img: ['src', 'alt', 'title', 'width', 'height', 'loading'],
      pre: ['class'],
      code: ['class'],
      td: ['colspan', 'rowspan'],
      th: ['colspan', 'rowspan', 'scope'],
      ol: ['start', 'reversed'],
      time: ['datetime'],
      abbr: ['title'],
    },
    transformTags,
    exclusiveFilter: ({ tag, attribs }) =>
      tag === 'a' && !attribs.href ? 'excludeTag' : tag === 'img' && !attribs.src,
  })
  // Left where a paragraph was taken apart; a `<` of text or attributes is written as an entity.
  return safe.replaceAll('<p></p>', '') as SafeHtml
}

function safeLink(attribs: sanitize.Attributes, baseUrl: string): sanitize.Tag {
  const href = attribs.href?.trim() ?? ''
  const target = /^mailto:[^\s<>"]+@[^\s<>"]+$/i.test(href) ? href : parseHttpUrl(href, baseUrl)?.href
  // Without an address only the text stays: see the filter.
  if (!href || !target) return { tagName: 'a', attribs: {} }
  return {
    tagName: 'a',
    attribs: { href: target, ...pick(attribs, 'title'), rel: 'noopener nofollow ugc' },
  }
}

/** Images over plain http are asked for over https, as browsers do; counting pixels go. */
function safeImage(attribs: sanitize.Attributes, baseUrl: string): sanitize.Tag {
  const source = parseHttpUrl(attribs.src ?? '', baseUrl)
  const isPixel = [attribs.width, attribs.height].some(size => size !== undefined && /^[01](px)?$/.test(size.trim()))
  if (!attribs.src?.trim() || !source || isPixel) return { tagName: 'img', attribs: {} }
  if (source.protocol === 'http:') source.protocol = 'https:'
  const sizes: sanitize.Attributes = {}
  for (const name of ['width', 'height']) {
    const pixels = /^(\d{1,5})(px)?$/.exec(attribs[name]?.trim() ?? '')?.[1]
    if (pixels) sizes[name] = pixels
  }
  return {
    tagName: 'img',
    attribs: { src: source.href, alt: attribs.alt ?? '', ...pick(attribs, 'title'), ...sizes, loading: 'lazy' },
  }
}

function withLanguage(tagName: string, attribs: sanitize.Attributes): sanitize.Tag {
  const language = languageOfCode(`${attribs.class ?? ''} ${attribs['data-lang'] ?? ''}`)
  return { tagName, attribs: language ? { class: `language-${language}` } : {} }
}

/** The language that a highlighter's class names: `language-go`, `lang-go`, `brush: go`, `highlight-source-go`. */
function languageOfCode(classes: string): string | null {
  const named =
    /(?:^|\s)(?:language-|lang-|brush:\s*|highlight-source-|highlight-text-)([a-z][a-z\d+#.-]{0,19})(?=[\s;]|$)/i
  return named.exec(classes)?.[1]?.toLowerCase() ?? null
}

function pick(attribs: sanitize.Attributes, name: string): sanitize.Attributes {
  const value = attribs[name]
  return value ? { [name]: value } : {}
}
