// Takes out of an article what stands in it without belonging to it, carefully: what looks like text stays.
import { captionEnd, captionLine, captionName, sideBlockName, softwareLine } from './boilerplate.ts'
import { isBlock, isOwnLink, isProse, leafBlocks, lineOf, linkShare } from './blocks.ts'
import {
  isElement,
  isText,
  parseMarkup,
  type Markup,
  type MarkupElement,
  type MarkupNode,
  rootOf,
  textInside,
  wrapNodes,
} from '../../formats/markup.ts'
import { compileSelector, findElements, holdsElement } from '../../formats/select.ts'
import { type AboutArticle, trimEnds } from './trim.ts'

/** What is longer is no article of a person; cleaning it would take seconds. */
const MAX_CHARACTERS = 600_000
/** Elements, each counted as often as it has others around it: the steps look at each from all of these. */
const MAX_WORK = 200_000
/** Elements and pieces of text side by side; taking one out moves the rest. */
const MAX_SIBLINGS = 3_000
const MAX_BLOCK_SHARE = 0.25
const MAX_LONG_PARAGRAPHS = 2
/** At least this many siblings of one name are the article's own structure. */
const MIN_ROW = 4
const MIN_KEPT_SHARE = 0.4
const MIN_PROSE_SHARE = 0.85
const MIN_LIST_LINKS = 5
const MAX_CAPTION_CHARACTERS = 400
/** The patterns for names take time with the square of their length. */
const MAX_NAME_CHARACTERS = 300

const anything = compileSelector('*')
const link = compileSelector('a[href]')
const paragraph = compileSelector('p')
const code = compileSelector('pre')
const boxOfBlocks = compileSelector('p, div, ul, ol, table, pre, h2, h3')
const mayBeCaption = compileSelector('[class], [id], p, span, div, em, small')
const notInNamedCaption = compileSelector('img, figure, pre, h2, h3')
const notInCaption = compileSelector('p, div, pre')
const named = compileSelector('[class], [id]')
const notInSideBlock = compileSelector('pre, h1, blockquote')
const mayBeList = compileSelector('ul, ol, dl, table, nav, div, section')

/** Never dropped for their name: the frame of a page, parts of tables, code, inline things. */
const keptNames = new Set([
  'body',
  'html',
  'article',
  'main',
  'pre',
  'code',
  'a',
  'img',
  'h1',
  'tbody',
  'thead',
  'tr',
  'td',
  'th',
])

/** In this order; each works on the tree it is given and is undone when it leaves too little. */
const steps: readonly ((article: Markup, about: AboutArticle) => void)[] = [
  wrapLooseLines,
  dropSoftwareLines,
  narrow,
  markCaptions,
  dropSideBlocks,
  dropOwnLinkLists,
  trimEnds,
]

/**
 * The cleaned HTML of an article, which is HTML or a tree that can be made again. A step that would leave less than 40 % of the text is
 * not taken, but for those that are sure.
 */
export function cleanArticle(article: string | (() => Markup), about: AboutArticle): string {
  const html = typeof article === 'string' ? article : null
  if (html !== null && (html === '' || html.length > MAX_CHARACTERS)) return html
  const readAnew = typeof article === 'string' ? () => parseMarkup(article) : article
  let $ = readAnew()
  let before = measure($)
  if (before.characters > MAX_CHARACTERS || countWork([rootOf($)]) > MAX_WORK) return html ?? $.html()
  const taken: (typeof steps)[number][] = []
  for (const step of steps) {
    $ = take(step, $, about)
    const after = measure($)
    if (after.nodes === before.nodes && after.captions === before.captions) continue
    if (isSure(step) || after.characters >= before.characters * MIN_KEPT_SHARE) {
      taken.push(step)
      before = after
      continue
    }
    // A step is rarely undone: to take the others again costs less than to keep a copy before each.
    $ = taken.reduce(($, each) => take(each, $, about), readAnew())
  }
  return $.html()
}

/** Takes a step on a tree. A caption does not nest in all that it was found in, a paragraph for one: then the tree is read anew, as HTML does it. */
function take(step: (typeof steps)[number], $: Markup, about: AboutArticle): Markup {
  const before = step === markCaptions ? measure($).captions : 0
  step($, about)
  return step === markCaptions && measure($).captions > before ? parseMarkup($.html()) : $
}

/** What every change of a step changes: it adds nodes, takes nodes out, or makes elements captions. */
function measure($: Markup): { readonly nodes: number; readonly captions: number; readonly characters: number } {
  let [nodes, captions, characters] = [0, 0, 0]
  const visit = (node: MarkupNode): void => {
    nodes++
    if (isText(node)) characters += node.data.length
    if (!('children' in node)) return
    if (isElement(node) && node.name === 'figcaption') captions++
    for (const child of node.children) visit(child)
  }
  visit(rootOf($))
  return { nodes, captions, characters }
}

/** `narrow` judges by itself, and what software says of itself is no text whatever is left. */
function isSure(step: (typeof steps)[number]): boolean {
  return step === narrow || step === dropSoftwareLines
}

/** The sum of the depths of all nodes: what asking each for its text costs; infinite where too many lie side by side. */
export function countWork(roots: readonly MarkupNode[]): number {
  let work = 0
  let level: readonly MarkupNode[] = roots
  for (let depth = 1; level.length > 0; depth++) {
    work += depth * level.length
    if (level.some(node => 'children' in node && node.children.length > MAX_SIBLINGS)) return Infinity
    level = level.flatMap(node => ('children' in node ? node.children : []))
  }
  return work
}

