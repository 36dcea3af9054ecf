// The texts of an element with what they stand in: link, heading, date, summary.
import { parseHttpUrl } from '../../core/url.ts'
import { silentElements } from '../../formats/elements.ts'
import { isElement, isText, type MarkupElement, type MarkupNode } from '../../formats/markup.ts'
import type { PageAddress } from './page-address.ts'

/** An `a` element that leads to another page; each has its own object. */
export interface PieceLink {
  readonly url: string
  /** The title attribute: whole where the text is cut. */
  readonly hint: string
}

/** A text node with what it stands in. */
export interface Piece {
  readonly text: string
  readonly link: PieceLink | null
  /** Which of the gathered nodes it stands in, from 0. */
  readonly part: number
  /** Pieces of one block run on without a break. */
  readonly block: number
  /** What class names, microdata and `time` say about the text. */
  readonly role: 'title' | 'date' | 'summary' | null
  /** Level of the heading around it, 1–6; null outside headings. */
  readonly heading: number | null
}

/** What was gathered of an element. */
export interface Pieces {
  readonly pieces: readonly Piece[]
  /** Dates in attributes: `datetime`, microdata, the `title` of a relative date. */
  readonly stampedDates: readonly string[]
  /** Links of the first node without a text: empty ones that lie over a card, pictures, icons. */
  readonly bareLinks: readonly BareLink[]
}

/** A link without a text, and what it is called elsewhere: `aria-label`, `title`, the `alt` of its picture; may be empty. */
export interface BareLink extends PieceLink {
  readonly label: string
}

type Place = Pick<Piece, 'link' | 'role' | 'heading'>

/** An item is small; what is larger is read up to here. */
const MAX_NODES = 2_000
const silent: ReadonlySet<string> = new Set([...silentElements, 'math', 'textarea'])
const inline = new Set([
  'a',
  'abbr',
  'b',
  'bdi',
  'bdo',
  'big',
  'cite',
  'code',
  'data',
  'del',
  'dfn',
  'em',
  'font',
  'i',
  'ins',
  'kbd',
  'mark',
  'q',
  's',
  'samp',
  'small',
  'strike',
  'strong',
  'sub',
  'sup',
  'time',
  'tt',
  'u',
  'var',
  'wbr',
  'span',
])
const roles: readonly (readonly [NonNullable<Piece['role']>, RegExp])[] = [
  [
    'date',
    /(?:^|[\s_-])(?:date|time|datetime|published|datepublished|pubdate|pubtime|timestamp|ago|age|riqi|shijian)(?![a-z])/i,
  ],
  [
    'summary',
    /(?:^|[\s_-])(?:summary|excerpt|description|desc|abstract|intro|teaser|snippet|brief|zhaiyao|jianjie)(?![a-z])/i,
  ],
  ['title', /(?:^|[\s_-])(?:title|headline|subject|biaoti)(?![a-z])/i],
]

/** Collects what stands in the nodes, in document order, up to 2,000 nodes. Links to the page itself count as text. */
export function gatherPieces(nodes: readonly MarkupNode[], address: PageAddress): Pieces {
  const pieces: Piece[] = []
  const stampedDates: string[] = []
  const bareLinks: BareLink[] = []
  let block = 0
  let nodesLeft = MAX_NODES
  const visit = (node: MarkupNode, place: Place, part: number): void => {
    if (--nodesLeft < 0) return
    if (isText(node)) pieces.push({ ...place, text: node.data, part, block })
    if (!isElement(node) || silent.has(node.name)) return
    const inside = enter(node, place, address)
    if (inside.role === 'date') stampedDates.push(...stampsOf(node))
    const breaks = inline.has(node.name) ? 0 : 1
    block += breaks
    const before = pieces.length
    for (const child of node.children) visit(child, inside, part)
    const isBare = node.name === 'a' && pieces.slice(before).every(piece => piece.text.trim() === '')
    if (isBare && inside.link && part === 0) bareLinks.push({ ...inside.link, label: labelOf(node) })
    block += breaks
  }
  for (const [part, node] of nodes.entries()) visit(node, { link: null, role: null, heading: null }, part)
  return { pieces, stampedDates, bareLinks }
}

/** The pieces as one line: blocks apart, white space collapsed. */
export function joinPieces(pieces: readonly Piece[]): string {
  const parts = pieces.map((piece, at) =>
    at > 0 && piece.block !== pieces[at - 1]?.block ? ` ${piece.text}` : piece.text,
  )
  return parts.join('').replace(/\s+/g, ' ').trim()
}

function enter(element: MarkupElement, place: Place, address: PageAddress): Place {
  const names = `${element.attribs.class ?? ''} ${element.attribs.itemprop ?? ''}`
  const role = element.name === 'time' ? 'date' : roles.find(([, pattern]) => pattern.test(names))?.[0]
  return {
    link: element.name === 'a' ? readLink(element, address) : place.link,
    // A title inside a summary is part of the summary, a date inside anything is a date.
    role: role === 'date' ? role : (place.role ?? role ?? null),
    heading: /^h[1-6]$/.test(element.name) ? Number(element.name[1]) : place.heading,
  }
}

function readLink({ attribs }: MarkupElement, address: PageAddress): PieceLink | null {
  const href = attribs.href?.trim() ?? ''
  const names = `${attribs.rel ?? ''} ${attribs.class ?? ''}`
  const url =
    href === '' || /(?:^|[\s_-])(?:tag|category|author)(?![a-z])/i.test(names)
      ? null
      : parseHttpUrl(href, address.baseUrl)
  const isSamePage = url?.href.split('#')[0] === address.url.split('#')[0]
  return url && !isSamePage ? { url: url.href, hint: attribs.title?.trim() ?? '' } : null
}

/** What a link without a text is called; the names of pictures are looked for among its next descendants. */
function labelOf(link: MarkupElement): string {
  const inside = link.children.filter(isElement)
  const pictures = [...inside, ...inside.flatMap(child => child.children.filter(isElement))]
  const names = [link.attribs['aria-label'], link.attribs.title, ...pictures.map(({ attribs }) => attribs.alt)]
  return (names.find(name => name !== undefined && name.trim() !== '') ?? '').replace(/\s+/g, ' ').trim().slice(0, 300)
}

function stampsOf({ attribs }: MarkupElement): string[] {
  return [attribs.datetime, attribs.content, attribs.title].filter(stamp => stamp !== undefined)
}
