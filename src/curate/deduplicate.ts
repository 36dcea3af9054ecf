// Finds edited copies of one text.
import { scriptOf } from '../core/language.ts'
import { openBlocks } from './blocks-of-numbers.ts'

/** What is kept of a text to compare it: MinHash values (Broder 1997) and its smallest shingles for a check. */
export interface Sketch {
  readonly minima: Uint32Array
  /** The smallest shingle hashes in order; all of them when the text is short. */
  readonly smallest: Uint32Array
}

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

/** Sketches a text into room that is given out. */
function sketch(text: string, roomFor: (length: number) => Uint32Array): Sketch | null {
  const found = readShingles(text)
  if (found.length === 0) return null
  const minima = roomFor(HASHES)
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
  const smallest = roomFor(Math.min(SMALLEST, found.length))
  smallest.set(found.subarray(0, smallest.length))
  return { minima, smallest }
}

/** Sketches a text; null when it is too short to have a shingle. */
export function sketchOf(text: string): Sketch | null {
  return sketch(text, length => new Uint32Array(length))
}

/** Sketches many texts, in their order. */
export function sketchAll(texts: Iterable<string>): (Sketch | null)[] {
  const roomFor = openBlocks(Uint32Array)
  return Array.from(texts, text => sketch(text, roomFor))
}

/** Shared part of two texts' shingles, 0–1: exact for short texts, from the 256 smallest of both together for long ones. */
export function jaccardOf(a: Sketch, b: Sketch): number {
  let [i, j, shared, seen] = [0, 0, 0, 0]
  while (seen < SMALLEST && (i < a.smallest.length || j < b.smallest.length)) {
    const left = a.smallest[i] ?? Infinity
    const right = b.smallest[j] ?? Infinity
    if (left === right) shared++
    if (left <= right) i++
    if (right <= left) j++
    seen++
  }
  return shared / seen
}

/**
 * The numbers of sketches that share one band's two minima, in order; buckets of one are passed over. Sorting keys of 32 bits with their
 * numbers behind them takes a tenth of the time of a Map of lists.
 */
function* fillBuckets(sketches: readonly (Sketch | null)[], band: number): Generator<readonly number[]> {
  const size = sketches.length
  const keyed = new Float64Array(size)
  let count = 0
  sketches.forEach((sketch, number) => {
    if (!sketch) return
    const { [2 * band]: first = 0, [2 * band + 1]: second = 0 } = sketch.minima
    keyed[count++] = mix(first ^ Math.imul(second, 0x9e3779b1)) * size + number
  })
  const sorted = keyed.subarray(0, count).sort()
  const keyAt = (place: number): number => Math.floor((sorted[place] ?? 0) / size)
  for (let start = 0, end = 1; start < count; start = end++) {
    while (end < count && keyAt(end) === keyAt(start)) end++
    if (end - start > 1) yield Array.from(sorted.subarray(start, end), each => each % size)
  }
}

/**
 * Pairs of indices whose texts are edited copies of each other: 32 bands of two MinHash values find them, Jaccard of at least
 * 0.4 confirms. `mayMatch` can forbid a pair. In a crowded bucket all are compared with its first ones only.
 */
export function findNearDuplicates(
  sketches: readonly (Sketch | null)[],
  mayMatch: (a: number, b: number, jaccard: number) => boolean,
): [number, number][] {
  const pairs: [number, number][] = []
  const tried = new Set<number>()
  const compare = (a: number, b: number): void => {
    const [left, right] = [sketches[a], sketches[b]]
    const pair = a * sketches.length + b
    if (!left || !right || tried.has(pair)) return
    tried.add(pair)
    const jaccard = jaccardOf(left, right)
    if (jaccard >= DUPLICATE_JACCARD && mayMatch(a, b, jaccard)) pairs.push([a, b])
  }
  for (let band = 0; band < BANDS; band++)
    for (const bucket of fillBuckets(sketches, band))
      bucket.forEach((b, place) => {
        for (const a of bucket.slice(0, Math.min(place, BUCKET_COMPARISONS))) compare(a, b)
      })
  return pairs
}
