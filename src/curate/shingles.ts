// Cuts a text into short runs of words or characters and sketches it by the hashes of these: what copies of a text are found by.
import { scriptOf } from '../core/language.ts'

/** What is kept of a text to compare it: its smallest shingle hashes in order; all of them when the text is short. */
export type Sketch = Uint32Array

/** So many hashes a sketch has at most. */
const SMALLEST = 256
const READ_CHARACTERS = 5_000
const WORDS_A_SHINGLE = 3
const HAN_A_SHINGLE = 5
/**
 * Among how many times the hashes that are wanted the smallest are looked for first: of equal ones only the first counts, and where that
 * leaves too few, all are looked through.
 */
const SPARE = 1.5

/** Where the units and shingles of one text after the other are written. A character in lower case may be two: İ. */
const units = new Int32Array(2 * READ_CHARACTERS)
const shingles = new Uint32Array(units.length)
/** Where the smallest of them are put in order. */
const few = new Uint32Array(units.length)

/** Whether a character belongs to a word, by its UTF-16 unit: 1 yes, 2 no, 0 not asked for yet. */
const kinds = new Uint8Array(0x10000)
const IN_WORD = 1
const BETWEEN = 2
const inWord = /^[\p{L}\p{N}]$/u

function readKind(character: string): number {
  return inWord.test(character) ? IN_WORD : BETWEEN
}

/** The kind of the character that begins at a place, and how many units it has. */
function kindAt(text: string, place: number, unit: number): number {
  if (unit < 0xd800 || unit > 0xdbff) return kinds[unit] || (kinds[unit] = readKind(text.charAt(place)))
  return readKind(String.fromCodePoint(text.codePointAt(place) ?? 0))
}

/** Whether two units make one character. */
function isPair(text: string, place: number, unit: number): boolean {
  if (unit < 0xd800 || unit > 0xdbff) return false
  const next = text.charCodeAt(place + 1)
  return next >= 0xdc00 && next <= 0xdfff
}

/** Writes a number for each word. */
function readWords(text: string): number {
  let [count, hash, isOpen] = [0, 0, false]
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place)
    if (kindAt(text, place, unit) === IN_WORD) {
      hash = (Math.imul(hash, 31) + unit) | 0
      if (isPair(text, place, unit)) hash = (Math.imul(hash, 31) + text.charCodeAt(++place)) | 0
      isOpen = true
    } else if (isOpen) {
      units[count++] = hash
      hash = 0
      isOpen = false
    }
  }
  if (isOpen) units[count++] = hash
  return count
}

/** Writes a number for each UTF-16 unit of its words. */
function readCharacters(text: string): number {
  let count = 0
  for (let place = 0; place < text.length; place++) {
    const unit = text.charCodeAt(place)
    if (kindAt(text, place, unit) !== IN_WORD) continue
    units[count++] = unit
    if (isPair(text, place, unit)) units[count++] = text.charCodeAt(++place)
  }
  return count
}

/** Murmur3's finaliser: spreads nearby numbers over all 32 bits. */
export function mix(value: number): number {
  let h = value | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/**
 * The shingles of a text as hashes, in reading order, equal ones as often as they stand there; they stand until the next text is read. Words
 * make them, or single characters where Han or kana prevail.
 */
export function readShingles(text: string): Uint32Array {
  const read = text.slice(0, READ_CHARACTERS).toLowerCase()
  const script = scriptOf(read)
  const isByCharacter = script === 'han' || script === 'kana'
  const perShingle = isByCharacter ? HAN_A_SHINGLE : WORDS_A_SHINGLE
  const length = isByCharacter ? readCharacters(read) : readWords(read)
  const all = shingles.subarray(0, Math.max(0, length - perShingle + 1))
  for (let i = 0; i < all.length; i++) {
    let hash = 0
    for (let j = i; j < i + perShingle; j++) hash = mix(Math.imul(hash, 31) + (units[j] ?? 0))
    all[i] = hash
  }
  return all
}

/** Puts hashes in order, each once; answers how many they are. */
function sortOnce(hashes: Uint32Array): number {
  hashes.sort()
  let count = 0
  for (let i = 0; i < hashes.length; i++) if (i === 0 || hashes[i] !== hashes[i - 1]) hashes[count++] = hashes[i] ?? 0
  return count
}

/** The smallest of some hashes in order, each once; they stand until the next are asked for. Most of a long text's are never sorted. */
export function smallestOf(found: Uint32Array): Uint32Array {
  for (const share of [(SPARE * SMALLEST) / found.length, 1]) {
    const bound = share >= 1 ? 2 ** 32 : share * 2 ** 32
    let taken = 0
    for (let i = 0; i < found.length; i++) {
      const hash = found[i] ?? 0
      if (hash < bound) few[taken++] = hash
    }
    const count = sortOnce(few.subarray(0, taken))
    if (count >= SMALLEST || share >= 1) return few.subarray(0, Math.min(SMALLEST, count))
  }
  return few.subarray(0, 0)
}

/** Sketches a text; null when it is too short to have a shingle. */
export function sketchOf(text: string): Sketch | null {
  const found = readShingles(text)
  return found.length === 0 ? null : smallestOf(found).slice()
}

/** Shared part of two texts' shingles, 0–1: exact for short texts, from the 256 smallest of both together for long ones. */
export function jaccardOf(a: Sketch, b: Sketch): number {
  let [i, j, shared] = [0, 0, 0]
  const [ends, others] = [a.length, b.length]
  // Each step sees one hash of both together.
  while (i < ends && j < others && i + j - shared < SMALLEST) {
    const left = a[i] ?? 0
    const right = b[j] ?? 0
    if (left === right) shared++
    if (left <= right) i++
    if (right <= left) j++
  }
  // What only one of them has left is seen, too.
  return shared / Math.min(SMALLEST, i + j - shared + (ends - i) + (others - j))
}

/** Places that the hashes of one sketch are looked up in. */
const PLACES = 1 << 16

/** One sketch with its hashes marked, so that many others are each compared with it by one quick look. */
export interface HeldSketch {
  /** Lets go of the sketch before. */
  hold(sketch: Sketch): void
  /** The same as `jaccardOf` where that is at least as much; 0 where it is less. Most sketches need not be walked along for that. */
  likenessTo(other: Sketch, least: number): number
}

/** Opens the comparison of one sketch after the other with many. */
export function openHeldSketch(): HeldSketch {
  const marks = new Uint8Array(PLACES)
  let held: Sketch = new Uint32Array()
  return {
    hold: sketch => {
      for (let i = 0; i < held.length; i++) marks[(held[i] ?? 0) % PLACES] = 0
      held = sketch
      for (let i = 0; i < held.length; i++) marks[(held[i] ?? 0) % PLACES] = 1
    },
    likenessTo: (other, least) => {
      // No less than they share: two hashes may have one place.
      let most = 0
      for (let i = 0; i < other.length; i++) most += marks[(other[i] ?? 0) % PLACES] ?? 0
      if (most / Math.min(SMALLEST, held.length + other.length - most) < least) return 0
      const likeness = jaccardOf(held, other)
      return likeness >= least ? likeness : 0
    },
  }
}
