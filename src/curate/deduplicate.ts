// Finds edited copies of one text.
import { openRows, type Rows } from './blocks-of-numbers.ts'
import { mix, openHeldSketch, readShingles, type Sketch, smallestOf } from './shingles.ts'

const HASHES = 64
const BANDS = 32
/** Edited copies share this part of their shingles. */
export const DUPLICATE_JACCARD = 0.4
/** Texts of one bucket that a new one is compared with, so that boilerplate costs no square. */
const BUCKET_COMPARISONS = 24

const seeds = Uint32Array.from({ length: HASHES }, (_, i) => mix(0x9e3779b9 * (i + 1)))

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

/**
 * The numbers of texts that share one band's key, in order; buckets of one are passed over. Sorting keys of 32 bits with their numbers
 * behind them takes a tenth of the time of a Map of lists.
 */
function* fillBuckets({ count, hasShingles, keys }: BandKeys, band: number): Generator<Float64Array> {
  const keyed = new Float64Array(count)
  let filled = 0
  for (let number = 0; number < count; number++)
    if (hasShingles[number] === 1) keyed[filled++] = (keys[band * count + number] ?? 0) * count + number
  const sorted = keyed.subarray(0, filled).sort()
  const keyAt = (place: number): number => Math.floor((sorted[place] ?? 0) / count)
  for (let start = 0, end = 1; start < filled; start = end++) {
    const key = keyAt(start)
    while (end < filled && keyAt(end) === key) end++
    if (end - start > 1) yield sorted.subarray(start, end).map(each => each % count)
  }
}

const PAIRS_AT_FIRST = 1 << 10

/** Pairs of texts that share a bucket as `a * count + b`, each once, in order. In a crowded bucket all are paired with its first ones only. */
function pairUp(bands: BandKeys): Float64Array {
  let pairs = new Float64Array(PAIRS_AT_FIRST)
  let filled = 0
  /** Puts them in order, each once. */
  const tidy = (): void => {
    const sorted = pairs.subarray(0, filled).sort()
    let kept = 0
    for (let i = 0; i < filled; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i] ?? 0
    filled = kept
  }
  const add = (pair: number): void => {
    if (filled === pairs.length) {
      // The same two meet in many bands.
      tidy()
      const roomy = filled > pairs.length / 2 ? new Float64Array(2 * pairs.length) : pairs
      if (roomy !== pairs) roomy.set(pairs.subarray(0, filled))
      pairs = roomy
    }
    pairs[filled++] = pair
  }
  for (let band = 0; band < BANDS; band++)
    for (const bucket of fillBuckets(bands, band))
      for (let place = 1; place < bucket.length; place++)
        for (let first = 0; first < Math.min(place, BUCKET_COMPARISONS); first++)
          add((bucket[first] ?? 0) * bands.count + (bucket[place] ?? 0))
  tidy()
  return pairs.subarray(0, filled)
}

/** The copies among many texts, of which each is read once and not kept. */
export interface CopyFinder {
  /** Reads a text; once for each number below the count. */
  read(number: number, text: string): void
  /**
   * Joins texts that are edited copies of each other, once, when all are read: 32 bands of two MinHash values find them, Jaccard of at least
   * 0.4 confirms.
   */
  join(sets: CopySets): void
}

/** What becomes of copies. */
export interface CopySets {
  /** Whether two texts need not be compared, since they are together already. */
  readonly areJoined: (a: number, b: number) => boolean
  /** Whether two texts that are alike may be copies. */
  readonly mayMatch: (a: number, b: number, jaccard: number) => boolean
  readonly join: (a: number, b: number) => void
}

/** Opens a search for copies among so many texts. Of each a kilobyte is kept until it is over, outside of the heap. */
export function openCopyFinder(count: number): CopyFinder {
  const hasShingles = new Uint8Array(count)
  const keys = new Uint32Array(BANDS * count)
  let sketches: Rows<Sketch> = openRows(Uint32Array, count)
  return {
    read: (number, text) => {
      const found = readShingles(text)
      if (found.length === 0) return
      hasShingles[number] = 1
      sketches.put(number, smallestOf(found))
      const least = readMinima(found)
      for (let band = 0; band < BANDS; band++)
        keys[band * count + number] = mix((least[2 * band] ?? 0) ^ Math.imul(least[2 * band + 1] ?? 0, 0x9e3779b1))
    },
    join: ({ areJoined, mayMatch, join }) => {
      const held = openHeldSketch()
      let holds = -1
      for (const pair of pairUp({ count, hasShingles, keys })) {
        const [a, b] = [Math.floor(pair / count), pair % count]
        if (areJoined(a, b)) continue
        if (holds !== a) held.hold(sketches.at(a))
        holds = a
        const jaccard = held.likenessTo(sketches.at(b), DUPLICATE_JACCARD)
        if (jaccard > 0 && mayMatch(a, b, jaccard)) join(a, b)
      }
      sketches = openRows(Uint32Array, 0)
    },
  }
}

/** Pairs of numbers whose texts, in memory, are edited copies of each other. `mayMatch` can forbid a pair. */
export function findNearDuplicates(
  count: number,
  textOf: (number: number) => string,
  mayMatch: (a: number, b: number, jaccard: number) => boolean,
): [number, number][] {
  const finder = openCopyFinder(count)
  for (let number = 0; number < count; number++) finder.read(number, textOf(number))
  const pairs: [number, number][] = []
  finder.join({ areJoined: () => false, mayMatch, join: (a, b) => pairs.push([a, b]) })
  return pairs
}
