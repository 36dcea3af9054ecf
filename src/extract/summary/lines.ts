// The sentences of an article as short hashes: by them a source's standing lines are known again.
import { createHash } from 'node:crypto'
import { splitSentences } from '../../core/sentences.ts'
import { lettersOf } from '../../core/text.ts'

/** A line with fewer letters is said by everybody. */
const FEWEST_LETTERS = 8
/** Lines of one article that are hashed at most, from its beginning and its end, where standing lines are. */
const MOST_LINES = { first: 60, last: 20 }
const READ_CHARACTERS = 40_000
/** Hexadecimal digits of a hash; 64 bits keep a source's few thousand lines apart. */
const HASH_DIGITS = 16

/** A sentence's hash, the same whatever its blanks, punctuation and case; null for one too short to be known again. */
export function hashLine(sentence: string): string | null {
  const letters = lettersOf(sentence)
  if (letters.length < FEWEST_LETTERS) return null
  return createHash('sha256').update(letters).digest('hex').slice(0, HASH_DIGITS)
}

/** The sentences of an article's text by their hashes, those of its beginning and its end, in order. */
export function hashLines(text: string, language: string | null): ReadonlyMap<string, string> {
  const sentences = splitSentences(text.slice(0, READ_CHARACTERS), language).map(sentence => sentence.text)
  const taken = [
    ...sentences.slice(0, MOST_LINES.first),
    ...sentences.slice(Math.max(MOST_LINES.first, sentences.length - MOST_LINES.last)),
  ]
  return new Map(
    taken.flatMap(sentence => {
      const hash = hashLine(sentence)
      return hash === null ? [] : [[hash, sentence] as const]
    }),
  )
}
