// Sections for an issue whose curator configured none: phrases that several of its stories are about, TF-IDF.
import { countPhrases, type Phrase } from './key-phrases.ts'

/** A story as topics see it. */
export interface TopicStory {
  readonly title: string
  readonly text: string
}

/** The fewest stories of a topic, and the fewest and most topics of an issue: one alone is none. */
const FEWEST_STORIES = 3
const FEWEST_TOPICS = 2
const MOST_TOPICS = 5
/** Phrases that a story is about. */
const KEY_PHRASES = 10
/** A phrase names a topic when it stands in at least this many of its titles: what only texts share is a way of speaking. */
const FEWEST_TITLES = 2
/** What more than this part of the issue is about parts nothing. */
const COMMON_SHARE = 0.5
/** Phrases of more words, or Chinese ones of more characters, say more. */
const LENGTH_POWER = 0.5
const NAME_HAN = 3

interface Topic {
  readonly key: string
  /** Places of its stories. */
  readonly members: readonly number[]
  readonly weight: number
}

interface Weighed {
  readonly phrases: ReadonlyMap<string, Phrase>
  readonly weights: ReadonlyMap<string, number>
}

function lengthOf(key: string): number {
  return /\p{Script=Han}/u.test(key) ? key.length / 2 : key.split(' ').length
}

/** How many texts have each phrase. */
function countHolders(texts: readonly ReadonlyMap<string, Phrase>[]): ReadonlyMap<string, number> {
  const holders = new Map<string, number>()
  for (const phrases of texts) for (const key of phrases.keys()) holders.set(key, (holders.get(key) ?? 0) + 1)
  return holders
}

/** What a week's stories say of some phrases. */
interface WeekPhrases {
  /** How many stories were read. */
  readonly stories: number
  readonly holders: ReadonlyMap<string, number>
  /** Those that stand somewhere without a capital. */
  readonly lower: ReadonlySet<string>
}

/**
 * Which phrases may stand above a section: a term of several words, a Chinese one of three characters, a name. A lone common word
 * ("Cost", "Book") brings together what has nothing in common.
 */
function isNameIn({ lower }: WeekPhrases, key: string): boolean {
  return /\p{Script=Han}/u.test(key) ? key.length >= NAME_HAN : key.includes(' ') || !lower.has(key)
}

/** The key phrases of a story with their weight, of those that may be labels: often in it, in few others, and long. */
function weighPhrases(
  phrases: ReadonlyMap<string, Phrase>,
  mayLabel: (key: string) => boolean,
  rarityOf: (key: string) => number,
): ReadonlyMap<string, number> {
  const possible = [...phrases].filter(([key]) => mayLabel(key))
  const weighed = possible.map(([key, { count }]) => ({
    key,
    weight: (1 + Math.log(count)) * rarityOf(key) * lengthOf(key) ** LENGTH_POWER,
  }))
  weighed.sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
  return new Map(weighed.slice(0, KEY_PHRASES).map(({ key, weight }) => [key, weight]))
}

/** The key phrase that says most about the stories that have no topic yet; null when none is shared by enough. */
function findTopic(stories: readonly Weighed[], open: ReadonlySet<number>): Topic | null {
  const members = new Map<string, number[]>()
  for (const i of open)
    for (const key of stories[i]?.weights.keys() ?? []) members.set(key, [...(members.get(key) ?? []), i])
  const topics = Array.from(members, ([key, about]): Topic & { readonly titles: number } => ({
    key,
    members: about,
    titles: about.filter(i => stories[i]?.phrases.get(key)?.isInTitle).length,
    weight: about.reduce((sum, i) => sum + (stories[i]?.weights.get(key) ?? 0), 0),
  })).filter(
    ({ members: { length }, titles }) =>
      length >= FEWEST_STORIES && length <= COMMON_SHARE * stories.length && titles >= FEWEST_TITLES,
  )
  topics.sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1))
  return topics[0] ?? null
}

/** The spelling that most of a topic's stories use, with a capital. */
function labelOf(topic: Topic, stories: readonly Weighed[]): string {
  const spellings = new Map<string, number>()
  for (const i of topic.members) {
    const spelling = stories[i]?.phrases.get(topic.key)?.spelling
    if (spelling !== undefined) spellings.set(spelling, (spellings.get(spelling) ?? 0) + 1)
  }
  const [best] = [...spellings].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
  const label = best?.[0] ?? topic.key
  return label.charAt(0).toUpperCase() + label.slice(1)
}

/** The topics of an issue, for which the stories of its week are read one after the other and not kept. */
export interface TopicSearch {
  /** Reads a story of the week, everything that was considered, to tell how rare a phrase is. */
  readonly read: (story: TopicStory) => void
  /** The topic of each story of the issue, in their order; null for those that share none. All are null when there are fewer than two topics. */
  readonly find: () => readonly (string | null)[]
}

/** Opens a search for the topics that the stories of an issue share. Of the week's phrases only theirs are counted. */
export function openTopics(stories: readonly TopicStory[]): TopicSearch {
  const phrasesOf = stories.map(countPhrases)
  const inIssue = countHolders(phrasesOf)
  const holders = new Map<string, number>()
  const lower = new Set<string>()
  let read = 0
  return {
    read: story => {
      read++
      for (const [key, { isLower }] of countPhrases(story)) {
        if (!inIssue.has(key)) continue
        holders.set(key, (holders.get(key) ?? 0) + 1)
        if (isLower) lower.add(key)
      }
    },
    find: () => nameTopics(phrasesOf, inIssue, { stories: read, holders, lower }),
  }
}

function nameTopics(
  phrasesOf: readonly ReadonlyMap<string, Phrase>[],
  inIssue: ReadonlyMap<string, number>,
  week: WeekPhrases,
): readonly (string | null)[] {
  const isLabel = (key: string): boolean => (inIssue.get(key) ?? 0) >= FEWEST_STORIES && isNameIn(week, key)
  const rarityOf = (key: string): number => Math.log(1 + week.stories / (week.holders.get(key) ?? 1))
  const weighed = phrasesOf.map(phrases => ({ phrases, weights: weighPhrases(phrases, isLabel, rarityOf) }))
  const open = new Set(phrasesOf.keys())
  const topics: (string | null)[] = phrasesOf.map(() => null)
  for (let found = 0; found < MOST_TOPICS; found++) {
    const topic = findTopic(weighed, open)
    if (!topic) break
    const label = labelOf(topic, weighed)
    for (const i of topic.members) {
      topics[i] = label
      open.delete(i)
    }
  }
  return new Set(topics.filter(topic => topic !== null)).size >= FEWEST_TOPICS ? topics : phrasesOf.map(() => null)
}

/** The topics of stories that are in memory. `week`: everything that was considered. */
export function findTopics(stories: readonly TopicStory[], week: readonly TopicStory[]): readonly (string | null)[] {
  const { read, find } = openTopics(stories)
  for (const story of week) read(story)
  return find()
}
