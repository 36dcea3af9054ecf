// Finds tellings of one event in Chinese and in another script, by marks that no translation changes.
import { openRows } from './blocks-of-numbers.ts'
import { ENOUGH, weighMarks } from './evidence.ts'
import { type MarkedInput, type Marks, readLeadingMarks, readMarks } from './marks.ts'
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

/** Which articles have which of the marks that can lead from one to its like. A mark of too many leads nowhere. */
interface MarkIndex {
  readonly isHan: (article: number) => boolean
  /** The articles that share such a mark with one, itself among them, each once. */
  likesOf(article: number): ReadonlySet<number>
  withoutCommon(marks: Marks): Marks
}

const mostHaving = { identifiers: Infinity, names: MOST_NAMING, links: MOST_LINKING } as const
const kinds = ['identifiers', 'names', 'links'] as const

/** Marks are kept as numbers, with their kinds: as words those of a full week would fill the memory. */
function indexMarks(articles: readonly MarkedArticle[]): MarkIndex {
  const numbers = new Map<string, number>()
  /** The first article that has a mark; most marks have no other. */
  const first: number[] = []
  const having = new Map<number, number[]>()
  const note = (mark: string, article: number): number => {
    const number = numbers.get(mark) ?? numbers.size
    if (number === numbers.size) {
      numbers.set(mark, number)
      first.push(article)
      return number
    }
    const known = having.get(number)
    if (known === undefined) having.set(number, [first[number] ?? 0, article])
    else if (known.length <= MOST_NAMING) known.push(article)
    else known[MOST_NAMING] = article
    return number
  }
  const isHan = new Uint8Array(articles.length)
  const rows = openRows(Uint32Array, articles.length)
  articles.forEach((article, number) => {
    const marks = readLeadingMarks(article)
    if (marks.script === 'han') isHan[number] = 1
    const row = kinds.flatMap((kind, i) => Array.from(marks[kind], mark => note(mark, number) * kinds.length + i))
    rows.put(number, row)
  })
  const countOf = (mark: number): number => having.get(mark)?.length ?? 1
  const fewHave = (most: number) => (mark: string) => countOf(numbers.get(mark) ?? -1) <= most
  return {
    isHan: article => isHan[article] === 1,
    likesOf: article => {
      const likes = new Set<number>()
      for (const marked of rows.at(article)) {
        const [mark, kind] = [Math.floor(marked / kinds.length), kinds[marked % kinds.length] ?? 'names']
        if (countOf(mark) <= mostHaving[kind]) for (const like of having.get(mark) ?? []) likes.add(like)
      }
      return likes
    },
    withoutCommon: marks => ({
      ...marks,
      names: new Set([...marks.names].filter(fewHave(MOST_NAMING))),
      links: new Set([...marks.links].filter(fewHave(MOST_LINKING))),
    }),
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
  const index = indexMarks(articles)
  const han = Array.from(articles.keys()).filter(index.isHan)
  if (han.length === 0 || han.length === articles.length) return []
  // All marks of a full week would fill the memory: those of the few that have one in common are read when they are compared.
  const known = new Map<number, Marks>()
  const marksOf = (number: number, article: MarkedArticle): Marks => {
    const marks = known.get(number) ?? index.withoutCommon(readMarks(article))
    known.set(number, marks)
    return marks
  }
  const pairs: MarkedPair[] = []
  for (const a of han) {
    const article = articles[a]
    if (!article || article.isRecurring) continue
    for (const b of index.likesOf(a)) {
      const otherArticle = articles[b]
      if (!otherArticle || index.isHan(b) || otherArticle.isRecurring) continue
      if (!areNear(article, otherArticle) || areApart(article.instalments, otherArticle.instalments)) continue
      const weight = weighMarks(marksOf(a, article), marksOf(b, otherArticle))
      if (weight >= (isOfOneSource(article, otherArticle) ? ENOUGH_IN_ONE_SOURCE : ENOUGH)) pairs.push({ a, b, weight })
    }
  }
  return pairs.sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
}
