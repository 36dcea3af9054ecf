// Words with their documents as the bytes that templates/search.js reads; docs/technotes/site.md tells the format.
import type { WordPlaces } from './word-places.ts'

/** What a word's length in common with the one before is written as: this character and those after it. */
const SHARED_FROM = 0x21

/** Bytes that are being written. */
interface GrowingBytes {
  bytes: Uint8Array
  size: number
}

/** About as much as the numbers of a file take. */
const FIRST_BYTES = 4_096

/** Writes numbers in seven bits a byte, the low ones first, as long as the eighth says that more follow. */
function writeNumber(written: GrowingBytes, number: number): void {
  let rest = number
  for (; rest > 0x7f; rest = Math.floor(rest / 128)) writeByte(written, (rest & 0x7f) | 0x80)
  writeByte(written, rest)
}

function writeByte(written: GrowingBytes, byte: number): void {
  if (written.size === written.bytes.length) {
    const larger = new Uint8Array(written.size * 2)
    larger.set(written.bytes)
    written.bytes = larger
  }
  written.bytes[written.size++] = byte
}

/** A word's documents: their count and whether titles have it, the steps from one to the next; then which of them by their titles. */
function writePlaces(written: GrowingBytes, places: WordPlaces['places']): void {
  let inTitles = 0
  for (const place of places) inTitles += place & 1
  writeNumber(written, places.length * 2 + (inTitles > 0 ? 1 : 0))
  let before = 0
  for (const place of places) {
    writeNumber(written, (place >> 1) - before)
    before = place >> 1
  }
  if (inTitles === 0) return
  writeNumber(written, inTitles)
  before = 0
  for (let index = 0; index < places.length; index++) {
    if (((places[index] ?? 0) & 1) === 0) continue
    writeNumber(written, index - before)
    before = index
  }
}

/** What a word takes beside the steps, compressed, about: as much in every script, and in archives of 50 and of 2,000 issues. */
const WORD_BYTES = 3.8

/** About how many bytes a word takes, compressed: the shorter its steps from place to place are, the fewer bits tell one. */
export function sizeOfWord({ places }: WordPlaces): number {
  const meanStep = (places.at(-1) ?? 0) / 2 / Math.max(places.length, 1)
  return WORD_BYTES + (places.length * (Math.log2(meanStep + 1) + 1.5) * 1.25) / 8
}

/** Writes words, which come rising. The same words give the same bytes. */
export function writeWords(words: readonly WordPlaces[]): Uint8Array {
  const lines: string[] = []
  const numbers: GrowingBytes = { bytes: new Uint8Array(FIRST_BYTES), size: 0 }
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
  return joinBytes(Buffer.from(lines.join('\n')), numbers.bytes.subarray(0, numbers.size))
}

/** Two parts of a file: the length of the first, and both. */
export function joinBytes(first: Uint8Array, second: Uint8Array): Uint8Array {
  const length: GrowingBytes = { bytes: new Uint8Array(8), size: 0 }
  writeNumber(length, first.length)
  return Buffer.concat([length.bytes.subarray(0, length.size), first, second])
}
