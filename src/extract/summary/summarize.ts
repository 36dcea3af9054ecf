// Lead and points of an article, sentence by sentence from its own text.
import { primaryLanguage, scriptOf } from '../../core/language.ts'
import { splitSentences } from '../../core/sentences.ts'
import { lettersOf } from '../../core/text.ts'
import type { Summary } from '../../core/types.ts'
import { cutToLead, joinSentences, takeBeginning, takeBest } from './lead.ts'
import { hashLine } from './lines.ts'
import { findItemHeadings, type Span } from './item-headings.ts'
import { pickPoints } from './points.ts'
import { leadsOn, weigh, type WeighedSentence } from './weigh-sentences.ts'

/** What is to be summed up. */
export interface SummaryInput {
  readonly title: string
  /** Plain text, a block a line; list items keep a marker such as `- `. */
  readonly text: string
  /** BCP 47; found by script when missing. */
  readonly language?: string
  /** A lead that somebody wrote: it stands, and the points do not repeat it. */
  readonly lead?: string
  /** Hashes of lines (summary/lines.ts) that are not to be said, as its source prints them in every article; said where nothing else remains. */
  readonly standing?: ReadonlySet<string>
}

/** How much is wanted at most; without it 2 sentences and 5 points. Prose never gives more than 4, only a list of its own does. */
export interface SummaryWish {
  readonly sentences?: number
  readonly points?: number
}

const DEFAULT_SENTENCES = 2
/** Sentences that are weighed: what an article is about it says in these, and the cost does not grow with a book. */
const WEIGHED_SENTENCES = 150
const READ_CHARACTERS = 40_000
/** A title says what it has to say in its beginning, however long a stranger made it. */
const TITLE_CHARACTERS = 1_000
const MOST_HEADINGS = 5

const emptySummary: Summary = { lead: '', points: [], method: 'extractive', sourceSpans: [] }

/** A standing line with as much of the title as this is meant for once: it is what its article is about. */
const MEANT_LIKENESS = 0.6

/** The candidates without the standing lines of their source; all of them when there is nothing else. */
function withoutStanding(candidates: readonly WeighedSentence[], standing: ReadonlySet<string> = new Set()) {
  if (standing.size === 0) return candidates
  const own = candidates.filter(
    ({ sentence, titleLikeness }) => titleLikeness >= MEANT_LIKENESS || !standing.has(hashLine(sentence.text) ?? ''),
  )
  return own.length > 0 ? own : candidates
}

function wholeSpanOf({ sentence: { start, end } }: WeighedSentence): Span {
  return [start, end]
}

/** Where a sentence stands, without the semicolon that sets it off from the next clause. */
function spanOf({ sentence: { text, start, end } }: WeighedSentence): Span {
  return [start, /[；;]$/u.test(text) ? end - 1 : end]
}

/** What an article gives to choose from, made once for lead and points. */
interface WeighedText {
  readonly text: string
  readonly isChinese: boolean
  readonly candidates: readonly WeighedSentence[]
  /** Where the headings of a weekly's items stand. */
  readonly headings: readonly Span[]
}

function readSentences(article: SummaryInput): WeighedText {
  const text = article.text.slice(0, READ_CHARACTERS)
  const isChinese = scriptOf(text) === 'han'
  const language = primaryLanguage(article.language ?? null) ?? (isChinese ? 'zh' : null)
  const title = article.title.slice(0, TITLE_CHARACTERS)
  const titleLetters = lettersOf(title)
  const sentences = splitSentences(text, language).filter(sentence => lettersOf(sentence.text) !== titleLetters)
  const weighed = weigh(sentences.slice(0, WEIGHED_SENTENCES), title)
  return {
    text,
    isChinese,
    candidates: withoutStanding(weighed, article.standing),
    headings: findItemHeadings(title, text),
  }
}

/** The sentences of a lead; a weekly's stand before the headings that say what it has. */
function pickLead({ text, isChinese, candidates, headings }: WeighedText, most: number): readonly WeighedSentence[] {
  const before = candidates.filter(({ sentence }) => sentence.end <= (headings[0]?.[0] ?? text.length))
  // The list that a sentence announces does not follow where headings are the points.
  const telling = candidates.filter(({ sentence: { list, text } }) => list === null && !leadsOn(text))
  const rest = headings.length > 0 && telling.length > 0 ? telling : candidates
  // Chinese articles say it first: no choice of sentences was measured to be better than their beginning.
  return (isChinese ? takeBeginning : takeBest)(before.length > 0 ? before : rest, most)
}

function findPoints(
  { isChinese, candidates, headings }: WeighedText,
  lead: readonly WeighedSentence[],
  most: number | undefined,
): readonly Span[] {
  if (headings.length > 0) return headings.slice(0, most ?? MOST_HEADINGS)
  return pickPoints(candidates, lead, { most, isChinese }).map(spanOf)
}

/** Points beside a lead that somebody wrote, which they do not repeat. */
function sumUpBeside(lead: string, reading: WeighedText, most: number | undefined): Summary {
  const said = lettersOf(lead)
  const candidates = reading.candidates.filter(({ letters }) => !said.includes(letters) && !letters.includes(said))
  const points = findPoints({ ...reading, candidates }, [], most)
  const { text } = reading
  return { lead, points: points.map(([start, end]) => text.slice(start, end)), method: 'feed', sourceSpans: points }
}

/**
 * Sums an article up in its own words: a lead of at most 85 words or 150 Han characters, and points, or the items of its own
 * list. Each sentence is `text.slice(start, end)` of its span, lead first; only a first sentence too long for a lead is cut,
 * and ends in `…`. An article that has no sentences, or none but its title, has an empty summary. Same input, same summary.
 */
export function summarize(article: SummaryInput, want: SummaryWish = {}): Summary {
  const reading = readSentences(article)
  if (article.lead !== undefined) return sumUpBeside(article.lead, reading, want.points)
  const { text, isChinese, candidates } = reading
  const [first] = candidates
  if (!first) return emptySummary
  const lead = pickLead(reading, want.sentences ?? DEFAULT_SENTENCES)
  const said = lead.length > 0 ? lead : [first]
  const points = findPoints(reading, said, want.points)
  return {
    lead: lead.length > 0 ? joinSentences(lead, text) : cutToLead(first.sentence.text, isChinese),
    points: points.map(([start, end]) => text.slice(start, end)),
    method: 'extractive',
    sourceSpans: [...said.map((each, i): Span => (i < said.length - 1 ? wholeSpanOf(each) : spanOf(each))), ...points],
  }
}
