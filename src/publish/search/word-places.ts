// Where words are: collected over all documents, in the order of the words.
import { wordsToKeep } from './search-words.ts'

/** What is searched of a story or a post, and what a hit shows. */
export interface SearchedDocument {
  readonly title: string
  readonly text: string
  /** Path with fragment, the line below the title, and the language of the title or ''. */
  readonly path: string
  readonly line: string
  readonly language: string
}

/** A word's documents, rising: twice the document's number, plus one when its title has the word. A single one, as most are, stands alone. */
type Places = number | number[]

/** A word with its documents, rising: twice the document's number, plus one when its title has the word. */
export interface WordPlaces {
  readonly word: string
  readonly places: readonly number[]
}

/** Collects the words of documents, whose numbers rise. */
export interface WordCollection {
  add(document: SearchedDocument, number: number): void
  /** All words, rising by UTF-16 units. */
  finish(): readonly WordPlaces[]
}

/** Starts without a document. */
export function collectWords(): WordCollection {
  const found = new Map<string, Places>()
  const note = (text: string, place: number): void => {
    for (const word of wordsToKeep(text)) {
      const places = found.get(word)
      if (places === undefined) found.set(word, place)
      else if (typeof places === 'number') {
        if (places >> 1 !== place >> 1) found.set(word, [places, place])
        else if (places !== place) found.set(word, place)
      } else if ((places.at(-1) ?? 0) >> 1 === place >> 1) places[places.length - 1] = place
      else places.push(place)
    }
  }
  return {
    add({ title, text }, number) {
      note(text, number * 2)
      // The title, noted last, counts more than what the same document has said before.
      note(title, number * 2 + 1)
    },
    finish: () =>
      [...found.keys()].sort().map(word => {
        const places = found.get(word) ?? []
        return { word, places: typeof places === 'number' ? [places] : places }
      }),
  }
}

/** The documents of all words from `start` up to `end`, each once. `marks` has a zero for each document, and has so again afterwards. */
export function unitePlaces(
  words: readonly WordPlaces[],
  { start, end }: { readonly start: number; readonly end: number },
  marks: Uint8Array,
): readonly number[] {
  for (let index = start; index < end; index++)
    for (const place of words[index]?.places ?? []) marks[place >> 1] = (marks[place >> 1] ?? 0) | (place & 1 ? 3 : 1)
  const places: number[] = []
  for (const [document, mark] of marks.entries()) if (mark > 0) places.push(document * 2 + (mark >> 1))
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
