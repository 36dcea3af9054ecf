// Words, lengths and cuts of plain text, English and Chinese alike.
import { endsInAbbreviation } from './sentences.ts'
import { isStopWord } from './stop-words.ts'

const wordPattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]+|[\p{L}\p{M}\p{N}]+(?:[.'’][\p{L}\p{N}]+)*/gu
const unspacedPattern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u
const surrogate = /[\ud800-\udfff]/
const hanPattern = /\p{Script=Han}+/gu
const hanOrKanaPattern = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+/gu
const widePattern =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu

/** Lower-cased words in reading order. Scripts without spaces give overlapping pairs of characters; a lone character stands for itself. */
export function tokenize(text: string): string[] {
  const tokens: string[] = []
  for (const run of text.toLowerCase().match(wordPattern) ?? []) {
    if (!unspacedPattern.test(run)) tokens.push(run.endsWith('s') ? run.replace(/['’]s$/, '') : run)
    // Where every character is one unit, as in nearly all texts, pairs are cut out without a list of characters.
    else if (surrogate.test(run)) {
      const characters = Array.from(run)
      if (characters.length === 1) tokens.push(run)
      for (let i = 0; i + 1 < characters.length; i++) tokens.push(`${characters[i] ?? ''}${characters[i + 1] ?? ''}`)
    } else {
      if (run.length === 1) tokens.push(run)
      for (let i = 0; i + 1 < run.length; i++) tokens.push(run.slice(i, i + 2))
    }
  }
  return tokens
}

/** Whether a token carries meaning: it is no stop word and no single letter. */
export function isContentToken(token: string): boolean {
  return !isStopWord(token) && (token.length > 1 || unspacedPattern.test(token))
}

/** The words that carry meaning, in reading order. */
export function contentTokens(text: string): string[] {
  return tokenize(text).filter(isContentToken)
}

/** Letters and figures alone, lower-cased: equal for texts that differ in blanks and punctuation only. */
export function lettersOf(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '').toLowerCase()
}

/** White space made single blanks. Single blanks stay as they are: to write each anew takes three times as long. */
export function singleBlanks(text: string): string {
  return text.replace(/[^\S ]\s*| \s+/g, ' ')
}

/** Length as readers feel it: words of spaced scripts, and Han or kana characters, counted apart. */
export function countWords(text: string): { readonly words: number; readonly hanCharacters: number } {
  const hanCharacters = countCharacters(text.match(hanOrKanaPattern))
  const words = text.replace(hanOrKanaPattern, ' ').match(/[\p{L}\p{N}][\p{L}\p{M}\p{N}'’.-]*/gu)?.length ?? 0
  return { words, hanCharacters }
}

/** How many Han characters a text has. */
export function countHan(text: string): number {
  return countCharacters(text.match(hanPattern))
}

/** Runs are counted by their length: a list of all characters is what takes the time in a Chinese text. */
function countCharacters(runs: readonly string[] | null): number {
  return (runs ?? []).reduce((sum, run) => sum + (surrogate.test(run) ? Array.from(run).length : run.length), 0)
}

/** Width in the columns of a terminal or a plain-text mail: East Asian characters take two, combining marks none. */
export function countColumns(text: string): number {
  const characters = text.replace(/[\p{M}\u200b-\u200d\ufeff]/gu, '')
  return Array.from(characters).length + (characters.match(widePattern)?.length ?? 0)
}

/**
 * The beginning of a text in at most `maxCharacters` UTF-16 units, `…` included: whole sentences when they fill half the room,
 * else up to a comma in the last third, else whole words. Nothing is added to a text that fits.
 */
export function cutAtSentence(text: string, maxCharacters: number): { readonly text: string; readonly isCut: boolean } {
  const whole = text.trim()
  if (whole.length <= maxCharacters) return { text: whole, isCut: false }
  if (maxCharacters < 2) return { text: maxCharacters < 1 ? '' : '…', isCut: true }
  const room = whole.slice(0, maxCharacters - 1)
  const ends = [...room.matchAll(/[。！？]["”’」』）)]*|[.!?]["”’)]*(?=\s)/gu)]
    .map(match => match.index + match[0].length)
    .filter(end => !endsInAbbreviation(room.slice(0, end)))
  const sentenceEnd = ends.at(-1) ?? 0
  if (sentenceEnd >= maxCharacters / 2) {
    const gap = /[.!?"”’)]$/.test(room.slice(0, sentenceEnd)) && sentenceEnd + 2 <= maxCharacters ? ' ' : ''
    return { text: `${room.slice(0, sentenceEnd)}${gap}…`, isCut: true }
  }
  const clauseEnd = [...room.matchAll(/[，；：]|[,;:](?=\s)/gu)].at(-1)?.index ?? 0
  const beginning =
    clauseEnd >= (2 * maxCharacters) / 3 ? room.slice(0, clauseEnd) : cutAtWord(whole, maxCharacters - 1)
  return { text: `${beginning}…`, isCut: true }
}

/** At most `maxCharacters` UTF-16 units, ending where a word ends and without hanging punctuation. */
function cutAtWord(text: string, maxCharacters: number): string {
  const isInsideWord =
    /[\p{L}\p{N}]$/u.test(text.slice(0, maxCharacters)) && /^[\p{L}\p{N}]/u.test(text.slice(maxCharacters))
  const room = text.slice(0, maxCharacters).replace(/[\ud800-\udbff]$/, '')
  const words = isInsideWord
    ? room.replace(/(?<=[^\p{L}\p{N}]|\p{Script=Han})(?:(?!\p{Script=Han})[\p{L}\p{N}])+$/u, '')
    : room
  return words.replace(/[\s\p{P}]+$/u, '') || room.trimEnd()
}
