// Words with their documents as the bytes that templates/search.js reads; docs/technotes/site.md tells the format.
import type { WordPlaces } from './word-places.ts'

/** What a word's length in common with the one before is written as: this character and those after it. */
const SHARED_FROM = 0x21

/** Writes numbers in seven bits a byte, the low ones first, as long as the eighth says that more follow. */
function writeNumber(bytes: number[], number: number): void {
  let rest = number
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) bytes.push((rest & 0x7f) | 0x80)
  bytes.push(rest)
}

/** A word's documents: their count and whether titles have it, the steps from one to the next; then which of them by their titles. */
function writePlaces(bytes: number[], places: readonly number[]): void {
  const inTitles = places.flatMap((place, index) => (place & 1 ? [index] : []))
  writeNumber(bytes, places.length * 2 + (inTitles.length > 0 ? 1 : 0))
  let before = 0
  for (const place of places) {
    writeNumber(bytes, (place >> 1) - before)
    before = place >> 1
  }
  if (inTitles.length === 0) return
  writeNumber(bytes, inTitles.length)
  before = 0
  for (const index of inTitles) {
    writeNumber(bytes, index - before)
    before = index
  }
}

/** About how many bytes a word takes before compression. */
export function sizeOfWord({ word, places }: WordPlaces): number {
  return word.length + 2 + places.length * 1.5
}

/** Writes words, which come rising. The same words give the same bytes. */
export function writeWords(words: readonly WordPlaces[]): Uint8Array {
  const lines: string[] = []
  const numbers: number[] = []
  let before = ''
  for (const { word, places } of words) {
    let shared = 0
    while (shared < before.length && word[shared] === before[shared]) shared += 1
    // Half a character cannot be written.
    if (/[\ud800-\udbff]/.test(word[shared - 1] ?? '')) shared -= 1
    lines.push(`${String.fromCharCode(SHARED_FROM + shared)}${word.slice(shared)}`)
    writePlaces(numbers, places)
    before = word
  }
  return joinBytes(Buffer.from(lines.join('\n')), Buffer.from(numbers))
}

/** Two parts of a file: the length of the first, and both. */
export function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const length: number[] = []
  writeNumber(length, first.length)
  return Buffer.concat([Buffer.from(length), first, second])
}
