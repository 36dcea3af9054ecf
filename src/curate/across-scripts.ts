// Finds tellings of one event in Chinese and in another script, by marks that no translation changes.
import { openRows } from './blocks-of-numbers.ts'
import { ENOUGH, weighMarks } from './evidence.ts'
import { type LeadingMarks, type Marks, readMarks } from './marks.ts'
import { areApart, type Instalments } from './series.ts'
import { mix } from './shingles.ts'
import { readEach, type Reading } from './texts.ts'

/** An article as it is compared across scripts. */
export interface MarkedArticle {
  /** What its text is asked for by. */
  readonly number: number
  readonly title: string
  readonly source?: string
  readonly instalments: Instalments
  readonly isRecurring: boolean
  /** Milliseconds since 1970; null when unknown. */
  readonly publishedMs: number | null
}

/** Two articles by their places in the batch, the one in Han script first. */
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
/** Articles in Han script that are compared with their likes at once, and those whose marks are held until they are asked for again. */
const HAN_AT_ONCE = 100
const MOST_HELD = 4_000

const mostHaving = { identifiers: Infinity, names: MOST_NAMING, links: MOST_LINKING } as const
const kinds = ['identifiers', 'names', 'links'] as const
/** A mark's number and its kind stand in one number. */
const KINDS = 4

/**
 * The number of a mark, of 51 bits: as words the marks of a full week would fill the memory. Among three million one pair has the same by
 * chance in a thousand weeks; what is compared in the end are the words.
 */
function numberOf(mark: string): number {
  let [left, right] = [0, 0x811c9dc5]
  for (let i = 0; i < mark.length; i++) {
    const unit = mark.charCodeAt(i)
    left = Math.imul(left, 31) + unit
    right = Math.imul(right ^ unit, 0x01000193)
  }
  return mix(left) * 2 ** 19 + (mix(right) >>> 13)
}

/** Which articles have which of the marks that can lead from one to its like. A mark of too many leads nowhere. */
interface MarkIndex {
  readonly isHan: (article: number) => boolean
  /** The articles that share such a mark with one, itself among them, each once. */
  likesOf(article: number): ReadonlySet<number>
  withoutCommon(marks: Marks): Marks
}

/** The marks of a batch whose articles are read one after the other and not kept. */
export interface MarkReader {
  /** Once for each article, by its place in the batch. */
  read(article: number, marks: LeadingMarks): void
  index(): MarkIndex
}

/** Numbers that stand in a list at least twice, ascending. */
function findShared(numbers: Float64Array): Float64Array {
  numbers.sort()
  let kept = 0
  for (let i = 1; i < numbers.length; i++) {
    const number = numbers[i] ?? 0
    if (number === numbers[i - 1] && (kept === 0 || numbers[kept - 1] !== number)) numbers[kept++] = number
  }
  return numbers.slice(0, kept)
}

function placeIn(sorted: Float64Array, number: number): number {
  let [low, high] = [0, sorted.length - 1]
  while (low <= high) {
    const middle = (low + high) >>> 1
    const found = sorted[middle] ?? 0
    if (found === number) return middle
    if (found < number) low = middle + 1
    else high = middle - 1
  }
  return -1
}

/** Opens the marks of so many articles. */
export function openMarks(articles: number): MarkReader {
  const isHan = new Uint8Array(articles)
  const rows = openRows(Float64Array, articles)
  let total = 0
  const openIndex = (): MarkIndex => {
    const all = new Float64Array(total)
    let next = 0
    for (let article = 0; article < articles; article++)
      for (const marked of rows.at(article)) all[next++] = Math.floor(marked / KINDS)
    const shared = findShared(all)
    const having = Array.from(shared, (): number[] => [])
    for (let article = 0; article < articles; article++)
      for (const marked of rows.at(article)) {
        const known = having[placeIn(shared, Math.floor(marked / KINDS))]
        if (known) known[Math.min(known.length, MOST_NAMING)] = article
      }
    const havingOf = (mark: number): readonly number[] | undefined => having[placeIn(shared, mark)]
    const fewHave = (most: number) => (mark: string) => (havingOf(numberOf(mark))?.length ?? 1) <= most
    return {
      isHan: article => isHan[article] === 1,
      likesOf: article => {
        const likes = new Set<number>()
        for (const marked of rows.at(article)) {
          const found = havingOf(Math.floor(marked / KINDS))
          if (found && found.length <= mostHaving[kinds[marked % KINDS] ?? 'names'])
            for (const like of found) likes.add(like)
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
  return {
    read: (article, marks) => {
      if (marks.script === 'han') isHan[article] = 1
      const row = kinds.flatMap((kind, i) => Array.from(marks[kind], mark => numberOf(mark) * KINDS + i))
      total += row.length
      rows.put(article, row)
    },
    index: openIndex,
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

function mayBeOne(a: MarkedArticle, b: MarkedArticle): boolean {
  return !b.isRecurring && areNear(a, b) && !areApart(a.instalments, b.instalments)
}

/** Reads the marks of articles that are not held yet. All marks of a full week would fill the memory: what is held is let go of now and then. */
function* hold(
  wanted: ReadonlySet<number>,
  held: Map<number, Marks>,
  articles: readonly MarkedArticle[],
  index: MarkIndex,
): Reading<void> {
  const missing = [...wanted].filter(place => !held.has(place))
  if (held.size + missing.length > MOST_HELD)
    for (const place of held.keys()) if (!wanted.has(place)) held.delete(place)
  const numbers = missing.map(place => articles[place]?.number ?? 0)
  yield* readEach(numbers, null, (i, { text, links }) => {
    const place = missing[i] ?? 0
    held.set(place, index.withoutCommon(readMarks({ title: articles[place]?.title ?? '', text, links })))
  })
}

/** Pairs of an article in Han script and one in another that hard evidence puts together, the strongest first. */
export function* findMarkedPairs(
  articles: readonly MarkedArticle[],
  reader: MarkReader,
): Reading<readonly MarkedPair[]> {
  const index = reader.index()
  const han = Array.from(articles.keys()).filter(place => index.isHan(place))
  if (han.length === 0 || han.length === articles.length) return []
  const held = new Map<number, Marks>()
  const pairs: MarkedPair[] = []
  for (let start = 0; start < han.length; start += HAN_AT_ONCE) {
    const near = han.slice(start, start + HAN_AT_ONCE).flatMap(a => {
      const article = articles[a]
      if (!article || article.isRecurring) return []
      return [...index.likesOf(a)].flatMap(b => {
        const other = articles[b]
        return other && !index.isHan(b) && mayBeOne(article, other)
          ? { a, b, enough: isOfOneSource(article, other) ? ENOUGH_IN_ONE_SOURCE : ENOUGH }
          : []
      })
    })
    if (near.length === 0) continue
    yield* hold(new Set(near.flatMap(({ a, b }) => [a, b])), held, articles, index)
    for (const { a, b, enough } of near) {
      const [marks, others] = [held.get(a), held.get(b)]
      const weight = marks && others ? weighMarks(marks, others) : 0
      if (weight >= enough) pairs.push({ a, b, weight })
    }
  }
  return pairs.sort((x, y) => y.weight - x.weight || x.a - y.a || x.b - y.b)
}
