// The words of the desk, apart from all others: what readers get is not made anew for them, and most commands do without.
import { desk as english, type DeskWords } from './en/desk.ts'
import type { InterfaceLanguage } from './words.ts'
import { desk as chinese } from './zh-CN/desk.ts'
import { desk as traditionalChinese } from './zh-TW/desk.ts'

/** The words of the desk in one interface language. */
export type { DeskWords } from './en/desk.ts'

const deskWordsByLanguage: Readonly<Record<InterfaceLanguage, DeskWords>> = {
  'zh-CN': chinese,
  'zh-TW': traditionalChinese,
  en: english,
}

/** The words of the desk in an interface language. */
export function deskWordsOf(language: InterfaceLanguage): DeskWords {
  return deskWordsByLanguage[language]
}
