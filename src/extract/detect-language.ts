// The language a text is written in. Called by the extract stage; the one file that touches eld.
import { eld } from 'eld/small'
import { primaryLanguage, scriptOf, type Script } from '../core/language.ts'

/** Scripts that one living language of the web writes, or nearly so. */
const languageOfScript: Partial<Record<Script, string>> = {
  han: 'zh',
  kana: 'ja',
  hangul: 'ko',
  greek: 'el',
  hebrew: 'he',
  thai: 'th',
}
/** Scripts other than Latin that some languages are written in; what is not listed is taken to be Latin. */
const scriptOfLanguage: Readonly<Record<string, Script>> = {
  zh: 'han',
  ja: 'kana',
  ko: 'hangul',
  el: 'greek',
  he: 'hebrew',
  yi: 'hebrew',
  th: 'thai',
  ...Object.fromEntries(
    ['ru', 'uk', 'bg', 'be', 'mk', 'kk', 'mn', 'ky', 'tg'].map(language => [language, 'cyrillic'] as const),
  ),
  ...Object.fromEntries(['ar', 'fa', 'ur', 'ps', 'ku', 'ug'].map(language => [language, 'arabic'] as const)),
  ...Object.fromEntries(['hi', 'mr', 'ne', 'sa'].map(language => [language, 'devanagari'] as const)),
}
/** Languages written in two scripts: the declaration stands in either. */
const twoScripts: ReadonlySet<string> = new Set(['sr', 'uz', 'az', 'ku', 'kk', 'mn', 'bs'])
const SAMPLE_CHARACTERS = 2_000
/** Fewer letters than this tell little about the language. */
const TELLING_LETTERS = 60
/** Below this a guess without a declaration is worth nothing: "Kubernetes" reads as Hungarian. */
const GUESSING_LETTERS = 20
/** The declared language stands when it scores at least this part of the best. */
const DECLARED_SHARE = 0.85

/** Text without links, addresses and code-like words, which are in no language. */
function proseOf(text: string): string {
  return text.slice(0, SAMPLE_CHARACTERS).replace(/\S*[\d_/\\@<>{}=]\S*/g, ' ')
}

/** What n-grams make of a text, the declared language (null: none that fits) standing where they are unsure. */
function detectByGrams(text: string, declared: string | null): string | null {
  const prose = proseOf(text)
  const letters = prose.match(/\p{L}/gu)?.length ?? 0
  const guess = eld.detect(prose)
  if (guess.language === '') return declared
  if (declared === null) return letters >= GUESSING_LETTERS ? guess.language : null
  if (letters < TELLING_LETTERS || !guess.isReliable()) return declared
  const scores = guess.getScores()
  const isClose = (scores[declared] ?? 0) >= DECLARED_SHARE * (scores[guess.language] ?? 1)
  return isClose ? declared : guess.language
}

/** Whether a language is written in a script, as far as the short list above knows. */
function isWrittenIn(language: string, script: Script, text: string): boolean {
  if (script === 'han' && language === 'ja') return text.length < TELLING_LETTERS
  const isMixed = twoScripts.has(language) && languageOfScript[script] === undefined
  return isMixed || (scriptOfLanguage[language] ?? 'latin') === script
}

/**
 * The primary language of a text, `en`, `zh`, …; null when neither the text nor the declaration tells. The script decides
 * first; then n-grams, with the declared language standing where they are unsure or the text is short.
 */
export function detectLanguage(text: string, declared: string | null = null): string | null {
  const script = scriptOf(text)
  const language = primaryLanguage(declared)
  if (script === 'none') return language
  const prior = language !== null && isWrittenIn(language, script, text) ? language : null
  const byScript = languageOfScript[script]
  return byScript === undefined ? detectByGrams(text, prior) : (prior ?? byScript)
}
