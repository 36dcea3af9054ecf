// Lead and points of an article, sentence by sentence from its own text.
import { primaryLanguage, scriptOf } from '../../core/language.ts'
import { splitSentences } from '../../core/sentences.ts'
import { countWords, cutAtSentence, lettersOf } from '../../core/text.ts'
import type { Summary } from '../../core/types.ts'
import { definiteness, isStatement, standsAlone } from './stand-alone.ts'
import { hasLink, leadsOn, likenessOf, pickNext, sizeOf, weigh, type Candidate } from './weigh-sentences.ts'

/** What is to be summed up. */
export interface SummaryInput {
  readonly title: string
  /** Plain text, a block a line; list items keep a marker such as `- `. */
  readonly text: string
  /** BCP 47; found by script when missing. */
  readonly language?: string
}

/** How much is wanted at most; without it 2 sentences and 5 points. Prose never gives more than 4, only a list of its own does. */
export interface SummaryWish {
  readonly sentences?: number
  readonly points?: number
}

const DEFAULT_SENTENCES = 2
/** UTF-16 units that a first sentence is cut to when it alone is too long for a lead; fewer when its words are short. */
const CUT_CHARACTERS = { han: 150, other: 480 }
const MOST_POINTS = 4
const MOST_LIST_POINTS = 5
/** Sentences that are weighed: what an article is about it says in these, and the cost does not grow with a book. */
const WEIGHED_SENTENCES = 150
const READ_CHARACTERS = 40_000
/** Room that one point may take, as a share of a lead's. */
const POINT_ROOM = 0.75
/** The same for the shortest: four words, eight Han characters. */
const SMALLEST_POINT = 0.045
/** Shorter ones seldom stand alone: seven words, twelve Han characters. */
const SHORT_POINT = 0.08
const FEWEST_POINTS = 2
/** More alike than this and two sentences say the same. */
const SAME_LIKENESS = 0.8
/** A list counts as the article's own when it holds this part of the weighed text, or stands near the beginning. */
const LIST_SHARE = 0.1
const NEAR_BEGINNING = 12
const LIST_ITEMS = { fewest: 3, most: 20, smallestSize: 0.07 }

const emptySummary: Summary = { lead: '', points: [], method: 'extractive', sourceSpans: [] }

function inReadingOrder(candidates: readonly Candidate[]): readonly Candidate[] {
  return candidates.toSorted((a, b) => a.sentence.start - b.sentence.start)
}

/** Whether a candidate may stand beside what is already said. */
function isNew(candidate: Candidate, said: readonly Candidate[]): boolean {
  return said.every(other => {
    const isWithin = other.letters.includes(candidate.letters) || candidate.letters.includes(other.letters)
    return !isWithin && likenessOf(candidate, other) < SAME_LIKENESS
  })
}

