// Makes a page readable for the search for its article: machinery out, lazy images in, code as plain text.
import { afterArticleHeading, sideBlockName } from './boilerplate.ts'
import { linkShare } from './blocks.ts'
import { joinDropCaps } from './drop-caps.ts'
import { lettersOf } from '../../core/text.ts'
import { isElement, isText, type Markup, type MarkupElement, type MarkupNode } from '../../formats/markup.ts'

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

/** Serialises the page as a complete document of what may be text. Changes the tree it is given. */
export function preparePage($: Markup): string {
  const title = $('title').first().text()
  for (const node of $.root().get()) pruneChildren($, node)
  dropFrame($)
  keepSideNames($)
  forgetSlugs($)
  revealHidden($)
  joinDropCaps($)
  keepQuotedEmbeds($)
  loadLazyImages($)
  flattenCode($)
  for (const frame of $('html, head, body').get()) {
    frame.name = 'div'
    frame.attribs = frame.attribs.itemtype === undefined ? {} : { itemtype: frame.attribs.itemtype }
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

const framePart =
  'nav, [role="navigation"], header, footer, [role="banner"], [role="contentinfo"], #masthead, #colophon, #footer'

/** Menus, and the head and foot of the page where they say nothing: around a short article Readability takes them for its text. */
function dropFrame($: Markup): void {
  for (const element of $(framePart).slice(0, MAX_FRAMES).get()) {
    const isMenu = element.name === 'nav' || element.attribs.role === 'navigation'
    const frame = $(element)
    if (frame.find('article, main').length > 0 || (!isMenu && frame.closest('article, main').length > 0)) continue
    if (isMenu ? linkShare($, element) > 0.5 : frame.text().trim().length < MAX_FRAME_CHARACTERS) frame.remove()
  }
}

/** The links beside a heading that lead to itself: `¶`, `#`. Called before titles are read. */
export function dropHeadingAnchors($: Markup): void {
  const anchors = $('a.headerlink, a.anchor, a.anchorjs-link, a.heading-anchor').slice(0, MAX_HEADINGS)
  anchors.filter((_, anchor) => /^[^\p{L}\p{N}]*$/u.test($(anchor).text())).remove()
}

/** The id of a heading, or of its section, is made of its words: `#related-work` names no box of related articles, unless the heading itself announces one. */
function forgetSlugs($: Markup): void {
  for (const heading of $('h1, h2, h3, h4, h5, h6').slice(0, MAX_HEADINGS).get()) {
    delete heading.attribs.id
    const box = heading.parent
    if (!box || !isElement(box) || box.attribs.id === undefined) continue
    const words = $(heading).text().slice(0, MAX_NAME_CHARACTERS).trim()
    if (lettersOf(words).startsWith(lettersOf(box.attribs.id)) && !afterArticleHeading.test(words))
      delete box.attribs.id
  }
}

/** Some pages hide their article until a script has run; what holds most of the text is shown. Readability passes over what is hidden. */
function revealHidden($: Markup): void {
  const hidden = $('[style*="hidden"], [style*="none"], [style*="opacity"], [hidden], [aria-hidden="true"]').slice(
    0,
    MAX_HIDDEN,
  )
  const whole = $.root().text().length
  for (const element of hidden.get()) {
    if ($(element).text().length < whole * MAIN_SHARE) continue
    const { class: name = '', itemprop = '' } = element.attribs
    element.attribs = { class: name, itemprop }
  }
}

/** Quoted messages of social networks are part of what is told. Readability drops the boxes around them, for their names or as `div`s full of links. */
function keepQuotedEmbeds($: Markup): void {
  for (const quote of $('blockquote').slice(0, MAX_QUOTES).get())
    for (const box of $(quote).parents('[class*="social"], [class*="embed"]').get())
      if (box.children.length <= MAX_EMBED_PARTS) [box.name, box.attribs] = ['section', {}]
}

function loadLazyImages($: Markup): void {
  for (const image of $('amp-img').get()) image.name = 'img'
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
  $('td.gutter, td.linenos, td.line-numbers').slice(0, MAX_HEADINGS).remove()
  $('pre').each((_, element) => {
    const block = $(element)
    nameLanguage(element)
    if (element.children.length > MAX_CODE_ELEMENTS || block.find('*').length > MAX_CODE_ELEMENTS) return
    if (block.find('img, p, table, h1, h2, h3').length > 0) return
    block.find('.line-number, .line-numbers, .lineno, .linenos, .gutter').remove()
    block.find('br').replaceWith('\n')
    block.find('div, li, tr').append('\n')
  })
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
