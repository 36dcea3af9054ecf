// The terms that articles are compared by, and how common each is at large.
import { contentTokens, isContentToken, tokenize } from '../core/text.ts'
import { countTokens } from '../core/vectors.ts'
import { commonWords, RARE_SHARE, SEAM_SHARE, seamCharacters } from '../core/common-words.ts'

const TITLE_WEIGHT = 2
/** So much of a text is read for its terms. */
export const TERM_CHARACTERS = 1_200
/** Where a text says what it is about. */
const BEGINNING_CHARACTERS = 300
/** From this share of all articles on a word is no subject. */
const COMMON_SHARE = 0.05

/** English endings off, so that "recalls", "recalled" and "recalling" are one word; measured better than plurals alone. */
function stem(token: string): string {
  if (token.length < 5 || !/^[a-z]+$/.test(token)) return token
  return token.replace(/ie[sd]$/, 'y').replace(/(?:ing|ed|es|s|e)$/, '')
}

/** The terms of a text in reading order: words without endings, pairs of Han characters. */
export function termsOf(text: string): string[] {
  return contentTokens(text).map(stem)
}

/** The terms of an article. */
export interface ReadTerms {
  /** How often it has each: its beginning is read, and its title counts twice. */
  readonly counts: ReadonlyMap<string, number>
  /** Those of its title and of where it says what it is about. */
  readonly prominent: ReadonlySet<string>
}

/** A longer token may be a part of its text to V8, and would keep all of it in memory. */
const KNOWN_CHARACTERS = 12
const MOST_KNOWN = 100_000

/** Opens `termsOf` for a batch; what a token comes to is found out once, since a batch says the same words over and over. */
export function openTerms(): (text: string) => string[] {
  /** The term of a token, empty where it carries no meaning. */
  const known = new Map<string, string>()
  const termOf = (token: string): string => {
    const found = known.get(token)
    if (found !== undefined) return found
    const term = isContentToken(token) ? stem(token) : ''
    if (token.length <= KNOWN_CHARACTERS && known.size < MOST_KNOWN) known.set(token, term)
    return term
  }
  return text =>
    tokenize(text)
      .map(termOf)
      .filter(term => term !== '')
}

/** Reads an article's terms; `termsIn`: how, for the articles of one batch. */
export function readTerms(
  { title, text }: { readonly title: string; readonly text: string },
  termsIn: (text: string) => string[] = termsOf,
): ReadTerms {
  const inTitle = termsIn(title)
  const counts = countTokens(termsIn(text.slice(0, TERM_CHARACTERS)))
  for (const term of inTitle) counts.set(term, (counts.get(term) ?? 0) + TITLE_WEIGHT)
  // A word that the cut halves is none of its terms.
  const first = termsIn(text.slice(0, BEGINNING_CHARACTERS)).filter(term => counts.has(term))
  return { counts, prominent: new Set([...inTitle, ...first]) }
}

const shares = new Map<string, number>()
for (const { share, words } of commonWords)
  for (const term of termsOf(words)) if (!shares.has(term)) shares.set(term, share)
const seam = new RegExp(`^(?:\\p{Script=Han}?[${seamCharacters}]\\p{Script=Han}?)$`, 'u')

/** About how large a part of all articles has a term, 0–1. */
export function shareOf(term: string): number {
  return shares.get(term) ?? (seam.test(term) ? SEAM_SHARE : RARE_SHARE)
}

/** Whether a lower-cased word, or a pair of Han characters, is in no table of common ones. */
export function isRareWord(word: string): boolean {
  return shareOf(stem(word)) <= RARE_SHARE
}

/** Whether a term says what something is about: it is not common at large. */
export function isSubject(term: string): boolean {
  return shareOf(term) < COMMON_SHARE
}
