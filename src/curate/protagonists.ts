// Whom an article is about, by the names in Latin letters that its title and its text share: two articles about strangers tell two events.
import { isStopWord } from '../core/stop-words.ts'
import { openRows } from './blocks-of-numbers.ts'
import { isRareWord } from './terms.ts'

/** Names that an article is about, and those among the protagonists of its batch that it has anywhere. All are lower-cased. */
export interface Cast {
  readonly protagonists: ReadonlySet<string>
  readonly mentioned: ReadonlySet<string>
}

interface CastInput {
  readonly title: string
  readonly text: string
}

/** The cast of nothing. */
export const nobody: Cast = { protagonists: new Set(), mentioned: new Set() }
const none: ReadonlySet<string> = nobody.protagonists

/** So much of a text tells whom it is about, and whom it mentions. */
const READ_CHARACTERS = 3_000
/** A shorter text may leave out anybody. */
const FEWEST_CHARACTERS = 240
const name = /(?<![\p{L}\p{N}])\p{Lu}[\p{Script=Latin}\p{N}]{2,40}(?![\p{L}\p{N}]*['’]\p{Ll}{2})/gu
/** A name within a sentence: a capital that does not come from the sentence's beginning. */
const nameWithin =
  /(?<=[\p{Ll}\p{N},;:]["”’)]? ["“‘(]?|[\p{Script=Han}，、；：“「《（] ?)\p{Lu}[\p{Script=Latin}\p{N}]{2,40}/gu
const word = /\p{Script=Latin}[\p{Script=Latin}\p{N}]{1,40}/gu

function isName(lowered: string): boolean {
  return !isStopWord(lowered) && isRareWord(lowered)
}

/** Most articles name nobody: a set of its own for each, empty or not, takes 200 bytes and more. */
function setOf(names: readonly string[]): ReadonlySet<string> {
  return names.length === 0 ? none : new Set(names)
}

function namesIn(title: string): readonly string[] {
  return Array.from(title.matchAll(name), ([found]) => found.toLowerCase()).filter(isName)
}

/** A headline alone has none. */
function readProtagonists({ title, text }: CastInput): ReadonlySet<string> {
  if (text.length < FEWEST_CHARACTERS) return none
  const inTitle = namesIn(title)
  if (inTitle.length === 0) return none
  const named = new Set(
    Array.from(text.slice(0, READ_CHARACTERS).matchAll(nameWithin), ([found]) => found.toLowerCase()),
  )
  return setOf(inTitle.filter(each => named.has(each)))
}

/** The casts of a batch whose articles are read one after the other and not kept. */
export interface CastReader {
  /** Reads an article from its title and the beginning of its text; once for each number. */
  read(number: number, article: CastInput): void
  casts(): readonly Cast[]
}

/**
 * Opens the casts of a batch by its titles: nobody is a protagonist whom no title names. Of the words of each article only these are kept,
 * as numbers: nothing else is ever asked for, and all words of a full week would fill the memory.
 */
export function openCasts(titles: readonly string[]): CastReader {
  const names = [...new Set(titles.flatMap(namesIn))]
  const numberOf = new Map(names.map((each, number) => [each, number]))
  const protagonists = titles.map(() => none)
  const mentions = openRows(Uint32Array, titles.length)
  return {
    read: (number, article) => {
      protagonists[number] = readProtagonists(article)
      if (article.text.length < FEWEST_CHARACTERS || names.length === 0) return
      const words = `${article.title}\n${article.text.slice(0, READ_CHARACTERS)}`.toLowerCase().match(word) ?? []
      const found = new Set<number>()
      for (const each of words) {
        const known = numberOf.get(each)
        if (known !== undefined) found.add(known)
      }
      mentions.put(number, [...found])
    },
    casts: () => {
      const isProtagonist = new Uint8Array(names.length)
      for (const each of protagonists) for (const found of each) isProtagonist[numberOf.get(found) ?? 0] = 1
      return protagonists.map((own, number) => {
        const mentioned = Array.from(mentions.at(number)).filter(each => isProtagonist[each] === 1)
        if (own.size === 0 && mentioned.length === 0) return nobody
        return { protagonists: own, mentioned: setOf(mentioned.map(each => names[each] ?? '')) }
      })
    },
  }
}

/** The casts of articles that are in memory. */
export function readCasts(articles: readonly CastInput[]): readonly Cast[] {
  const reader = openCasts(articles.map(({ title }) => title))
  articles.forEach((article, number) => {
    reader.read(number, article)
  })
  return reader.casts()
}

function uniteNames(a: ReadonlySet<string>, b: ReadonlySet<string>): ReadonlySet<string> {
  return b.size === 0 ? a : a.size === 0 ? b : a.union(b)
}

/** The cast of several tellings of one event. */
export function uniteCasts(a: Cast, b: Cast): Cast {
  return { protagonists: uniteNames(a.protagonists, b.protagonists), mentioned: uniteNames(a.mentioned, b.mentioned) }
}

/** Whether both are about somebody whom the other never mentions. */
export function areStrangers(a: Cast, b: Cast): boolean {
  if (a.protagonists.size === 0 || b.protagonists.size === 0) return false
  return a.protagonists.isDisjointFrom(b.mentioned) && b.protagonists.isDisjointFrom(a.mentioned)
}
