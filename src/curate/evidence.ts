// What two tellings share, said in words for `why`, and weighed where no words can be compared: across languages.
import { contentTokens } from '../core/text.ts'
import { readMarks, type MarkedInput, type Marks } from './marks.ts'
import { isRareWord, termsOf } from './terms.ts'

/** What two tellings have in common, as it stands in the first of them. */
export interface SharedEvidence {
  /** Rare words, or runs of Han characters. */
  readonly words: readonly string[]
  readonly links: readonly string[]
  /** CVE numbers and their like, versions, figures with their units. */
  readonly identifiers: readonly string[]
}

const READ_CHARACTERS = 1_200
const MOST_WORDS = 6
const MOST_OTHERS = 4
/** Weight from which on marks make two tellings in two languages one story. */
export const ENOUGH = 4
/** Two articles with at most this many links that lead to one page tell of it; of more links it is one among many. */
const FEW_LINKS = 8

function sharedOf<T>(a: ReadonlySet<T>, b: ReadonlySet<T>): readonly T[] {
  return [...a.intersection(b)]
}

/** Runs of Han characters of one text all of whose pairs the other has, longest first. */
function findSharedRuns(text: string, otherTerms: ReadonlySet<string>): readonly string[] {
  const runs = new Set<string>()
  for (const [characters] of text.matchAll(/\p{Script=Han}{2,}/gu)) {
    let run = ''
    for (let i = 0; i + 1 < characters.length; i++) {
      const pair = characters.slice(i, i + 2)
      if (otherTerms.has(pair) && isRareWord(pair)) run = run === '' ? pair : run + pair.slice(1)
      else {
        if (run.length > 2) runs.add(run)
        run = ''
      }
    }
    if (run.length > 2) runs.add(run)
  }
  return [...runs].sort((a, b) => b.length - a.length)
}

function findSharedWords(a: MarkedInput, b: MarkedInput): readonly string[] {
  const read = ({ title, text }: MarkedInput): string => `${title}\n${text.slice(0, READ_CHARACTERS)}`
  const others = new Set(termsOf(read(b)))
  const words = contentTokens(read(a)).filter(word => {
    const [term = ''] = termsOf(word)
    return /^[^\p{Script=Han}\p{N}]/u.test(word) && others.has(term) && isRareWord(word)
  })
  return [...new Set([...words, ...findSharedRuns(read(a), others)])].slice(0, MOST_WORDS)
}

/** Names the evidence that two articles are tellings of one matter, as far as words, links and marks show it. */
export function nameEvidence(a: MarkedInput, b: MarkedInput): SharedEvidence {
  const [left, right] = [readMarks(a), readMarks(b)]
  const marks = [
    ...sharedOf(left.identifiers, right.identifiers),
    ...sharedOf(left.dotted, right.dotted),
    ...sharedOf(left.figures, right.figures),
  ]
  return {
    words: findSharedWords(a, b),
    links: sharedOf(left.links, right.links).slice(0, MOST_OTHERS),
    identifiers: [...new Set(marks)].slice(0, MOST_OTHERS),
  }
}

/** Whether marks say that two articles tell of two things: other versions in their titles, or a name in one title that the other lacks. */
function contradict(a: Marks, b: Marks): boolean {
  if (a.titleDotted.size > 0 && b.titleDotted.size > 0 && a.titleDotted.isDisjointFrom(b.titleDotted)) return true
  // A name in Latin letters within Han script is a name for certain; a rare English word may be just that.
  return [a, b].some((marks, i) => {
    const other = i === 0 ? b : a
    return marks.script === 'han' && [...marks.titleNames].some(name => !other.latinWords.has(name))
  })
}

/**
 * How much marks speak for two articles in two languages telling one event, 0 and up; `ENOUGH` decides. An identifier or a page that both lead to
 * does alone; a name does with a version or a figure.
 */
export function weighMarks(a: Marks, b: Marks): number {
  const identifiers = sharedOf(a.identifiers, b.identifiers)
  const links = sharedOf(a.links, b.links)
  const names = sharedOf(a.names, b.names)
  const inTitles = names.filter(name => a.titleNames.has(name) || b.titleNames.has(name))
  const isLinked = links.length > 0 && Math.max(a.links.size, b.links.size) <= FEW_LINKS
  const hard = (identifiers.length > 0 ? ENOUGH : 0) + (isLinked ? ENOUGH : links.length > 0 ? 1 : 0)
  if (hard < ENOUGH && contradict(a, b)) return 0
  const dotted = sharedOf(a.dotted, b.dotted)
  const isInTitle = dotted.some(number => a.titleDotted.has(number) || b.titleDotted.has(number))
  const version = dotted.length === 0 ? 0 : isInTitle ? 2 : 1
  const figures = Math.min(2, sharedOf(a.figures, b.figures).length)
  const named = names.length === 0 ? 0 : Math.min(3, names.length) + (inTitles.length > 0 ? 1 : 0)
  if (hard < ENOUGH && (named === 0 || version + figures + hard === 0)) return 0
  return hard + named + version + figures
}
