// Puts articles on one matter together: edited copies, then tellings of one event, then those in another language.
import { type Script, scriptOf } from '../core/language.ts'
import { contentTokens } from '../core/text.ts'
import { clusterArticles, pairStrictness, wordStrictness, type ClusterInput } from './cluster.ts'
import { findMarkedPairs } from './across-scripts.ts'
import { type Glance, glanceAt, type Glances } from './glance.ts'
import { areStrangers, type Cast, nobody, uniteCasts } from './protagonists.ts'
import { areApart, findRecurring, type Instalments, readInstalments, unite } from './series.ts'
import { clearFullWeek } from './spare-memory.ts'
import { TERM_CHARACTERS } from './terms.ts'
import { answerNow, readEach, type Reading } from './texts.ts'
import { type ArticleVector, openWeighing } from './vectors.ts'

/** An article to be grouped. */
export interface GroupInput {
  readonly id: string
  readonly title: string
  readonly text: string
  readonly language?: string
  /** ISO 8601; null or missing when unknown. */
  readonly publishedAt?: string | null
  readonly source?: string
  /** Canonical links: where its page leads, and its own address. */
  readonly links?: readonly string[]
}

/** Articles that tell one story, earliest first; `story` is the id of the earliest. */
export interface StoryIds {
  readonly story: string
  readonly ids: string[]
}

/** Below this a text says too little to prove a copy under a regular title, or weeks later. */
const TELLING_CHARACTERS = 100
/** A title says what it has to say in its beginning, however long a stranger made it. */
const TITLE_CHARACTERS = 1_000
const COPY_WINDOW_MS = 10 * 86_400_000
/** A copy under another headline must be long and close. */
const RETITLED = { characters: 1_000, jaccard: 0.6 }

/** Sets that grow together (Tarjan 1975); the smallest number in a set is its root. */
interface DisjointSets {
  rootOf(member: number): number
  readonly join: (a: number, b: number) => void
}

