// A post as a row of blocks: headings, paragraphs, quotations, and list items and rows of tables with their links.
import { parseHttpUrl } from '../../core/url.ts'
import {
  isElement,
  isText,
  type Markup,
  type MarkupElement,
  type MarkupNode,
  parseMarkup,
} from '../../formats/markup.ts'

/** A link in a block. */
export interface BlockLink {
  readonly url: string
  readonly text: string
}

/** What stands between blocks and says nothing by itself of where a story begins. */
export type BlockExtra =
  | { readonly kind: 'picture'; readonly url: string; readonly alt: string }
  | { readonly kind: 'code'; readonly text: string }

/** One block; all text is plain. */
export interface ListBlock {
  readonly kind: 'heading' | 'paragraph' | 'quote' | 'item'
  /** 1–6 of a heading; 7 of a paragraph that is nothing but a link, which many blogs use as a heading; 0 of anything else. */
  readonly level: number
  /** With its line breaks. */
  readonly text: string
  readonly links: readonly BlockLink[]
  /** The link with which the block begins. */
  readonly lead: BlockLink | null
  /** Of an item: what is listed below it. */
  readonly below: readonly string[]
  /** Whether all of it is in bold type. */
  readonly isBold?: boolean
  /** The same as HTML, lists below it aside; missing where the text was taken apart. */
  readonly html?: string
  /** Pictures and code that follow it. */
  readonly after?: readonly BlockExtra[]
}

/** Level of a paragraph that is nothing but a link. */
export const LEVEL_OF_LINK = 7
const headingOfLink = { kind: 'heading', level: LEVEL_OF_LINK } as const
/** What stands around the links of a paragraph that is a heading in all but name: blanks, asterisks, dashes, numbers, a remark such as （英文）. */
const decoration = /[(（][^()（）]{1,12}[)）]|[\s*_–—·|:：.．、)）#\d]+/gu
/** A link that stands behind the title that it leads to. */
const linkWord = /^\W*(?:link|url|source|here|read( more)?|链接|原文(链接)?|阅读原文|地址|查看|传送门)\W*$/iu

/** Whether a link says no more than its address. */
export function isBare({ url, text }: BlockLink): boolean {
  return /^(https?:\/\/|www\.)\S+$|^\S+\.\S+\/\S*$/i.test(text.trim()) || text.trim() === '' || url === text
}

/** Reads sanitised HTML. Code and pictures are no blocks of their own, but follow one. */
export function readBlocks(html: string): readonly ListBlock[] {
  const $ = parseMarkup(`<div>${html}</div>`)
  const found = $('div')
    .first()
    .contents()
    .toArray()
    .flatMap(node => blocksOf($, node, false))
  const blocks: ListBlock[] = []
  for (const each of found) {
    const last = blocks.at(-1)
    if ('level' in each) blocks.push(each)
    else if (last) blocks[blocks.length - 1] = { ...last, after: [...(last.after ?? []), each] }
  }
  return blocks.map((block, i) => (isTitleOfNext(block, blocks[i + 1]) ? { ...block, ...headingOfLink } : block))
}

/** Whether a paragraph in bold type stands above an address alone: it is the title of what is there. */
function isTitleOfNext({ kind, isBold, links }: ListBlock, next: ListBlock | undefined): boolean {
  if (kind !== 'paragraph' || !isBold || links.length > 0 || next?.kind !== 'paragraph') return false
  const [link] = next.links
  return link !== undefined && next.links.length === 1 && isBare(link) && next.text.trim() === link.text
}

/** Pictures of an element that has no words. */
function picturesOf($: Markup, node: MarkupElement): BlockExtra[] {
  const images = node.name === 'img' ? [node] : $(node).find('img').toArray().filter(isElement)
  return images.flatMap(({ attribs }) => {
    const url = parseHttpUrl(attribs.src ?? '')?.href
    return url === undefined ? [] : [{ kind: 'picture' as const, url, alt: (attribs.alt ?? '').trim() }]
  })
}

