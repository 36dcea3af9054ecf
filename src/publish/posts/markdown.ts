// Markdown of the curator's own posts to HTML, with footnotes, headings and code in colours.
// HTML in the Markdown is not let through but shown as it was written (`html: false`), and every element that comes out is written here or
// by markdown-it: so nothing needs the sanitiser, which is for the HTML of others and would take classes, anchors and footnotes away.
import footnotes from 'markdown-it-footnote'
import { makeAnchors } from '../plain-text.ts'
import { withoutForbidden } from '../feeds/xml.ts'
import { highlightCode } from './highlight.ts'
import { createMarkdownParser, type RendererRule, type StateBlock, type Token } from '../prose/markdown-parser.ts'
import { type Intro, readIntro } from './intro.ts'
import type { PictureSize } from './picture-size.ts'

/** A picture as a page can show it; a remote one is linked to, for a page of ours asks no third party for anything. */
export interface Picture {
  readonly url: string
  readonly isRemote: boolean
  readonly size: PictureSize | null
}

/** What the renderer must be told about the world around the text. `line` counts from 1. */
export interface MarkdownPlace {
  /** The address that a link leads to. */
  resolveLink(target: string, line: number): string
  resolvePicture(target: string, line: number): Picture
  readonly words: {
    readonly contents: string
    readonly footnotes: string
    readonly backToText: string
    /** Names one that says nothing of itself. */
    readonly picture: string
  }
  /** Ids that the page around the text uses. */
  readonly takenIds: readonly string[]
}

/** A text as HTML, and what else is to be known of it. */
export interface RenderedMarkdown {
  readonly html: string
  readonly intro: Intro
  /** All words to read, and those of them that are code. */
  readonly text: string
  readonly codeText: string
}

interface Meta {
  picture?: Picture
  isFigure?: boolean
}

const han = /[\p{Script=Han}，。；：！？、（）《》「」“”]/u

const parser = createMarkdownParser().use(footnotes)
// Both may stand right under a paragraph, without a blank line between.
parser.block.ruler.before('paragraph', 'comment', readComment, { alt: ['paragraph', 'reference'] })
parser.block.ruler.before('paragraph', 'contents', readContentsMark, { alt: ['paragraph', 'reference'] })
const { escapeHtml } = parser.utils
const { rules } = parser.renderer
rules['fence'] = renderCode
rules['code_block'] = renderCode
rules['image'] = renderImage
rules['contents'] = (tokens, index) => tokens[index]?.content ?? ''
rules['table_open'] = () => '<div class="wide" tabindex="0"><table>\n'
rules['table_close'] = () => '</table></div>\n'
// No heading's anchor has a colon: the two never meet.
rules['footnote_anchor_name'] = (tokens, index) => `:${(tokens[index]?.meta as { id: number }).id + 1}`
rules['footnote_block_open'] = (_tokens, _index, _options, env) =>
  `<section class="footnotes" aria-label="${escapeHtml(String(env?.['footnotesLabel']))}">\n<ol>\n`
rules['footnote_anchor'] = (tokens, index, _options, env) => {
  const { id, subId } = tokens[index]?.meta as { id: number; subId: number }
  const anchor = `fnref:${id + 1}${subId > 0 ? `:${subId}` : ''}`
  return ` <a href="#${anchor}" class="back" aria-label="${escapeHtml(String(env?.['backLabel']))}">↩\ufe0e</a>`
}

