// Where words are: collected over all documents, in the order of the words.
import { numberUnits } from './unit-numbers.ts'
import { takeWords, wordOfUnits, type WordTaker } from './search-words.ts'

/** What is searched of a story or a post, and what a hit shows. */
export interface SearchedDocument {
  readonly title: string
  readonly text: string
  /** Path with fragment, the line below the title, and the language of the title or ''. */
  readonly path: string
  readonly line: string
  readonly language: string
}

/** A word with its documents, rising: twice the document's number, plus one when its title has the word. */
export interface WordPlaces {
  readonly word: string
  readonly places: readonly number[] | Uint32Array
}

/** Collects the words of documents, whose numbers rise. */
export interface WordCollection {
  add(document: SearchedDocument, number: number): void
  /** All words, rising by UTF-16 units. */
  finish(): readonly WordPlaces[]
}

/** Starts without a document. Words have numbers: most have been met before, and nothing but their number is looked up. */
export function collectWords(): WordCollection {
  const numbers = new Map<string, number>()
  /** By both units, as one whole number. */
  const numbersOfUnits = numberUnits()
  /** By a word's number the last place that it was met at, and those before; most words have none. */
  const last: number[] = []
  const earlier: (number[] | null)[] = []
  let place = 0
  const begin = (): number => {
    earlier.push(null)
    return last.push(place) - 1
  }
  const meet = (number: number): void => {
    const known = last[number] ?? place
    if (known === place) return
    if (known >> 1 !== place >> 1) (earlier[number] ??= []).push(known)
    last[number] = place
  }
  const taker: WordTaker = {
    takeWord: word => {
      const number = numbers.get(word)
      if (number === undefined) numbers.set(word, begin())
      else meet(number)
    },
    takeUnits: (first, second) => {
      const key = (first << 16) | second
      const number = numbersOfUnits.numberOf(key)
      if (number < 0) numbersOfUnits.give(key, begin())
      else meet(number)
    },
  }
  return {
    add({ title, text }, document) {
      place = document * 2
      takeWords(text, taker)
      // The title, noted last, counts more than what the same document has said before.
      place++
      takeWords(title, taker)
    },
    finish() {
      const words = [...numbers]
      numbersOfUnits.forEach((key, number) => words.push([wordOfUnits(key >>> 16, key & 0xffff), number]))
      words.sort(([a], [b]) => (a < b ? -1 : 1))
      return words.map(([word, number]) => ({ word, places: [...(earlier[number] ?? []), last[number] ?? 0] }))
    },
  }
}

/** The documents of all words from `start` up to `end`, each once. `marks` has a zero for each document, and has so again afterwards. */
export function unitePlaces(
  words: readonly WordPlaces[],
  { start, end }: { readonly start: number; readonly end: number },
  marks: Uint8Array,
): Uint32Array {
  let count = 0
  for (let index = start; index < end; index++)
    for (const place of words[index]?.places ?? []) {
      const mark = marks[place >> 1] ?? 0
      if (mark === 0) count++
      marks[place >> 1] = mark | (place & 1 ? 3 : 1)
    }
  const places = new Uint32Array(count)
  let next = 0
  for (let document = 0; next < count; document++) {
    const mark = marks[document] ?? 0
    if (mark > 0) places[next++] = document * 2 + (mark >> 1)
  }
  marks.fill(0)
  return places
}

/** How many of the words come before this text. */
export function countBefore(words: readonly WordPlaces[], text: string): number {
  let [low, high] = [0, words.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((words[middle]?.word ?? '') < text) low = middle + 1
    else high = middle
  }
  return low
}
