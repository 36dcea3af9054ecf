// How sure it is that what was read is the article, whole and alone, and in words why.
import { countHan, lettersOf } from '../../core/text.ts'

/**
 * The way that a text was found: by the source's own selector, by Readability, as what the page marks as its article, in JSON-LD, as all
 * of the body, or as no more than the description.
 */
export type ArticleMethod = 'selector' | 'readability' | 'marked' | 'json-ld' | 'body' | 'description'

/** How sure, and why. */
export interface Confidence {
  /** 0–1 with two decimals; 0 for an empty text. */
  readonly confidence: number
  /** In English words: the way first, then what else was measured. */
  readonly reasons: readonly string[]
}

/** What speaks for a text found in a page, and against it. */
export interface Evidence {
  readonly method: ArticleMethod
  readonly text: string
  /** Share of the text in links of the page's own site, 0–1. */
  readonly ownLinkShare: number
  /** The article's text in JSON-LD; perhaps empty. */
  readonly linkedText: string
  /** What the feed says of the article; perhaps empty. */
  readonly feedText: string
  /** The page's description: it speaks for a text that holds it, but against none, for many are written apart. */
  readonly description: string
  /** The source names a part of its pages, and this page has no such part. */
  readonly isSelectorUseless: boolean
}

/** How far each way is trusted when nothing else is known, and how it is told. */
const ways: Readonly<Record<ArticleMethod, readonly [trust: number, reason: string]>> = {
  selector: [1, 'named by the source’s selector'],
  readability: [0.95, 'found by its prose'],
  marked: [0.85, 'marked by the page'],
  'json-ld': [0.85, 'in the page’s JSON-LD'],
  body: [0.5, 'all of the page, for it shows no article'],
  description: [0.3, 'the page’s description alone'],
}
/** The same for what is no page; an excerpt is no whole article. */
const otherWays = {
  feed: [0.95, 'the feed’s full text'],
  pdf: [0.8, 'a PDF'],
  excerpt: [0.2, 'the feed’s excerpt'],
} as const
/** From this length on, in Latin characters, a text is long enough to be an article. */
const FULL_LENGTH = 1_500
/** From this share on links to the own site are worth a word. */
const MANY_LINKS = 0.25
/** Shorter references agree with anything. */
const MIN_REFERENCE_CHARACTERS = 40
const MIN_WORDS = 6
const COMPARED_CHARACTERS = 2_000
const WINDOW_CHARACTERS = 12
const MAX_WINDOWS = 200
/** What part of the confidence goes when nothing of the references is in the text. */
const DISAGREEMENT_COST = 0.6
/** The agreement of a text of which nothing else is known. */
const UNKNOWN_AGREEMENT = 0.8
/** Any two texts of one language share about a tenth of their words; a summary in other words shares a quarter at least. */
const SHARED_BY_CHANCE = 0.2
const USELESS_SELECTOR_COST = 0.3

/** Rates a text that was found in a page. */
export function rateConfidence(evidence: Evidence): Confidence {
  const { method, text, ownLinkShare, isSelectorUseless } = evidence
  const [trust, way] = ways[method]
  const shared = measureSharedWords(evidence.feedText, text)
  const certainty = isSelectorUseless ? 1 - USELESS_SELECTOR_COST : 1
  const agreement = 1 - DISAGREEMENT_COST * (1 - weighAgreement(evidence, shared))
  return {
    confidence: round(trust * lengthShare(text) * (1 - ownLinkShare) * agreement * certainty),
    reasons: [
      way,
      describeLength(text),
      ...(ownLinkShare > MANY_LINKS ? [`${percent(ownLinkShare)} of it are links to its own site`] : []),
      ...(shared === null ? [] : [`holds ${percent(shared)} of the feed’s own words`]),
      ...(isSelectorUseless ? ['the source’s selector matches nothing'] : []),
    ],
  }
}

/** Rates a text that comes from the feed itself, or is a PDF. */
export function rateOtherText(method: keyof typeof otherWays, text: string): Confidence {
  const [trust, way] = otherWays[method]
  return { confidence: round(trust * lengthShare(text)), reasons: [way, describeLength(text)] }
}

function weighAgreement({ linkedText, description, text }: Evidence, shared: number | null): number {
  const withFeed = shared === null || shared < SHARED_BY_CHANCE ? shared : 0.8 + 0.2 * shared
  const known = [measureAgreement(linkedText, text), withFeed].filter(share => share !== null)
  return Math.max(measureAgreement(description, text) ?? 0, ...(known.length === 0 ? [UNKNOWN_AGREEMENT] : known))
}

const lengthShare = (text: string): number => Math.sqrt(Math.min(1, weightOf(text) / FULL_LENGTH))
const describeLength = (text: string): string =>
  `${weightOf(text) < FULL_LENGTH ? 'short, ' : ''}${text.length} characters`
const percent = (share: number): string => `${Math.round(100 * share)} %`
const round = (value: number): number => Math.round(value * 100) / 100

/** How long a text is in Latin characters: a Han character says as much as three of them. */
export function weightOf(text: string): number {
  return text.length + 2 * countHan(text)
}

/** What share of a reference stands in the text, 0–1, by windows of twelve letters and digits; null when the reference is too short to tell. */
export function measureAgreement(reference: string, text: string): number | null {
  const wanted = lettersOf(reference)
  if (wanted.length < MIN_REFERENCE_CHARACTERS) return null
  const found = lettersOf(text)
  const step = Math.max(WINDOW_CHARACTERS, Math.ceil(wanted.length / MAX_WINDOWS))
  let windows = 0
  let hits = 0
  for (let at = 0; at + WINDOW_CHARACTERS <= wanted.length; at += step, windows++)
    if (found.includes(wanted.slice(at, at + WINDOW_CHARACTERS))) hits++
  return hits / windows
}

/**
 * How much of the feed's words stands in the text too, 0–1; null when they are too few to say. Words alone are compared, not their
 * order: a summary that a person wrote is about the article without standing in it, a consent wall is not.
 */
export function measureSharedWords(feedText: string, text: string): number | null {
  const words = [...wordsOf(feedText.slice(0, COMPARED_CHARACTERS))]
  if (words.length < MIN_WORDS) return null
  const all = wordsOf(text)
  return words.filter(word => all.has(word)).length / words.length
}

/** The distinct words of four letters and more, and of Han text each two characters side by side. */
function wordsOf(text: string): ReadonlySet<string> {
  const runs = text.toLowerCase().match(/\p{Script=Han}+|[^\P{L}\p{Script=Han}]{4,}/gu) ?? []
  return new Set(runs.flatMap(run => (/^\p{Script=Han}/u.test(run) ? pairsOf(run) : [run])))
}

function pairsOf(run: string): string[] {
  return Array.from({ length: Math.max(0, run.length - 1) }, (_, at) => run.slice(at, at + 2))
}
