// Phrases that every language forms alike: of the words of core/words/, of dates, and of what Intl knows of languages.
import { formatDate } from '../../core/date-words.ts'
import type { CivilDate, InterfaceLanguage } from '../../core/types.ts'
import { wordsOf } from '../../core/words/words.ts'

/** Name of any language in itself, `中文`; null for null and for tags that Intl does not know. */
export function languageName(language: string | null): string | null {
  if (language === null) return null
  const known = languageNamesByTag.get(language)
  if (known !== undefined) return known
  const name = new Intl.DisplayNames(language, { type: 'language', fallback: 'none' }).of(language) ?? null
  languageNamesByTag.set(language, name)
  return name
}

const languageNamesByTag = new Map<string, string | null>()

/** `7 min`; half minutes are rounded and nothing takes less than one. */
export function readingTime(minutes: number, language: InterfaceLanguage): string {
  return wordsOf(language).readingTime(wholeMinutes(minutes))
}

/** `about 95 min`. */
export function aboutReadingTime(minutes: number, language: InterfaceLanguage): string {
  return wordsOf(language).aboutReadingTime(wholeMinutes(minutes))
}

function wholeMinutes(minutes: number): number {
  return Math.max(1, Math.round(minutes))
}

/** `No. 44–47`, or `No. 47` where first and last are one. */
export function issueNumbers(first: number, last: number, language: InterfaceLanguage): string {
  const words = wordsOf(language)
  return first === last ? words.issueNumber(first) : words.issueNumbers(first, last)
}

/** Title of one page of the index, which counts from 1: `Weekly reading list, page 2`. */
export function indexTitle(siteTitle: string, page: number, language: InterfaceLanguage): string {
  return page === 1 ? siteTitle : wordsOf(language).pageOfList(siteTitle, page)
}

/** The full title of an issue, for sealing: `Weekly reading list #47 · Dec 8, 2016`, `每周阅读清单 第 47 期 · 2016年12月8日`. */
export function issueTitle(siteTitle: string, number: number, date: CivilDate, language: InterfaceLanguage): string {
  return `${wordsOf(language).issueOfList(siteTitle, number)} · ${formatDate(date, language)}`
}
