// Finds edited copies of one text.
import { scriptOf } from '../core/language.ts'
import { openBlocks } from './blocks-of-numbers.ts'

/** What is kept of a text to compare it: its smallest shingle hashes in order; all of them when the text is short. */
export type Sketch = Uint32Array

const HASHES = 64
const BANDS = 32
const SMALLEST = 256
/** Edited copies share this part of their shingles. */
export const DUPLICATE_JACCARD = 0.4
const READ_CHARACTERS = 5_000
/** Texts of one bucket that a new one is compared with, so that boilerplate costs no square. */
const BUCKET_COMPARISONS = 24
const WORDS_A_SHINGLE = 3
const HAN_A_SHINGLE = 5

/** Murmur3's finaliser: spreads nearby numbers over all 32 bits. */
function mix(value: number): number {
  let h = value
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

const seeds = Uint32Array.from({ length: HASHES }, (_, i) => mix(0x9e3779b9 * (i + 1)))

function hashWord(word: string): number {
  let hash = 0
  for (let i = 0; i < word.length; i++) hash = Math.imul(hash, 31) + word.charCodeAt(i)
  return hash
}

/** Where the units and shingles of one text after the other are written. A character in lower case may be two: İ. */
const units = new Int32Array(2 * READ_CHARACTERS)
const shingles = new Uint32Array(units.length)

/** Writes one number for each unit that shingles are made of: words, or single characters where Han prevails. */
function readUnits(text: string): { readonly count: number; readonly perShingle: number } {
  const read = text.slice(0, READ_CHARACTERS).toLowerCase()
  const runs = read.match(/[\p{L}\p{N}]+/gu) ?? []
  const script = scriptOf(read)
  let count = 0
  if (script !== 'han' && script !== 'kana') {
    for (const run of runs) units[count++] = hashWord(run)
    return { count, perShingle: WORDS_A_SHINGLE }
  }
  for (const run of runs) for (let i = 0; i < run.length; i++) units[count++] = run.charCodeAt(i)
  return { count, perShingle: HAN_A_SHINGLE }
}

/** The different shingles of a text as hashes, in order; they stand until the next text is read. */
function readShingles(text: string): Uint32Array {
  const { count: length, perShingle } = readUnits(text)
  const all = shingles.subarray(0, Math.max(0, length - perShingle + 1))
  for (let i = 0; i < all.length; i++) {
    let hash = 0
    for (let j = i; j < i + perShingle; j++) hash = mix(Math.imul(hash, 31) + (units[j] ?? 0))
    all[i] = hash
  }
  all.sort()
  let count = 0
  for (let i = 0; i < all.length; i++) if (i === 0 || all[i] !== all[i - 1]) all[count++] = all[i] ?? 0
  return all.subarray(0, count)
}

/** Sketches a text into room that is given out; null when it is too short to have a shingle. */
function sketch(text: string, roomFor: (length: number) => Uint32Array): Sketch | null {
  const found = readShingles(text)
  if (found.length === 0) return null
  const smallest = roomFor(Math.min(SMALLEST, found.length))
  smallest.set(found.subarray(0, smallest.length))
  return smallest
}

/** Sketches a text; null when it is too short to have a shingle. */
export function sketchOf(text: string): Sketch | null {
  return sketch(text, length => new Uint32Array(length))
}

/** The least value that each hash function gives one of a text's shingles (MinHash, Broder 1997), until the next text is read. */
const minima = new Uint32Array(HASHES)

function readMinima(found: Uint32Array): Uint32Array {
  for (let i = 0; i < HASHES; i++) {
    const seed = seeds[i] ?? 1
    let least = 0xffffffff
    for (let place = 0; place < found.length; place++) {
      const product = Math.imul((found[place] ?? 0) ^ seed, seed | 1)
      const hash = (product ^ (product >>> 15)) >>> 0
      if (hash < least) least = hash
    }
    minima[i] = least
  }
  return minima
}

/** Many texts as buckets see them. */
interface BandKeys {
  readonly count: number
  /** 1 for texts that are long enough to have a shingle. */
  readonly hasShingles: Uint8Array
  /** One key for each band and text, those of a band together: texts whose keys of some band are equal may be copies. */
  readonly keys: Uint32Array
}

/** Reads so many texts, in their order. Of each 128 bytes are kept, a tenth of what a comparison needs: few are ever compared. */
function readBandKeys(count: number, textOf: (number: number) => string): BandKeys {
  const hasShingles = new Uint8Array(count)
  const keys = new Uint32Array(BANDS * count)
  for (let number = 0; number < count; number++) {
    const found = readShingles(textOf(number))
    if (found.length === 0) continue
    hasShingles[number] = 1
    const least = readMinima(found)
    for (let band = 0; band < BANDS; band++)
      keys[band * count + number] = mix((least[2 * band] ?? 0) ^ Math.imul(least[2 * band + 1] ?? 0, 0x9e3779b1))
  }
  return { count, hasShingles, keys }
}

/** Shared part of two texts' shingles, 0–1: exact for short texts, from the 256 smallest of both together for long ones. */
export function jaccardOf(a: Sketch, b: Sketch): number {
  let [i, j, shared, seen] = [0, 0, 0, 0]
  while (seen < SMALLEST && (i < a.length || j < b.length)) {
    const left = a[i] ?? Infinity
    const right = b[j] ?? Infinity
    if (left === right) shared++
    if (left <= right) i++
    if (right <= left) j++
    seen++
  }
  return shared / seen
}

/**
 * The numbers of texts that share one band's key, in order; buckets of one are passed over. Sorting keys of 32 bits with their numbers
 * behind them takes a tenth of the time of a Map of lists.
 */
function* fillBuckets({ count, hasShingles, keys }: BandKeys, band: number): Generator<readonly number[]> {
  const keyed = new Float64Array(count)
  let filled = 0
  for (let number = 0; number < count; number++)
    if (hasShingles[number] === 1) keyed[filled++] = (keys[band * count + number] ?? 0) * count + number
  const sorted = keyed.subarray(0, filled).sort()
  const keyAt = (place: number): number => Math.floor((sorted[place] ?? 0) / count)
  for (let start = 0, end = 1; start < filled; start = end++) {
    while (end < filled && keyAt(end) === keyAt(start)) end++
    if (end - start > 1) yield Array.from(sorted.subarray(start, end), each => each % count)
  }
}

/**
 * Pairs of numbers whose texts are edited copies of each other: 32 bands of two MinHash values find them, Jaccard of at least
 * 0.4 confirms. `mayMatch` can forbid a pair. In a crowded bucket all are compared with its first ones only. Texts that share a bucket with
 * another are asked for once more.
 */
export function findNearDuplicates(
  count: number,
  textOf: (number: number) => string,
  mayMatch: (a: number, b: number, jaccard: number) => boolean,
): [number, number][] {
  const bands = readBandKeys(count, textOf)
  const roomFor = openBlocks(Uint32Array)
  const sketches = new Map<number, Sketch | null>()
  const sketchNumbered = (number: number): Sketch | null => {
    const known = sketches.get(number) ?? sketch(textOf(number), roomFor)
    sketches.set(number, known)
    return known
  }
  const pairs: [number, number][] = []
  const tried = new Set<number>()
  const compare = (a: number, b: number): void => {
    const pair = a * count + b
    if (tried.has(pair)) return
    tried.add(pair)
    const [left, right] = [sketchNumbered(a), sketchNumbered(b)]
    if (!left || !right) return
    const jaccard = jaccardOf(left, right)
    if (jaccard >= DUPLICATE_JACCARD && mayMatch(a, b, jaccard)) pairs.push([a, b])
  }
  for (let band = 0; band < BANDS; band++)
    for (const bucket of fillBuckets(bands, band))
      bucket.forEach((b, place) => {
        for (const a of bucket.slice(0, Math.min(place, BUCKET_COMPARISONS))) compare(a, b)
      })
  return pairs
}
