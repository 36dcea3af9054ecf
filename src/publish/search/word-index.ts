// The index of many documents: words in files of one size, told apart by the words with which they begin, so that a word is in one file;
// and apart from them what begins with so few letters that its words fill several files.
import { packBytes } from '../files/pack.ts'
import { sizeOfWord, writeWords } from './word-file.ts'
import { countBefore, unitePlaces, type WordPlaces } from './word-places.ts'

/** Files in an order, and for each but the first the text that no word before it reaches. */
export interface WordFiles {
  readonly files: readonly Uint8Array[]
  readonly starts: readonly string[]
}

/** An index: words, and beginnings of words that are in several of their files. */
export interface WordIndex {
  readonly words: WordFiles
  readonly beginnings: WordFiles
}

/** Ends the beginnings of words: no word has it. */
const ANY = '*'

/** Makes the index in so many files; with few words some are empty. */
export function indexWords(
  words: readonly WordPlaces[],
  documents: number,
  counts: { readonly words: number; readonly beginnings: number },
): WordIndex {
  const inFiles = cutEvenly(
    words,
    { keyOf: ({ word }) => word, wordsOf: each => [each], sizeOf: sizeOfWord },
    counts.words,
  )
  const marks = new Uint8Array(documents)
  const groups = beginningsOf(inFiles.starts).map(beginning => {
    const start = countBefore(words, beginning)
    const places = unitePlaces(words, { start, end: countBefore(words, `${beginning}\uffff`) }, marks)
    const whole = words[start]?.word === beginning ? words.slice(start, start + 1) : []
    return { key: beginning, words: [...whole, { word: beginning + ANY, places }] }
  })
  const sizeOf = (group: Group): number => group.words.reduce((sum, word) => sum + sizeOfWord(word), 0)
  const ofGroups = { keyOf: ({ key }: Group) => key, wordsOf: (group: Group) => group.words, sizeOf }
  return { words: inFiles, beginnings: cutEvenly(groups, ofGroups, counts.beginnings) }
}

/** What more than one file has words of: all that the starts of files begin with. */
function beginningsOf(starts: readonly string[]): readonly string[] {
  const beginnings = starts.flatMap(start => {
    const characters = Array.from(start)
    return characters.slice(1).map((_character, place) => characters.slice(0, place + 1).join(''))
  })
  return [...new Set(beginnings)].sort()
}

/** Words that stay together, and the text by which they are looked up. */
interface Group {
  readonly key: string
  readonly words: readonly WordPlaces[]
}

/** How groups are read; most are a single word, of which there are too many to wrap each. */
interface Grouping<Each> {
  readonly keyOf: (group: Each) => string
  readonly wordsOf: (group: Each) => readonly WordPlaces[]
  /** About how many bytes it takes. */
  readonly sizeOf: (group: Each) => number
}

/** Puts groups, which come rising, into so many files of about one size. */
function cutEvenly<Each>(groups: readonly Each[], grouping: Grouping<Each>, count: number): WordFiles {
  const { keyOf, wordsOf, sizeOf } = grouping
  const most = groups.reduce((sum, group) => sum + sizeOf(group), 0) / count
  const ends: number[] = []
  let before = 0
  for (const [index, group] of groups.entries()) {
    const size = sizeOf(group)
    // By what came before all in all, so that no more files are begun than there are; a long one goes to the file that has most of it.
    if (index > 0 && before + size / 2 >= most * (ends.length + 1) && ends.length + 1 < count) ends.push(index)
    before += size
  }
  const keyAt = (index: number): string =>
    groups
      .slice(index, index + 1)
      .map(keyOf)
      .join('')
  const contents = Array.from({ length: count }, (_, file) => {
    const start = file === 0 ? 0 : (ends[file - 1] ?? groups.length)
    return packBytes(writeWords(groups.slice(start, ends[file] ?? groups.length).flatMap(wordsOf)))
  })
  return { files: contents, starts: ends.map(end => startOf(keyAt(end - 1), keyAt(end))) }
}

/** The shortest beginning of a word that comes after the word before. */
function startOf(before: string, word: string): string {
  const characters = Array.from(word)
  let start = ''
  for (const character of characters) {
    start += character
    if (start > before) return start
  }
  return word
}
