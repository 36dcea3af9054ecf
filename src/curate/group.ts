// Puts articles on one matter together: edited copies, then tellings of one event, then those in another language.
import { type Script, scriptOf } from '../core/language.ts'
import { contentTokens } from '../core/text.ts'
import { clusterArticles, pairStrictness, wordStrictness, type ClusterInput } from './cluster.ts'
import { findMarkedPairs } from './across-scripts.ts'
import { findNearDuplicates, sketchAll } from './deduplicate.ts'
import { areStrangers, type Cast, nobody, readCasts, uniteCasts } from './protagonists.ts'
import { areApart, findRecurring, instalmentsOf, type Instalments, unite } from './series.ts'
import { weighArticles } from './vectors.ts'

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
  join(a: number, b: number): void
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

/** An article with what decides about its groups. */
interface Grouped extends GroupInput {
  readonly publishedMs: number | null
  readonly isRecurring: boolean
  readonly instalments: Instalments
  readonly cast: Cast
}

/** One order for the same articles however they arrive: by time, undated ones last. */
function inCanonicalOrder(articles: readonly GroupInput[]): readonly GroupInput[] {
  const keyed = articles.map(article => ({ article, ms: instantMs(article.publishedAt) ?? Infinity }))
  keyed.sort(
    ({ article: a, ms: aMs }, { article: b, ms: bMs }) =>
      (aMs === bMs ? 0 : aMs - bMs) ||
      compareText(a.id, b.id) ||
      compareText(a.title, b.title) ||
      compareText(a.text, b.text),
  )
  return keyed.map(({ article }) => article)
}

function prepare(articles: readonly GroupInput[]): readonly Grouped[] {
  const ordered = inCanonicalOrder(articles).map(article => ({
    ...article,
    title: article.title.slice(0, TITLE_CHARACTERS),
  }))
  const recurring = findRecurring(ordered)
  const casts = readCasts(ordered)
  return ordered.map((article, i) => {
    const isRecurring = recurring[i] ?? false
    const instalments = instalmentsOf(article, isRecurring)
    return {
      ...article,
      publishedMs: instantMs(article.publishedAt),
      isRecurring,
      instalments,
      cast: casts[i] ?? nobody,
    }
  })
}

/** Whether two articles of alike words may be copies: no instalments of a series, and more than a paywall's notice in common. */
function mayBeCopies(a: Grouped, b: Grouped, jaccard: number): boolean {
  // Reports from one form, of two towns or two companies, are no copies.
  if (areApart(a.instalments, b.instalments) || areStrangers(a.cast, b.cast)) return false
  const characters = Math.min(a.text.length, b.text.length)
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

function joinCopies(articles: readonly Grouped[], sets: DisjointSets): void {
  const sketches = sketchAll(articles.values().map(({ title, text }) => `${title}\n${text}`))
  const mayMatch = (a: number, b: number, jaccard: number): boolean => {
    const [left, right] = [articles[a], articles[b]]
    return left !== undefined && right !== undefined && mayBeCopies(left, right, jaccard)
  }
  for (const [a, b] of findNearDuplicates(sketches, mayMatch)) sets.join(a, b)
}

/** Articles that were not joined as copies and yet have one text have a paywall's or a host's: only their titles tell. */
function withoutBoilerplate<T extends { readonly text: string }>(articles: readonly T[]): readonly T[] {
  const seen = new Map<string, number>()
  for (const { text } of articles) seen.set(text, (seen.get(text) ?? 0) + 1)
  return articles.map(article => ((seen.get(article.text) ?? 0) > 1 ? { ...article, text: '' } : article))
}

/** Joins the tellings of one event, script by script: words of different scripts have nothing to compare. */
function joinTellings(articles: readonly Grouped[], sets: DisjointSets): void {
  const copies = Map.groupBy(articles.entries(), ([number]) => sets.rootOf(number))
  const heads = withoutBoilerplate(
    articles
      .map((article, number) => ({ ...article, number, copies: copies.get(number)?.map(([, copy]) => copy) ?? [] }))
      .filter(({ number, isRecurring }) => sets.rootOf(number) === number && !isRecurring),
  )
  const byScript = Map.groupBy(heads, ({ title, text }) => scriptOf(`${title} ${text.slice(0, 400)}`))
  for (const [script, members] of byScript) {
    const vectors = weighArticles(members)
    const strictness = script === 'han' || script === 'kana' ? pairStrictness : wordStrictness
    const inputs = vectors.map((vector, i): ClusterInput => {
      const member = members[i]
      return {
        vector,
        // A copy elsewhere may head the group: what its original says of series and source holds for all.
        instalments: unite(member?.copies.map(({ instalments }) => instalments) ?? []),
        cast: (member?.copies ?? []).map(({ cast }) => cast).reduce(uniteCasts, nobody),
        publishedMs: member?.publishedMs ?? null,
        sources: member?.copies.flatMap(({ source }) => source ?? []) ?? [],
      }
    })
    for (const cluster of clusterArticles(inputs, strictness)) {
      const [first = 0, ...rest] = cluster.map(i => members[i]?.number ?? 0)
      for (const other of rest) sets.join(first, other)
    }
  }
}

/**
 * Joins a telling in Chinese with one in another script when marks that no translation changes say that they tell one event. A group takes
 * in one group of another script, the one that most speaks for; it never brings two groups of one script together.
 */
function joinAcrossScripts(articles: readonly Grouped[], sets: DisjointSets): void {
  const scripts = new Map<number, Set<Script>>()
  const pairs = findMarkedPairs(articles)
  if (pairs.length === 0) return
  articles.forEach((article, i) => {
    const root = sets.rootOf(i)
    scripts.set(
      root,
      (scripts.get(root) ?? new Set<Script>()).add(scriptOf(`${article.title} ${article.text.slice(0, 400)}`)),
    )
  })
  for (const { a, b } of pairs) {
    const [left, right] = [sets.rootOf(a), sets.rootOf(b)]
    const [one, other] = [scripts.get(left) ?? new Set<Script>(), scripts.get(right) ?? new Set<Script>()]
    if (left === right || !one.isDisjointFrom(other)) continue
    sets.join(left, right)
    scripts.set(sets.rootOf(left), one.union(other))
  }
}

/**
 * Groups articles into stories. Every article is in exactly one group, alone if nothing else tells its story; the order of
 * arrival changes nothing. Instalments of a series stay apart. Articles of one id are one article.
 */
export function groupStories(articles: readonly GroupInput[]): StoryIds[] {
  const prepared = prepare(articles)
  const sets = disjointSets(prepared.length)
  joinSameIds(prepared, sets)
  joinCopies(prepared, sets)
  joinTellings(prepared, sets)
  joinAcrossScripts(prepared, sets)
  const groups = Map.groupBy(prepared.entries(), ([i]) => sets.rootOf(i))
  return Array.from(groups.values(), members => {
    const ids = [...new Set(members.map(([, { id }]) => id))]
    return { story: ids[0] ?? '', ids }
  })
}