/** Whether a candidate is a whole sentence: items of lists may be mere names, titles and keywords. */
function isWhole({ sentence }: Candidate): boolean {
  return sentence.list === null || /[.!。！；]["'”’」』）)]*$/u.test(sentence.text)
}

/** The sentences that an article begins with, as far as they fit, up to its first list. */
function takeBeginning(candidates: readonly Candidate[], want: number): readonly Candidate[] {
  const firstProse = candidates.findIndex(({ sentence }) => sentence.list === null)
  // Highlights may stand before an article; but one whose paragraphs are items of lists begins with the first of them.
  const start = firstProse <= MOST_LIST_POINTS ? Math.max(0, firstProse) : 0
  const taken: Candidate[] = []
  let room = 1
  for (const next of candidates.slice(start, start + want)) {
    const isApart = next.sentence.list !== null || leadsOn(next.sentence.text)
    if (next.size > room || (taken.length > 0 && (isApart || !isNew(next, taken)))) break
    taken.push(next)
    room -= next.size
  }
  return taken
}

/** The sentences that say most, as far as they fit, in reading order; items of a list only where there is no prose. */
function takeBest(candidates: readonly Candidate[], want: number): readonly Candidate[] {
  const prose = candidates.filter(({ sentence }) => sentence.list === null)
  const taken: Candidate[] = []
  let room = 1
  while (taken.length < want) {
    const isFirst = taken.length === 0
    const fits = (next: Candidate): boolean =>
      next.size <= room && isNew(next, taken) && (isFirst || !leadsOn(next.sentence.text))
    const next = pickNext(prose.length > 0 ? prose : candidates.filter(isWhole), taken, fits)
    if (!next) break
    taken.push(next)
    room -= next.size
  }
  return inReadingOrder(taken)
}

/** Lists by their number, each of its items by its first sentence. */
function listsOf(candidates: readonly Candidate[]): readonly (readonly Candidate[])[] {
  const firsts = new Map<number, Candidate>()
  for (const candidate of candidates)
    if (candidate.sentence.list !== null && !firsts.has(candidate.sentence.block))
      firsts.set(candidate.sentence.block, candidate)
  return [...Map.groupBy(firsts.values(), ({ sentence }) => sentence.list).values()]
}

/** Whether every item says something to read by itself: a statement, and no link. */
function isTelling(list: readonly Candidate[]): boolean {
  return list.every(({ sentence: { text } }) => !hasLink(text) && isStatement(text))
}

/** The list that carries the article, if it has one: items long enough to say something, and no mere appendix. */
function findList(candidates: readonly Candidate[], lead: readonly Candidate[]): readonly Candidate[] {
  const sumOf = (some: readonly Candidate[], key: 'size' | 'score'): number =>
    some.reduce((sum, one) => sum + one[key], 0)
  const lists = listsOf(candidates).filter(isTelling)
  const last = lead.at(-1)?.sentence
  const announced = lists.find(
    ([first]) => last && leadsOn(last.text) && first?.sentence.block === last.block + 1 && last.list === null,
  )
  if (announced && announced.length >= 2) return announced
  const total = sumOf(candidates, 'size')
  const carrying = lists.filter(list => {
    const size = sumOf(list, 'size')
    const isNear = candidates.findIndex(candidate => candidate === list[0]) < NEAR_BEGINNING
    const isOfSize = list.length >= LIST_ITEMS.fewest && list.length <= LIST_ITEMS.most
    return isOfSize && size >= LIST_ITEMS.smallestSize * list.length && (isNear || size >= LIST_SHARE * total)
  })
  return carrying.sort((a, b) => sumOf(b, 'score') / b.length - sumOf(a, 'score') / a.length)[0] ?? []
}

/** Adds the next best sentences to the points until there are so many, or none is left. */
function addBest(points: Candidate[], from: readonly Candidate[], lead: readonly Candidate[], wanted: number): void {
  while (points.length < wanted) {
    const said = [...lead, ...points]
    const next = pickNext(from, said, candidate => isNew(candidate, said))
    if (!next) return
    points.push(next)
  }
}

function beginsSmall({ sentence }: Candidate): boolean {
  return /^["'“‘(]?\p{Ll}+[\s,]/u.test(sentence.text)
}

function pickPoints(
  candidates: readonly Candidate[],
  lead: readonly Candidate[],
  wish: number | undefined,
  isChinese: boolean,
): readonly Candidate[] {
  const fitting = candidates.filter(({ sentence, size }) => size <= POINT_ROOM && !leadsOn(sentence.text))
  const items = findList(fitting, lead).filter(item => isNew(item, lead))
  if (items.length >= FEWEST_POINTS) return items.slice(0, wish ?? MOST_LIST_POINTS)
  const wanted = Math.min(wish ?? MOST_POINTS, MOST_POINTS)
  // A sentence without a Chinese character is no prose of a Chinese article but what a program printed, or a quotation.
  const isOwnScript = ({ sentence: { text } }: Candidate): boolean => !isChinese || /\p{Script=Han}/u.test(text)
  const statements = fitting
    .filter(candidate => candidate.size >= SMALLEST_POINT && isOwnScript(candidate))
    .filter(({ sentence: { text } }) => !hasLink(text) && isStatement(text))
    .map(candidate => ({ ...candidate, score: candidate.score + definiteness(candidate.sentence.text) }))
  // In a text with capitals what begins without one is a fragment, or goes on from the line before.
  const areSmall = 2 * candidates.filter(beginsSmall).length > candidates.length
  const stands = (candidate: Candidate): boolean =>
    candidate.size >= SHORT_POINT &&
    isWhole(candidate) &&
    (areSmall || !beginsSmall(candidate)) &&
    standsAlone(candidate.sentence.text)
  const points: Candidate[] = []
  addBest(points, statements.filter(stands), lead, wanted)
  // Better two points that lean on what stands before them than none.
  addBest(points, statements, lead, Math.min(wanted, FEWEST_POINTS))
  return inReadingOrder(points)
}

/** As much of a sentence as a lead has room for; ends in `…`. */
function cutToLead(sentence: string, isChinese: boolean): string {
  let room = CUT_CHARACTERS[isChinese ? 'han' : 'other']
  while (sizeOf(countWords(cutAtSentence(sentence, room).text)) > 1) room = Math.floor(0.9 * room)
  return cutAtSentence(sentence, room).text
}

/** Sentences of spaced scripts are set apart by a blank, Chinese ones by nothing. */
function joinSentences(sentences: readonly string[]): string {
  return sentences.reduce(
    (text, next) => `${text}${text === '' || /[。！？；…”」』）]$/u.test(text) ? '' : ' '}${next}`,
    '',
  )
}

/**
 * Sums an article up in its own words: a lead of at most 85 words or 150 Han characters, and points, or the items of its own
 * list. Each sentence is `text.slice(start, end)` of its span, lead first; only a first sentence too long for a lead is cut,
 * and ends in `…`. An article that has no sentences, or none but its title, has an empty summary. Same input, same summary.
 */
export function summarize(article: SummaryInput, want: SummaryWish = {}): Summary {
  const text = article.text.slice(0, READ_CHARACTERS)
  const isChinese = scriptOf(text) === 'han'
  const language = primaryLanguage(article.language ?? null) ?? (isChinese ? 'zh' : null)
  const title = lettersOf(article.title)
  const sentences = splitSentences(text, language).filter(sentence => lettersOf(sentence.text) !== title)
  const candidates = weigh(sentences.slice(0, WEIGHED_SENTENCES), article.title)
  const [first] = candidates
  if (!first) return emptySummary
  // Chinese articles say it first: no choice of sentences was measured to be better than their beginning.
  const lead = (isChinese ? takeBeginning : takeBest)(candidates, want.sentences ?? DEFAULT_SENTENCES)
  const said = lead.length > 0 ? lead : [first]
  const points = pickPoints(candidates, said, want.points, isChinese)
  const spanOf = ({ sentence }: Candidate): readonly [number, number] => [sentence.start, sentence.end]
  return {
    lead:
      lead.length > 0
        ? joinSentences(lead.map(({ sentence }) => sentence.text))
        : cutToLead(first.sentence.text, isChinese),
    points: points.map(({ sentence }) => sentence.text),
    method: 'extractive',
    sourceSpans: [...said, ...points].map(spanOf),
  }
}
