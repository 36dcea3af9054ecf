// The words of a text as the search knows them, and those of a question. templates/search.js has the second half of this file once more.

/** Scripts that are written without spaces; the mark that lengthens a vowel in Japanese belongs to none of them by Unicode. */
const unspacedScripts =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}ー\\p{Script=Thai}\\p{Script=Lao}\\p{Script=Khmer}\\p{Script=Myanmar}'
const unspaced = new RegExp(`[${unspacedScripts}]`, 'u')
const letter = `(?:(?![${unspacedScripts}])[\\p{L}\\p{N}])`
const digit = `(?:(?![${unspacedScripts}])\\p{N})`
/** Runs of characters without spaces, and all other words: with the points of versions (1.2.3), and the signs of C++ and C#. */
const runs = new RegExp(`[${unspacedScripts}]+|${letter}+(?:\\.${digit}${letter}*)*[+#]*`, 'gu')
/** The same of a text in which no other letters are. */
const plainRuns = /[a-z\d]+(?:\.\d[a-z\d]*)*[+#]*/g
/** Before the first character of a script without spaces. */
const FIRST_UNSPACED = 0xe00
/** Where a word may be asked for besides at its beginning: at a number (Go1.21) and after a point (1.2.3). */
const innerStarts = /\.|(?<=\p{L})(?=\p{N})/gu

/** What is longer was no word, and the rest of it tells nothing. */
const MOST_UNITS = 40
/** More words than this of one question are not looked up. */
const MOST_WORDS = 8
/** Of a run without spaces that has more pairs, or more than there may be words, every other one is looked up. */
const MOST_PAIRS = 6
/** A pair of characters says about as much as a word of so many letters. */
const PAIR_LETTERS = 5

const isPlain = /^[\0-\x7f]*$/
const surrogate = /[\ud800-\udfff]/
const hasNumber = /\p{N}/u

function runsOf(text: string): readonly string[] {
  if (isPlain.test(text)) return text.toLowerCase().match(plainRuns) ?? []
  const plain = text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC')
  return plain.toLowerCase().match(runs) ?? []
}

/** Whether a run is of a script without spaces: then it has no other. */
function isUnspaced(run: string): boolean {
  return run.charCodeAt(0) >= FIRST_UNSPACED && unspaced.test(run)
}

function cutWord(word: string): string {
  return word.length > MOST_UNITS ? word.slice(0, MOST_UNITS).toWellFormed() : word
}

/** What takes the words of a text. */
export interface WordTaker {
  /** A word. */
  readonly takeWord: (word: string) => void
  /**
   * A word of two UTF-16 units of a script without spaces, or of one, when the second is 0: a text of such a script has as many of them as
   * characters, and a number costs less than a text.
   */
  readonly takeUnits: (first: number, second: number) => void
}

/**
 * Hands out the words of a text as the index has them: lower case, without accents. Of scripts without spaces every two neighbouring
 * characters are a word, and so is the last of a run, which begins none: so each character is the beginning of a word. Of a word with numbers
 * inside, what begins at a number is a word as well.
 */
export function takeWords(text: string, { takeWord, takeUnits }: WordTaker): void {
  for (const run of runsOf(text)) {
    if (!isUnspaced(run)) {
      takeWord(cutWord(run))
      if (hasNumber.test(run)) for (const word of innerWords(run)) takeWord(word)
    } else if (surrogate.test(run)) {
      // The same word has the same form, whatever stands beside it.
      for (const word of longPairsOf(run))
        if (word.length > 2) takeWord(word)
        else takeUnits(word.charCodeAt(0), word.length === 2 ? word.charCodeAt(1) : 0)
    } else
      for (let place = 0; place < run.length; place++)
        takeUnits(run.charCodeAt(place), place + 1 < run.length ? run.charCodeAt(place + 1) : 0)
  }
}

/** The word of units that were handed out. */
export function wordOfUnits(first: number, second: number): string {
  return second === 0 ? String.fromCharCode(first) : String.fromCharCode(first, second)
}

/** The same of a run in which some character takes two units. */
function* longPairsOf(run: string): Generator<string> {
  let start = 0
  let middle = endOfCharacter(run, 0)
  for (; start < run.length; [start, middle] = [middle, endOfCharacter(run, middle)])
    yield run.slice(start, endOfCharacter(run, middle))
}

/** Where the character that begins at a place ends. */
function endOfCharacter(run: string, start: number): number {
  return start + ((run.codePointAt(start) ?? 0) > 0xffff ? 2 : 1)
}

function innerWords(run: string): readonly string[] {
  return [...run.slice(0, MOST_UNITS).matchAll(innerStarts)].map(({ index, 0: sign }) =>
    cutWord(run.slice(index + sign.length)),
  )
}

/** The words that a question is looked up by, each once, at most so many; a story that has one of them has a word that begins with it. */
export function wordsToFind(text: string, mostWords = MOST_WORDS): readonly string[] {
  const words = new Set(
    runsOf(text).flatMap(run =>
      unspaced.test(run) ? pairsOf(Array.from(run), Math.min(MOST_PAIRS, mostWords)) : wordAsked(run),
    ),
  )
  const needed = [...words].filter(word => ![...words].some(other => other !== word && other.startsWith(word)))
  if (needed.length <= mostWords) return needed
  const tells = (word: string): number => (unspaced.test(word) ? PAIR_LETTERS : word.length)
  const most = new Set(needed.toSorted((a, b) => tells(b) - tells(a)).slice(0, mostWords))
  return needed.filter(word => most.has(word))
}

/** The index has every version without its v. */
function wordAsked(run: string): string {
  return cutWord(/^v\p{N}/u.test(run) ? run.slice(1) : run)
}

function pairsOf(characters: readonly string[], most: number): readonly string[] {
  const pairs = characters.slice(1).map((second, place) => `${characters[place] ?? ''}${second}`)
  if (pairs.length === 0) return characters
  return pairs.length <= most ? pairs : pairs.filter((_pair, place) => place % 2 === 0 || place === pairs.length - 1)
}
