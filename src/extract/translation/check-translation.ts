// Decides whether a translation may be shown: it must say what its original says, all of it and nothing else, as far as that can be told.
// Pure. What is refused and why: docs/technotes/translation.md.
import { type ChineseScript, chineseScriptOf, findOtherScript } from '../../core/chinese-script.ts'
import { scriptOf } from '../../core/language.ts'
import { countWords, lettersOf } from '../../core/text.ts'
import { hasTerm, termsIn, type Terms } from '../../core/translation.ts'
import type { TranslatedText, TranslationLanguage } from '../../core/types.ts'
import { detectLanguage } from '../facts/detect-language.ts'
import { forbiddenIn } from '../model/check-summary.ts'
import { speaksToAsker } from './answer-talk.ts'
import { turnsDirection } from './directions.ts'
import { levelChinese, levelChineseText } from './level-chinese.ts'
import { hasForeignPunctuation } from './level-punctuation.ts'
import { findOtherQuantity } from './match-quantities.ts'
import {
  findAddedInChinese,
  findAddedInEnglish,
  findLostInChinese,
  findLostInEnglish,
  type NameContext,
} from './names-kept.ts'
import { findOtherDenial } from './negations.ts'

/** Han characters that say as much as an English word. */
const HAN_PER_WORD = 1.65
/** The length of a translation by that measure, as a part of the original's: of a line of some length, and of a short one. */
const LENGTHS = {
  zh: { long: [0.64, 1.9], short: [0.35, 3.2] },
  en: { long: [0.74, 1.9], short: [0.35, 3.2] },
} as const
/** One that has fewer sentences is shorter than this only where one was left out. */
const LEAST_OF_FEWER = { zh: 0.8, en: 0.95 } as const
const LONG_UNITS = 14
/** Longer answers are not even looked at. */
const MOST_TIMES = 5
const FREE_CHARACTERS = 400
/** So many words in a row of the other language are a sentence that was left. */
const LEFT_LATIN_WORDS = 5
const LEFT_HAN = 7
/** The most of a translation's letters that may be of the other script. */
const MOST_FOREIGN_HAN = 0.15
/** The least of its letters, names and code aside, that are of its own. */
const LEAST_HAN = 0.5

/** One line of the original with its counterpart, and all there is of both. */
interface Pair {
  readonly what: string
  readonly source: string
  readonly translation: string
}

/** How a translation was asked for. */
export interface TranslationWish {
  readonly source: TranslatedText
  readonly into: TranslationLanguage
  /** In which a translation into Chinese has to be. */
  readonly chinese: ChineseScript
  readonly terms: Terms
}