/** Renders a text. What `place` throws comes through; nothing else is thrown, whatever the text. The same text gives the same bytes. */
export function renderMarkdown(source: string, place: MarkdownPlace): RenderedMarkdown {
  const env = { footnotesLabel: place.words.footnotes, backLabel: place.words.backToText }
  const parsed = parser.parse(withoutForbidden(source), env)
  for (const token of parsed) {
    joinHanLines(token)
    resolveTargets(token, place)
    classAlignment(token)
  }
  parsed.forEach((_token, index) => markFigure(parsed, index))
  fillContents(parsed, nameHeadings(parsed, place.takenIds), place.words.contents)
  const tokens = parsed.filter(({ type }) => type !== 'more')
  const codeText = tokens.flatMap(({ type, content }) => (/^(fence|code_block)$/.test(type) ? content : [])).join('\n')
  return {
    html: parser.renderer.render(tokens, parser.options, env),
    intro: readIntro(parsed, token => excerptTextOf(token, place.words.picture)),
    text: `${tokens.map(token => textOf(token)).join('\n')}\n${codeText}`,
    codeText,
  }
}

const lineOf = (state: StateBlock, line: number): string =>
  state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]).trimEnd()

/** A longer one is shown: a mark that is never closed must not make every line look through all that follow. */
const MAX_COMMENT_LINES = 100

/** Block rule: a comment of whole lines is left out; `<!--more-->` leaves its mark. */
function readComment(state: StateBlock, start: number, end: number, isSilent = false): boolean {
  if (!lineOf(state, start).startsWith('<!--')) return false
  let last = start
  const limit = Math.min(end, start + MAX_COMMENT_LINES)
  while (last < limit && !lineOf(state, last).includes('-->')) last++
  if (last === limit || !lineOf(state, last).endsWith('-->')) return false
  if (isSilent) return true
  if (state.level === 0 && /^<!--\s*more\s*-->$/i.test(lineOf(state, start))) state.push('more', '', 0)
  state.line = last + 1
  return true
}

/** Block rule: `[TOC]` on a line of its own is where the table of contents comes. */
function readContentsMark(state: StateBlock, start: number, _end: number, isSilent = false): boolean {
  if (!/^\[TOC\]$/i.test(lineOf(state, start))) return false
  if (isSilent) return true
  state.push('contents', '', 0)
  state.line = start + 1
  return true
}

/** The words of an inline token: no footnote marks, and of a picture what `nameOf` says. */
function textOf({ type, children }: Token, nameOf: (image: Token) => string = () => ''): string {
  if (type !== 'inline') return ''
  const words = (children ?? []).map(child => {
    if (child.type === 'text' || child.type === 'code_inline') return child.content
    if (child.type === 'image') return nameOf(child)
    return /break$/.test(child.type) ? ' ' : ''
  })
  return words.join('').replace(/\s+/g, ' ').trim()
}

/** The words of a paragraph for an index: a picture within a sentence is named, so that the sentence stays one; one by itself is nothing. */
function excerptTextOf(token: Token, picture: string): string {
  const nameOf = (image: Token): string =>
    image.content.trim() || String(image.attrGet('title') ?? '').trim() || picture
  return textOf(token) === '' ? '' : textOf(token, nameOf)
}

/** A line that ends between two Han characters is joined to the next without the space that browsers would show. */
function joinHanLines({ children }: Token): void {
  children?.forEach((child, index) => {
    if (child.type !== 'softbreak') return
    const [before, after] = [children[index - 1]?.content.at(-1), children[index + 1]?.content.at(0)]
    if (before !== undefined && after !== undefined && han.test(before) && han.test(after)) child.type = 'text'
  })
}

function resolveTargets({ children, map }: Token, place: MarkdownPlace): void {
  const line = (map?.[0] ?? 0) + 1
  for (const child of children ?? [])
    if (child.type === 'link_open') child.attrSet('href', place.resolveLink(String(child.attrGet('href') ?? ''), line))
    else if (child.type === 'image')
      child.meta = { picture: place.resolvePicture(String(child.attrGet('src') ?? ''), line) }
}

/** Alignment as a class: the site's pages have no style attributes. */
function classAlignment(token: Token): void {
  const side = /^text-align:(\w+)$/.exec(String(token.attrGet('style') ?? ''))?.[1]
  if (side !== undefined) token.attrs = [['class', side]]
}

