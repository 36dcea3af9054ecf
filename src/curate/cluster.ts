// Gathers articles on one event around centroids, in time order: precision first, since a wrong merge hides an article.
import { areStrangers, type Cast, uniteCasts } from './protagonists.ts'
import { areApart, type Instalments, unite } from './series.ts'
import {
  areDisjoint,
  heaviestTerms,
  productOf,
  sumOf,
  uniteTerms,
  type ArticleVector,
  type SparseVector,
} from './vectors.ts'

/** An article as the clusters see it. */
export interface ClusterInput {
  readonly vector: ArticleVector
  readonly instalments: Instalments
  readonly cast: Cast
  /** Its source, and those of its copies. */
  readonly sources: readonly string[]
  /** Milliseconds since 1970; null when unknown. */
  readonly publishedMs: number | null
}

interface Cluster {
  /** The number of the article that began it. */
  readonly number: number
  readonly members: number[]
  sum: SparseVector
  /** Square of the length that the sum has with all terms of the members, those that no other article has included. */
  square: number
  firstMs: number | null
  lastMs: number | null
  instalments: Instalments
  sources: ReadonlySet<string>
  cast: Cast
  /** What titles and beginnings of its members are about: terms that are not common. */
  subjects: Int32Array
  /** The fewest terms that a member has. */
  termCount: number
}

const MS_PER_DAY = 86_400_000
const WINDOW_DAYS = 10
const DECAY_DAYS = 3
/** What an article of unknown date is taken to be away. */
const UNKNOWN_GAP_DAYS = 3
/** Newest clusters that are looked at for one term. */
const CLUSTERS_A_TERM = 30
/** Up to this many articles are compared each with each. */
const FEW_ARTICLES = 400
const MERGE_TERMS = 8

/** From which likeness on articles and clusters join, by what is known of them, and how many terms they must share for it. */
export interface Strictness {
  /** When one of the two has few terms: a headline, a page that was not read. Two headlines share words by chance. */
  readonly short: number
  /** When both are whole texts; the least of the three. */
  readonly long: number
  /** When one source tells both: its articles are alike in manner and subject, and seldom tell one event twice. */
  readonly sameSource: number
  readonly sharedTerms: number
}

/** For words. Headlines among unrelated ones: F 80.0 at precision 93.8; one shared word is chance ("Stocks on the edge", "Pakistan edge ahead"). */
export const wordStrictness: Strictness = { short: 0.27, long: 0.2, sameSource: 0.36, sharedTerms: 2 }
/** For pairs of characters, which overlap: one shared word makes several of them (F 98 on edited Chinese copies). */
export const pairStrictness: Strictness = { short: 0.3, long: 0.18, sameSource: 0.36, sharedTerms: 4 }
/** An article with fewer terms is short. */
const FEW_TERMS = 30
/**
 * A cluster's likeness to another is at most this many times the mean likeness of their members. The middle of many articles is a little
 * like everything: without this, large clusters swallow strangers.
 */
const OVER_MEAN = 1.4

/** One cluster with its weights spread out over all terms, so that many others are each multiplied with it by one walk. */
interface Held {
  readonly cluster: Cluster
  /** Whether it may share so many terms with an article, as far as a short list of the article's tells. */
  mayShare(article: number, fewest: number): boolean
  /** As `productOf` has it. */
  productWith(vector: SparseVector, fewestShared: number): number
}

/** Places that terms are looked up in first. Most terms of another cluster are not among them, and these places fit the nearest memory. */
const PLACES = 4_096

/** The places of all articles' terms, one after the other: what most comparisons read, and nothing beside it. */
interface TermPlaces {
  readonly places: Uint16Array
  /** Where those of an article begin; those of the next one end them. */
  readonly startOf: Int32Array
}

function placeTerms(articles: readonly ClusterInput[]): TermPlaces {
  const startOf = new Int32Array(articles.length + 1)
  articles.forEach(({ vector }, i) => (startOf[i + 1] = (startOf[i] ?? 0) + vector.terms.length))
  const places = new Uint16Array(startOf.at(-1) ?? 0)
  let next = 0
  for (const { vector } of articles) for (const term of vector.terms) places[next++] = term % PLACES
  return { places, startOf }
}

