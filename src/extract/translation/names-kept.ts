// Names that a text has and its translation has not, or the other way about, as far as English and Chinese show which words are names. Pure.
// Errs towards finding one: a refused translation leaves the original, which is there anyway.
import { commonWords } from '../../core/common-words.ts'
import { starters } from '../model/sentence-starters.ts'
import { chineseNamesOf, findKnownChinese, spellingsOfSurname } from './known-names.ts'
import { titleWords, wordEnding } from './title-words.ts'

const word = /[\p{Script=Latin}\p{N}][\p{Script=Latin}\p{M}\p{N}]*(?:['’+#&.-]?[\p{Script=Latin}\p{N}+#]+)*/gu
/** Parts of institutions' names that are words of the language: they are translated. */
const institutional: ReadonlySet<string> = new Set(
  'national international federal general central public science sciences technology research foundation university college school institute department ministry court bank trade commission security council conference committee office agency administration association center centre open source cloud native computing software engineering data project group team company corporation inc ltd labs lab state city county government union north south east west northern southern eastern western new old great saint street road day week month year summer winter spring autumn fall'.split(
    ' ',
  ),
)
/** Tools and companies that a table of usual words has too: with a capital they are names. */
const products: ReadonlySet<string> = new Set(
  'amazon aws azure bash chrome docker elasticsearch facebook git github gitlab golang google grafana graphql haskell intel ios iphone istio java javascript jenkins jquery kafka kubectl kubernetes linux maven microsoft mongodb mysql nginx nodejs npm openai anthropic oracle php postgres postgresql prometheus python rabbitmq react redis redux ruby safari terraform twitter typescript ubuntu unix vue webpack windows zookeeper'.split(
    ' ',
  ),
)
/** Abbreviations that either language may bring in for what the other says in words. */
const usualAbbreviations: ReadonlySet<string> = new Set(
  'ai api apis app cpu gpu npu ui ux os llm llms sdk url html css us u.s usa uk eu un ceo cto cfo pdf it tv pc id ipo gdp ok vs ml nlp ide ci cd sql http https dns vm vms ram ssd wi-fi pr prs am pm a.m p.m nt hk'.split(
    ' ',
  ),
)
const usual: ReadonlySet<string> = new Set(
  [...commonWords.flatMap(({ words }) => words.split(/\s+/)), ...titleWords].filter(
    each => /^[a-z]/.test(each) && !products.has(each),
  ),
)

const bareOf = (token: string): string =>
  token
    .toLowerCase()
    .replace(/['’](?:s|ll|re|ve|d|m|t)$/u, '')
    .replace(/\.$/, '')

/** Whether an English word is one of the language, in one of its forms. */
function isUsual(token: string): boolean {
  const lower = bareOf(token)
  if (products.has(lower)) return false
  const stems = [lower, ...['s', 'es', 'ed', 'd', 'ing', 'er', 'ers', 'ly', 'n', 'y'].flatMap(cutOff(lower))]
  return starters.has(lower) || stems.some(stem => usual.has(stem) || usual.has(`${stem}e`) || usual.has(`${stem}y`))
}

const cutOff =
  (lower: string) =>
  (ending: string): string[] =>
    lower.length > ending.length + 2 && lower.endsWith(ending) ? [lower.slice(0, -ending.length)] : []

/** A capital, or a figure among letters, that no beginning of a sentence explains: GPT, macOS, iPhone. */
const isMarked = (token: string): boolean => /\p{Ll}\p{Lu}|^\p{Lu}{2,}s?$/u.test(token) || /\p{Lu}.*[+#]/u.test(token)

const monthOrNumber =
  /^(?:\d|i$|i['’]|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)(?:uary|ruary|ch|il|e|y|ust|tember|ober|ember)?$|(?:usd|eur|gbp|rmb|cny|[kmgtp]i?b|[kmgt]?bps|[kmgt]b\/s|[kmg]?hz|[kmgt]?wh?|[mk]m|kg|km\/h|mph|°?c|q[1-4])$)/i

interface Token {
  readonly text: string
  readonly index: number
  readonly isOpening: boolean
}

function tokensOf(text: string): readonly Token[] {
  let end = 0
  return [...text.matchAll(word)].map(({ 0: found, index }) => {
    const gap = text.slice(end, index)
    const isOpening = end === 0 || /[.!?:;…。！？：；"“”「」()（）\n—–]/u.test(gap)
    end = index + found.length
    return { text: found, index, isOpening }
  })
}

/** Whether nearly every word of a line has a capital, as titles in English do. */
function isTitleCase(tokens: readonly Token[]): boolean {
  const long = tokens.filter(({ text, isOpening }) => !isOpening && text.length >= 4 && /^\p{L}/u.test(text))
  return long.length >= 2 && long.filter(({ text }) => /^\p{Lu}/u.test(text)).length >= long.length * 0.6
}

/** A name, its words in small letters. */
interface NameRun {
  readonly words: readonly string[]
  /** Spelled as no sound of a Chinese name is: LibreOffice. */
  readonly isMarked: boolean
}

/** Names of an English line, of one word or several side by side. `whole` is all of the story: a word that it writes small is none. */
function findEnglishNames(line: string, whole: string): readonly NameRun[] {
  const tokens = tokensOf(line)
  const isTitle = isTitleCase(tokens)
  const small = new Set(whole.match(/(?<!\p{L})\p{Ll}[\p{L}\p{M}]+/gu))
  const isSmallElsewhere = (token: string): boolean => small.has(token.toLowerCase())
  const isName = ({ text, isOpening }: Token): boolean => {
    if (!/\p{Lu}/u.test(text) || text.length < 2 || monthOrNumber.test(text)) return false
    if (isMarked(text) || products.has(bareOf(text))) return true
    if (/\d/.test(text)) return false
    if (isOpening || isTitle) return !isUsual(text) && !isSmallElsewhere(text) && !wordEnding.test(text)
    return !starters.has(bareOf(text))
  }
  const runs: { words: string[]; isMarked: boolean }[] = []
  let end = -1
  for (const token of tokens) {
    if (!isName(token)) continue
    const isNext = end >= 0 && /^[ -]$/.test(line.slice(end, token.index))
    if (!isNext) runs.push({ words: [], isMarked: false })
    const run = runs.at(-1)
    run?.words.push(bareOf(token.text))
    if (run && /\p{Ll}\p{Lu}/u.test(token.text)) run.isMarked = true
    end = token.index + token.text.length
  }
  return runs.filter(({ words }) => !words.every(token => institutional.has(token)))
}

/** Names in Chinese that are written by their sound, 埃隆·马斯克. */
const soundedNames = (text: string): readonly string[] =>
  text.match(
    /\p{Script=Han}{1,6}(?:[·・•‧-](?:(?![在的说称于和与是为将被也就对从曾已宣表认写])\p{Script=Han}){1,8})+/gu,
  ) ?? []

/** Surnames of people who, by the word behind, say something. */
const speaker = new RegExp(
  `(?<!\\p{Script=Han}·)(${Object.keys(spellingsOfSurname).join('|')})\\p{Script=Han}{1,2}?(?=说|表示|认为|指出|称(?!为|之)|介绍|透露|强调|写道|先生|女士|教授|博士)`,
  'gu',
)

/** Jobs whose last characters look like a surname with a name. */
const jobs = /工程师|程序员|毛利|高管|高层|马上/gu

function latinWordsOf(text: string): ReadonlySet<string> {
  const all = [...text.matchAll(word)].flatMap(([token]) => {
    const bare = bareOf(token)
    return [bare, ...bare.split(/[-.&'’]/)]
  })
  return new Set(all)
}

const has = (words: ReadonlySet<string>, token: string): boolean =>
  words.has(token) || words.has(`${token}s`) || (token.length > 3 && words.has(token.replace(/s$/, '')))

/** What a name is compared with: the line's counterpart, the whole story's, and the terms of the glossary that were heeded. */
export interface NameContext {
  readonly source: string
  readonly translation: string
  readonly wholeSource: string
  readonly wholeTranslation: string
  readonly terms: readonly (readonly [from: string, to: string])[]
}

/** The first name of an English line that its Chinese translation lost. */
export function findLostInChinese(context: NameContext): string | null {
  const { source, translation, wholeSource, wholeTranslation, terms } = context
  const words = latinWordsOf(translation)
  const inTerms = terms.filter(([, to]) => translation.includes(to)).map(([from]) => from.toLowerCase())
  const sounded = soundedNames(wholeTranslation)
  const titles = translation.match(/《[^》\n]{1,200}》/gu)?.length ?? 0
  const { line, quoted } = withoutTitles(source, titles)
  let room = soundedNames(translation).length
  let works = titles - quoted
  for (const { words: run, isMarked: isSpelled } of findEnglishNames(line, wholeSource)) {
    const name = run.join(' ')
    const known = [name, ...run].flatMap(chineseNamesOf)
    if (run.some(token => has(words, token)) || known.some(each => translation.includes(each))) continue
    if (inTerms.some(term => term.includes(name) || run.some(token => token === term))) continue
    if (run.some(token => /[.-]/.test(token) && token.split(/[.-]/).some(part => part.length > 1 && words.has(part))))
      continue
    if (room > 0 && !isSpelled && !run.some(isMarkedName)) {
      room -= 1
      continue
    }
    // A newspaper or a book, which English does not quote: the Wall Street Journal is 《华尔街日报》.
    if (works > 0 && run.length > 1) {
      works -= 1
      continue
    }
    // Musk, whose whole name stands elsewhere.
    const parts = sounded.flatMap(each => each.split(/[·・•‧-]/))
    if (run.length === 1 && !isSpelled && parts.some(part => part.length > 1 && translation.includes(part))) continue
    return name
  }
  return null
}

/** The line without the quoted titles of works, as many as its translation has between 《》: they are translated. */
function withoutTitles(line: string, most: number): { readonly line: string; readonly quoted: number } {
  let quoted = 0
  const rest = line.replace(/“[^”\n]{1,200}”|"[^"\n]{1,200}"/gu, match => {
    if (quoted >= most) return match
    quoted += 1
    return ' '
  })
  return { line: rest, quoted }
}

const isMarkedName = (token: string): boolean => products.has(token) || usualAbbreviations.has(token)

/** The first name of a Chinese line that its English translation lost: Latin words, companies and places, people who say something. */
export function findLostInEnglish({ source, translation, terms }: NameContext): string | null {
  const words = latinWordsOf(translation)
  const lower = translation.toLowerCase()
  const heeded = terms.filter(([, to]) => lower.includes(to.toLowerCase())).map(([from]) => from)
  const withoutTerms = heeded.reduce((text, term) => text.replaceAll(term, ' '), source)
  for (const [token] of withoutTerms.matchAll(word)) {
    const bare = bareOf(token)
    if (bare.length < 2 || /^\d/.test(bare) || /\d/.test(bare) || monthOrNumber.test(bare)) continue
    if (!has(words, bare) && !lower.includes(bare)) return token
  }
  const spelled = (spelling: string): boolean =>
    spelling.length <= 3 ? has(words, spelling) : lower.includes(spelling)
  for (const { name, spellings } of findKnownChinese(
    soundedNames(withoutTerms).reduce((text, each) => text.replaceAll(each, ' '), withoutTerms),
  ))
    if (!spellings.some(spelled)) return name
  for (const { 0: name, 1: surname = '' } of withoutTerms.replaceAll(jobs, '员').matchAll(speaker))
    if (!(spellingsOfSurname[surname] ?? []).some(each => words.has(each))) return name
  const sounded = soundedNames(withoutTerms)
  const pairs = translation.match(/(?<!\p{L})\p{Lu}[\p{L}'’.-]+ (?:\p{Lu}\. )?\p{Lu}[\p{L}'’-]+/gu) ?? []
  return sounded.length > pairs.length ? (sounded[pairs.length] ?? null) : null
}

/** The first name in a Chinese translation that its English source has not: Latin words above all. */
export function findAddedInChinese({ translation, wholeSource, terms }: NameContext): string | null {
  const known = latinWordsOf([wholeSource, ...terms.flat()].join('\n'))
  const lower = wholeSource.toLowerCase()
  for (const [token] of translation.matchAll(word)) {
    const bare = bareOf(token)
    if (bare.length < 2 || /\d/.test(bare) || usualAbbreviations.has(bare)) continue
    if (!has(known, bare) && !lower.includes(bare)) return token
  }
  for (const { 0: name, 1: surname = '' } of translation.replaceAll(jobs, '员').matchAll(speaker))
    if (!(spellingsOfSurname[surname] ?? []).some(each => known.has(each))) return name
  const other = findKnownChinese(translation).find(
    ({ name, spellings }) =>
      !spellings.some(each => has(known, each) || (each.length > 3 && lower.includes(each))) &&
      !terms.some(([, to]) => to.includes(name)),
  )
  if (other) return other.name
  const names = findEnglishNames(wholeSource, wholeSource).length
  return soundedNames(translation).length > names ? (soundedNames(translation)[names] ?? null) : null
}

/** The first name in an English translation that its Chinese source has not, as far as its looks or its fame tell that it is one. */
export function findAddedInEnglish({ translation, wholeSource, terms }: NameContext): string | null {
  const known = latinWordsOf([wholeSource, ...terms.flat()].join('\n'))
  const lower = wholeSource.toLowerCase()
  const spelled = new Set(
    findKnownChinese(wholeSource).flatMap(({ spellings }) => spellings.flatMap(each => each.split(' '))),
  )
  for (const { text } of tokensOf(translation)) {
    const bare = bareOf(text)
    if (bare.length < 2 || /\d/.test(bare) || !/\p{Lu}/u.test(text)) continue
    const looksSo =
      (isMarked(text) && !/^Ma?c\p{Lu}/u.test(text)) ||
      products.has(bare) ||
      (chineseNamesOf(bare).length > 0 && !isUsual(text))
    if (!looksSo || usualAbbreviations.has(bare) || has(known, bare) || lower.includes(bare) || spelled.has(bare))
      continue
    if (!chineseNamesOf(bare).some(each => wholeSource.includes(each))) return text
  }
  return null
}
