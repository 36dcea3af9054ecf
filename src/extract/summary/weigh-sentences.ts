// How much each sentence of an article says, and which to take next.
import type { Sentence } from '../../core/sentences.ts'
import { contentTokens, countWords, lettersOf } from '../../core/text.ts'
import { countTokens, productOf, sumVectors, toUnitLength, vectorOf, type TermVector } from '../../core/vectors.ts'

/** A lead's room. */
const LEAD_WORDS = 85
const LEAD_HAN = 150
/** Han characters that say as much as one English word. */
const HAN_A_WORD = 1.8
/** Relevance against novelty in maximal marginal relevance (Carbonell and Goldstein 1998). */
const RELEVANCE = 0.7

/** A sentence that may be taken. */
export interface WeighedSentence {
  readonly sentence: Sentence
  /** Its words, of unit length. */
  readonly vector: TermVector
  /** Likenesses to others that were asked for before, by their vector: each is asked for at every choice. */
  readonly likenesses: Map<TermVector, number>
  /** Its letters and figures alone, to tell repetitions. */
  readonly letters: string
  readonly score: number
  /** Share of the room of a lead that the sentence takes. */
  readonly size: number
  /** Its place among the sentences of the text, from 0. */
  readonly index: number
  /** How much of the title's words it has, 0–1. */
  readonly titleLikeness: number
}

/** More alike than this and two sentences say the same. */
const SAME_LIKENESS = 0.8

/** Too short to stand alone or too long to be read at a glance, in words: what is taken from the score. */
function lengthPenalty(words: number): number {
  if (words < 8) return 0.1 * (8 - words)
  return words > 40 ? 0.02 * (words - 40) : 0
}

/** Whether a sentence only announces what follows it. */
export function leadsOn(text: string): boolean {
  return /(?:[:：]|包括|包含|如下|分为|the following)$/.test(text)
}

/** An address in brackets behind the name of what it leads to. */
const bracketed = /[（(【[<]\s?(?:https?:\/\/|www\.)[!-'*-;=?-Z\\^-~]{4,300}\s?[）)】\]>]/giu

/** Whether a sentence points elsewhere by a link: by one in brackets behind a name it only names it. */
export function hasLink(text: string): boolean {
  return /https?:\/\/|www\.|[a-z\d-]\.(?:com|org|net|io|dev|cn)\//i.test(text.replace(bracketed, ''))
}

/** Share of a lead's room that a text of the given length takes; mixed text takes from words and characters both. */
export function sizeOf({ words, hanCharacters }: ReturnType<typeof countWords>): number {
  return words / LEAD_WORDS + hanCharacters / LEAD_HAN
}

/** Position, likeness to the whole text and to the title, and length, as one number for each sentence. */
export function weigh(sentences: readonly Sentence[], title: string): WeighedSentence[] {
  const counts = sentences.map(sentence => countTokens(contentTokens(sentence.text)))
  const centroid = toUnitLength(sumVectors(counts))
  const titleVector = vectorOf(contentTokens(title))
  return sentences.map((sentence, i) => {
    const vector = toUnitLength(counts[i] ?? new Map())
    const length = countWords(sentence.text)
    const titleLikeness = productOf(vector, titleVector)
    const score =
      Math.exp(-0.25 * i) +
      productOf(vector, centroid) +
      1.2 * titleLikeness -
      lengthPenalty(length.words + length.hanCharacters / HAN_A_WORD) -
      (leadsOn(sentence.text) ? 0.3 : 0) -
      (hasLink(sentence.text) ? 1 : 0)
    return {
      sentence,
      vector,
      likenesses: new Map(),
      letters: lettersOf(sentence.text),
      score,
      size: sizeOf(length),
      index: i,
      titleLikeness,
    }
  })
}

/** How alike two candidates are in their words, 0–1. */
export function likenessOf(a: WeighedSentence, b: WeighedSentence): number {
  const known = a.likenesses.get(b.vector)
  if (known !== undefined) return known
  const likeness = productOf(a.vector, b.vector)
  a.likenesses.set(b.vector, likeness)
  return likeness
}

/** Whether a candidate may stand beside what is already said. */
export function isNew(candidate: WeighedSentence, said: readonly WeighedSentence[]): boolean {
  return said.every(other => {
    const isWithin = other.letters.includes(candidate.letters) || candidate.letters.includes(other.letters)
    return !isWithin && likenessOf(candidate, other) < SAME_LIKENESS
  })
}

/** Whether a candidate is a whole sentence: items of lists may be mere names, titles and keywords. */
export function isWhole({ sentence }: WeighedSentence): boolean {
  return sentence.list === null || /[.!。！；]["'”’」』）)]*$/u.test(sentence.text)
}

/** The next best of the candidates after what is taken: good by itself and unlike the rest; null when none fits. */
export function pickNext(
  candidates: readonly WeighedSentence[],
  taken: readonly WeighedSentence[],
  fits: (next: WeighedSentence) => boolean,
): WeighedSentence | null {
  let best: WeighedSentence | null = null
  let bestValue = -Infinity
  for (const candidate of candidates) {
    if (taken.some(({ index }) => index === candidate.index) || !fits(candidate)) continue
    const likeness = Math.max(0, ...taken.map(other => likenessOf(candidate, other)))
    const value = RELEVANCE * candidate.score - (1 - RELEVANCE) * likeness
    if (value > bestValue) [best, bestValue] = [candidate, value]
  }
  return best
}