/** Holds one cluster after the other; `hold` lets go of the one before. */
function createHolder(articles: readonly ClusterInput[]): (cluster: Cluster) => Held {
  const terms = articles.reduce((most, { vector }) => Math.max(most, (vector.terms.at(-1) ?? -1) + 1), 0)
  const { places, startOf } = placeTerms(articles)
  const weightOf = new Float32Array(terms)
  /** 1 where some term at this place has a weight. */
  const mayWeigh = new Uint8Array(PLACES)
  let spread: SparseVector | null = null
  const mayShare: Held['mayShare'] = (article, fewest) => {
    const end = startOf[article + 1] ?? 0
    let shared = 0
    for (let i = startOf[article] ?? 0; i < end; i++) shared += mayWeigh[places[i] ?? 0] ?? 0
    return shared >= fewest
  }
  const productWith: Held['productWith'] = ({ terms: own, weights }, fewestShared) => {
    let [shared, sum] = [0, 0]
    for (let place = 0; place < own.length; place++) {
      const weight = weightOf[own[place] ?? 0] ?? 0
      if (weight === 0) continue
      shared++
      sum += weight * (weights[place] ?? 0)
    }
    return shared >= fewestShared ? sum : 0
  }
  return cluster => {
    for (const term of spread?.terms ?? []) weightOf[term] = mayWeigh[term % PLACES] = 0
    spread = cluster.sum
    const { terms: held, weights } = spread
    for (let place = 0; place < held.length; place++) {
      const term = held[place] ?? 0
      weightOf[term] = weights[place] ?? 0
      mayWeigh[term % PLACES] = 1
    }
    return { cluster, mayShare, productWith }
  }
}

function leastLikeness(a: Cluster, b: Cluster, { short, long, sameSource }: Strictness): number {
  const least = Math.min(a.termCount, b.termCount) < FEW_TERMS ? short : long
  return a.sources.isDisjointFrom(b.sources) ? least : Math.max(least, sameSource)
}

/** How much of a likeness counts across a gap in time within the window: 1 at once, 0.7 after long. */
function timeFactor(gapDays: number): number {
  return 0.7 + 0.3 * Math.exp(-gapDays / DECAY_DAYS)
}

function gapDays(
  a: { firstMs: number | null; lastMs: number | null },
  b: { firstMs: number | null; lastMs: number | null },
): number {
  if (a.firstMs === null || a.lastMs === null || b.firstMs === null || b.lastMs === null) return UNKNOWN_GAP_DAYS
  return Math.max(0, a.firstMs - b.lastMs, b.firstMs - a.lastMs) / MS_PER_DAY
}

/**
 * How alike the cluster that is held and another one are, 0–1, less across time. 0 when that is too little, when they share too few terms,
 * or nothing of what their titles and beginnings are about: likeness in passing words is no story. What rules out most comes first.
 */
function likenessTo(held: Held, other: Cluster, strictness: Strictness): number {
  const { cluster } = held
  const gap = gapDays(other, cluster)
  if (gap > WINDOW_DAYS) return 0
  const product = held.productWith(other.sum, strictness.sharedTerms)
  if (product === 0) return 0
  const mean = product / (other.members.length * cluster.members.length)
  const most = Math.min(product / Math.sqrt(other.square * cluster.square), OVER_MEAN * mean)
  if (most < strictness.long) return 0
  const likeness = timeFactor(gap) * most
  return likeness < leastLikeness(other, cluster, strictness) || areDisjoint(cluster.subjects, other.subjects)
    ? 0
    : likeness
}

/** The likeness of two clusters that may be one story; 0 of those that may not. */
function likenessOfOne(held: Held, other: Cluster, strictness: Strictness): number {
  const likeness = likenessTo(held, other, strictness)
  if (likeness === 0 || areApart(other.instalments, held.cluster.instalments)) return 0
  return areStrangers(other.cast, held.cluster.cast) ? 0 : likeness
}

function clusterOf(
  member: number,
  { vector, instalments, publishedMs, sources, cast }: ClusterInput,
  setOf: (sources: readonly string[]) => ReadonlySet<string>,
): Cluster {
  return {
    number: member,
    members: [member],
    sum: vector,
    square: 1,
    firstMs: publishedMs,
    lastMs: publishedMs,
    instalments,
    sources: setOf(sources),
    cast,
    subjects: vector.subjects,
    termCount: vector.termCount,
  }
}

/** Sets of sources; of the many articles that one source alone tells, all share one. */
function openSourceSets(): (sources: readonly string[]) => ReadonlySet<string> {
  const alone = new Map<string, ReadonlySet<string>>()
  return sources => {
    const [only] = sources
    if (only === undefined || sources.length > 1) return new Set(sources)
    const known = alone.get(only) ?? new Set([only])
    alone.set(only, known)
    return known
  }
}

/** Takes all of another cluster in. */
function absorb(cluster: Cluster, other: Cluster): void {
  cluster.square += other.square + 2 * productOf(cluster.sum, other.sum)
  cluster.sum = sumOf(cluster.sum, other.sum)
  cluster.members.push(...other.members)
  cluster.cast = uniteCasts(cluster.cast, other.cast)
  cluster.termCount = Math.min(cluster.termCount, other.termCount)
  cluster.subjects = uniteTerms(cluster.subjects, other.subjects)
  cluster.sources = cluster.sources.union(other.sources)
  cluster.instalments = unite([cluster.instalments, other.instalments])
  if (other.firstMs !== null) cluster.firstMs = Math.min(cluster.firstMs ?? Infinity, other.firstMs)
  if (other.lastMs !== null) cluster.lastMs = Math.max(cluster.lastMs ?? -Infinity, other.lastMs)
}

