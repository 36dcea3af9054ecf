// Search without a server: the page, and an index in small files of which templates/search.js fetches only those that a question needs.
// docs/technotes/site.md tells the format.
import type { Archive, ArchivedIssue } from './archive.ts'
import { wordsOf } from '../../core/words/words.ts'
import type { StoryView } from '../issue-view.ts'
import { renderPage } from './pages.ts'
import type { Plan, PlannedFile } from '../files/site-file.ts'
import { pathIn, type SiteDescription, urlIn } from '../site-urls.ts'
import type { Templates } from '../template.ts'

/** How many issues share one part of the index, counted from the oldest: an issue that is added changes the newest part alone. */
const ISSUES_PER_PART = 50
const STORIES_PER_FILE = 100
/** The words of this many stories share one file. */
const STORIES_PER_BUCKET = 64
const MOST_BUCKETS = 16

/** Runs of characters that are written without spaces, and all other words. */
const runs =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]+|(?:(?![\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}])[\p{L}\p{N}])+/gu
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]/u

/** What the index knows of one part: its files by name. */
type Part = ReadonlyMap<string, unknown>

/** Plans the page, its script and the index. */
export function planSearch(
  site: SiteDescription,
  { issues }: Archive,
  templates: Templates,
  plan: Plan,
): PlannedFile[] {
  const parts = splitFromOldest(issues)
  const listed = parts.map(part => {
    const stories = part.issues.reduce((sum, { issue }) => sum + issue.sections.flatMap(each => each.stories).length, 0)
    return { name: part.name, stories, buckets: countBuckets(stories) }
  })
  return [
    plan('search/index.html', null, () => renderSearchPage(site, templates)),
    plan('search.js', null, () => templates.render('search.js', {})),
    plan('search/index.json', listed, () => JSON.stringify({ storiesPerFile: STORIES_PER_FILE, parts: listed })),
    ...parts.flatMap((part, index) => planPart(part, listed[index]?.buckets ?? 1, plan)),
  ]
}

/** The words that a question is taken apart into: lower case without accents; of Chinese and Japanese every two characters. */
export function wordsToFind(text: string): readonly string[] {
  return runsOf(text).flatMap(pairsOf)
}

/**
 * The words of a text as the index has them: those that a question may have, and the last characters of runs without spaces. Every other
 * character begins a pair; with these kept as words, each is found alone.
 */
export function wordsToKeep(text: string): readonly string[] {
  return runsOf(text).flatMap(run => {
    const words = pairsOf(run)
    const last = words.at(-1)
    return last !== undefined && unspaced.test(run) ? [...words, ...Array.from(last).slice(-1)] : words
  })
}

function pairsOf(run: string): readonly string[] {
  if (!unspaced.test(run)) return [run]
  const characters = Array.from(run)
  if (characters.length === 1) return [run]
  return characters.slice(1).map((second, index) => `${characters[index] ?? ''}${second}`)
}

const isPlain = /^[\0-\x7f]*$/

function runsOf(text: string): readonly string[] {
  const plain = isPlain.test(text) ? text : text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFKC')
  return plain.toLowerCase().match(runs) ?? []
}

/** In which of the files a word is looked up: its first two letters decide, or its first Chinese character, so that a beginning is enough to find it. */
export function bucketOf(word: string, buckets: number): number {
  const [first = '', second = ''] = Array.from(word)
  const code = (character: string): number => character.codePointAt(0) ?? 0
  return (code(first) * 31 + (unspaced.test(first) ? 0 : code(second))) % buckets
}

function renderSearchPage(site: SiteDescription, templates: Templates): string {
  const words = wordsOf(site.language)
  const head = {
    title: words.searchTitle,
    description: words.searchText,
    canonical: urlIn(site, 'search/'),
    kind: 'website' as const,
    jsonLd: null,
    previous: null,
    next: null,
  }
  const scope = { head, script: pathIn(site, 'search.js'), index: pathIn(site, 'search/') }
  return renderPage(site, site.language, templates, 'search.html', scope)
}