/** Text that stands beside blocks becomes a paragraph of its own, so that every line is in a block that can be judged. */
function wrapLooseLines($: Markup): void {
  const mixed = findElements($, anything).filter(element => isBlock(element) && element.children.some(isBlock))
  for (const element of mixed) {
    let run: MarkupNode[] = []
    for (const child of [...element.children, null]) {
      if (child !== null && !isBlock(child) && !holdsElement(child, boxOfBlocks)) {
        run.push(child)
        continue
      }
      if (run.some(node => textInside(node).trim() !== '')) wrapNodes(run, 'p')
      run = []
    }
  }
}

function dropSoftwareLines($: Markup): void {
  for (const block of leafBlocks($)) if (softwareLine.test(lineOf(block))) $(block).remove()
}

/**
 * Old layouts and forums put a short article among lists of links. Goes down to the block that holds nearly all prose,
 * as long as what it leaves behind is mostly links of the same site.
 */
function narrow($: Markup, about: AboutArticle): void {
  const prose = proseByBlock($)
  const total = prose.get(null) ?? 0
  const children = (of: MarkupNode): MarkupElement[] => ('children' in of ? of.children.filter(isBlock) : [])
  let at: MarkupNode | null = rootOf($)
  let best: MarkupNode | null = null
  while (at !== null && total > 0) {
    const next: MarkupElement | undefined = children(at).find(
      child => (prose.get(child) ?? 0) >= total * MIN_PROSE_SHARE,
    )
    if (next) best = next
    at = next ?? null
  }
  if (best === null) return
  const kept = best
  const inside = new Set(findElements(kept, link))
  const left = findElements($, link).filter(each => !inside.has(each))
  const own = left.filter(({ attribs }) => isOwnLink(attribs.href ?? '', about.url)).length
  const leftLength = lineOf(rootOf($)).length - lineOf(kept).length
  if (own >= MIN_LIST_LINKS && own > left.length * 0.8 && leftLength / own < 80) $.root().empty().append($(kept))
}

/** Characters of prose in each block, under `null` in all: long lines that are no links. */
function proseByBlock($: Markup): ReadonlyMap<MarkupNode | null, number> {
  const prose = new Map<MarkupNode | null, number>()
  for (const leaf of leafBlocks($)) {
    const line = lineOf(leaf)
    if (!isProse(line) || linkShare(leaf) > 0.3) continue
    for (let node: MarkupNode | null = leaf; node; node = node.parent)
      prose.set(node, (prose.get(node) ?? 0) + line.length)
    prose.set(null, (prose.get(null) ?? 0) + line.length)
  }
  return prose
}

function markCaptions($: Markup): void {
  for (const element of findElements($, mayBeCaption)) {
    if (element.name === 'figcaption' || /^(h\d|figure|img|a|pre|code|td|tr|table)$/.test(element.name)) continue
    const isNamed = captionName.test(nameOf(element))
    if (!isNamed && !isBlock(element)) continue
    const line = lineOf(element)
    if (line === '' || line.length > MAX_CAPTION_CHARACTERS) continue
    const isCaption = isNamed
      ? !holdsElement(element, notInNamedCaption)
      : line.length < 200 && (captionLine.test(line) || captionEnd.test(line)) && !holdsElement(element, notInCaption)
    if (isCaption) element.name = 'figcaption'
  }
}

/** Blocks named after what goes with an article, if they are small, and not one of a row of their like: then the name means something else here. */
function dropSideBlocks($: Markup): void {
  const whole = $.root().text().length
  const side = findElements($, named).flatMap(element => {
    const word = keptNames.has(element.name) ? undefined : sideBlockName.exec(nameOf(element))?.[0]
    return word === undefined ? [] : [{ element, word }]
  })
  const rows = Map.groupBy(side, ({ element }) => element.parent)
  for (const { element, word } of side) {
    const alike =
      rows
        .get(element.parent)
        ?.slice(0, 100)
        .filter(other => other.word === word).length ?? 0
    if (alike < MIN_ROW && isSideBlock(element, whole)) $(element).remove()
  }
}

function isSideBlock(element: MarkupElement, wholeLength: number): boolean {
  if (textInside(element).length > wholeLength * MAX_BLOCK_SHARE || holdsElement(element, notInSideBlock)) return false
  const paragraphs = element.name === 'p' ? [element] : findElements(element, paragraph)
  return paragraphs.filter(each => isProse(lineOf(each))).length <= MAX_LONG_PARAGRAPHS
}

function nameOf(element: MarkupElement): string {
  return `${element.attribs.class ?? ''} ${element.attribs.id ?? ''}`.slice(0, MAX_NAME_CHARACTERS)
}

/** Lists of links that stay on the page's own site lead away from the article; lists of links that leave it may be the article. */
function dropOwnLinkLists($: Markup, about: AboutArticle): void {
  for (const element of findElements($, mayBeList)) {
    const links = findElements(element, link)
    if (links.length < 3 || !links.every(({ attribs }) => isOwnLink(attribs.href ?? '', about.url))) continue
    if (linkShare(element) > 0.7 && !holdsElement(element, code)) $(element).remove()
  }
}