const urlPattern = /(?:https?:\/\/|www\.)[^\s<>"'\p{Script=Han}，。；：！？、（）“”「」《》]+/giu
const domainPattern =
  /(?<![\p{L}\d@.-])(?:[a-z\d-]{1,63}\.){1,4}(?:com|org|net|io|dev|ai|app|cn|co|me|info)(?![\p{Script=Latin}\d])/giu
const codePattern = /`([^`\n]{1,300})`/g

const unitsOf = (text: string): number => {
  const { words, hanCharacters } = countWords(text)
  return words + hanCharacters / HAN_PER_WORD
}

const countSentences = (text: string): number =>
  text.split(/[.;!?](?=\s|$)|[。；！？]/u).filter(each => lettersOf(each) !== '').length

function findLengthFault({ what, source, translation }: Pair, into: TranslationLanguage): string | null {
  if (lettersOf(source) === '') return null
  if (lettersOf(translation) === '') return `its ${what} is empty`
  const units = unitsOf(source)
  const [least, most] = units >= LONG_UNITS ? LENGTHS[into].long : LENGTHS[into].short
  const share = unitsOf(translation) / Math.max(1, units)
  const isFewer = share < LEAST_OF_FEWER[into] && countSentences(translation) < countSentences(source)
  if (share < least || (isFewer && units >= LONG_UNITS)) return `its ${what} is too short: a part is missing`
  return share > most ? `its ${what} is too long` : null
}

/** Words that a line of a Chinese translation may have in Latin letters: those of its original. */
function findLanguageFault({ what, source, translation }: Pair, into: TranslationLanguage): string | null {
  const bare = translation.replace(urlPattern, ' ').replace(codePattern, ' ')
  return into === 'zh' ? findChineseFault(what, source, bare) : findEnglishFault(what, bare)
}

function findChineseFault(what: string, source: string, bare: string): string | null {
  if (
    /[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Cyrillic}\p{Script=Arabic}\p{Script=Thai}]/u.test(
      bare,
    )
  )
    return `its ${what} is in another language`
  const words = bare.match(/[\p{Script=Latin}][\p{Script=Latin}\p{M}\p{N}'’+#-]*/gu) ?? []
  const small = words.filter(word => /^\p{Ll}{2,}$/u.test(word)).length
  const han = countWords(bare).hanCharacters
  if (han === 0) {
    // A title of names and figures alone reads the same everywhere.
    const isNameAlone =
      small === 0 && words.length <= 4 && lettersOf(source.replace(codePattern, ' ')) === lettersOf(bare)
    return isNameAlone || words.length === 0 ? null : `its ${what} is not in Chinese`
  }
  const run =
    new RegExp(`(?:[\\p{Script=Latin}'’-]+[ ,]+){${LEFT_LATIN_WORDS - 1}}[\\p{Script=Latin}'’-]+`, 'u').exec(
      bare,
    )?.[0] ?? ''
  const smallInRun = run.split(/[ ,]+/).filter(word => /^\p{Ll}{2,}$/u.test(word)).length
  if (smallInRun >= 3) return `its ${what} has a sentence that was left: "${run.slice(0, 60)}"`
  return han / (han + small) < LEAST_HAN ? `its ${what} is not in Chinese` : null
}

function findEnglishFault(what: string, bare: string): string | null {
  const script = scriptOf(bare.replace(/[（(][^()（）\n]{1,40}[)）]|[“"《「][^“”"《》「」\n]{1,40}[”"》」]/gu, ' '))
  if (script !== 'latin' && script !== 'none') return `its ${what} is not in English`
  const left = new RegExp(`\\p{Script=Han}[\\p{Script=Han}，、]{${LEFT_HAN - 1},}`, 'u').exec(bare)?.[0]
  if (left !== undefined) return `its ${what} has a sentence that was left: "${left.slice(0, 40)}"`
  const han = countWords(bare).hanCharacters
  const letters = bare.match(/\p{L}/gu)?.length ?? 0
  return han / Math.max(1, letters) > MOST_FOREIGN_HAN ? `its ${what} is not in English` : null
}

const sortedOf = (matches: IterableIterator<RegExpExecArray>, group = 0): readonly string[] =>
  [...new Set([...matches].map(match => (match[group] ?? '').replace(/[.,;:!?)\]]+$/, '')))].sort()

function findLinkFault({ what, source, translation }: Pair): string | null {
  for (const [name, pattern, group] of [
    ['a link', urlPattern, 0],
    ['an address', domainPattern, 0],
    ['code', codePattern, 1],
  ] as const) {
    const [before, after] = [source, translation].map(text => sortedOf(text.matchAll(pattern), group))
    if (JSON.stringify(before) !== JSON.stringify(after)) return `its ${what} has not the same ${name} as the original`
  }
  return null
}

const quotation = /“[^”\n]{1,600}”|「[^」\n]{1,600}」|『[^』\n]{1,600}』|(?<![\p{L}\p{N}])"[^"\n]{1,600}"/gu
const singleQuotation = /(?<![\p{L}\p{N}])‘[^‘’\n]{2,300}’(?!\p{L})|(?<![\p{L}\p{N}])'[^'\n]{2,300}'(?!\p{L})/gu
const titleMarks = /《[^》\n]{1,200}》/gu

function findQuotationFault({ what, source, translation }: Pair): string | null {
  const count = (text: string, pattern: RegExp): number => text.match(pattern)?.length ?? 0
  const [quoted, quotedSo] = [count(source, quotation), count(translation, quotation)]
  const more = count(source, titleMarks) + count(source, singleQuotation)
  if (quotedSo > quoted + more) return `its ${what} has a quotation that the original has not`
  const other = count(translation, titleMarks) + count(translation, singleQuotation)
  return quotedSo + other < quoted ? `its ${what} lost a quotation` : null
}

function findTermFault({ what, source, translation }: Pair, { into, terms }: TranslationWish): string | null {
  const line = { title: source, summary: '', points: [] }
  const { glossary, keep } = termsIn(line, terms, into)
  // A longer term may hold a shorter one, which is then a part of a name.
  const free = glossary.filter(([from]) => !glossary.some(([other]) => other !== from && hasTerm(other, from)))
  const missed = free.find(([, to]) => !hasTerm(translation, to))
  if (missed) return `its ${what} does not say "${missed[1]}" for "${missed[0]}", as the glossary does`
  const lost = keep.find(term => !translation.includes(term) && source.includes(term))
  return lost === undefined ? null : `its ${what} does not keep "${lost}"`
}

function findNameFault(pair: Pair, context: NameContext, into: TranslationLanguage): string | null {
  const lost = into === 'zh' ? findLostInChinese(context) : findLostInEnglish(context)
  if (lost !== null) return `its ${pair.what} lost the name ${lost}`
  const added = into === 'zh' ? findAddedInChinese(context) : findAddedInEnglish(context)
  return added === null ? null : `its ${pair.what} has the name ${added}, which the original has not`
}

function findNumberFault({ what, source, translation }: Pair): string | null {
  const other = findOtherQuantity(source, translation)
  if (other === null) return null
  return other.what === 'lost'
    ? `its ${what} lost the number ${other.number}`
    : `its ${what} has the number ${other.number}, which the original has not`
}

function findMeaningFault({ what, source, translation }: Pair, into: TranslationLanguage): string | null {
  if (speaksToAsker(source, translation)) return `its ${what} speaks about the task`
  const denial = findOtherDenial(source, translation, into)
  if (denial === 'lost') return `its ${what} lost a "not"`
  if (denial === 'added') return `its ${what} has a "not" that the original has not`
  return turnsDirection(source, translation) ? `its ${what} says the contrary of what grows or shrinks` : null
}

/** Characters of the other script are a fault but where the original or a term has them. */
function findScriptFault(
  { what, source, translation }: Pair,
  { into, chinese, terms }: TranslationWish,
): string | null {
  if (into !== 'zh') return null
  const other = findOtherScript(
    translation,
    chinese,
    [source, ...terms.keep, ...Object.values(terms.glossary)].join(''),
  )
  const name = chinese === 'Hans' ? 'Traditional' : 'Simplified'
  return other === null ? null : `its ${what} is in ${name} characters: ${other}`
}

const wholeOf = ({ title, summary, points }: TranslatedText): string => [title, summary, ...points].join('\n')

/** What a line must not have whatever its original says, or has only where that has it too. */
function findForbidden(source: string, translation: string): string | null {
  const known = new Set(forbiddenIn(source))
  const what = forbiddenIn(translation).find(
    each => !known.has(each) && each !== 'an address' && each !== 'an email address',
  )
  if (what !== undefined) return `it contains ${what}`
  const emails = (text: string): readonly string[] =>
    sortedOf(text.matchAll(/[^\s@<>()（），。]{1,64}@[^\s@<>()（），。]{1,190}\.[a-z]{2,}/giu))
  return JSON.stringify(emails(source)) === JSON.stringify(emails(translation))
    ? null
    : 'its email addresses are not those of the original'
}

const findTextOfItsOwn = ({ what, source, translation }: Pair): string | null =>
  lettersOf(source) === '' && lettersOf(translation) !== '' ? `it has a ${what} of its own` : null

const findPunctuationFault = ({ what, translation }: Pair, into: TranslationLanguage): string | null =>
  hasForeignPunctuation(translation, into) ? `its ${what} has the punctuation of the other language` : null

const pairsOf = (source: TranslatedText, translation: TranslatedText): readonly Pair[] => [
  { what: 'title', source: source.title, translation: translation.title },
  { what: 'summary', source: source.summary, translation: translation.summary },
  ...source.points.map((point, place) => ({
    what: 'list',
    source: point,
    translation: translation.points[place] ?? '',
  })),
]

/** Both as the patterns read them: what is written in Traditional characters in Simplified ones. */
function levelScripts(translation: TranslatedText, { source, into, chinese }: TranslationWish) {
  const isTraditional = into === 'zh' ? chinese === 'Hant' : chineseScriptOf(wholeOf(source)) === 'Hant'
  if (!isTraditional) return { source, translation, levelTerm: (term: string): string => term }
  return into === 'zh'
    ? { source, translation: levelChineseText(translation), levelTerm: levelChinese }
    : { source: levelChineseText(source), translation, levelTerm: levelChinese }
}

/**
 * Why a translation is refused, as the end of a sentence; null when it may be shown. One fault in title, summary or a point refuses all of
 * it: the original is there, and half a translation is worse than none.
 */
export function findTranslationFault(translated: TranslatedText, wish: TranslationWish): string | null {
  const { into, terms } = wish
  if (translated.points.length !== wish.source.points.length)
    return `it has ${translated.points.length} points, the original ${wish.source.points.length}`
  const { source, translation, levelTerm } = levelScripts(translated, wish)
  const [wholeSource, wholeTranslation] = [wholeOf(source).normalize('NFKC'), wholeOf(translation).normalize('NFKC')]
  const heeded = termsIn(wish.source, terms, into).glossary.map(
    ([from, to]) => [levelTerm(from), levelTerm(to)] as const,
  )
  if (wholeTranslation.length > MOST_TIMES * wholeSource.length + FREE_CHARACTERS) return 'it is far too long'
  const forbidden = findForbidden(wholeOf(source), wholeOf(translation))
  if (forbidden !== null) return forbidden
  if (into === 'en' && detectLanguage(wholeTranslation, into) !== into) return 'it is in another language'
  const leveled = pairsOf(source, translation)
  const asWritten = pairsOf(wish.source, translated)
  const checks: readonly (readonly [pairs: readonly Pair[], find: (pair: Pair) => string | null])[] = [
    [leveled, pair => findLengthFault(pair, into)],
    [leveled, findTextOfItsOwn],
    [leveled, pair => findLanguageFault(pair, into)],
    // Before what reads characters of one script alone.
    [asWritten, pair => findScriptFault(pair, wish)],
    [asWritten, findLinkFault],
    [leveled, findQuotationFault],
    [asWritten, pair => findTermFault(pair, wish)],
    [leveled, findNumberFault],
    [leveled, pair => findMeaningFault(pair, into)],
    [leveled, pair => findNameFault(pair, { ...pair, wholeSource, wholeTranslation, terms: heeded }, into)],
    [asWritten, pair => findPunctuationFault(pair, into)],
  ]
  for (const [pairs, find] of checks)
    for (const pair of pairs) {
      const fault = find(pair)
      if (fault !== null) return fault
    }
  return null
}