function blocksOf($: Markup, node: MarkupNode, isQuoted: boolean): (ListBlock | BlockExtra)[] {
  if (isText(node))
    return node.data.trim() === '' ? [] : [{ ...blockOf($, [node]), kind: isQuoted ? 'quote' : 'paragraph' }]
  if (!isElement(node)) return []
  const inside = (quoted = isQuoted): (ListBlock | BlockExtra)[] =>
    childrenOf($, node).flatMap(child => blocksOf($, child, quoted))
  if (/^h[1-6]$/.test(node.name))
    return [{ ...blockOf($, childrenOf($, node)), kind: 'heading', level: Number(node.name[1]) }]
  if (node.name === 'blockquote') return inside(true)
  if (node.name === 'ul' || node.name === 'ol')
    return childrenOf($, node)
      .filter(isElement)
      .map(item => itemOf($, item))
  if (node.name === 'table')
    return $(node)
      .find('tr:has(td)')
      .toArray()
      .map(row => rowOf($, row))
  if (node.name === 'pre') return [{ kind: 'code', text: $(node).text() }]
  if (/^(figure|img|hr)$/.test(node.name)) return picturesOf($, node)
  if (/^(div|section|article|main|header|dl|dd)$/.test(node.name)) return inside()
  const block = blockOf($, node.name === 'p' ? childrenOf($, node) : [node])
  // A lone figure beside a picture is a slip.
  const pictures = picturesOf($, node)
  if (block.text.trim() === '' || (pictures.length > 0 && /^\s*\d{1,3}\s*$/.test(block.text))) return pictures
  if (isQuoted) return [{ ...block, kind: 'quote' }]
  if (isLinkAlone(block)) return [{ ...block, ...headingOfLink }]
  return [{ ...block, kind: 'paragraph', isBold: isAllBold($, node, block.text) }]
}

function isAllBold($: Markup, paragraph: MarkupElement, text: string): boolean {
  return $(paragraph).find('> strong, > b').text().trim() === text.trim()
}

const childrenOf = ($: Markup, node: MarkupNode): MarkupNode[] => $(node).contents().toArray()

/** Nothing but a link with words of its own. */
function isLinkAlone({ text, links, lead }: ListBlock): boolean {
  if (!lead || isBare(lead)) return false
  const rest = links.reduce((left, link) => left.replace(link.text, ''), text)
  return rest.replace(decoration, '') === ''
}

function itemOf($: Markup, item: MarkupElement): ListBlock {
  const lists = $(item).find('ul, ol')
  const below = lists
    .find('li')
    .toArray()
    .map(each => $(each).clone().children('ul, ol').remove().end().text().replace(/\s+/g, ' ').trim())
  const own = $(item).clone()
  own.find('ul, ol').remove()
  const block = withTitleBeforeLink(blockOf($, own.contents().toArray()))
  return { ...block, kind: 'item', below: below.filter(text => text !== '') }
}

/** A row as an item, its number aside. */
function rowOf($: Markup, row: MarkupElement): ListBlock {
  const cells = childrenOf($, row).filter(cell => !/^\s*\d{0,3}\s*$/.test($(cell).text()))
  const spaced = cells.flatMap(cell => [...childrenOf($, cell), ...$('<div> </div>').contents().toArray()])
  return { ...blockOf($, spaced), kind: 'item' }
}

/** `A title: https://…` and `A title [link]` begin with their link as well, under the words before it. */
function withTitleBeforeLink(block: ListBlock): ListBlock {
  const [link] = block.links
  if (!link || block.links.length > 1 || !(isBare(link) || linkWord.test(link.text))) return block
  const text = block.text.replace(/\s+/g, ' ').trim()
  const at = text.indexOf(link.text)
  const title = text.slice(0, Math.max(0, at)).replace(/[\s:：\-–—,，(（【[]+$/u, '')
  if (!/\p{L}{2}/u.test(title)) return block
  const rest = text.slice(at + link.text.length).replace(/^[\s)）】\]]+/u, '')
  return { ...block, text: `${title} ${rest}`.trim(), lead: { url: link.url, text: title } }
}

function blockOf($: Markup, nodes: readonly MarkupNode[]): ListBlock {
  const whole = $('<div></div>')
  for (const node of nodes) whole.append($(node).clone())
  const text = whole.text()
  const links = whole
    .find('a[href]')
    .toArray()
    .filter(isElement)
    .flatMap(link => {
      const url = parseHttpUrl(link.attribs.href ?? '')?.href
      return url === undefined ? [] : { url, text: $(link).text().replace(/\s+/g, ' ').trim() }
    })
  const [first] = links
  const start = text.replace(/\s+/g, ' ').replace(/^[\s*_#\d.)、：:\-–—•【[]+/u, '')
  const lead = first && first.text !== '' && start.startsWith(first.text.replace(/^[\d.*\s]+/, '')) ? first : null
  return { kind: 'paragraph', level: 0, text, links, lead, below: [], html: whole.html() ?? '' }
}
