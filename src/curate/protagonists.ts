// Whom an article is about, by the names in Latin letters that its title and its text share: two articles about strangers tell two events.
import { isStopWord } from '../core/stop-words.ts'
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

/** A headline alone has none. */
function readProtagonists({ title, text }: CastInput): ReadonlySet<string> {
  if (text.length < FEWEST_CHARACTERS) return none
  const inTitle = Array.from(title.matchAll(name), ([found]) => found.toLowerCase()).filter(isName)
  if (inTitle.length === 0) return none
  const named = new Set(
    Array.from(text.slice(0, READ_CHARACTERS).matchAll(nameWithin), ([found]) => found.toLowerCase()),
  )
  return setOf(inTitle.filter(each => named.has(each)))
}

function readMentioned({ title, text }: CastInput, among: ReadonlySet<string>): ReadonlySet<string> {
  if (text.length < FEWEST_CHARACTERS || among.size === 0) return none
  const words = `${title}\n${text.slice(0, READ_CHARACTERS)}`.toLowerCase().match(word) ?? []
  return setOf(words.filter(each => among.has(each)))
}

/**
 * Reads the casts of a batch, from titles and the beginnings of texts. Of the words of each only those are kept that are a protagonist's
 * name somewhere in the batch: nothing else is ever asked for, and all words of a full week would fill the memory.
 */
export function readCasts(articles: readonly CastInput[]): readonly Cast[] {
  const protagonists = articles.map(readProtagonists)
  const all = new Set(protagonists.flatMap(names => (names.size === 0 ? [] : [...names])))
  return articles.map((article, i) => {
    const cast = { protagonists: protagonists[i] ?? none, mentioned: readMentioned(article, all) }
    return cast.protagonists.size === 0 && cast.mentioned.size === 0 ? nobody : cast
  })
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
