// Finds tellings of one event in Chinese and in another script, by marks that no translation changes.
import { ENOUGH, weighMarks } from './evidence.ts'
import { type LeadingMarks, type MarkedInput, type Marks, readLeadingMarks, readMarks } from './marks.ts'
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
function indexMarks(marks: readonly LeadingMarks[]): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  marks.forEach(({ identifiers, names, links }, number) => {
    for (const key of [...identifiers, ...names, ...links]) {
      const known = index.get(key)
      if (known === undefined) index.set(key, [number])
      else if (known.length <= MOST_NAMING) known.push(number)
      else known[MOST_NAMING] = number
    }
  })
  return index
}

function withoutCommon<Read extends LeadingMarks>(marks: Read, index: ReadonlyMap<string, readonly number[]>): Read {
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
  const read = articles.map(readLeadingMarks)
  const han = read.flatMap(({ script }, number) => (script === 'han' ? number : []))
  if (han.length === 0 || han.length === articles.length) return []
  const index = indexMarks(read)
  // All marks of a full week would fill the memory: those of the few that have one in common are read when they are compared.
  const known = new Map<number, Marks>()
  const marksOf = (number: number, article: MarkedArticle): Marks => {
    const marks = known.get(number) ?? withoutCommon(readMarks(article), index)
    known.set(number, marks)
    return marks
  }
  const pairs: MarkedPair[] = []
  for (const a of han) {
    const [leading, article] = [read[a], articles[a]]
    if (!leading || !article || article.isRecurring) continue
    const { identifiers, names, links } = withoutCommon(leading, index)
    const keys = [...identifiers, ...names, ...links]
    for (const b of new Set(keys.flatMap(key => index.get(key) ?? []))) {
      const otherArticle = articles[b]
      if (!otherArticle || read[b]?.script === 'han' || otherArticle.isRecurring) continue
      if (!areNear(article, otherArticle) || areApart(article.instalments, otherArticle.instalments)) continue
      const weight = weighMarks(marksOf(a, article), marksOf(b, otherArticle))
      if (weight >= (isOfOneSource(article, otherArticle) ? ENOUGH_IN_ONE_SOURCE : ENOUGH)) pairs.push({ a, b, weight })
    }
  }
  return pairs.sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
}
