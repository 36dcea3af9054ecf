// Whom an article is about, by the names in Latin letters that its title and its text share: two articles about strangers tell two events.
import { isStopWord } from '../core/stop-words.ts'
import { isRareWord } from './terms.ts'

/** Names that an article is about, and every word in Latin letters that it has. All are lower-cased. */
export interface Cast {
  readonly protagonists: ReadonlySet<string>
  readonly mentioned: ReadonlySet<string>
}

/** The cast of nothing. */
export const nobody: Cast = { protagonists: new Set(), mentioned: new Set() }

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

/** Reads an article's cast from its title and the beginning of its text; a headline alone has none. */
export function readCast({ title, text }: { readonly title: string; readonly text: string }): Cast {
  const read = text.slice(0, READ_CHARACTERS)
  if (text.length < FEWEST_CHARACTERS) return nobody
  const named = new Set([...read.matchAll(nameWithin)].map(([found]) => found.toLowerCase()))
  const inTitle = [...title.matchAll(name)].map(([found]) => found.toLowerCase())
  return {
    protagonists: new Set(inTitle.filter(each => isName(each) && named.has(each))),
    mentioned: new Set(`${title}\n${read}`.toLowerCase().match(word) ?? []),
  }
}

/** The cast of several tellings of one event. */
export function uniteCasts(a: Cast, b: Cast): Cast {
  return { protagonists: a.protagonists.union(b.protagonists), mentioned: a.mentioned.union(b.mentioned) }
}

/** Whether both are about somebody whom the other never mentions. */
export function areStrangers(a: Cast, b: Cast): boolean {
  if (a.protagonists.size === 0 || b.protagonists.size === 0) return false
  return a.protagonists.isDisjointFrom(b.mentioned) && b.protagonists.isDisjointFrom(a.mentioned)
}
