// What a curator's decisions of past weeks say for or against a story: by its source, its section and the words of its title. Pure.
import type { LearnedEvidence } from '../core/appraisal.ts'
import { contentTokens } from '../core/text.ts'
import type { PastWeek } from '../store/past-choices.ts'
import { readChoices } from './past-choices.ts'
import { isSubject, termsOf } from './terms.ts'

/** A story as far as taste can tell. */
export interface TasteStory {
  readonly title: string
  readonly section: string | null
  readonly sourceId: number
}

/** What was learned of one story: what it adds to the score, and why. */
export interface Learned {
  readonly value: number
  readonly evidence: readonly LearnedEvidence[]
}

/** What was learned of a curator's decisions. */
export interface Taste {
  /** Null where nothing is known of the story: then its order is what it is without learning. */
  weigh(story: TasteStory): Learned | null
}

/**
 * Issues that are learned from, the newest: half a year. With the curators of bench/quality 0.41 of the first ten stories are wanted, with
 * 52 issues 0.42 and with 13 0.40; half a year after a change of taste 0.36, with 52 issues 0.28.
 */
export const LEARNED_ISSUES = 26
/** The most that learning adds to a score; as much as recency or substance. */
const MOST_GAIN = 0.15
/** The most that it takes away: coverage, weight and fit outweigh it, so that no source is buried. */
const MOST_LOSS = 0.1
/** Decisions of the usual kind that stand beside those on one source, section or word. */
const SMOOTHING = 3
/** Standard deviations from the usual share, from which on chance is no explanation. There are many words: some stand out by chance. */
const SOURCE_DEVIATION = 1.5
const WORD_DEVIATION = 2
/** Fewer decisions, or all of one kind, teach nothing. */
const FEWEST_DECISIONS = 6
/** The words of a title that say most. */
const MOST_WORDS = 3
const MOST_WORD_CHARACTERS = 60
const TITLE_CHARACTERS = 500

interface Count {
  /** Stories that were taken, and all; and the same by weight. */
  taken: number
  all: number
  takenWeight: number
  allWeight: number
}

type Kind = LearnedEvidence['kind']

const noCount = (): Count => ({ taken: 0, all: 0, takenWeight: 0, allWeight: 0 })

/** The subject words of a title, each with its spelling there. */
function wordsOf(title: string): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  for (const token of contentTokens(title.slice(0, TITLE_CHARACTERS))) {
    const [term] = termsOf(token)
    if (term !== undefined && !words.has(term) && isSubject(term)) words.set(term, token.slice(0, MOST_WORD_CHARACTERS))
  }
  return words
}

/** What may be learned of a story, by key, with how `why` names it. */
function featuresOf({ title, section, sourceId }: Omit<TasteStory, 'sourceId'> & { readonly sourceId: number | null }) {
  const features = new Map<string, { readonly kind: Kind; readonly name: string }>()
  if (sourceId !== null) features.set(`source ${sourceId}`, { kind: 'source', name: '' })
  if (section !== null) features.set(`section ${section}`, { kind: 'section', name: section })
  for (const [term, name] of wordsOf(title)) features.set(`word ${term}`, { kind: 'word', name })
  return features
}

function countIn(count: Count, isTaken: boolean, weight: number): void {
  count.all++
  count.allWeight += weight
  if (!isTaken) return
  count.taken++
  count.takenWeight += weight
}

const logit = (share: number): number => Math.log(share / (1 - share))

/** How much more or less often than usual was taken what has this count, in log odds; 0 where chance alone would do. */
function oddsOf({ takenWeight, allWeight }: Count, usual: number, deviation: number): number {
  const spread = Math.sqrt(allWeight * usual * (1 - usual))
  if (spread === 0 || Math.abs(takenWeight - allWeight * usual) < deviation * spread) return 0
  return logit((takenWeight + SMOOTHING * usual) / (allWeight + SMOOTHING)) - logit(usual)
}

/** Of words those that say most. Ties go by the word, so that the same title always says the same. */
function strongest<Each extends { readonly odds: number; readonly key: string }>(
  found: readonly Each[],
): readonly Each[] {
  const order = (a: Each, b: Each): number => Math.abs(b.odds) - Math.abs(a.odds) || (a.key < b.key ? -1 : 1)
  return found.toSorted(order).slice(0, MOST_WORDS)
}

/** Learns from sealed weeks; null where their decisions teach nothing: too few, or all alike. Linear in the number of decisions. */
export function learnTaste(weeks: readonly PastWeek[]): Taste | null {
  const counts = new Map<string, Count>()
  const whole = noCount()
  let issues = 0
  for (const week of weeks) {
    const choices = readChoices(week)
    if (choices.length > 0) issues++
    for (const choice of choices) {
      countIn(whole, choice.isTaken, choice.weight)
      for (const key of featuresOf(choice).keys()) {
        const count = counts.get(key) ?? noCount()
        countIn(count, choice.isTaken, choice.weight)
        counts.set(key, count)
      }
    }
  }
  const usual = whole.takenWeight / whole.allWeight
  if (whole.all < FEWEST_DECISIONS || usual === 0 || usual === 1) return null
  return {
    weigh: story => {
      const found = [...featuresOf(story)].flatMap(([key, { kind, name }]) => {
        const count = counts.get(key)
        if (!count) return []
        const odds = oddsOf(count, usual, kind === 'word' ? WORD_DEVIATION : SOURCE_DEVIATION)
        return odds === 0 ? [] : { key, kind, name, odds, taken: count.taken, of: count.all }
      })
      const said = [
        ...found.filter(({ kind }) => kind !== 'word'),
        ...strongest(found.filter(({ kind }) => kind === 'word')),
      ]
      if (said.length === 0) return null
      const sum = said.reduce((total, { odds }) => total + odds, 0)
      return {
        value: Math.tanh(sum / 2) * (sum > 0 ? MOST_GAIN : MOST_LOSS),
        evidence: said.map(({ kind, name, taken, of }) => ({ kind, name, taken, of, issues })),
      }
    },
  }
}
