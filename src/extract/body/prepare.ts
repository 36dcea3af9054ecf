// Makes a page readable for the search for its article: machinery out, lazy images in, code as plain text.
import { afterArticleHeading, sideBlockName } from './boilerplate.ts'
import { linkShare } from './blocks.ts'
import { joinDropCaps } from './drop-caps.ts'
import { lettersOf } from '../../core/text.ts'
import {
  isElement,
  isText,
  type Markup,
  type MarkupElement,
  type MarkupNode,
  rootOf,
  textInside,
} from '../../formats/markup.ts'
import { compileSelector, findElements, holdsElement, isWithin } from '../../formats/select.ts'

const machinery = new Set([
  'script',
  'style',
  'link',
  'meta',
  'base',
  'title',
  'wbr',
  'template',
  'iframe',
  'object',
  'embed',
  'svg',
  'canvas',
  'button',
  'input',
  'select',
  'textarea',
  'dialog',
  'audio',
  'video',
  'map',
])
const lazySources = [
  'data-src',
  'data-original',
  'data-lazy-src',
  'data-actualsrc',
  'data-original-src',
  'data-hi-res-src',
  'data-srcset',
  'srcset',
]

/** Selecting among many neighbours and changing them one by one are quadratic; a longer program keeps its markup. */
const MAX_CODE_ELEMENTS = 4_000
/** A table and its cells may stand between the code and its box. */
const MAX_CODE_BOXES = 6
/** The pattern for names takes time with the square of their length. */
const MAX_NAME_CHARACTERS = 300
/** Hidden elements, quotes and headings that are looked at: each is asked for its text. */
const MAX_HIDDEN = 20
const MAX_QUOTES = 100
const MAX_HEADINGS = 500
const MAX_FRAMES = 50
const MAX_FRAME_CHARACTERS = 300
/** The quote, its script, perhaps a caption. */
const MAX_EMBED_PARTS = 3
/** A hidden element with at least this share of the page's text is the article. */
const MAIN_SHARE = 0.4
/** Without its machinery hardly a page is longer; what comes after is not read, so that any page is read in seconds. */
const MAX_BODY_CHARACTERS = 1_000_000

const title = compileSelector('title')
const image = compileSelector('img')
const lazyImage = compileSelector('amp-img')
const frame = compileSelector('html, head, body')
const framePart = compileSelector(
  'nav, [role="navigation"], header, footer, [role="banner"], [role="contentinfo"], #masthead, #colophon, #footer',
)
const main = compileSelector('article, main')
const onlyParagraph = compileSelector('div > p:only-child')
const headingAnchor = compileSelector('a.headerlink, a.anchor, a.anchorjs-link, a.heading-anchor')
const heading = compileSelector('h1, h2, h3, h4, h5, h6')
const hidden = compileSelector('[style*="hidden"], [style*="none"], [style*="opacity"], [hidden], [aria-hidden="true"]')
const quotation = compileSelector('blockquote')
const embed = compileSelector('[class*="social"], [class*="embed"]')
const gutter = compileSelector('td.gutter, td.linenos, td.line-numbers')
const preformatted = compileSelector('pre')
const notInCode = compileSelector('img, p, table, h1, h2, h3')

/** Leaves what may be text in a page, and answers the title of the document. Changes the tree it is given. */
export function preparePage($: Markup): string {
  const [named] = findElements($, title, 1)
  const documentTitle = named ? textInside(named) : ''
  pruneChildren(rootOf($))
  dropFrame($)
  keepSideNames($)
  forgetSlugs($)
  revealHidden($)
  joinDropCaps($)
  keepQuotedEmbeds($)
  loadLazyImages($)
  flattenCode($)
  for (const part of findElements($, frame)) {
    part.name = 'div'
    part.attribs = part.attribs.itemtype === undefined ? {} : { itemtype: part.attribs.itemtype }
  }
  return documentTitle
}

/** A page that was prepared as a complete document. */
export function writePage($: Markup, documentTitle: string): string {
  const shell = $('<title></title>').text(documentTitle)
  const body = $.html().slice(0, MAX_BODY_CHARACTERS)
  return `<!doctype html><html><head>${$.html(shell)}</head><body>${body}</body></html>`
}

/** Drops machinery, comments and doctype in one pass: removing nodes one by one is quadratic in a hostile page. */
function pruneChildren(node: MarkupNode): void {
  if (!('children' in node)) return
  const kept = (node.children as MarkupNode[]).flatMap(child => {
    if (!isElement(child)) return isText(child) ? [child] : []
    if (child.name === 'noscript') return isPicture(child) ? child.children : []
    return machinery.has(child.name) ? [] : [child]
  })
  let previous: MarkupNode | null = null
  for (const child of kept) {
    child.parent = node
    child.prev = previous
    if (previous) previous.next = child
    child.next = null
    previous = child
    pruneChildren(child)
  }
  node.children = kept
}

/** Whether what a page shows without scripts is the picture that a script would have loaded. */
function isPicture(noscript: MarkupNode): boolean {
  return holdsElement(noscript, image) && textInside(noscript).trim() === ''
}