/** Clusters under the terms that lead to them. */
interface ClusterIndex {
  /** Puts a cluster under terms; under each the newest ones stay. */
  remember(terms: Iterable<number>, cluster: Cluster): void
  /** The clusters under any of the terms, each once, in the order of the terms, but for single articles that share too little with the one that is held. */
  inAnyOf(terms: Iterable<number>, held: Held): readonly Cluster[]
}

function createIndex(size: number, { sharedTerms }: Strictness): ClusterIndex {
  /** Numbers of clusters by term, newest last: a cluster itself is far away in memory, and most are never looked at. */
  const byTerm = new Map<number, number[]>()
  const clusters: Cluster[] = []
  /** 1 for clusters that have more than the article that began them. */
  const isMore = new Uint8Array(size)
  /** The last look that found each. */
  const lookedAt = new Int32Array(size)
  let look = 0
  return {
    remember: (terms, cluster) => {
      const { number } = cluster
      clusters[number] = cluster
      isMore[number] = cluster.members.length > 1 ? 1 : 0
      for (const term of terms) {
        const known = byTerm.get(term) ?? []
        if (!known.includes(number)) known.push(number)
        if (known.length > CLUSTERS_A_TERM) known.shift()
        byTerm.set(term, known)
      }
    },
    inAnyOf: (terms, held) => {
      const found: Cluster[] = []
      look++
      for (const term of terms)
        for (const number of byTerm.get(term) ?? []) {
          if (lookedAt[number] === look) continue
          lookedAt[number] = look
          if (isMore[number] === 0 && !held.mayShare(number, sharedTerms)) continue
          const cluster = clusters[number]
          if (cluster) found.push(cluster)
        }
      return found
    },
  }
}

/** One pass in time order: each article joins the likest cluster that shares one of its rarest terms, or begins one. */
function gather(
  articles: readonly ClusterInput[],
  strictness: Strictness,
  hold: (cluster: Cluster) => Held,
): Cluster[] {
  const areFew = articles.length <= FEW_ARTICLES
  const clusters: Cluster[] = []
  const index = createIndex(articles.length, strictness)
  const setOf = openSourceSets()
  articles.forEach((article, number) => {
    const single = clusterOf(number, article, setOf)
    const held = hold(single)
    const candidates = areFew ? clusters : index.inAnyOf(article.vector.rarest, held)
    let best: Cluster | null = null
    let bestLikeness = 0
    for (const cluster of candidates) {
      const likeness = likenessOfOne(held, cluster, strictness)
      if (likeness > bestLikeness) [best, bestLikeness] = [cluster, likeness]
    }
    if (best) absorb(best, single)
    else clusters.push(single)
    index.remember(article.vector.rarest, best ?? single)
  })
  return clusters
}

/** A second pass over the clusters themselves: parts of one event that began apart come together, the likest first. */
function merge(
  clusters: readonly Cluster[],
  size: number,
  strictness: Strictness,
  hold: (cluster: Cluster) => Held,
): readonly Cluster[] {
  const index = createIndex(size, strictness)
  const pairs: { readonly a: Cluster; readonly b: Cluster; readonly likeness: number }[] = []
  for (const cluster of clusters) {
    const terms = heaviestTerms(cluster.sum, MERGE_TERMS)
    const held = hold(cluster)
    for (const other of index.inAnyOf(terms, held)) {
      const likeness = likenessOfOne(held, other, strictness)
      if (likeness > 0) pairs.push({ a: other, b: cluster, likeness })
    }
    index.remember(terms, cluster)
  }
  // Clusters stand in the order of the articles that began them.
  pairs.sort((x, y) => y.likeness - x.likeness || x.a.number - y.a.number || x.b.number - y.b.number)
  const into = new Map<Cluster, Cluster>()
  const rootOf = (cluster: Cluster): Cluster => {
    const next = into.get(cluster)
    return next ? rootOf(next) : cluster
  }
  for (const { a, b } of pairs) {
    const [left, right] = [rootOf(a), rootOf(b)]
    if (left === right || likenessOfOne(hold(right), left, strictness) === 0) continue
    absorb(left, right)
    into.set(right, left)
  }
  return clusters.filter(cluster => !into.has(cluster))
}

/** Groups of article numbers on one event each; articles must come in time order, and the same order gives the same groups. */
export function clusterArticles(articles: readonly ClusterInput[], strictness: Strictness): number[][] {
  const hold = createHolder(articles)
  const gathered = gather(articles, strictness, hold)
  return merge(gathered, articles.length, strictness, hold).map(({ members }) => members)
}
