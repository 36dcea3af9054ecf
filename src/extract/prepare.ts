// Makes a page readable for the search for its article: machinery out, lazy images in, code as plain text. Called by extract-article.ts.
import { sideBlockName } from './boilerplate.ts'
import { isElement, isText, type Markup, type MarkupNode } from '../net/markup.ts'

const machinery = new Set(
  'script style link meta base title wbr template iframe object embed svg canvas button input select textarea dialog audio video map'.split(
    ' ',
  ),
)
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
/** The pattern for names takes time with the square of their length. */
const MAX_NAME_CHARACTERS = 300
/** Without its machinery hardly a page is longer; what comes after is not read, so that any page is read in seconds. */
const MAX_BODY_CHARACTERS = 1_000_000

/** Serialises the page as a complete document of what may be text. Changes the tree it is given. */
export function preparePage($: Markup): string {
  const title = $('title').first().text()
  for (const node of $.root().get()) pruneChildren($, node)
  keepSideNames($)
  loadLazyImages($)
  flattenCode($)
  for (const frame of $('html, head, body').get()) {
    frame.name = 'div'
    frame.attribs = {}
  }
  const shell = $('<title></title>').text(title)
  const body = $.html().slice(0, MAX_BODY_CHARACTERS)
  return `<!doctype html><html><head>${$.html(shell)}</head><body>${body}</body></html>`
}

/** Drops machinery, comments and doctype in one pass: removing nodes one by one is quadratic in a hostile page. */
function pruneChildren($: Markup, node: MarkupNode): void {
  if (!('children' in node)) return
  const kept = (node.children as MarkupNode[]).flatMap(child => {
    if (!isElement(child)) return isText(child) ? [child] : []
    if (child.name === 'noscript') return isPicture($, child) ? child.children : []
    return machinery.has(child.name) ? [] : [child]
  })
  let previous: MarkupNode | null = null
  for (const child of kept) {
    child.parent = node
    child.prev = previous
    if (previous) previous.next = child
    child.next = null
    previous = child
    pruneChildren($, child)
  }
  node.children = kept
}

/** Whether what a page shows without scripts is the picture that a script would have loaded. */
function isPicture($: Markup, noscript: MarkupNode): boolean {
  return $(noscript).find('img').length > 0 && $(noscript).text().trim() === ''
}

/** Readability unwraps a box around a single paragraph: the name by which the cleaning knows the box goes to the paragraph. */
function keepSideNames($: Markup): void {
  for (const paragraph of $('div > p:only-child').get()) {
    const box = paragraph.parent
    if (!box || !isElement(box) || !sideBlockName.test(box.attribs.class?.slice(0, MAX_NAME_CHARACTERS) ?? '')) continue
    paragraph.attribs.class = `${paragraph.attribs.class ?? ''} ${box.attribs.class ?? ''}`
  }
}

function loadLazyImages($: Markup): void {
  $('img').each((_, element) => {
    const source = element.attribs.src ?? ''
    if (source !== '' && !source.startsWith('data:') && !/placeholder|blank|spacer|loading|lazy/i.test(source)) return
    for (const name of lazySources) {
      const value = element.attribs[name]?.trim().split(/\s/)[0]
      if (value) {
        element.attribs.src = value
        return
      }
    }
  })
}

/** Highlighters cover code with spans, line numbers and a table; only its text and language are wanted. */
function flattenCode($: Markup): void {
  $('pre').each((_, element) => {
    const block = $(element)
    if (element.children.length > MAX_CODE_ELEMENTS || block.find('*').length > MAX_CODE_ELEMENTS) return
    if (block.find('img, p, table, h1, h2, h3').length > 0) return
    block.find('.line-number, .line-numbers, .lineno, .linenos, .gutter').remove()
    block.find('br').replaceWith('\n')
    block.find('div, li, tr').append('\n')
  })
}
