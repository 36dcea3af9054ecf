// Finds the text of an article, by one way after the other, and says by which and how surely.
import type { SafeHtml } from '../../core/types.ts'
import { isProse, linkShare } from './blocks.ts'
import { cleanArticle } from './clean.ts'
import { type ArticleMethod, type Confidence, measureAgreement, rateConfidence, weightOf } from './confidence.ts'
import { textOfHtml, textOfMarkup } from './html-text.ts'
import type { LinkedArticle } from '../facts/linked-data.ts'
import { type Markup, parseMarkup, rootOf } from '../../formats/markup.ts'
import type { PageMetadata } from '../facts/metadata.ts'
import { preparePage, writePage } from './prepare.ts'
import { readMarked, readReadable, readSelected } from './readable.ts'
import { sanitizeHtml } from './sanitize.ts'

/** A text found in a page. */
export interface FoundBody extends Confidence {
  readonly html: SafeHtml
  readonly text: string
  readonly method: ArticleMethod
  /** The HTML as a tree. */
  readonly markup: Markup
}

/** What is known of the page before its text is looked for. */
export interface KnownPage {
  readonly baseUrl: string
  readonly linked: LinkedArticle | null
  readonly metadata: PageMetadata
  /** CSS selector of the article, from the source's settings. */
  readonly selector: string | null
  /** What the feed says of the article, as text; perhaps its beginning only. */
  readonly feedText: string | null
}

type FoundText = Pick<FoundBody, 'html' | 'text' | 'method' | 'markup'>

/** Less than this many Latin characters found by one way, and the next is asked. */
const ENOUGH_CHARACTERS = 140
/** A text that has this many times the sentences of another, and holds most of it, is the whole of which the other is a part. */
const WHOLE_FACTOR = 1.5
const PART_SHARE = 0.7

/**
 * The first of the ways that finds enough; what JSON-LD or the page's own marks show to be a mere part gives way to the whole.
 * Changes the tree it is given.
 */
export function findBody($: Markup, known: KnownPage): FoundBody {
  const linkedHtml = paragraphsOf(known.linked?.body ?? '')
  const linkedText = linkedHtml === '' ? '' : textOfHtml(linkedHtml)
  const description = known.metadata.description ?? ''
  const about = {
    url: known.baseUrl,
    title: known.metadata.title,
    linkedText,
    feedText: known.feedText ?? '',
  }
  const take = (method: ArticleMethod, html: string): FoundText => {
    if (html === '') return nothingFound(method)
    const safe = sanitizeHtml(html, known.baseUrl)
    const markup = parseMarkup(`<div>${safe}</div>`)
    return { html: safe, text: textOfMarkup(markup, safe), method, markup }
  }
  const takeCleaned = (method: ArticleMethod, article: string | (() => Markup) | null): FoundText =>
    take(method, cleanArticle(article ?? '', about))

  const title = preparePage($)
  const selected = known.selector === null ? '' : readSelected($, known.selector)
  const marked = readMarked($)
  const found = pickFirst([
    () => take('selector', selected),
    () => {
      const readable = takeCleaned('readability', readReadable($, title))
      const isPart = marked?.isCertain === true && isPartOf(readable.text, textOfHtml(marked.html))
      return isPart ? wholeOf(readable, takeCleaned('marked', marked.html)) : readable
    },
    () => takeCleaned('marked', marked?.html ?? null),
    () => take('json-ld', linkedHtml),
    () => takeCleaned('body', writePage($, title)),
    () => take('description', paragraphsOf(description)),
  ])
  const best = found.method === 'selector' ? found : wholeOf(found, take('json-ld', linkedHtml))
  const ownLinkShare = linkShare(rootOf(best.markup), { url: known.baseUrl })
  const evidence = {
    ...best,
    ownLinkShare,
    linkedText,
    description,
    feedText: known.feedText ?? '',
    isSelectorUseless: known.selector !== null && best.method !== 'selector',
  }
  return { ...best, ...rateConfidence(evidence) }
}

/** Nobody changes it. */
const emptyMarkup = parseMarkup('')

function nothingFound(method: ArticleMethod): FoundText {
  return { html: '' as SafeHtml, text: '', method, markup: emptyMarkup }
}

/** The first candidate with enough text, else the longest; what the operator's selector finds is always enough. */
function pickFirst(ways: readonly (() => FoundText)[]): FoundText {
  let longest = nothingFound('description')
  for (const way of ways) {
    const candidate = way()
    const needed = candidate.method === 'selector' ? 1 : ENOUGH_CHARACTERS
    if (weightOf(candidate.text) >= needed) return candidate
    if (candidate.text.length > longest.text.length) longest = candidate
  }
  return longest
}

function wholeOf(part: FoundText, other: FoundText): FoundText {
  return isPartOf(part.text, other.text) ? other : part
}

/** Whether a text is a part of another that has far more sentences. */
function isPartOf(part: string, whole: string): boolean {
  return proseLength(whole) > WHOLE_FACTOR * proseLength(part) && (measureAgreement(part, whole) ?? 1) > PART_SHARE
}

function proseLength(text: string): number {
  return text.split('\n').reduce((sum, line) => sum + (isProse(line) ? line.length : 0), 0)
}

/** Text of metadata as HTML: some write markup into it, some of these escape it once more. */
function paragraphsOf(written: string): string {
  const isEscaped = /&lt;(p|br|div)[\s/&]/i.test(written)
  const text = isEscaped
    ? written
        .replace(/&lt;/g, '<')
        .replace(/&gt;/g, '>')
        .replace(/&quot;/g, '"')
    : written
  if (/<(p|br|div)[\s/>]/i.test(text)) return text
  return text
    .split(/\n+/)
    .filter(line => line.trim() !== '')
    .map(line => `<p>${line.replace(/&(?!#?\w+;)/g, '&amp;').replace(/</g, '&lt;')}</p>`)
    .join('\n')
}
