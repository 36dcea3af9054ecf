// Finds tellings of one event in Chinese and in another script, by marks that no translation changes.
import { ENOUGH, weighMarks } from './evidence.ts'
import { type MarkedInput, type Marks, readMarks } from './marks.ts'
import { areApart, type Instalments } from './series.ts'

/** An article as it is compared across scripts. */
export interface MarkedArticle extends MarkedInput {
  readonly source?: string
  readonly instalments: Instalments
  readonly isRecurring: boolean
  /** Milliseconds since 1970; null when unknown. */
  readonly publishedMs: number | null
}

/** Two articles by their numbers, the one in Han script first. */
export interface MarkedPair {
  readonly a: number
  readonly b: number
  readonly weight: number
}

const WINDOW_MS = 5 * 86_400_000
/** What more articles of one script name is a subject of the week, not the mark of an event. */
const MOST_NAMING = 8
/** A page that more articles lead to is nobody's event: a licence, a home on some network. */
const MOST_LINKING = 4

/** Articles by each mark that can lead from one to its like; a mark of too many leads nowhere. */
function indexMarks(marks: readonly Marks[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  marks.forEach(({ identifiers, names, links }, number) => {
    for (const key of [...identifiers, ...names, ...links])
      index.set(key, [...(index.get(key) ?? []).slice(0, MOST_NAMING), number])
  })
  return index
}

function withoutCommon(marks: Marks, index: ReadonlyMap<string, readonly number[]>): Marks {
  const fewHave = (most: number) => (key: string) => (index.get(key)?.length ?? 0) <= most
  return {
    ...marks,
    names: new Set([...marks.names].filter(fewHave(MOST_NAMING))),
    links: new Set([...marks.links].filter(fewHave(MOST_LINKING))),
  }
}

function areNear(a: MarkedArticle, b: MarkedArticle): boolean {
  if (a.publishedMs === null || b.publishedMs === null) return true
  return Math.abs(a.publishedMs - b.publishedMs) <= WINDOW_MS
}

/** One source names the same things week after week. */
const ENOUGH_IN_ONE_SOURCE = ENOUGH + 2

function isOfOneSource(a: MarkedArticle, b: MarkedArticle): boolean {
  return a.source !== undefined && a.source === b.source
}

/** Pairs of an article in Han script and one in another that hard evidence puts together, the strongest first. */
export function findMarkedPairs(articles: readonly MarkedArticle[]): readonly MarkedPair[] {
  const read = articles.map(readMarks)
  const han = read.flatMap(({ script }, number) => (script === 'han' ? number : []))
  if (han.length === 0 || han.length === articles.length) return []
  const index = indexMarks(read)
  const marks = read.map(each => withoutCommon(each, index))
  const pairs: MarkedPair[] = []
  for (const a of han) {
    const [own, article] = [marks[a], articles[a]]
    if (!own || !article || article.isRecurring) continue
    const keys = [...own.identifiers, ...own.names, ...own.links]
    for (const b of new Set(keys.flatMap(key => index.get(key) ?? []))) {
      const [other, otherArticle] = [marks[b], articles[b]]
      if (!other || !otherArticle || other.script === 'han' || otherArticle.isRecurring) continue
      if (!areNear(article, otherArticle) || areApart(article.instalments, otherArticle.instalments)) continue
      const weight = weighMarks(own, other)
      if (weight >= (isOfOneSource(article, otherArticle) ? ENOUGH_IN_ONE_SOURCE : ENOUGH)) pairs.push({ a, b, weight })
    }
  }
  return pairs.sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
}
