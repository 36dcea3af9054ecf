// Which script and language a text is in, as far as its characters alone tell. Used by the text functions of core, by extract and by curate.

/** The scripts that tell languages apart here. */
export type Script =
  'han' | 'kana' | 'hangul' | 'latin' | 'cyrillic' | 'greek' | 'arabic' | 'hebrew' | 'devanagari' | 'thai' | 'none'

const numbered: readonly (readonly [Script, RegExp])[] = [
  ['latin', /\p{Script=Latin}/u],
  ['han', /\p{Script=Han}/u],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/u],
  ['hangul', /\p{Script=Hangul}/u],
  ['cyrillic', /\p{Script=Cyrillic}/u],
  ['greek', /\p{Script=Greek}/u],
  ['arabic', /\p{Script=Arabic}/u],
  ['hebrew', /\p{Script=Hebrew}/u],
  ['devanagari', /\p{Script=Devanagari}/u],
  ['thai', /\p{Script=Thai}/u],
]
/** Places in a count of scripts, one more than those above. */
const HAN = 1 + numbered.findIndex(([script]) => script === 'han')
const KANA = 1 + numbered.findIndex(([script]) => script === 'kana')
/** Characters that are looked at: enough to tell, and the cost does not grow with the text. */
const SAMPLE_CHARACTERS = 1_500
/** A Han character outweighs so many Latin letters: Chinese prose is full of English names and code, English prose of no Chinese. */
const HAN_LETTERS = 8
/** Japanese writes at least this part of its characters in kana; a Chinese text that quotes a Japanese name does not. */
const KANA_SHARE = 0.1

/** The number of each character's script, one more than its place above; what has not been asked for yet is 255. */
const UNASKED = 255
const known = new Uint8Array(0x10000).fill(UNASKED)

function scriptNumberOf(character: string): number {
  return numbered.findIndex(([, pattern]) => pattern.test(character)) + 1
}

/** How many characters of each script a text has, by its number. */
function countScripts(text: string): number[] {
  const counts = Array.from({ length: numbered.length + 1 }, () => 0)
  for (const character of text) {
    const code = character.charCodeAt(0)
    const isWhole = character.length === 1
    let number = isWhole ? (known[code] ?? UNASKED) : UNASKED
    if (number === UNASKED) {
      number = scriptNumberOf(character)
      if (isWhole) known[code] = number
    }
    counts[number] = (counts[number] ?? 0) + 1
  }
  return counts
}

/** The script that carries the text, `none` when it has no letters. Kana means Japanese even where Han characters prevail. */
export function scriptOf(text: string): Script {
  const counts = countScripts(text.slice(0, SAMPLE_CHARACTERS))
  const [han, kana] = [counts[HAN] ?? 0, counts[KANA] ?? 0]
  const isJapanese = kana > 0 && kana >= KANA_SHARE * (han + kana)
  counts[HAN] = isJapanese ? 0 : han * HAN_LETTERS
  counts[KANA] = isJapanese ? (han + kana) * HAN_LETTERS : 0
  counts[0] = 0
  // Of equals the first; 0, no script, where there are no letters.
  return numbered[counts.indexOf(Math.max(...counts)) - 1]?.[0] ?? 'none'
}

/** The primary subtag of a BCP 47 tag, lower-cased: `zh-CN` and `zh_Hans` give `zh`; null for null, `und` and text that is no tag. */
export function primaryLanguage(tag: string | null): string | null {
  const primary = /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag?.trim() ?? '')?.[1]?.toLowerCase()
  return primary === undefined || primary === 'und' ? null : primary
}
