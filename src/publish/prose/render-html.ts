// The curator's words as HTML: plain and semantic for pages, feeds and books, with styles of their own for mails. Every tag and attribute is
// written here, so that nothing of a text can be markup. Pure.
import { escapeXml } from '../feeds/xml.ts'
import { languageOfScript } from '../plain-text.ts'
import { plainOfSpans, type Prose, type ProseBlock, type SitePicture, type Span } from './prose.ts'

/** Where the HTML stands; a book is XHTML. */
export type HtmlEdition = 'page' | 'feed' | 'mail' | 'epub'

type Tag = 'p' | 'a' | 'ul' | 'ol' | 'li' | 'blockquote' | 'pre' | 'code' | 'img' | 'small'

/** As in templates/mail-story.html. */
const mailStyles: Readonly<Record<Tag, string>> = {
  p: 'margin:8px 0 0',
  a: 'color:#0b4f8a',
  ul: 'margin:8px 20px 0;padding:0',
  ol: 'margin:8px 20px 0;padding:0',
  li: 'margin:0',
  blockquote: 'margin:8px 0 0;padding-left:12px;border-left:3px solid #e3ded3',
  pre: "margin:8px 0 0;font:14px/1.5 Consolas,Menlo,'Courier New',monospace;white-space:pre-wrap",
  code: "font-family:Consolas,Menlo,'Courier New',monospace;font-size:14px",
  img: 'display:block;max-width:100%;height:auto;border:0',
  small: 'font:14px/1.5 Arial,sans-serif;color:#5d6570',
}
/** What dark mails change is told by class. */
const mailClasses: Partial<Record<Tag, string>> = { blockquote: 'r', small: 'q' }
/** A mail's column, without its padding. */
const MAIL_WIDTH = 568

/** A text for an element or an attribute. A mail's own marks begin with two of these signs: words never do. */
function escapeFor(edition: HtmlEdition, text: string): string {
  const escaped = escapeXml(text)
  return edition === 'mail' ? escaped.replaceAll('@@', '@&#64;') : escaped
}

function attributesOf(edition: HtmlEdition, tag: Tag): string {
  if (edition !== 'mail') return ''
  const named = mailClasses[tag] === undefined ? '' : ` class="${mailClasses[tag]}"`
  return `${named} style="${mailStyles[tag]}"`
}

/** The language that the script gives away, and the direction that the words themselves have. */
function languageOf(edition: HtmlEdition, spans: readonly Span[]): string {
  const language = languageOfScript(plainOfSpans(spans))
  const named = language === null ? '' : `${edition === 'epub' ? ` xml:lang="${language}"` : ''} lang="${language}"`
  return `${named} dir="auto"`
}

function renderSpan(span: Span, edition: HtmlEdition): string {
  if ('text' in span) {
    if (span.kind === 'text') return escapeFor(edition, span.text)
    return `<code${attributesOf(edition, 'code')}>${escapeFor(edition, span.text)}</code>`
  }
  const inside = renderSpans(span.spans, edition)
  if (span.kind === 'link')
    return `<a href="${escapeFor(edition, span.url)}"${attributesOf(edition, 'a')}>${inside}</a>`
  return span.kind === 'strong' ? `<strong>${inside}</strong>` : `<em>${inside}</em>`
}

/** Renders a line. */
export function renderSpans(spans: readonly Span[], edition: HtmlEdition): string {
  return spans.map(span => renderSpan(span, edition)).join('')
}

function sizeOf({ size }: SitePicture, edition: HtmlEdition): string {
  if (size === null) return ''
  const scale = edition === 'mail' ? Math.min(1, MAIL_WIDTH / size.width) : 1
  return ` width="${Math.round(size.width * scale)}" height="${Math.round(size.height * scale)}"`
}

function renderPicture({ picture, alt, source }: ProseBlock & { kind: 'picture' }, edition: HtmlEdition): string {
  const url = escapeFor(edition, picture.url)
  const words = escapeFor(edition, alt)
  const end = edition === 'epub' ? '/>' : '>'
  const from = renderSpans(source, edition)
  const shown = edition === 'page' ? escapeFor(edition, picture.path) : url
  const lazy = edition === 'page' ? ' loading="lazy"' : ''
  const image = `<img src="${shown}" alt="${words}"${sizeOf(picture, edition)}${lazy}${attributesOf(edition, 'img')}${end}`
  if (edition === 'mail') {
    const below = from === '' ? '' : `<small${attributesOf(edition, 'small')}>${from}</small>`
    return `<p${attributesOf(edition, 'p')}><a href="${url}"${attributesOf(edition, 'a')}>${image}</a>${below}</p>`
  }
  // A book holds no picture of the web (EPUB 3.3 §3.6): it leads to it.
  const content = edition === 'epub' ? `<p><a href="${url}">${words}</a></p>` : image
  return `<figure>${content}${from === '' ? '' : `<figcaption dir="auto">${from}</figcaption>`}</figure>`
}

function renderItem(item: Prose, edition: HtmlEdition): string {
  const [first, ...others] = item
  const own = attributesOf(edition, 'li')
  if (first?.kind !== 'paragraph') return `<li${own}>${renderProse(item, edition)}</li>`
  // A list of short items has no paragraphs in it.
  const rest = others.length === 0 ? '' : `\n${renderProse(others, edition)}`
  return `<li${languageOf(edition, first.spans)}${own}>${renderSpans(first.spans, edition)}${rest}</li>`
}

function renderBlock(block: ProseBlock, edition: HtmlEdition): string {
  if (block.kind === 'paragraph')
    return `<p${languageOf(edition, block.spans)}${attributesOf(edition, 'p')}>${renderSpans(block.spans, edition)}</p>`
  if (block.kind === 'quote')
    return `<blockquote${attributesOf(edition, 'blockquote')}>\n${renderProse(block.blocks, edition)}\n</blockquote>`
  if (block.kind === 'code') {
    const focus = edition === 'page' ? ' tabindex="0"' : ''
    return `<pre${focus}${attributesOf(edition, 'pre')}><code>${escapeFor(edition, block.text)}</code></pre>`
  }
  if (block.kind === 'picture') return renderPicture(block, edition)
  const tag = block.start === null ? 'ul' : 'ol'
  const start = block.start === null || block.start === 1 ? '' : ` start="${block.start}"`
  const items = block.items.map(item => renderItem(item, edition)).join('\n')
  return `<${tag}${start}${attributesOf(edition, tag)}>\n${items}\n</${tag}>`
}

/** Renders a text; each block on lines of its own. */
export function renderProse(prose: Prose, edition: HtmlEdition): string {
  return prose.map(block => renderBlock(block, edition)).join('\n')
}
