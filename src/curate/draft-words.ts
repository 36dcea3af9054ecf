// The words that the program itself puts into a draft and into its text, in the interface language or in all of them.
import { type InterfaceLanguage, inAllLanguages, type Words, wordsOf } from '../core/words/words.ts'

/** The words of one interface language. */
export type DraftWords = Words['draft']

/** The words of an interface language. */
export function draftWords(language: InterfaceLanguage): DraftWords {
  return wordsOf(language).draft
}

/** All spellings of one word, so that a text is read whatever language it was given out in. */
export function allWords<Name extends keyof DraftWords>(name: Name): readonly DraftWords[Name][] {
  return inAllLanguages(({ draft }) => draft[name])
}
