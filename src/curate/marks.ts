// What a telling of an event names that no translation changes: identifiers, versions, names in Latin letters, figures with units, links.
import { scriptOf, type Script } from '../core/language.ts'
import { isStopWord } from '../core/stop-words.ts'
import { canonicalUrl, parseHttpUrl } from '../core/url.ts'
import { isRareWord } from './terms.ts'
import { identifiersOf, versionsOf } from './series.ts'

/** An article whose marks are read. */
export interface MarkedInput {
  readonly title: string
  readonly text: string
  /** Canonical links: where its page leads, and its own address. */
  readonly links?: readonly string[]
}

/** The marks that can lead from one article to another. All words are lower-cased. */
export interface LeadingMarks {
  readonly script: Script
  readonly identifiers: ReadonlySet<string>
  /** Rare words in Latin letters, of title and beginning. */
  readonly names: ReadonlySet<string>
  readonly links: ReadonlySet<string>
}

/** All marks of one article. */
export interface Marks extends LeadingMarks {
  /** `product version` as its title has them. */
  readonly versions: ReadonlySet<string>
  /** Dotted numbers of title and beginning, and those of the title alone. */
  readonly dotted: ReadonlySet<string>
  readonly titleDotted: ReadonlySet<string>
  /** Names of the title alone. */
  readonly titleNames: ReadonlySet<string>
  /** Every word in Latin letters of the part that was read. */
  readonly latinWords: ReadonlySet<string>
  /** `310000000 money`, `38 %`, `4800`. */
  readonly figures: ReadonlySet<string>
}

const READ_CHARACTERS = 1_500
const BEGINNING_CHARACTERS = 500
/** Links of one article that are looked at; one that has more is a list of links. */
const MOST_LINKS = 40

const latinWord = /\p{Script=Latin}[\p{Script=Latin}\p{N}]{1,40}/gu
const dottedNumber =
  /(?<![\p{N}.])\d{1,5}(?:\.\d{1,5}){1,3}(?![\p{N}.]*[\p{N}x])(?!\s?(?:[%％万亿]|percent|million|billion))/gu
const figurePattern =
  /([$€£¥]\s?)?(?<![\p{Script=Latin}\p{N}.,-])(\d{1,3}(?:,\d{3}){1,4}|\d{1,15})(\.\d{1,4})?\s?(thousand|million|billion|trillion|bn|[千万亿]{1,2}|[kmgtp]b\b|nm\b|纳米|[%％]|percent|w(?:atts)?\b|瓦)?\s?(dollars|euros|pounds|yuan|美元|欧元|英镑|日元|元)?/giu
const multipliers: Readonly<Record<string, number>> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  bn: 1e9,
  trillion: 1e12,
  千: 1e3,
  万: 1e4,
  千万: 1e7,
  亿: 1e8,
  千亿: 1e11,
  万亿: 1e12,
}
const units: Readonly<Record<string, string>> = {
  '%': '%',
  '％': '%',
  percent: '%',
  纳米: 'nm',
  nm: 'nm',
  w: 'watt',
  watts: 'watt',
  瓦: 'watt',
}

/** Numbers with what they count: with a unit, or of three digits and no year. */
function figuresOf(text: string): ReadonlySet<string> {
  const found = new Set<string>()
  for (const [, sign = '', whole = '', fraction = '', word = '', currency = ''] of text.matchAll(figurePattern)) {
    const key = word.toLowerCase()
    const value = Number(whole.replaceAll(',', '') + fraction) * (multipliers[key] ?? 1)
    const unit = sign + currency !== '' ? 'money' : (units[key] ?? (/^[kmgtp]b$/.test(key) ? key : ''))
    const isYear = unit === '' && fraction === '' && value >= 1_900 && value <= 2_100
    if (unit === '' && (value < 100 || isYear || (fraction !== '' && value < 1_000))) continue
    found.add(`${Number(value.toPrecision(6))} ${unit}`.trim())
  }
  return found
}

function latinWordsOf(text: string): readonly string[] {
  return text.toLowerCase().match(latinWord) ?? []
}

function rareNamesOf(text: string): ReadonlySet<string> {
  return new Set(latinWordsOf(text).filter(word => word.length >= 3 && !isStopWord(word) && isRareWord(word)))
}

/** Where an article leads, itself included: pages, not the front pages of sites. */
function pagesOf({ text, links = [] }: MarkedInput): ReadonlySet<string> {
  const written = text.match(/https?:\/\/[\p{Script=Latin}\p{N}\-._~:/?#@!$&*+=%]{4,500}/gu) ?? []
  const all = [...links, ...written.slice(0, MOST_LINKS).map(link => canonicalUrl(link.replace(/[.,:!?]+$/, '')))]
  const pages = new Set(all.filter(link => (parseHttpUrl(link)?.pathname.length ?? 0) > 1))
  return pages.size > MOST_LINKS ? new Set() : pages
}

function cutAt({ title, text }: MarkedInput, characters: number): string {
  return `${title}\n${text.slice(0, characters)}`
}

const none: ReadonlySet<string> = new Set()

/** Few articles have any: the others share one set. */
function readIdentifiers(article: MarkedInput): ReadonlySet<string> {
  const found = identifiersOf(article)
  return found.length === 0 ? none : new Set(found)
}

/** Reads the marks that can lead from an article to another, from its title and beginning. */
export function readLeadingMarks(article: MarkedInput): LeadingMarks {
  return {
    script: scriptOf(cutAt(article, READ_CHARACTERS)),
    identifiers: readIdentifiers(article),
    names: rareNamesOf(cutAt(article, BEGINNING_CHARACTERS)),
    links: pagesOf(article),
  }
}

/** Reads all marks of an article, from its title and beginning. */
export function readMarks(article: MarkedInput): Marks {
  const { title } = article
  const beginning = cutAt(article, BEGINNING_CHARACTERS)
  return {
    ...readLeadingMarks(article),
    versions: new Set(versionsOf(title).map(pair => pair.join(' '))),
    dotted: new Set(beginning.match(dottedNumber) ?? []),
    titleDotted: new Set(title.match(dottedNumber) ?? []),
    titleNames: rareNamesOf(title),
    latinWords: new Set(latinWordsOf(cutAt(article, READ_CHARACTERS))),
    figures: figuresOf(cutAt(article, READ_CHARACTERS)),
  }
}
