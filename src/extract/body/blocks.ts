// Measures of the blocks of an article: how much they say, how much of that is links, where the links go.
import { countHan, singleBlanks } from '../../core/text.ts'
import { parseHttpUrl } from '../../core/url.ts'
import { boxElements, partElements } from '../../formats/elements.ts'
import {
  isElement,
  type Markup,
  type MarkupElement,
  type MarkupNode,
  rootOf,
  textInside,
} from '../../formats/markup.ts'
import { compileSelector, findElements } from '../../formats/select.ts'

const blockNames: ReadonlySet<string> = new Set([...boxElements, ...partElements, 'center', 'figcaption'])
const link = compileSelector('a[href]')
const MIN_LATIN_PROSE = 80
const MIN_HAN_PROSE = 30

/** The line of a node, and the text that it was made of. */
const lines = new WeakMap<MarkupNode, { readonly text: string; readonly line: string }>()

/** The visible text of a node on one line. Each step of the cleaning asks each block anew: it is made again only of another text. */
export function lineOf(node: MarkupNode): string {
  const text = textInside(node)
  const known = lines.get(node)
  if (known?.text === text) return known.line
  const line = singleBlanks(text).trim()
  lines.set(node, { text, line })
  return line
}

/** Whether a line is long enough to be a sentence of the article rather than a label. */
export function isProse(line: string): boolean {
  const han = countHan(line)
  return line.length - han >= MIN_LATIN_PROSE || han >= MIN_HAN_PROSE
}

/** Whether a node is an element that stands on lines of its own. */
export function isBlock(node: MarkupNode): node is MarkupElement {
  return isElement(node) && blockNames.has(node.name)
}

/** The innermost blocks in reading order; together they hold the text, but for text that stands beside blocks. */
export function leafBlocks($: Markup): MarkupElement[] {
  const leaves: MarkupElement[] = []
  const visit = (node: MarkupNode): boolean => {
    if (!('children' in node)) return false
    let hasBlockInside = false
    for (const child of node.children) hasBlockInside = visit(child) || hasBlockInside
    if (!hasBlockInside && isBlock(node)) leaves.push(node)
    return hasBlockInside || isBlock(node)
  }
  visit(rootOf($))
  return leaves
}

/** What share of a node's characters stands in links, 0–1; only links of the page's own site when `ownHost` is given. */
export function linkShare(node: MarkupNode, own?: { readonly url: string }): number {
  const all = lineOf(node).length
  if (all === 0) return 0
  let linked = 0
  const inside = findElements(node, link)
  for (const each of isElement(node) && link(node) ? [node, ...inside] : inside)
    if (!own || isOwnLink(each.attribs.href ?? '', own.url)) linked += lineOf(each).length
  return Math.min(1, linked / all)
}

/** Whether a link stays on the page's site; files to download count as going elsewhere, they are what the article is about. */
export function isOwnLink(href: string, pageUrl: string): boolean {
  const target = parseHttpUrl(href, pageUrl)
  const page = parseHttpUrl(pageUrl)
  if (!target || !page) return true
  if (/\.(pdf|zip|gz|tgz|epub|mp3|mp4|pptx?|docx?)$/i.test(target.pathname)) return false
  return isSameSite(target.href, pageUrl)
}

/** Whether two absolute addresses lie on one site, whatever their host names begin with. */
export function isSameSite(url: string, other: string): boolean {
  const [one, two] = [parseHttpUrl(url), parseHttpUrl(other)]
  return one !== null && two !== null && siteRoot(one.hostname) === siteRoot(two.hostname)
}

/** The last two labels of a host, three below `co.uk` and its like: near enough to a registrable domain. */
function siteRoot(host: string): string {
  const labels = host.split('.')
  const isSecondLevel = /^(com?|net|org|gov|edu|ac)$/.test(labels.at(-2) ?? '') && labels.length > 2
  return labels.slice(isSecondLevel ? -3 : -2).join('.')
}
