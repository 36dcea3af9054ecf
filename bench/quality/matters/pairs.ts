// Measures pairs across languages: a Chinese and an English telling of one event are one story, those of two like events are two.
import type { Language } from '../../corpus.ts'
import type { Score } from '../score.ts'
import { agreementOf, shareOf } from '../score.ts'
import { type Article, compareStories, findLabels } from '../scorers/stories.ts'
import { createEvent, createNeighbour, kinds, tellEvent } from '../write-events.ts'
import { writeUnrelated } from './weeks.ts'

/** Each kind of event is told so many times in both languages, and stands beside so many neighbours. */
const PAIRS_A_KIND = 8
const NON_PAIRS_A_KIND = 76
/** Unrelated articles around each pair. */
const AROUND = 6

/** Two tellings, and whether they are of one event. */
export interface Pair {
  readonly isOne: boolean
  readonly tellings: readonly [Article, Article]
}

const articleOf = (id: string, told: ReturnType<typeof tellEvent>): Article => ({ id, ...told })

/** Writes the pairs and the non-pairs. */
export function writePairs(): readonly Pair[] {
  return kinds.flatMap((kind, place) => {
    const seedOf = (i: number): number => place * 10_000 + i * 10
    const pairs = Array.from({ length: PAIRS_A_KIND }, (_, i): Pair => {
      const event = createEvent(kind, seedOf(i))
      const told = (['en', 'zh'] as const).map(language => tellEvent(kind, event, language, seedOf(i)))
      const [en, zh] = told.map((one, side) => articleOf(`${kind.name} ${i} ${side}`, one)) as [Article, Article]
      return { isOne: true, tellings: [en, zh] }
    })
    const others = Array.from({ length: NON_PAIRS_A_KIND }, (_, i): Pair => {
      const seed = seedOf(PAIRS_A_KIND + i)
      const event = createEvent(kind, seed)
      const neighbour = createNeighbour(kind, event, seed + 5)
      const [first, second]: readonly Language[] = i % 2 === 0 ? ['en', 'zh'] : ['zh', 'en']
      const one = articleOf(`${kind.name} ${i} one`, tellEvent(kind, event, first ?? 'en', seed))
      const other = articleOf(`${kind.name} ${i} other`, tellEvent(kind, neighbour, second ?? 'zh', seed + 5))
      return { isOne: false, tellings: [one, other] }
    })
    return [...pairs, ...others]
  })
}

/** The measures of how many pairs and non-pairs were joined. */
export function scorePairs(
  pairs: readonly { readonly isOne: boolean; readonly isJoined: boolean }[],
): readonly Score[] {
  const count = (isOne: boolean): number => pairs.filter(pair => pair.isOne === isOne && pair.isJoined).length
  const all = pairs.filter(({ isOne }) => isOne).length
  const { precision, recall, f1 } = agreementOf(shareOf(count(true), count(true) + count(false), 1), count(true) / all)
  const base = { matter: 'pairs across languages', better: 'more', cases: pairs.length } as const
  return [
    { ...base, name: 'one by one: precision', unit: 'share', value: precision },
    { ...base, name: 'one by one: recall', unit: 'share', value: recall },
    { ...base, name: 'one by one: F1', unit: 'F1', value: f1 },
    {
      ...base,
      name: 'one by one: non-pairs joined',
      unit: 'share',
      better: 'less',
      value: shareOf(count(false), pairs.length - all),
      cases: pairs.length - all,
    },
  ]
}

/** Measures each pair alone in a small week, then all true pairs with one neighbour each in one week. */
export function measurePairs(): readonly Score[] {
  const around = writeUnrelated(AROUND)
  const pairs = writePairs()
  const judged = pairs.map(({ isOne, tellings: [a, b] }) => {
    const found = findLabels([a, b, ...around])
    return { isOne, isJoined: found.get(a.id) === found.get(b.id) }
  })
  const week = [
    ...pairs.filter(({ isOne }) => isOne),
    ...pairs.filter(({ isOne }, i) => !isOne && i % 8 === 0),
  ].flatMap(({ isOne, tellings }, i) => tellings.map(article => ({ ...article, story: isOne ? `pair ${i}` : null })))
  const { pairs: inWeek } = compareStories(week, findLabels(week))
  const base = { matter: 'pairs across languages', better: 'more', cases: week.length } as const
  return [
    ...scorePairs(judged),
    { ...base, name: 'in one week: precision', unit: 'share', value: inWeek.precision },
    { ...base, name: 'in one week: recall', unit: 'share', value: inWeek.recall },
  ]
}