function disjointSets(size: number): DisjointSets {
  const parents = Int32Array.from({ length: size }, (_, i) => i)
  const rootOf = (member: number): number => {
    let root = member
    while ((parents[root] ?? root) !== root) root = parents[root] = parents[parents[root] ?? root] ?? root
    return root
  }
  const join = (a: number, b: number): void => {
    const [x, y] = [rootOf(a), rootOf(b)]
    parents[Math.max(x, y)] = Math.min(x, y)
  }
  return { rootOf, join }
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function instantMs(publishedAt: string | null | undefined): number | null {
  const ms = Date.parse(publishedAt ?? '')
  return Number.isNaN(ms) ? null : ms
}

/** An article as it is grouped: its text is read when it is asked for, by its place among those that were given. */
export type TitledArticle = Omit<GroupInput, 'text' | 'links' | 'language'>

/** An article with what decides about its groups, and what of its text does. */
interface Grouped extends TitledArticle, Glance {
  readonly number: number
  readonly publishedMs: number | null
  readonly isRecurring: boolean
  readonly instalments: Instalments
  readonly cast: Cast
}

/** One order for the same articles however they arrive: by time, undated ones last. */
function inCanonicalOrder<Article extends TitledArticle & { readonly text?: string }>(
  articles: readonly Article[],
): readonly Article[] {
  const keyed = articles.map(article => ({ article, ms: instantMs(article.publishedAt) ?? Infinity }))
  keyed.sort(
    ({ article: a, ms: aMs }, { article: b, ms: bMs }) =>
      (aMs === bMs ? 0 : aMs - bMs) ||
      compareText(a.id, b.id) ||
      compareText(a.title, b.title) ||
      compareText(a.text ?? '', b.text ?? ''),
  )
  return keyed.map(({ article }) => article)
}

/** Reads all texts once, and keeps of them what decides. */
function* prepare(articles: readonly TitledArticle[]): Reading<Prepared> {
  const ordered = inCanonicalOrder(articles.map((article, number) => ({ ...article, number }))).map(article =>
    article.title.length > TITLE_CHARACTERS ? { ...article, title: article.title.slice(0, TITLE_CHARACTERS) } : article,
  )
  const recurring = findRecurring(ordered)
  const { glances, copies, marks, casts } = yield* glanceAt(ordered)
  const instalments = readInstalments(
    ordered.map((article, i) => ({ ...article, identifiers: glances[i]?.identifiers ?? [] })),
    recurring,
  )
  const grouped = ordered.flatMap((article, i): Grouped | [] => {
    const glance = glances[i]
    if (!glance) return []
    return {
      ...article,
      ...glance,
      publishedMs: instantMs(article.publishedAt),
      isRecurring: recurring[i] ?? false,
      instalments: instalments[i] ?? new Map(),
      cast: casts[i] ?? nobody,
    }
  })
  return { articles: grouped, copies, marks }
}

interface Prepared extends Pick<Glances, 'copies' | 'marks'> {
  readonly articles: readonly Grouped[]
}

/** Whether two articles of alike words may be copies: no instalments of a series, and more than a paywall's notice in common. */
function mayBeCopies(a: Grouped, b: Grouped, jaccard: number): boolean {
  // Reports from one form, of two towns or two companies, are no copies.
  if (areApart(a.instalments, b.instalments) || areStrangers(a.cast, b.cast)) return false
  const characters = Math.min(a.characters, b.characters)
  const gapMs = a.publishedMs === null || b.publishedMs === null ? 0 : Math.abs(a.publishedMs - b.publishedMs)
  if (characters < TELLING_CHARACTERS && (a.isRecurring || b.isRecurring || gapMs > COPY_WINDOW_MS)) return false
  const title = new Set(contentTokens(a.title))
  const otherTitle = new Set(contentTokens(b.title))
  const isRetitled = title.size > 0 && otherTitle.size > 0 && title.isDisjointFrom(otherTitle)
  return !isRetitled || (characters >= RETITLED.characters && jaccard >= RETITLED.jaccard)
}

function joinSameIds(articles: readonly Grouped[], sets: DisjointSets): void {
  const first = new Map<string, number>()
  articles.forEach(({ id }, i) => {
    const known = first.get(id)
    if (known === undefined) first.set(id, i)
    else sets.join(known, i)
  })
}

function joinCopies({ articles, copies }: Prepared, sets: DisjointSets): void {
  const mayMatch = (a: number, b: number, jaccard: number): boolean => {
    const [left, right] = [articles[a], articles[b]]
    return left !== undefined && right !== undefined && mayBeCopies(left, right, jaccard)
  }
  copies.join({ areJoined: (a, b) => sets.rootOf(a) === sets.rootOf(b), mayMatch, join: sets.join })
}

/** An article as the clusters read it, with its place. */
type Head = Pick<Grouped, 'number' | 'title' | 'publishedMs' | 'script'> & {
  readonly place: number
  readonly isTold: boolean
}

/** The articles that head their copies, and are of no regular occasion, by script. */
function headsByScript(articles: readonly Grouped[], sets: DisjointSets): ReadonlyMap<Script, readonly Head[]> {
  const isHead = ({ isRecurring }: Grouped, place: number): boolean => sets.rootOf(place) === place && !isRecurring
  const seen = new Map<string, number>()
  articles.forEach((article, place) => {
    if (isHead(article, place)) seen.set(article.textKey, (seen.get(article.textKey) ?? 0) + 1)
  })
  const heads = articles.flatMap((article, place): Head | [] => {
    if (!isHead(article, place)) return []
    const { number, title, publishedMs, textKey } = article
    // Articles that were not joined as copies and yet have one text have a paywall's or a host's: only their titles tell.
    const isTold = (seen.get(textKey) ?? 0) === 1
    return { number, place, title, publishedMs, isTold, script: isTold ? article.script : scriptOf(title) }
  })
  return Map.groupBy(heads, ({ script }) => script)
}

/** Articles with their copies, by the numbers of their heads; most have none. */
function openCopies(articles: readonly Grouped[], sets: DisjointSets): (head: number) => readonly Grouped[] {
  const copies = new Map<number, Grouped[]>()
  articles.forEach((copy, number) => {
    const root = sets.rootOf(number)
    const head = articles[root]
    if (root === number || !head) return
    const known = copies.get(root) ?? [head]
    known.push(copy)
    copies.set(root, known)
  })
  return head => copies.get(head) ?? articles.slice(head, head + 1)
}

/** What a head's clusters know of it. A copy elsewhere may head the group: what its original says of series and source holds for all. */
function clusterInputOf(vector: ArticleVector, publishedMs: number | null, copies: readonly Grouped[]): ClusterInput {
  return {
    vector,
    instalments: unite(copies.map(({ instalments }) => instalments)),
    cast: copies.map(({ cast }) => cast).reduce((all, cast) => (all === nobody ? cast : uniteCasts(all, cast)), nobody),
    publishedMs,
    sources: copies.flatMap(({ source }) => source ?? []),
  }
}

function* weighHeads(heads: readonly Head[]): Reading<readonly ArticleVector[]> {
  const weighing = openWeighing()
  yield* readEach(
    heads.map(({ number }) => number),
    TERM_CHARACTERS,
    (i, { text }) => {
      const { title = '', isTold = false } = heads[i] ?? {}
      weighing.read({ title, text: isTold ? text : '' })
    },
  )
  return weighing.weigh()
}

/** Joins the tellings of one event, script by script: words of different scripts have nothing to compare. */
function* joinTellings(articles: readonly Grouped[], sets: DisjointSets): Reading<void> {
  const copiesOf = openCopies(articles, sets)
  for (const [script, heads] of headsByScript(articles, sets)) {
    const strictness = script === 'han' || script === 'kana' ? pairStrictness : wordStrictness
    const vectors = yield* weighHeads(heads)
    clearFullWeek(heads.length)
    const inputs = vectors.map((vector, i): ClusterInput => {
      const { place = 0, publishedMs = null } = heads[i] ?? {}
      return clusterInputOf(vector, publishedMs, copiesOf(place))
    })
    for (const cluster of clusterArticles(inputs, strictness)) {
      const [first = 0, ...rest] = cluster.map(i => heads[i]?.place ?? 0)
      for (const other of rest) sets.join(first, other)
    }
  }
}

/**
 * Joins a telling in Chinese with one in another script when marks that no translation changes say that they tell one event. A group takes
 * in one group of another script, the one that most speaks for; it never brings two groups of one script together.
 */
function* joinAcrossScripts({ articles, marks }: Prepared, sets: DisjointSets): Reading<void> {
  const scripts = new Map<number, Set<Script>>()
  const pairs = yield* findMarkedPairs(articles, marks)
  if (pairs.length === 0) return
  articles.forEach(({ script }, i) => {
    const root = sets.rootOf(i)
    scripts.set(root, (scripts.get(root) ?? new Set<Script>()).add(script))
  })
  for (const { a, b } of pairs) {
    const [left, right] = [sets.rootOf(a), sets.rootOf(b)]
    const [one, other] = [scripts.get(left) ?? new Set<Script>(), scripts.get(right) ?? new Set<Script>()]
    if (left === right || !one.isDisjointFrom(other)) continue
    sets.join(left, right)
    scripts.set(sets.rootOf(left), one.union(other))
  }
}

function storiesOf(articles: readonly Grouped[], sets: DisjointSets): StoryIds[] {
  const groups = Map.groupBy(articles.entries(), ([i]) => sets.rootOf(i))
  return Array.from(groups.values(), members => {
    const ids = [...new Set(members.map(([, { id }]) => id))]
    return { story: ids[0] ?? '', ids }
  })
}

/** Groups articles as `groupStories` does, their texts read when they are asked for. */
export function* groupArticles(articles: readonly TitledArticle[]): Reading<StoryIds[]> {
  const { length } = articles
  const prepared = yield* prepare(articles)
  const sets = disjointSets(length)
  clearFullWeek(length)
  joinSameIds(prepared.articles, sets)
  joinCopies(prepared, sets)
  clearFullWeek(length)
  yield* joinTellings(prepared.articles, sets)
  clearFullWeek(length)
  yield* joinAcrossScripts(prepared, sets)
  clearFullWeek(length)
  return storiesOf(prepared.articles, sets)
}

/**
 * Groups articles into stories. Every article is in exactly one group, alone if nothing else tells its story; the order of
 * arrival changes nothing. Instalments of a series stay apart. Articles of one id are one article.
 */
export function groupStories(articles: readonly GroupInput[]): StoryIds[] {
  const ordered = inCanonicalOrder(articles)
  return answerNow(groupArticles(ordered), number => {
    const { text = '', links = [] } = ordered[number] ?? {}
    return { text, links }
  })
}
