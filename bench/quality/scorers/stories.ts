// Whether the tellings of one story come together and nothing else does: over pairs, and over articles (B-cubed).
import { groupStories } from '../../../src/library.ts'
import { type Agreement, agreementOf, meanOf, type Score, shareOf } from '../score.ts'

/** An article whose story is known; null when it stands alone. */
export interface Labelled {
  readonly id: string
  readonly story: string | null
}

/** What grouping takes. */
export type Article = Parameters<typeof groupStories>[0][number]

/** Pairs that belong together and were put together, and the same over articles. */
export interface StoryAgreement {
  readonly pairs: Agreement
  readonly articles: Agreement
  /** Stories of several tellings that came out whole and alone. */
  readonly whole: number
}

/** The number of the found story of each article. */
export function findLabels(articles: readonly Article[]): ReadonlyMap<string, string> {
  return new Map(groupStories(articles).flatMap(({ story, ids }) => ids.map(id => [id, story] as const)))
}

const pairsIn = (count: number): number => (count * (count - 1)) / 2

function countPairs(groups: Iterable<readonly unknown[]>): number {
  let pairs = 0
  for (const group of groups) pairs += pairsIn(group.length)
  return pairs
}

/**
 * Compares found stories with true ones. An article without a story is a story of its own; in B-cubed only articles of true stories
 * are averaged, as those that stand alone would lift every figure, but whatever joins them counts against precision.
 */
export function compareStories(truth: readonly Labelled[], found: ReadonlyMap<string, string>): StoryAgreement {
  const storyOf = ({ id, story }: Labelled): string => story ?? `alone ${id}`
  const foundOf = ({ id }: Labelled): string => found.get(id) ?? `alone ${id}`
  const byStory = Map.groupBy(truth, storyOf)
  const byFound = Map.groupBy(truth, foundOf)
  const both = countPairs(Map.groupBy(truth, article => `${storyOf(article)}\n${foundOf(article)}`).values())
  const labelled = truth.filter(({ story }) => story !== null)
  const shares = labelled.map(article => {
    const mates = byFound.get(foundOf(article)) ?? []
    const same = mates.filter(mate => storyOf(mate) === storyOf(article)).length
    return { precision: same / mates.length, recall: same / (byStory.get(storyOf(article))?.length ?? 1) }
  })
  const stories = [...byStory.values()].filter(members => members.length > 1)
  const whole = stories.filter(members => {
    const labels = new Set(members.map(foundOf))
    return labels.size === 1 && byFound.get([...labels][0] ?? '')?.length === members.length
  })
  return {
    pairs: agreementOf(shareOf(both, countPairs(byFound.values()), 1), shareOf(both, countPairs(byStory.values()), 1)),
    articles: agreementOf(meanOf(shares.map(share => share.precision)), meanOf(shares.map(share => share.recall))),
    whole: shareOf(whole.length, stories.length, 1),
  }
}

/** The measures of an agreement. */
export function scoreStories(
  matter: string,
  { pairs, articles, whole }: StoryAgreement,
  cases: number,
): readonly Score[] {
  const base = { matter, better: 'more', cases } as const
  return [
    { ...base, name: 'pairs: F1', unit: 'F1', value: pairs.f1 },
    { ...base, name: 'pairs: precision', unit: 'share', value: pairs.precision },
    { ...base, name: 'pairs: recall', unit: 'share', value: pairs.recall },
    { ...base, name: 'B-cubed: F1', unit: 'F1', value: articles.f1 },
    { ...base, name: 'B-cubed: precision', unit: 'share', value: articles.precision },
    { ...base, name: 'stories whole', unit: 'share', value: whole },
  ]
}
