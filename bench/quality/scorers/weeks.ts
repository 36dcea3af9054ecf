// Weeks of unrelated articles: every join is wrong and hides an item from the reader.
import { createChance, type Chance } from '../../corpus.ts'
import { groupStories } from '../../../src/library.ts'
import { type Score, shareOf } from '../score.ts'
import { shuffle } from '../write-whole.ts'

/** An article of a week; `links` are addresses that its text leads to. */
export interface WeekArticle {
  readonly title: string
  readonly text: string
  readonly source?: string
  readonly language?: string
  readonly links?: readonly string[]
}

/** What joins did in weeks of one size. */
export interface WeekCount {
  readonly size: number
  readonly batches: number
  readonly withJoin: number
  readonly hidden: number
}

/** Weeks as real ones come: two posts to a whole aggregator. */
export const WEEK_SIZES: readonly number[] = [2, 5, 10, 20, 40, 160]
/** So many items are drawn of each size, in as many weeks as that makes; of large weeks at least four. */
const ITEMS_A_SIZE = 1_200
const FEWEST_BATCHES = 4
const SEED = 7

function inWeek(articles: readonly WeekArticle[], chance: Chance) {
  return articles.map((article, i) => {
    const publishedAt = new Date(Date.UTC(2026, 10, 2 + Math.floor(chance() * 7), 8)).toISOString()
    return { ...article, id: `item ${i}`, publishedAt }
  })
}

/** How many of these unrelated articles stand behind another when they are one week. */
export function countHidden(articles: readonly WeekArticle[], chance: Chance): number {
  return articles.length - groupStories(inWeek(articles, chance)).length
}

/** Draws weeks of one size and counts what was joined in them. */
export function countWeeks(articles: readonly WeekArticle[], size: number): WeekCount {
  const chance = createChance(SEED + size)
  const batches = size >= articles.length ? 1 : Math.max(FEWEST_BATCHES, Math.ceil(ITEMS_A_SIZE / size))
  const hidden = Array.from({ length: batches }, () => countHidden(shuffle(articles, chance).slice(0, size), chance))
  return {
    size: Math.min(size, articles.length),
    batches,
    withJoin: hidden.filter(count => count > 0).length,
    hidden: hidden.reduce((sum, count) => sum + count, 0),
  }
}

/** Two measures a size, and the share of hidden items over all sizes. */
export function scoreWeeks(matter: string, counts: readonly WeekCount[]): readonly Score[] {
  const base = { matter, unit: 'share', better: 'less' } as const
  const bySize = counts.flatMap(({ size, batches, withJoin, hidden }): Score[] => [
    { ...base, name: `n = ${size}: weeks with a wrong join`, value: shareOf(withJoin, batches), cases: batches },
    { ...base, name: `n = ${size}: items hidden`, value: shareOf(hidden, size * batches), cases: size * batches },
  ])
  const items = counts.reduce((sum, { size, batches }) => sum + size * batches, 0)
  const hidden = counts.reduce((sum, count) => sum + count.hidden, 0)
  return [...bySize, { ...base, name: 'items hidden, all sizes', value: shareOf(hidden, items), cases: items }]
}
