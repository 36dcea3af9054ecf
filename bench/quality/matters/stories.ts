// Measures how the tellings of one story come together: hand-written ones in a week among unrelated articles, short and as whole articles.
import { basename, join } from 'node:path'
import { readRows, textOf } from '../jsonl.ts'
import { readTellings, type Telling } from '../read-tellings.ts'
import type { Score } from '../score.ts'
import { type Article, compareStories, findLabels, type Labelled, scoreStories } from '../scorers/stories.ts'
import { writeBackground } from '../write-whole.ts'
import { writeUnrelated } from './weeks.ts'

const folder = join(import.meta.dirname, '..', 'sets', 'stories')
/** Unrelated articles of the same week. */
const AMONG = 60
/** Tellings a story that count of a set from outside: its largest stories would be the whole figure. */
const MOST_TELLINGS = 6
const MOST_ALONE = 3_000
/** Spreads unrelated articles over the week without an order: a prime step around. */
const SPREAD = 7_919

type Known = Article & Labelled

/** All hand-written tellings: English, Chinese, and stories told in both. */
export function readStories(): Readonly<Record<'english' | 'chinese' | 'across', readonly Telling[]>> {
  const read = (name: string): readonly Telling[] => readTellings(join(folder, `${name}.txt`))
  return { english: read('english'), chinese: read('chinese'), across: read('across') }
}

function alongside(tellings: readonly Telling[]): readonly Known[] {
  const unrelated = writeUnrelated(AMONG).map((article, i): Known => {
    return { ...article, story: null, publishedAt: new Date(Date.UTC(2026, 10, 8 + (i % 6), 9)).toISOString() }
  })
  return [...tellings, ...unrelated]
}

/** Names that all tellings of a story have: words with a capital, and beginnings and ends of the first title's runs of Han characters. */
export function findNames(tellings: readonly Telling[]): readonly string[] {
  const [first] = tellings
  if (first === undefined) return []
  const texts = tellings.map(({ title, text }) => `${title}\n${text}`)
  const words = `${first.title} ${first.text}`.match(/(?<![.!?] )\b\p{Lu}[\p{L}\p{N}-]{3,}/gu) ?? []
  const runs = first.title.match(/\p{Script=Han}{3,}/gu) ?? []
  const parts = runs.flatMap(run => [6, 5, 4, 3].flatMap(size => [run.slice(0, size), run.slice(-size)]))
  const names = [...words, ...parts].filter(name => texts.every(text => text.includes(name)))
  return [...new Set(names)].filter((name, i, all) => !all.slice(0, i).some(longer => longer.includes(name)))
}

/** Tellings as whole articles: after the event comes what each writer has to say about its domain and its names. */
export function lengthen(tellings: readonly Telling[]): readonly Telling[] {
  const stories = Map.groupBy(tellings, ({ story, id }) => story ?? id)
  return tellings.map((telling, seed) => {
    const names = findNames(stories.get(telling.story ?? telling.id) ?? [])
    const language = telling.language === 'zh' ? 'zh' : 'en'
    const more = writeBackground({ seed, language, domain: telling.domain, names })
    return { ...telling, text: `${telling.text}\n\n${more}` }
  })
}

function measureSet(matter: string, known: readonly Known[]): readonly Score[] {
  const cases = known.filter(({ story }) => story !== null).length
  return scoreStories(matter, compareStories(known, findLabels(known)), cases)
}

/** Measures each hand-written set in a week of its own, and the first two as whole articles. */
export function measureStories(): readonly Score[] {
  const { english, chinese, across } = readStories()
  const wholeArticles = lengthen([...english, ...chinese])
  return [
    ...measureSet('stories in English', alongside(english)),
    ...measureSet('stories in Chinese', alongside(chinese)),
    ...measureSet('stories across languages', alongside(across)),
    ...measureSet('stories as whole articles', alongside(wholeArticles)),
  ]
}

/** An instant of a row: ISO 8601 or milliseconds since 1970. */
function readInstantMs(row: Readonly<Record<string, unknown>>): number | null {
  const date = row.date ?? row.publishedAt
  const ms = typeof date === 'number' ? date : Date.parse(typeof date === 'string' ? date : '')
  return Number.isFinite(ms) ? ms : null
}

function readKnown(row: Readonly<Record<string, unknown>>): Known {
  const ms = readInstantMs(row)
  return {
    id: textOf(row, 'id'),
    title: textOf(row, 'title'),
    text: textOf(row, 'text'),
    language: textOf(row, 'lang') || textOf(row, 'language'),
    source: textOf(row, 'source'),
    publishedAt: ms === null ? null : new Date(ms).toISOString(),
    story: textOf(row, 'story') || null,
  }
}

/** Every story with at most six tellings, evenly from all that it has. */
function thinOut(rows: readonly Known[]): readonly Known[] {
  const stories = Map.groupBy(rows, ({ story }) => story)
  return [...stories.values()].flatMap(tellings => {
    const step = Math.max(1, Math.floor(tellings.length / MOST_TELLINGS))
    return tellings.filter((_, i) => i % step === 0).slice(0, MOST_TELLINGS)
  })
}

/**
 * Measures the stories of files of `{ id, title, text, lang, date, source, story }` a line. Rows without a story are unrelated; only
 * their titles count, and they are spread over the time of the others.
 */
export function measureOutsideStories(paths: readonly string[]): readonly Score[] {
  if (paths.length === 0) return []
  const [told = [], alone = []] = [true, false].map(hasStory =>
    paths.flatMap(path =>
      readRows(path)
        .map(readKnown)
        .filter(({ story }) => (story !== null) === hasStory),
    ),
  )
  const few = thinOut(told)
  const times = few.flatMap(({ publishedAt }) => Date.parse(publishedAt ?? '') || [])
  const [from, to] = [Math.min(...times), Math.max(...times)]
  const spread = alone.slice(0, MOST_ALONE).map((row, i): Known => {
    const publishedMs = from + ((to - from) * ((i * SPREAD) % MOST_ALONE)) / MOST_ALONE
    const publishedAt = Number.isFinite(publishedMs) ? new Date(publishedMs).toISOString() : null
    return { ...row, text: '', publishedAt, source: `source ${i % 90}` }
  })
  const matter = `stories (${paths.map(path => basename(path)).join(', ')})`
  return measureSet(matter, [...few, ...spread]).map(score => ({ ...score, isFromOutside: true }))
}
