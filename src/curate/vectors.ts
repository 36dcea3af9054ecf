// Articles as TF-IDF vectors, over the batch they stand in and what is known of words at large.
import { openBlocks } from './blocks-of-numbers.ts'
import { isSubject, openTerms, readTerms, shareOf } from './terms.ts'

/** Weights by term number, terms ascending: a tenth of a Map's memory, and products by one walk along both. */
export interface SparseVector {
  readonly terms: Int32Array
  readonly weights: Float32Array
}

/**
 * The words that one article shares with others. The length over all its words, those that no other has included, is 1: what tells two
 * articles apart counts against their likeness.
 */
export interface ArticleVector extends SparseVector {
  /** Numbers of the terms that few other articles have, rarest first. */
  readonly rarest: Int32Array
  /** Numbers of the terms of its title and beginning that are not common, ascending. */
  readonly subjects: Int32Array
  /** How many different terms it has. */
  readonly termCount: number
}

/** Terms kept of one article, and those that weigh as much as the last of them. Words that no other article has are not among them. */
const MOST_TERMS = 60
const RAREST_TERMS = 5
/**
 * Articles at large that count beside those of the batch: in a small one they say what is common, in a large one the batch itself does.
 * Tellings of one event are joined in weeks of 2 and of 160 alike with 400.
 */
const ELSEWHERE = 400

/** Scalar product; 0 when the two share fewer terms than wanted. */
export function productOf(a: SparseVector, b: SparseVector, fewestShared = 1): number {
  let [i, j, shared, sum] = [0, 0, 0, 0]
  while (i < a.terms.length && j < b.terms.length) {
    const left = a.terms[i] ?? 0
    const right = b.terms[j] ?? 0
    if (left === right) {
      shared++
      sum += (a.weights[i] ?? 0) * (b.weights[j] ?? 0)
    }
    if (left <= right) i++
    if (right <= left) j++
  }
  return shared >= fewestShared ? sum : 0
}

/** Sum of two vectors. */
export function sumOf(a: SparseVector, b: SparseVector): SparseVector {
  const terms: number[] = []
  const weights: number[] = []
  let [i, j] = [0, 0]
  while (i < a.terms.length || j < b.terms.length) {
    const left = a.terms[i] ?? Infinity
    const right = b.terms[j] ?? Infinity
    terms.push(Math.min(left, right))
    weights.push((left <= right ? (a.weights[i] ?? 0) : 0) + (right <= left ? (b.weights[j] ?? 0) : 0))
    if (left <= right) i++
    if (right <= left) j++
  }
  return { terms: Int32Array.from(terms), weights: Float32Array.from(weights) }
}

/** Whether two lists of term numbers, ascending, have none in common. */
export function areDisjoint(a: Int32Array, b: Int32Array): boolean {
  let [i, j] = [0, 0]
  while (i < a.length && j < b.length) {
    const [left, right] = [a[i] ?? 0, b[j] ?? 0]
    if (left === right) return false
    if (left < right) i++
    else j++
  }
  return true
}

/** The different numbers of two lists, ascending. */
export function uniteTerms(a: Int32Array, b: Int32Array): Int32Array {
  return Int32Array.from(new Set(a).union(new Set(b))).sort()
}

/** The terms that weigh most, heaviest first. */
export function heaviestTerms({ terms, weights }: SparseVector, most: number): number[] {
  const places = [...terms.keys()].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0) || a - b)
  return places.slice(0, most).map(place => terms[place] ?? 0)
}

/** Euclidean length, summed with compensation (Kahan 1965): `Math.hypot` takes its values one by one, and long lists slowly. */
function lengthOf(weights: Float32Array): number {
  let most = 0
  for (const weight of weights) most = Math.max(most, weight)
  if (most === 0) return 0
  let [sum, lost] = [0, 0]
  for (const weight of weights) {
    const share = weight / most
    const added = share * share - lost
    const next = sum + added
    lost = next - sum - added
    sum = next
  }
  return Math.sqrt(sum) * most
}

/** The terms that the fewest articles have, of equals the lower numbers; `terms` ascending. */
function rarestOf(terms: Int32Array, frequency: Int32Array): readonly number[] {
  const rarest: number[] = []
  for (const term of terms) {
    const count = frequency[term] ?? 1
    let place = rarest.length
    while (place > 0 && (frequency[rarest[place - 1] ?? 0] ?? 1) > count) place--
    if (place < RAREST_TERMS) rarest.splice(place, 0, term)
    if (rarest.length > RAREST_TERMS) rarest.pop()
  }
  return rarest
}

/** An article's terms by their numbers. */
interface CountedTerms {
  readonly terms: Int32Array
  /** The part that is read is far too short for more than 65,535 of one. */
  readonly counts: Uint16Array
  /** Those of title and beginning that say what it is about. */
  readonly subjects: Int32Array
}