/** Readability unwraps a box around a single paragraph: the name by which the cleaning knows the box goes to the paragraph. */
function keepSideNames($: Markup): void {
  for (const paragraph of findElements($, onlyParagraph)) {
    const box = paragraph.parent
    if (!box || !isElement(box) || !sideBlockName.test(box.attribs.class?.slice(0, MAX_NAME_CHARACTERS) ?? '')) continue
    paragraph.attribs.class = `${paragraph.attribs.class ?? ''} ${box.attribs.class ?? ''}`
  }
}

/** Menus, and the head and foot of the page where they say nothing: around a short article Readability takes them for its text. */
function dropFrame($: Markup): void {
  for (const element of findElements($, framePart, MAX_FRAMES)) {
    const isMenu = element.name === 'nav' || element.attribs.role === 'navigation'
    if (holdsElement(element, main) || (!isMenu && isWithin(element, main))) continue
    if (isMenu ? linkShare(element) > 0.5 : textInside(element).trim().length < MAX_FRAME_CHARACTERS)
      $(element).remove()
  }
}

/** The links beside a heading that lead to itself: `¶`, `#`. Called before titles are read. */
export function dropHeadingAnchors($: Markup): void {
  const anchors = findElements($, headingAnchor, MAX_HEADINGS)
  const marks = anchors.filter(anchor => /^[^\p{L}\p{N}]*$/u.test(textInside(anchor)))
  if (marks.length > 0) $(marks).remove()
}

/** The id of a heading, or of its section, is made of its words: `#related-work` names no box of related articles, unless the heading itself announces one. */
function forgetSlugs($: Markup): void {
  for (const each of findElements($, heading, MAX_HEADINGS)) {
    delete each.attribs.id
    const box = each.parent
    if (!box || !isElement(box) || box.attribs.id === undefined) continue
    const words = textInside(each).slice(0, MAX_NAME_CHARACTERS).trim()
    if (lettersOf(words).startsWith(lettersOf(box.attribs.id)) && !afterArticleHeading.test(words))
      delete box.attribs.id
  }
}

/** Some pages hide their article until a script has run; what holds most of the text is shown. Readability passes over what is hidden. */
function revealHidden($: Markup): void {
  const elements = findElements($, hidden, MAX_HIDDEN)
  const whole = elements.length === 0 ? 0 : $.root().text().length
  for (const element of elements) {
    if (textInside(element).length < whole * MAIN_SHARE) continue
    const { class: name = '', itemprop = '' } = element.attribs
    element.attribs = { class: name, itemprop }
  }
}

/** Quoted messages of social networks are part of what is told. Readability drops the boxes around them, for their names or as `div`s full of links. */
function keepQuotedEmbeds($: Markup): void {
  for (const quote of findElements($, quotation, MAX_QUOTES))
    for (let box = quote.parent; box; box = box.parent)
      if (isElement(box) && embed(box) && box.children.length <= MAX_EMBED_PARTS)
        [box.name, box.attribs] = ['section', {}]
}

function loadLazyImages($: Markup): void {
  for (const each of findElements($, lazyImage)) each.name = 'img'
  for (const element of findElements($, image)) {
    const source = element.attribs.src ?? ''
    if (source !== '' && !source.startsWith('data:') && !/placeholder|blank|spacer|loading|lazy/i.test(source)) continue
    for (const name of lazySources) {
      const value = element.attribs[name]?.trim().split(/\s/)[0]
      if (value) {
        element.attribs.src = value
        break
      }
    }
  }
}

/** Highlighters cover code with spans, line numbers and a table; only its text and language are wanted. */
function flattenCode($: Markup): void {
  const gutters = findElements($, gutter, MAX_HEADINGS)
  if (gutters.length > 0) $(gutters).remove()
  for (const element of findElements($, preformatted)) {
    const block = $(element)
    nameLanguage(element)
    if (element.children.length > MAX_CODE_ELEMENTS || block.find('*').length > MAX_CODE_ELEMENTS) continue
    if (holdsElement(element, notInCode)) continue
    block.find('.line-number, .line-numbers, .lineno, .linenos, .gutter').remove()
    block.find('br').replaceWith('\n')
    block.find('div, li, tr').append('\n')
  }
}

/** Highlighters name the language on a box around the code: `highlight-console`, `highlight bash`, `highlight-source-go`. */
function nameLanguage(code: MarkupElement): void {
  let box = code.parent
  for (let level = 0; level < MAX_CODE_BOXES && box && isElement(box); level++, box = box.parent) {
    const classes = box.attribs.class?.slice(0, MAX_NAME_CHARACTERS) ?? ''
    const language = /(?:^|\s)(?:highlight-(?:source-|text-)?|language-|lang-|highlight\s+)([a-z][a-z\d+#.-]*)/i.exec(
      classes,
    )?.[1]
    if (language === undefined || /^(?:default|notranslate|code|wrap)/i.test(language)) continue
    code.attribs.class = `${code.attribs.class ?? ''} language-${language}`.trim()
    return
  }
}
