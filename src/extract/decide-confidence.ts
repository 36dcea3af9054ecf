// How sure it is that what was read is the whole article and nothing else. Called by read-article.ts; shown by `weekly why`.
import type { Article } from '../core/types.ts'
import { parseMarkup } from '../net/markup.ts'

/** What is known about a reading. */
export interface ReadingEvidence {
  readonly method: Article['method']
  /** Of the text. */
  readonly characters: number
  /** 0–1: how much of the text stands in links. */
  readonly linkShare: number
  /** 0–1: how much of the feed's own words was found again; null when the feed gave too few to compare. */
  readonly agreement: number | null
  /** The source names a part of its pages, and this page has no such part. */
  readonly isSelectorUseless: boolean
}

export interface Confidence {
  /** 0–1 with two decimals. */
  readonly confidence: number
  /** In English words, what speaks for the reading and what against it. */
  readonly reasons: readonly string[]
}

/** What each way is worth when nothing else is known: people chose the first and the third, an excerpt is no whole article. */
const worthOf: Readonly<Record<Article['method'], number>> = {
  selector: 0.95,
  page: 0.8,
  feed: 0.95,
  pdf: 0.8,
  excerpt: 0.2,
}
/** A text this long is an article; a shorter one may be a notice, a consent wall, an error page. */
const USUAL_CHARACTERS = 800
const MANY_LINKS = 0.5
/** Any two texts of one language share about a tenth of their words; a summary in other words shares a quarter at least. */
const DISAGREEMENT = 0.2
const MIN_WORDS = 6
const COMPARED_CHARACTERS = 2_000

/** Puts the evidence together; pure. */
export function decideConfidence(evidence: ReadingEvidence): Confidence {
  const { method, characters, linkShare, agreement, isSelectorUseless } = evidence
  const length = Math.min(1, characters / USUAL_CHARACTERS)
  const marks: readonly (readonly [factor: number, reason: string])[] = [
    [0.4 + 0.6 * length, length < 1 ? `short (${characters} characters)` : `${characters} characters`],
    ...(linkShare > MANY_LINKS ? [[0.7, `${percent(linkShare)} of it are links`] as const] : []),
    ...(agreement === null ? [] : [weighAgreement(agreement)]),
    ...(isSelectorUseless ? [[0.7, "the source's selector matches nothing"] as const] : []),
  ]
  const product = marks.reduce((left, [factor]) => left * factor, worthOf[method])
  return { confidence: Math.round(100 * Math.min(1, product)) / 100, reasons: marks.map(([, reason]) => reason) }
}

function weighAgreement(agreement: number): readonly [factor: number, reason: string] {
  const factor = agreement < DISAGREEMENT ? 0.6 : 0.9 + 0.3 * agreement
  return [factor, `holds ${percent(agreement)} of the feed's own words`]
}

const percent = (share: number): string => `${Math.round(100 * share)} %`

/**
 * How much of the feed's words stands in the text too, 0–1; null when they are too few to say. Words alone are compared, not their
 * order: a summary that a person wrote is about the article without standing in it, a consent wall is not.
 */
export function measureAgreement(feedText: string, text: string): number | null {
  const words = [...wordsOf(feedText.slice(0, COMPARED_CHARACTERS))]
  if (words.length < MIN_WORDS) return null
  const all = wordsOf(text)
  return words.filter(word => all.has(word)).length / words.length
}

/** How much of the text stands in links, 0–1. `html` is sanitised. */
export function measureLinkShare(html: string, text: string): number {
  const linked = parseMarkup(html)('a').text().length
  return text === '' ? 0 : Math.min(1, linked / text.length)
}

/** The distinct words of four letters and more, and of Han text each two characters side by side. */
function wordsOf(text: string): Set<string> {
  const runs = text.toLowerCase().match(/\p{Script=Han}+|[^\P{L}\p{Script=Han}]{4,}/gu) ?? []
  return new Set(runs.flatMap(run => (/^\p{Script=Han}/u.test(run) ? pairsOf(run) : [run])))
}

function pairsOf(run: string): string[] {
  return Array.from({ length: Math.max(0, run.length - 1) }, (_, at) => run.slice(at, at + 2))
}
