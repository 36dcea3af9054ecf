// Which script and language a text is in, as far as its characters alone tell. Used by the text functions of core, by extract and by curate.

/** The scripts that tell languages apart here. */
export type Script =
  'han' | 'kana' | 'hangul' | 'latin' | 'cyrillic' | 'greek' | 'arabic' | 'hebrew' | 'devanagari' | 'thai' | 'none'

const patterns: readonly (readonly [Script, RegExp])[] = [
  ['han', /\p{Script=Han}/gu],
  ['kana', /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ['hangul', /\p{Script=Hangul}/gu],
  ['cyrillic', /\p{Script=Cyrillic}/gu],
  ['greek', /\p{Script=Greek}/gu],
  ['arabic', /\p{Script=Arabic}/gu],
  ['hebrew', /\p{Script=Hebrew}/gu],
  ['devanagari', /\p{Script=Devanagari}/gu],
  ['thai', /\p{Script=Thai}/gu],
]
/** Characters that are looked at: enough to tell, and the cost does not grow with the text. */
const SAMPLE_CHARACTERS = 1_500
/** A Han character outweighs so many Latin letters: Chinese prose is full of English names and code, English prose of no Chinese. */
const HAN_LETTERS = 8
/** Japanese writes at least this part of its characters in kana; a Chinese text that quotes a Japanese name does not. */
const KANA_SHARE = 0.1

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

/** The script that carries the text, `none` when it has no letters. Kana means Japanese even where Han characters prevail. */
export function scriptOf(text: string): Script {
  const sample = text.slice(0, SAMPLE_CHARACTERS)
  const counts = new Map<Script, number>([['latin', count(sample, /\p{Script=Latin}/gu)]])
  if (/[^\p{ASCII}]/u.test(sample)) for (const [script, pattern] of patterns) counts.set(script, count(sample, pattern))
  const han = counts.get('han') ?? 0
  const kana = counts.get('kana') ?? 0
  const isJapanese = kana > 0 && kana >= KANA_SHARE * (han + kana)
  counts.set('han', isJapanese ? 0 : han * HAN_LETTERS)
  counts.set('kana', isJapanese ? (han + kana) * HAN_LETTERS : 0)
  const [script, letters] = [...counts].reduce((best, next) => (next[1] > best[1] ? next : best))
  return letters > 0 ? script : 'none'
}

/** The primary subtag of a BCP 47 tag, lower-cased: `zh-CN` and `zh_Hans` give `zh`; null for null, `und` and text that is no tag. */
export function primaryLanguage(tag: string | null): string | null {
  const primary = /^([a-z]{2,3})(?:[-_]|$)/i.exec(tag?.trim() ?? '')?.[1]?.toLowerCase()
  return primary === undefined || primary === 'und' ? null : primary
}
