// The curator's words as plain text, a link as `words <url>`, and as Markdown that any reader of CommonMark understands. Pure.
import { plainOfSpans, type Prose, type ProseBlock, type Span } from './prose.ts'

function textOfSpan(span: Span): string {
  if ('text' in span) return span.text
  const words = textOfSpans(span.spans)
  if (span.kind !== 'link') return words
  const address = span.url.replace(/^mailto:/i, '')
  return words === span.url || words === address ? words : `${words} <${address}>`
}

/** A line of plain text. */
export function textOfSpans(spans: readonly Span[]): string {
  return spans.map(textOfSpan).join('')
}

const indent = (text: string, first: string, others: string): string =>
  text
    .split('\n')
    .map((line, index) =>
      line === '' && others.trim() === '' ? '' : `${index === 0 ? first : others}${line}`.trimEnd(),
    )
    .join('\n')

const markOf = (start: number | null, index: number, bullet: string): string =>
  start === null ? `${bullet} ` : `${start + index}. `

/** What differs between the two forms. */
interface Form {
  readonly bullet: string
  readonly spans: (spans: readonly Span[]) => string
  readonly code: (text: string) => string
  readonly picture: (alt: string, url: string) => string
}

const plainForm: Form = {
  bullet: '*',
  spans: textOfSpans,
  code: text => indent(text, '    ', '    '),
  picture: (alt, url) => `${alt} <${url}>`,
}

function renderBlock(block: ProseBlock, form: Form): string {
  if (block.kind === 'paragraph') return form.spans(block.spans)
  if (block.kind === 'quote') return indent(renderBlocks(block.blocks, form), '> ', '> ')
  if (block.kind === 'code') return form.code(block.text)
  if (block.kind === 'picture')
    return [
      form.picture(block.alt, block.picture.url),
      ...(block.source.length > 0 ? [form.spans(block.source)] : []),
    ].join('\n')
  return block.items
    .map((item, index) => {
      const mark = markOf(block.start, index, form.bullet)
      return indent(renderItem(item, form), mark, ' '.repeat(mark.length))
    })
    .join('\n')
}

/** What is listed below an item follows it without a blank line. */
function renderItem(item: Prose, form: Form): string {
  const [first, second] = item
  const isTight = item.length === 2 && first?.kind === 'paragraph' && second?.kind === 'list'
  return isTight ? item.map(block => renderBlock(block, form)).join('\n') : renderBlocks(item, form)
}

const renderBlocks = (prose: Prose, form: Form): string => prose.map(block => renderBlock(block, form)).join('\n\n')

/** Plain text; `before` stands in front of each line. */
export function textOfProse(prose: Prose, before = ''): string {
  const text = renderBlocks(prose, plainForm)
  return before === '' ? text : indent(text, before, before)
}

/** A line that CommonMark gives back as it was: punctuation with a meaning is escaped, and what would begin a list, a heading or a quotation. */
export function escapeMarkdown(line: string): string {
  return line
    .replace(/[\\`*_[\]<>&#|~!$]/g, '\\$&')
    .replace(/^([-+=])/, '\\$1')
    .replace(/^(\d{1,9})([.)])/, '$1\\$2')
}

/** In an address as well CommonMark reads `&lt;` as a character. */
export function escapeReferences(url: string): string {
  return url.replace(/&(?=#?\w+;)/g, '\\&')
}

const longestRun = (text: string): number => Math.max(0, ...(text.match(/`+/g) ?? []).map(run => run.length))

function codeSpan(text: string): string {
  const ticks = '`'.repeat(longestRun(text) + 1)
  const gap = /^`|`$/.test(text) ? ' ' : ''
  return `${ticks}${gap}${text}${gap}${ticks}`
}

function markdownOfSpan(span: Span): string {
  if ('text' in span) return span.kind === 'text' ? escapeMarkdown(span.text) : codeSpan(span.text)
  const words = markdownOfSpans(span.spans)
  if (span.kind === 'link')
    return plainOfSpans(span.spans) === span.url ? `<${span.url}>` : `[${words}](<${escapeReferences(span.url)}>)`
  return span.kind === 'strong' ? `**${words}**` : `*${words}*`
}

/** A line of Markdown. */
export function markdownOfSpans(spans: readonly Span[]): string {
  return spans.map(markdownOfSpan).join('')
}

const markdownForm: Form = {
  // Points begin with another sign: two lists that follow each other stay two.
  bullet: '*',
  spans: markdownOfSpans,
  code: text => {
    const fence = '`'.repeat(Math.max(3, longestRun(text) + 1))
    return `${fence}\n${text}\n${fence}`
  },
  picture: (alt, url) => `![${escapeMarkdown(alt)}](<${escapeReferences(url)}>)`,
}

/** Markdown; `before` stands in front of each line. */
export function markdownOfProse(prose: Prose, before = ''): string {
  const text = renderBlocks(prose, markdownForm)
  return before === '' ? text : indent(text, before, before)
}
