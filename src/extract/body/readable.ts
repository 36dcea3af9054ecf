// Finds the article in a page: Mozilla's Readability, and what the page marks or its source names.
import { Readability } from '@mozilla/readability'
import { WeeklyError } from '../../core/errors.ts'
import { endsParagraph } from '../../formats/elements.ts'
import { buildMarkup, type Built, type Markup, parseMarkup, rootOf, textInside } from '../../formats/markup.ts'
import { compileSelector, findElements } from '../../formats/select.ts'
import { LiveDocument, type LiveElement, type LiveNode, LiveText } from './live-tree.ts'

type ReadableDocument = ConstructorParameters<typeof Readability>[0]

/** More elements than this are no article, and Readability's time grows with them. */
const MAX_ELEMENTS = 12_000

const anything = compileSelector('*')

/**
 * Makes the article as a tree with its classes, unsanitised; null when Readability finds none, or the page has more elements than can be read
 * in time. Leaves the tree that it is given as it is.
 */
export function readReadable($: Markup, title: string): (() => Markup) | null {
  if (findElements($, anything, MAX_ELEMENTS + 1).length > MAX_ELEMENTS) return null
  const page = new LiveDocument(title, rootOf($).children)
  try {
    const options = { keepClasses: true, disableJSONLD: true, serializer: (node: unknown) => node as LiveElement }
    const article = new Readability(page as unknown as ReadableDocument, options).parse()?.content
    if (!article) return null
    const build = (): Markup => buildMarkup(article.childNodes.map(builtOf))
    return holdsBoxInParagraph(article) ? () => parseMarkup(build().html()) : build
  } catch {
    // Readability throws on trees that only broken pages have: the caller has other ways.
    return null
  }
}

/** Readability makes paragraphs of boxes that hold headings and figures; read as HTML, these end the paragraph. */
function holdsBoxInParagraph(article: LiveElement): boolean {
  return article
    .getElementsByTagName('p')
    .some(paragraph => paragraph.children.some(child => endsParagraph.has(child.localName)))
}

function builtOf(node: LiveNode): Built {
  if (node instanceof LiveText) return node.textContent
  const attribs = Object.fromEntries(node.attributes.map(({ name, value }) => [name, value]))
  return { name: node.localName, attribs, children: node.childNodes.map(builtOf) }
}

/** How pages mark their article, the surest first; the first two mark nothing else. */
const marks = [
  '[itemprop="articleBody"]',
  '.post-content, .entry-content, .article-content, .article-body, .post-body, .markdown-body',
  'article',
  'main, [role="main"]',
  '#content, .content',
].map(compileSelector)
const answer = compileSelector('[itemtype$="/QAPage"] [itemprop="text"]')
const CERTAIN_MARKS = 2
/** Of a page with a question: the question and its first answers. */
const MAX_ANSWERS = 6

/** What a page marks as its article. */
export interface MarkedArticle {
  readonly html: string
  /** Whether the mark means the article's text and nothing else. */
  readonly isCertain: boolean
}

/**
 * The one element that the page itself marks as its article; null when none or several are marked. Finds what Readability
 * passes over: a list of links, a picture with three lines.
 */
export function readMarked($: Markup): MarkedArticle | null {
  const answers = findElements($, answer, MAX_ANSWERS)
  if (answers.length > 1) return { html: $.html(answers), isCertain: true }
  for (const [rank, mark] of marks.entries()) {
    const [marked, second] = findElements($, mark, 2)
    if (marked && !second && textInside(marked).trim() !== '')
      return { html: $.html(marked), isCertain: rank < CERTAIN_MARKS }
  }
  return null
}

/** All that a selector finds, as HTML; empty when it finds nothing. Throws PAGE_SELECTOR_INVALID for one that is none. */
export function readSelected($: Markup, selector: string): string {
  try {
    const matched = $.root().find(selector)
    return $.html(matched.filter((_, element) => !$(element).parents().is(matched)))
  } catch (cause) {
    throw new WeeklyError(
      'PAGE_SELECTOR_INVALID',
      `article "${selector}" is no CSS selector: ${(cause as Error).message}`,
      {
        hint: 'Write a CSS selector in sources.yaml, such as `article: ".post-body"`.',
        cause,
      },
    )
  }
}
