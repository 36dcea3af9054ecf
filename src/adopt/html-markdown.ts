// Sanitised HTML as CommonMark with tables: the articles of an existing blog, for the curator's own folder. Called by app/import-posts.ts.
import type { SafeHtml } from '../core/types.ts'
import { isElement, isText, type Markup, type MarkupElement, type MarkupNode, parseMarkup } from '../formats/markup.ts'

const blockNames = /^(?:h[1-6]|p|hr|blockquote|ul|ol|dl|dt|dd|pre|table|figure|figcaption)$/
const emphases: Readonly<Record<string, string>> = { strong: '**', b: '**', em: '*', i: '*', del: '~~', s: '~~' }

/** Writes Markdown that reads as the HTML does. What Markdown has no sign for stays as its text. Never throws. */
export function markdownOfHtml(html: SafeHtml): string {
  const $ = parseMarkup(html)
  return `${blocksOf($, $.root().contents().toArray()).join('\n\n')}\n`
}

/** The blocks among nodes; what stands between them is a paragraph. */
function blocksOf($: Markup, nodes: readonly MarkupNode[]): string[] {
  const blocks: string[] = []
  let loose: MarkupNode[] = []
  const endParagraph = (): void => {
    const text = paragraphOf($, loose)
    loose = []
    if (text !== '') blocks.push(text)
  }
  for (const node of nodes)
    if (isElement(node) && blockNames.test(node.name)) {
      endParagraph()
      blocks.push(...blockOf($, node).filter(block => block !== ''))
    } else loose.push(node)
  endParagraph()
  return blocks
}

function blockOf($: Markup, element: MarkupElement): string[] {
  const { name } = element
  const inside = childrenOf($, element)
  if (/^h[1-6]$/.test(name)) {
    const title = inlineOf($, inside).replace(/\s+/g, ' ').trim()
    return title === '' ? [] : [`${'#'.repeat(Number(name[1]))} ${title}`]
  }
  if (name === 'hr') return ['* * *']
  if (name === 'pre') return [fenceOf($, element)]
  if (name === 'table') return [tableOf($, element)]
  if (name === 'ul' || name === 'ol') return [listOf($, element)]
  if (name === 'dt') return [emphasise('**', paragraphOf($, inside))]
  const blocks = blocksOf($, inside)
  return name === 'blockquote' ? [blocks.join('\n\n').replace(/^/gm, '> ')] : blocks
}

const childrenOf = ($: Markup, node: MarkupNode): MarkupNode[] => $(node).contents().toArray()

function paragraphOf($: Markup, nodes: readonly MarkupNode[]): string {
  const text = inlineOf($, nodes)
    .replace(/(?:[^\S\n]|\\\n)+$/, '')
    .replace(/^(?:\s|\\\n)+/, '')
  // What would begin a heading, a list or a quotation; `>` is escaped anywhere.
  return text.replace(/^([-+=#])/gm, '\\$1').replace(/^(\d{1,9})([.)])/gm, '$1\\$2')
}

function inlineOf($: Markup, nodes: readonly MarkupNode[]): string {
  return nodes.map(node => inlineNode($, node)).join('')
}

function inlineNode($: Markup, node: MarkupNode): string {
  if (isText(node)) return escapeText(node.data.replace(/\s+/g, ' '))
  if (!isElement(node)) return ''
  const { name, attribs } = node
  if (name === 'br') return '\\\n'
  if (name === 'img') return `![${escapeText(attribs.alt ?? '')}](<${attribs.src ?? ''}>)`
  if (name === 'code' || name === 'kbd' || name === 'samp') return codeOf($(node).text())
  const text = inlineOf($, childrenOf($, node))
  if (name === 'a' && text.trim() !== '')
    return `[${text.trim()}](<${(attribs.href ?? '').replace(/&(?=#?\w+;)/g, '\\&')}>)`
  const sign = emphases[name]
  return sign === undefined ? text : emphasise(sign, text)
}

/** Signs stand close to the words; beside punctuation, which ends many Chinese phrases, CommonMark would not read them. */
function emphasise(sign: string, text: string): string {
  const [, before = '', words = '', after = ''] = /^(\s*)(.*?)(\s*)$/s.exec(text) ?? []
  const isReadable = /^[\p{L}\p{N}](?:.*[\p{L}\p{N}])?$/su.test(words) && !words.includes(sign.charAt(0))
  return isReadable ? `${before}${sign}${words}${sign}${after}` : text
}

function escapeText(text: string): string {
  return text.replace(/[\\`*_[\]<>|~]|&(?=#?\w+;)|!$/g, '\\$&')
}

function codeOf(text: string): string {
  const code = text.replace(/\s+/g, ' ')
  if (code.trim() === '') return code
  const ticks = ticksAround(code, 1)
  const gap = /^`|`$|^ .* $/.test(code) ? ' ' : ''
  return `${ticks}${gap}${code}${gap}${ticks}`
}

/** More ticks than the code has in a row. */
function ticksAround(code: string, least: number): string {
  return '`'.repeat(Math.max(least, ...(code.match(/`+/g) ?? []).map(run => run.length + 1)))
}

function fenceOf($: Markup, pre: MarkupElement): string {
  const classes = [pre, ...$(pre).children('code').toArray()].map(each => $(each).attr('class') ?? '').join(' ')
  const language = /language-(\S+)/.exec(classes)?.[1] ?? ''
  $(pre).find('br').replaceWith('\n')
  const code = $(pre)
    .text()
    .replace(/^\n|\s+$/g, '')
  const ticks = ticksAround(code, 3)
  return `${ticks}${language}\n${code}\n${ticks}`
}

function listOf($: Markup, list: MarkupElement): string {
  const isNumbered = list.name === 'ol'
  const first = Number($(list).attr('start') ?? 1)
  const items = $(list)
    .children('li')
    .toArray()
    .map(item => blocksOf($, childrenOf($, item)))
  // A list within an item needs no empty line above it.
  const isTight = items.every(blocks => blocks.slice(1).every(block => /^(?:- |\d+\. )/.test(block)))
  const written = items.map((blocks, index) => {
    const mark = isNumbered ? `${first + index}. ` : '- '
    return mark + blocks.join(isTight ? '\n' : '\n\n').replace(/\n(?=[^\n])/g, `\n${' '.repeat(mark.length)}`)
  })
  return written.join(isTight ? '\n' : '\n\n')
}

/** The first row is the head, for Markdown has no table without one. */
function tableOf($: Markup, table: MarkupElement): string {
  const rows = $(table)
    .find('tr')
    .toArray()
    .map(row =>
      $(row)
        .children('th, td')
        .toArray()
        .map(cell =>
          inlineOf($, childrenOf($, cell))
            .replace(/(?:\\\n|\s)+/g, ' ')
            .replace(/(?<!\\)\|/g, '\\|')
            .trim(),
        ),
    )
  const columns = Math.max(0, ...rows.map(cells => cells.length))
  if (columns === 0) return ''
  const line = (cells: readonly string[]): string =>
    `| ${Array.from({ length: columns }, (_, index) => cells[index] ?? '').join(' | ')} |`
  const [head = '', ...body] = rows.map(line)
  return [head, `|${' --- |'.repeat(columns)}`, ...body].join('\n')
}