interface TitledText {
  readonly title: string
  readonly text: string
}

/** What is known of the terms of a batch, by their numbers in order of first sight. The terms themselves are kept no longer. */
interface NumberedTerms {
  readonly counted: readonly CountedTerms[]
  /** How many articles have each. */
  readonly frequency: Int32Array
  /** How large a part of all articles at large has each. */
  readonly shares: readonly number[]
}

/** Numbers the terms of articles that are read one after the other. */
function openNumbering() {
  const numbers = new Map<string, number>()
  const frequency: number[] = []
  const shares: number[] = []
  const isAbout: boolean[] = []
  const counted: CountedTerms[] = []
  const [roomFor, roomForCounts] = [openBlocks(Int32Array), openBlocks(Uint16Array)]
  const numberOf = (term: string): number => {
    const known = numbers.get(term)
    if (known !== undefined) return known
    const number = numbers.size
    numbers.set(term, number)
    frequency.push(0)
    shares.push(shareOf(term))
    isAbout.push(isSubject(term))
    return number
  }
  const termsIn = openTerms()
  return {
    read: (article: TitledText): void => {
      const read = readTerms(article, termsIn)
      const [terms, counts] = [roomFor(read.counts.size), roomForCounts(read.counts.size)]
      let place = 0
      for (const [term, count] of read.counts) {
        const number = numberOf(term)
        frequency[number] = (frequency[number] ?? 0) + 1
        counts[place] = count
        terms[place++] = number
      }
      const about = Array.from(read.prominent, numberOf).filter(number => isAbout[number])
      const subjects = roomFor(about.length)
      subjects.set(about)
      counted.push({ terms, counts, subjects: subjects.sort() })
    },
    finish: (): NumberedTerms => ({ counted, frequency: Int32Array.from(frequency), shares }),
  }
}

/** Those of an article's terms that others have, at most `MOST_TERMS` and what weighs as much as the last; ascending. */
function keepShared(terms: Int32Array, frequency: Int32Array, weightOf: Float32Array): readonly number[] {
  const shared: number[] = []
  for (const term of terms) if ((frequency[term] ?? 1) > 1) shared.push(term)
  if (shared.length <= MOST_TERMS) return shared
  const bound =
    Float32Array.from(shared, term => weightOf[term] ?? 0)
      .sort()
      .at(-MOST_TERMS) ?? 0
  return shared.filter(term => (weightOf[term] ?? 0) >= bound)
}

/** The vectors of a batch whose articles are read one after the other and not kept. */
export interface Weighing {
  /** Reads the next article: its title, and the first `TERM_CHARACTERS` of its text. */
  readonly read: (article: TitledText) => void
  /** The vectors of all that were read, in their order; it is over then. */
  readonly weigh: () => ArticleVector[]
}

/** Opens the weighing of a batch. */
export function openWeighing(): Weighing {
  const { read, finish } = openNumbering()
  return { read, weigh: () => weighTerms(finish()) }
}

/** Weighs the terms of articles that are in memory. */
export function weighArticles(articles: readonly TitledText[]): ArticleVector[] {
  const { read, weigh } = openWeighing()
  for (const article of articles) read(article)
  return weigh()
}

/** Weighs each article's terms by how few articles of the batch have them. */
function weighTerms({ counted, frequency, shares }: NumberedTerms): ArticleVector[] {
  const rarity = Float64Array.from(shares, (share, term) =>
    Math.log(1 + (counted.length + ELSEWHERE) / ((frequency[term] || 1) + ELSEWHERE * share)),
  )
  // What one article's terms weigh, by term number; each writes its own before it reads them.
  const weightOf = new Float32Array(shares.length)
  const [roomFor, roomForWeights] = [openBlocks(Int32Array), openBlocks(Float32Array)]
  const keep = (terms: readonly number[]): Int32Array => {
    const kept = roomFor(terms.length)
    kept.set(terms)
    return kept
  }
  return counted.map(({ terms, counts, subjects }): ArticleVector => {
    const weights = new Float32Array(terms.length)
    for (let place = 0; place < terms.length; place++) {
      const term = terms[place] ?? 0
      weights[place] = (1 + Math.log(counts[place] ?? 1)) * (rarity[term] ?? 0)
      weightOf[term] = weights[place] ?? 0
    }
    const kept = keep(keepShared(terms, frequency, weightOf)).sort()
    const length = lengthOf(weights) || 1
    const keptWeights = roomForWeights(kept.length)
    for (let place = 0; place < kept.length; place++) keptWeights[place] = (weightOf[kept[place] ?? 0] ?? 0) / length
    return {
      terms: kept,
      weights: keptWeights,
      rarest: keep(rarestOf(kept, frequency)),
      subjects,
      termCount: terms.length,
    }
  })
}