function splitFromOldest(archived: readonly ArchivedIssue[]): { name: string; issues: readonly ArchivedIssue[] }[] {
  const oldestFirst = archived.toReversed()
  const count = Math.ceil(oldestFirst.length / ISSUES_PER_PART)
  return Array.from({ length: count }, (_, index) => ({
    name: String(index + 1),
    issues: oldestFirst.slice(index * ISSUES_PER_PART, (index + 1) * ISSUES_PER_PART),
  }))
}

function countBuckets(stories: number): number {
  return Math.min(MOST_BUCKETS, Math.max(1, Math.ceil(stories / STORIES_PER_BUCKET)))
}

function planPart(
  { name, issues }: { readonly name: string; readonly issues: readonly ArchivedIssue[] },
  buckets: number,
  plan: Plan,
): PlannedFile[] {
  const fingerprints = issues.map(({ fingerprint }) => fingerprint)
  const stories = issues.reduce((sum, { issue }) => sum + issue.sections.flatMap(each => each.stories).length, 0)
  let made: Part | null = null
  const part = (): Part => (made ??= indexStories(issues, buckets))
  const names = [
    ...Array.from({ length: buckets }, (_, bucket) => `words-${bucket}.json`),
    ...Array.from({ length: Math.ceil(stories / STORIES_PER_FILE) }, (_, file) => `stories-${file}.json`),
  ]
  return names.map(file =>
    plan(`search/${name}/${file}`, [fingerprints, buckets], () => JSON.stringify(part().get(file))),
  )
}

function indexStories(issues: readonly ArchivedIssue[], buckets: number): Part {
  const stories = issues.flatMap(each => each.view().stories.map(story => ({ story, date: each.head().date })))
  const places = Array.from({ length: buckets }, (): Record<string, string> => ({}))
  for (const [word, numbers] of findWords(stories.map(({ story }) => story))) {
    const bucket = places[bucketOf(word, buckets)]
    if (bucket) bucket[word] = packNumbers(numbers)
  }
  const shown = stories.map(({ story, date }) => {
    const { pathname, hash } = new URL(story.permalink)
    return [story.title, pathname + hash, `${story.site} · ${date}`, story.language ?? '']
  })
  const files = Math.ceil(stories.length / STORIES_PER_FILE)
  return new Map<string, unknown>([
    ...places.map((words, bucket) => [`words-${bucket}.json`, words] as const),
    ...Array.from({ length: files }, (_, file) => {
      const from = file * STORIES_PER_FILE
      return [`stories-${file}.json`, shown.slice(from, from + STORIES_PER_FILE)] as const
    }),
  ])
}

/** The stories of every word, rising: twice the story's place, plus one when its title has the word. */
function findWords(stories: readonly StoryView[]): ReadonlyMap<string, readonly number[]> {
  const found = new Map<string, number[]>()
  const note = (text: string, number: number): void => {
    for (const word of wordsToKeep(text)) {
      const numbers = found.get(word)
      if (numbers === undefined) found.set(word, [number])
      // The title, noted last, counts more than what the same story has said before.
      else if ((numbers.at(-1) ?? 0) >> 1 === number >> 1) numbers[numbers.length - 1] = number
      else numbers.push(number)
    }
  }
  for (const [index, story] of stories.entries()) {
    note(textOf(story), index * 2)
    note(story.title, index * 2 + 1)
  }
  return found
}

/** All that is searched of a story besides its title. */
function textOf({ summary, points, note, site, sourceTitles, authors }: StoryView): string {
  return [summary, ...points, ...note.map(({ text }) => text), site, ...sourceTitles, authors].join('\n')
}

// Rising numbers as the steps between them, in base 36: half the size, and quick to read.
function packNumbers(numbers: readonly number[]): string {
  return numbers.map((each, index) => (each - (numbers[index - 1] ?? 0)).toString(36)).join(' ')
}
