// The words and short phrases that a text may be about, English and Chinese alike.
import { madeOnce } from '../core/made-once.ts'
import { isStopWord } from '../core/stop-words.ts'
import { emptyHan, emptyLatin } from './empty-words.ts'

/** A phrase as the text spells it, and how often it stands there; a mention in the title counts more. */
export interface Phrase {
  readonly spelling: string
  readonly count: number
  readonly isInTitle: boolean
  /** Whether it is spelt without a capital somewhere: then it is no name. */
  readonly isLower: boolean
}

const TITLE_WEIGHT = 3
/** So much of a text is read for its phrases. */
export const PHRASE_CHARACTERS = 2_000
const MOST_WORDS = 3
const LENGTHS = { fewest: 2, most: 30, mostHan: 8 }

const segmenter = madeOnce(() => new Intl.Segmenter('zh', { granularity: 'word' }))

/** A word as phrases compare it: plurals are one with their singular. */
function foldWord(word: string): string {
  const lower = word.toLowerCase()
  return /^[a-z]{4,}s$/.test(lower) && !/(?:ss|us|is)$/.test(lower) ? lower.slice(0, -1) : lower
}

function isEmpty(word: string): boolean {
  const lower = word.toLowerCase()
  return (
    isStopWord(lower) ||
    emptyLatin.has(lower) ||
    emptyLatin.has(foldWord(word)) ||
    emptyHan.has(word) ||
    !/\p{L}/u.test(word)
  )
}

/** Runs of words that nothing separates but blanks; a stop word ends a run. */
function runsOf(text: string): string[][] {
  const runs: string[][] = [[]]
  for (const { segment, isWordLike } of segmenter().segment(text)) {
    if (isWordLike && !isEmpty(segment)) runs.at(-1)?.push(segment)
    else if (!/^[ \u00a0]$/.test(segment)) runs.push([])
  }
  return runs
}

/** The text's phrases of one to three words by their folded form. */
export function countPhrases({
  title,
  text,
}: {
  readonly title: string
  readonly text: string
}): ReadonlyMap<string, Phrase> {
  const phrases = new Map<string, Phrase>()
  const add = (words: readonly string[], weight: number): void => {
    const isHan = words.every(word => /\p{Script=Han}/u.test(word))
    const spelling = words.join(isHan ? '' : ' ')
    if (spelling.length < LENGTHS.fewest || spelling.length > (isHan ? LENGTHS.mostHan : LENGTHS.most)) return
    const key = words.map(foldWord).join(isHan ? '' : ' ')
    const known = phrases.get(key)
    phrases.set(key, {
      spelling: known?.spelling ?? spelling,
      count: (known?.count ?? 0) + weight,
      isInTitle: weight === TITLE_WEIGHT,
      isLower: (known?.isLower ?? false) || spelling === spelling.toLowerCase(),
    })
  }
  const addAll = (part: string, weight: number): void => {
    for (const run of runsOf(part))
      for (let start = 0; start < run.length; start++)
        for (let words = 1; words <= Math.min(MOST_WORDS, run.length - start); words++)
          add(run.slice(start, start + words), weight)
  }
  addAll(text.slice(0, PHRASE_CHARACTERS), 1)
  addAll(title, TITLE_WEIGHT)
  return phrases
}
