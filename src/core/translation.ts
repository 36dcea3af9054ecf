// A story's title, summary and points in the reader's other language: who wants which, and how an editor writes it. Pure.
import { scriptOf, primaryLanguage } from './language.ts'
import type { StoriesWanted, Story, TranslatedText, TranslationLanguage } from './types.ts'

/** A glossary: English terms and the Chinese ones that stand for them, and words that stay as they are. */
export interface Terms {
  /** English to Chinese. */
  readonly glossary: Readonly<Record<string, string>>
  readonly keep: readonly string[]
}

/** More than summaries have; what is longer is not translated. */
const MOST_CHARACTERS = { title: 500, summary: 4_000, point: 1_000 }
const MOST_POINTS = 10

/**
 * The language that a story is translated into where readers want `stories`: the other of the two. Null for a story that is in the wanted one,
 * in neither, or told in it by one of its own tellings.
 */
export function wantedTranslation(
  { language, title, summary, others }: Pick<Story, 'language' | 'title' | 'summary' | 'others'>,
  stories: StoriesWanted,
): TranslationLanguage | null {
  const script = scriptOf(`${title}\n${summary}`)
  const own = primaryLanguage(language) ?? (script === 'han' ? 'zh' : null)
  const target = own === 'zh' ? 'en' : own === 'en' ? 'zh' : null
  if (target === null || script !== (own === 'zh' ? 'han' : 'latin')) return null
  if (stories !== 'both' && stories !== target) return null
  return others.some(({ edition }) => edition?.language === target) ? null : target
}

/** A curator's Markdown as plain words, as far as a translation needs it: links by their words, no signs of emphasis. */
function plainOfMarkdown(text: string): string {
  return text
    .replace(/!\[[^\]\n]{0,500}\]\([^)\n]{0,2000}\)/g, '')
    .replace(/\[([^\]\n]{1,500})\]\([^)\n]{0,2000}\)/g, '$1')
    .replace(/\*{1,3}(?=\S)([^*\n]{1,500})\*{1,3}/g, '$1')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
}

const lineOf = (text: string): string => text.replace(/\s+/g, ' ').trim()

/** What of a story is translated, plain and each part on one line; null where it is longer than any summary. */
export function translatableOf(story: Pick<Story, 'title' | 'summary' | 'points' | 'markdown'>): TranslatedText | null {
  const { title, summary, points, markdown = [] } = story
  const isLong =
    title.length > MOST_CHARACTERS.title ||
    summary.length > MOST_CHARACTERS.summary ||
    points.length > MOST_POINTS ||
    points.some(point => point.length > MOST_CHARACTERS.point)
  if (isLong) return null
  const plain = (field: 'summary' | 'points', text: string): string =>
    lineOf(markdown.includes(field) ? plainOfMarkdown(text) : text)
  return {
    title: lineOf(title),
    summary: plain('summary', summary),
    points: points.map(point => plain('points', point)).filter(point => point !== ''),
  }
}

/** A translation as its editor writes it: the title, a blank line, the summary, and the points each behind a hyphen. */
export function writeTranslation({ title, summary, points }: TranslatedText): string {
  const bare = (text: string): string => lineOf(text).replace(/^(?:[-*+]\s+)+/, '')
  const list = points.map(point => `- ${bare(point)}`).join('\n')
  return [lineOf(title), bare(summary), list].filter(part => part !== '').join('\n\n')
}

/** Reads it back; null for a text without words: then there is no translation. */
export function readTranslation(text: string): TranslatedText | null {
  const lines = text
    .split(/\r\n|\r|\n/)
    .slice(0, 200)
    .map(lineOf)
    .filter(line => line !== '')
  const [title, ...rest] = lines
  if (title === undefined) return null
  const isPoint = (line: string): boolean => /^[-*+]\s/.test(line)
  const cut = (line: string, most: number): string => line.slice(0, most)
  return {
    title: cut(title, MOST_CHARACTERS.title),
    summary: cut(rest.filter(line => !isPoint(line)).join(' '), MOST_CHARACTERS.summary),
    points: rest
      .filter(isPoint)
      .map(line => cut(lineOf(line.replace(/^[-*+]\s/, '')), MOST_CHARACTERS.point))
      .filter(line => line !== '')
      .slice(0, MOST_POINTS),
  }
}

/** The entries of a glossary and of the words to keep that a text has: what else changes in them changes nothing for it. */
export function termsIn(
  { title, summary, points }: TranslatedText,
  { glossary, keep }: Terms,
  into: TranslationLanguage,
): { readonly glossary: readonly (readonly [from: string, to: string])[]; readonly keep: readonly string[] } {
  const whole = [title, summary, ...points].join('\n')
  const pairs = Object.entries(glossary).map(([en, zh]) => (into === 'zh' ? ([en, zh] as const) : ([zh, en] as const)))
  return {
    glossary: pairs.filter(([from]) => hasTerm(whole, from)).sort(([a], [b]) => b.length - a.length),
    keep: keep.filter(term => hasTerm(whole, term)),
  }
}

/** Whether a text has a term: of Latin letters as a whole word, in whichever case, an English plural too. */
export function hasTerm(text: string, term: string): boolean {
  return term !== '' && placeOfTerm(term).test(text)
}

/** Where a term stands: a pattern that finds it. */
export function placeOfTerm(term: string, flags = 'iu'): RegExp {
  const literal = term.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
  const before = /^[\p{Script=Latin}\p{N}]/u.test(term) ? '(?<![\\p{Script=Latin}\\p{N}])' : ''
  const after = /[\p{Script=Latin}]$/u.test(term) ? '(?:e?s)?(?![\\p{Script=Latin}\\p{N}])' : ''
  return new RegExp(`${before}${literal}${after}`, flags)
}
