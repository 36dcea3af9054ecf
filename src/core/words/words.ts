// The interface languages: each is one file of words beside this one, its line in the table here and its tag in tags.ts. All else follows from
// the table.
import type { ChineseScript } from '../chinese-script.ts'
import { english, type Words } from './en.ts'
import type { interfaceLanguageTags } from './tags.ts'
import { chinese } from './zh-CN.ts'
import { traditionalChinese } from './zh-TW.ts'

/** The words of one interface language. */
export type { Words } from './en.ts'

/** The words by BCP 47 tag. A language is added by its line here. */
export const wordsByLanguage = { 'zh-CN': chinese, 'zh-TW': traditionalChinese, en: english } satisfies Readonly<
  Record<(typeof interfaceLanguageTags)[number], Words>
>

/** Interface languages of site and mail. */
export type InterfaceLanguage = keyof typeof wordsByLanguage

/** All interface languages, in their order on forms. */
export function interfaceLanguages(): [InterfaceLanguage, ...InterfaceLanguage[]] {
  return Object.keys(wordsByLanguage) as [InterfaceLanguage, ...InterfaceLanguage[]]
}

/** The words of an interface language. */
export function wordsOf(language: InterfaceLanguage): Words {
  return wordsByLanguage[language]
}

/** Whether a text is the tag of an interface language. */
export function isInterfaceLanguage(tag: string | null): tag is InterfaceLanguage {
  return tag !== null && Object.hasOwn(wordsByLanguage, tag)
}

/** Regions that write Chinese in traditional characters, where no script is named. */
const TRADITIONAL = new Set(['tw', 'hk', 'mo'])

/** A tag's language, and the script in which Chinese is written. */
function writingOf(tag: string): string {
  const [primary = '', ...rest] = tag.toLowerCase().split(/[-_]/)
  if (primary !== 'zh') return primary
  const isTraditional = rest.includes('hant') || (!rest.includes('hans') && rest.some(part => TRADITIONAL.has(part)))
  return isTraditional ? 'zh-hant' : 'zh-hans'
}

/**
 * The interface language of a BCP 47 tag in any case, such as `zh` or `en-GB`, by its first part, and of Chinese by its script: `zh-Hant`,
 * `zh-HK` and `zh-TW` are read in traditional characters, `zh` and `zh-SG` in simplified ones. Null when there is none.
 */
export function interfaceLanguageOf(tag: string | null): InterfaceLanguage | null {
  const writing = writingOf(tag ?? '')
  return interfaceLanguages().find(language => writingOf(language) === writing) ?? null
}

/** The script in which a list of an interface language has Chinese: Traditional where its own words are, else Simplified. */
export function chineseScriptIn(language: InterfaceLanguage): ChineseScript {
  return writingOf(language) === 'zh-hant' ? 'Hant' : 'Hans'
}

/** What each interface language says for one thing, so that a text is read whatever language it was written in. */
export function inAllLanguages<Said>(say: (words: Words) => Said): readonly Said[] {
  return interfaceLanguages().map(language => say(wordsOf(language)))
}
