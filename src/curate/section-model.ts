// Learns from stories that have a section which words speak for it (self-training: the curator labels nothing).
import { contentTokens } from '../core/text.ts'

/** A text with its section; null: it is in none of them, and so shows what speaks for none. */
export interface SectionExample {
  readonly section: string | null
  readonly title: string
  readonly text: string
}

/** What was learnt: how much a text speaks for each section against everything else, as log odds. */
export interface SectionModel {
  weigh(story: { readonly title: string; readonly text: string }): ReadonlyMap<string, number>
}

const READ_CHARACTERS = 1_200
/** A section with fewer examples is not learnt. */
const FEWEST_EXAMPLES = 5
/** Times that every word is taken to have been seen everywhere (Lidstone). */
const SMOOTHING = 0.5

function wordsOf({ title, text }: { readonly title: string; readonly text: string }): ReadonlySet<string> {
  return new Set(contentTokens(`${title}\n${text.slice(0, READ_CHARACTERS)}`))
}

interface Count {
  readonly words: Map<string, number>
  total: number
}

function addWords(count: Count, words: ReadonlySet<string>): void {
  for (const word of words) count.words.set(word, (count.words.get(word) ?? 0) + 1)
  count.total += words.size
}

/**
 * Trains naive Bayes of each section against all the rest, examples of no section among it (complement classes, Rennie et al. 2003): so
 * a matter that no section covers is like none of them. The order of the examples changes nothing. Null when no section has enough.
 */
export function trainSections(examples: readonly SectionExample[]): SectionModel | null {
  const all: Count = { words: new Map(), total: 0 }
  const sections: { readonly title: string; readonly count: Count }[] = []
  for (const [title, members] of Map.groupBy(examples, ({ section }) => section)) {
    const count: Count = { words: new Map(), total: 0 }
    for (const member of members) {
      const words = wordsOf(member)
      addWords(count, words)
      addWords(all, words)
    }
    if (title !== null && members.length >= FEWEST_EXAMPLES && members.length < examples.length)
      sections.push({ title, count })
  }
  if (sections.length === 0) return null
  const share = (seen: number, total: number): number => (seen + SMOOTHING) / (total + SMOOTHING * all.words.size)
  /** What each word that was seen says for each section; counts until it is first asked for. */
  const odds = new Map<string, number | Float64Array>(all.words)
  const oddsOf = (word: string, everywhere: number): Float64Array => {
    const found = Float64Array.from(sections, ({ count }) => {
      const seen = count.words.get(word) ?? 0
      return Math.log(share(seen, count.total) / share(everywhere - seen, all.total - count.total))
    })
    odds.set(word, found)
    return found
  }
  const weigh: SectionModel['weigh'] = story => {
    const sums = new Float64Array(sections.length)
    for (const word of wordsOf(story)) {
      const known = odds.get(word)
      if (known === undefined) continue
      const says = typeof known === 'number' ? oddsOf(word, known) : known
      for (let i = 0; i < sums.length; i++) sums[i] = (sums[i] ?? 0) + (says[i] ?? 0)
    }
    return new Map(sections.map(({ title }, i) => [title, sums[i] ?? 0]))
  }
  return { weigh }
}