/** A picture alone in its paragraph is a figure. */
function markFigure(tokens: readonly Token[], index: number): void {
  const [open, inline, close] = tokens.slice(index, index + 3)
  const [only, ...others] = inline?.children ?? []
  if (open?.type !== 'paragraph_open' || close === undefined || only?.type !== 'image' || others.length > 0) return
  open.tag = close.tag = 'figure'
  // In a tight list paragraphs are hidden, but a figure is not.
  open.hidden = close.hidden = false
  only.meta = { ...(only.meta as Meta), isFigure: true }
}

interface Heading {
  readonly level: number
  readonly anchor: string
  readonly text: string
}

/** Gives headings their ids, and levels from 2 on: above them is the page's own title. */
function nameHeadings(tokens: readonly Token[], takenIds: readonly string[]): readonly Heading[] {
  const anchorOf = makeAnchors(takenIds)
  const levels = tokens.flatMap(({ type, tag }) => (type === 'heading_open' ? Number(tag.slice(1)) : []))
  const shift = 2 - Math.min(...levels)
  const headings: Heading[] = []
  tokens.forEach((token, index) => {
    if (!/^heading_(open|close)$/.test(token.type)) return
    const level = Math.min(Number(token.tag.slice(1)) + shift, 6)
    token.tag = `h${level}`
    const inline = tokens[index + 1]
    if (token.type !== 'heading_open' || !inline) return
    const text = textOf(inline)
    const anchor = anchorOf(text)
    token.attrSet('id', anchor)
    headings.push({ level, anchor, text })
  })
  return headings
}

/** The table of contents, where the text has its first place for it: two levels, in links. */
function fillContents(tokens: readonly Token[], headings: readonly Heading[], label: string): void {
  const lines = headings
    .filter(({ level }) => level <= 3)
    .map(({ level, anchor, text }) => {
      const link = `<a href="#${encodeURIComponent(anchor)}">${escapeHtml(text)}</a>`
      return `<li${level > 2 ? ' class="deep"' : ''}>${link}</li>\n`
    })
  const list = `<ul class="toc">\n${lines.join('')}</ul>`
  const html = `<details class="contents"><summary>${escapeHtml(label)}</summary>\n${list}\n</details>\n`
  const place = tokens.find(({ type }) => type === 'contents')
  if (place && lines.length > 0) place.content = html
}

function renderCode(tokens: Token[], index: number): string {
  const { content = '', info = '' } = tokens[index] ?? {}
  const language = /^[\w#+.-]+/.exec(info.trim())?.[0].toLowerCase() ?? ''
  const named = language === '' ? '' : ` class="language-${escapeHtml(language)}"`
  return `<pre tabindex="0"><code${named}>${highlightCode(content, language)}</code></pre>\n`
}

/** `![alt](file "caption | credit")`: the words under a figure are its title, the credit comes after a bar. */
function renderImage(...[tokens, index, options, env, self]: Parameters<RendererRule>): string {
  const token = tokens[index]
  const { picture, isFigure = false } = token?.meta as Meta
  if (!token || !picture) return ''
  const alt = escapeHtml(self.renderInlineAsText(token.children ?? [], options, env))
  const title = String(token.attrGet('title') ?? '')
  const [caption = '', credit = ''] = title.split(/\s*\|\s*/).map(part => escapeHtml(part.trim()))
  const url = escapeHtml(picture.url)
  const size = picture.size ? ` width="${picture.size.width}" height="${picture.size.height}"` : ''
  const shown = picture.isRemote
    ? `<a href="${url}">${alt || caption || url}</a>`
    : `<img src="${url}" alt="${alt}"${size} loading="lazy">`
  if (!isFigure || (caption === '' && credit === '')) return shown
  return `${shown}<figcaption>${caption}${credit === '' ? '' : ` <small>${credit}</small>`}</figcaption>`
}
