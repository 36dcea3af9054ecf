// Markup as a tree to query: cheerio behind one file.
import { load, type Cheerio, type CheerioAPI } from 'cheerio/slim'

/** A parsed page or fragment, asked with CSS selectors: `$('h1').text()`. */
export type Markup = CheerioAPI
/** A selection of nodes. */
export type Selection = ReturnType<ReturnType<CheerioAPI['root']>['contents']>
/** Any node of the tree: element, text, comment. */
export type MarkupNode = Selection extends Cheerio<infer Node> ? Node : never
/** An element of the tree. */
export type MarkupElement = Extract<MarkupNode, { readonly attribs: Record<string, string> }>

type MarkupRoot = ReturnType<CheerioAPI['root']> extends Cheerio<infer Root> ? Root : never
type MarkupText = Extract<MarkupNode, { readonly nodeType: 3 }>

/** Starts and ends of tags that are read. The parser takes time with the square of the depth: this number costs a second or two at worst. */
const MAX_TAGS = 60_000
/** What a tag that is counted has at least. */
const SHORTEST_TAG = 2
/** Browsers stop nesting at 512 levels, nobody writes fifty; whoever reads the tree may recurse, and asks each level for its text. */
const MAX_DEPTH = 128
/** HTML that is written with its characters as they are: as numbered entities a Chinese page would be eight times as long. */
const asHtml = { xml: { xmlMode: false, decodeEntities: true, encodeEntities: 'utf8' } } as const
/** `Node.TEXT_NODE` of the DOM. */
const TEXT_NODE = 3
/** Selecting takes time with the square of the nodes that lie side by side at the top. */
const MAX_TOP_NODES = 1_000

// cheerio gives out no constructors, but its nodes have theirs.
const [sample] = load('<p>-</p>', asHtml).root().contents().get() as [MarkupElement]
const ElementNode = sample.constructor as new (name: string, attribs: Record<string, string>) => MarkupElement
const TextNode = sample.children[0]?.constructor as new (data: string) => MarkupText

/** Parses any text as HTML, up to its 60,000th tag (starts and ends); never throws, takes bounded time, and the tree is at most 128 levels deep. */
export function parseMarkup(html: string): Markup {
  const text = cutAtTag(html)
  const first = load(text, asHtml)
  const markup = rootOf(first).children.length > MAX_TOP_NODES ? load(`<html>${text}`, asHtml) : first
  flattenDepths(markup)
  return markup
}

/** The same HTML within the bounds of `parseMarkup`, for parsers that have none. Fewer elements than levels cannot nest too deep: they are not parsed. */
export function boundMarkup(html: string): string {
  const starts = html.matchAll(/<[a-z]/gi)
  return starts.drop(MAX_DEPTH).next().done === true ? html : parseMarkup(html).html()
}

/** A node of a tree that was not parsed: text, or an element with what stands in it. */
export type Built = string | BuiltElement

/** An element by its lower-cased name. */
export interface BuiltElement {
  readonly name: string
  readonly attribs: Record<string, string>
  readonly children: Iterable<Built>
}

/** Makes a tree of nodes that need no parsing. It is as deep and as large as what it is made of. */
export function buildMarkup(nodes: Iterable<Built>): Markup {
  const markup = load([], asHtml)
  putInside(rootOf(markup), nodes)
  return markup
}

function putInside(parent: MarkupRoot | MarkupElement, nodes: Iterable<Built>): void {
  let previous: MarkupNode | null = null
  for (const built of nodes) {
    const node: MarkupNode =
      typeof built === 'string' ? new TextNode(built) : new ElementNode(built.name, built.attribs)
    if (typeof built !== 'string' && isElement(node)) putInside(node, built.children)
    node.parent = parent
    node.prev = previous
    if (previous) previous.next = node
    parent.children.push(node)
    previous = node
  }
}

/** The node around all others: to ask cheerio for it makes a selection each time. */
export function rootOf(markup: Markup): MarkupRoot {
  const known = roots.get(markup)
  if (known) return known
  const root = markup.root().get(0)
  if (!root) throw new TypeError('markup without a root')
  roots.set(markup, root)
  return root
}

const roots = new WeakMap<Markup, MarkupRoot>()

/** Puts an element around nodes that follow each other. */
export function wrapNodes(nodes: readonly MarkupNode[], name: string): void {
  const [first] = nodes
  const last = nodes.at(-1)
  const parent = first?.parent
  if (!first || !last || !parent) return
  const box = new ElementNode(name, {})
  ;(parent.children as MarkupNode[]).splice((parent.children as MarkupNode[]).indexOf(first), nodes.length, box)
  box.parent = parent
  box.prev = first.prev
  box.next = last.next
  if (box.prev) box.prev.next = box
  if (box.next) box.next.prev = box
  first.prev = last.next = null
  for (const node of nodes) node.parent = box
  box.children = nodes as typeof box.children
}

/** Whether a node is an element (scripts and styles too). */
export function isElement(node: MarkupNode): node is MarkupElement {
  return 'attribs' in node
}

/** Whether a node is text; comments are not. */
export function isText(node: MarkupNode): node is MarkupText {
  return node.nodeType === TEXT_NODE
}

/** All text inside a node, that of scripts and styles too, as it stands. */
export function textInside(node: MarkupNode): string {
  if (isText(node)) return node.data
  if (!('children' in node)) return ''
  let text = ''
  for (const child of node.children) text += isText(child) ? child.data : textInside(child)
  return text
}

function cutAtTag(html: string): string {
  if (html.length < MAX_TAGS * SHORTEST_TAG) return html
  const tag = /<\/?[a-z]/gi
  for (let tags = 0; tag.exec(html); tags++)
    if (tags === MAX_TAGS) return html.slice(0, html.lastIndexOf('<', tag.lastIndex - 1))
  return html
}

/** Everything below MAX_DEPTH comes to lie side by side at that depth, in document order, as browsers do it. */
function flattenDepths(markup: Markup): void {
  const lowest: MarkupNode[] = []
  const descend = (node: MarkupNode, depth: number): void => {
    if (depth === MAX_DEPTH) lowest.push(node)
    else for (const child of childrenOf(node)) descend(child, depth + 1)
  }
  descend(rootOf(markup), 0)
  for (const node of lowest) {
    const inside = descendantsOf(node)
    if (inside.length > 0) markup(node).append(inside)
  }
}

function childrenOf(node: MarkupNode): MarkupNode[] {
  return 'children' in node ? node.children : []
}

/** All nodes inside, in document order, each taken out of its parent. */
function descendantsOf(top: MarkupNode): MarkupNode[] {
  const found: MarkupNode[] = []
  const waiting = childrenOf(top).toReversed()
  for (let node = waiting.pop(); node; node = waiting.pop()) {
    waiting.push(...childrenOf(node).toReversed())
    if ('children' in node) node.children = []
    found.push(node)
  }
  if ('children' in top) top.children = []
  for (const node of found) node.parent = node.prev = node.next = null
  return found
}
