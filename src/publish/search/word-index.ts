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
    words.map(each => ({ key: each.word, words: [each] })),
    counts.words,
  )
  const marks = new Uint8Array(documents)
  const groups = beginningsOf(inFiles.starts).map(beginning => {
    const start = countBefore(words, beginning)
    const places = unitePlaces(words, { start, end: countBefore(words, `${beginning}\uffff`) }, marks)
    const whole = words[start]?.word === beginning ? words.slice(start, start + 1) : []
    return { key: beginning, words: [...whole, { word: beginning + ANY, places }] }
  })
  return { words: inFiles, beginnings: cutEvenly(groups, counts.beginnings) }
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

/** Puts groups, which come rising, into so many files of about one size. */
function cutEvenly(groups: readonly Group[], count: number): WordFiles {
  const sizes = groups.map(({ words }) => words.reduce((sum, word) => sum + sizeOfWord(word), 0))
  const most = sizes.reduce((sum, size) => sum + size, 0) / count
  const files: Group[][] = [[]]
  let before = 0
  for (const [index, group] of groups.entries()) {
    // By what came before all in all, so that no more files are begun than there are.
    if (before >= most * files.length && files.length < count) files.push([])
    files.at(-1)?.push(group)
    before += sizes[index] ?? 0
  }
  const starts = files.slice(1).map((file, index) => startOf(files[index]?.at(-1)?.key ?? '', file[0]?.key ?? ''))
  const empty = Array.from({ length: count - files.length }, (): Group[] => [])
  const contents = [...files, ...empty].map(file => writeWords(file.flatMap(({ words }) => words)))
  return { files: contents.map(packBytes), starts }
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
