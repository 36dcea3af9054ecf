// Writes weeks and a curator who works on them: what they like of sources and subjects decides what they pick, drop and leave.
import type { Instant, ToldArticle, WeekId } from '../../src/core/types.ts'
import type { Edit } from '../../src/core/edits.ts'
import { nameOfStory } from '../../src/core/story-names.ts'
import { type RankedDraft, type RankedEntry, rankDraft } from '../../src/curate/draft.ts'
import { layEdits } from '../../src/curate/lay-edits.ts'
import { learnTaste } from '../../src/curate/learn.ts'
import { mergeSameLinks } from '../../src/curate/tellings.ts'
import type { CandidateRow } from '../../src/store/items.ts'
import type { PastWeek } from '../../src/store/past-choices.ts'
import { type Chance, createChance } from '../corpus.ts'
import { type WholeArticle, writeWhole } from './write-whole.ts'

/** How much a curator likes what is known of a story. */
export interface Curator {
  readonly seed: number
  /** `taste`: sources and subjects decide, with some mood; `none`: mood alone. */
  readonly kind: 'taste' | 'none'
  /** What they do to a draft; both when missing. */
  readonly does?: 'picks' | 'drops'
  /** From this week on they like other things; never when missing. */
  readonly changesAt?: number
}

/** Weeks of one curator's work. */
export interface WorkWish {
  readonly weeks: number
  /** Newest issues that are learned from; 0: nothing is learned. */
  readonly learned: number
}

const STORIES = 60
const CHOSEN = 10
const SOURCES = 16
const TEXT_CHARACTERS = 200
const MOOD = 0.7
const options = { sections: [], limits: { stories: 20, perSource: 3 }, language: 'en' } as const
const DAY_MS = 86_400_000
const firstMs = Date.UTC(2026, 0, 2)

/** Numbers around 0 with a spread of 1: the sum of twelve evens. */
function spread(chance: Chance): number {
  return Array.from({ length: 12 }, chance).reduce((sum, value) => sum + value, -6)
}

function hashOf(text: string): number {
  return Array.from(text).reduce((hash, sign) => (Math.imul(hash, 31) + (sign.codePointAt(0) ?? 0)) >>> 0, 7)
}

/** Half in English, half in Chinese; each source tells of some of the domains. */
function sourceOf({ domain }: WholeArticle, number: number): number {
  return 1 + ((hashOf(domain) % (SOURCES / 2)) * 2 + (number % 2))
}

const instant = (ms: number): Instant => new Date(ms).toISOString() as Instant

function weekOf(number: number): WeekId {
  return `${2026 + Math.floor(number / 52)}-W${String(1 + (number % 52)).padStart(2, '0')}` as WeekId
}

interface Written {
  readonly item: CandidateRow
  readonly article: ToldArticle
  readonly domain: string
}

function writeOne(week: number, place: number): Written {
  const id = week * STORIES + place + 1
  const whole = writeWhole(300_000 + id, id % 2 === 0 ? 'en' : 'zh', { isPure: true })
  const source = sourceOf(whole, place)
  const chance = createChance(id + 9_000_000)
  const url = `https://source-${source}.example/${id}`
  const publishedAt = instant(firstMs + week * 7 * DAY_MS + Math.floor(chance() * 7 * DAY_MS))
  const text = whole.text.slice(0, TEXT_CHARACTERS)
  const item: CandidateRow = {
    ...{ id, source_id: source, guid: url, raw_url: url, url, title: whole.title, authors: '[]' },
    ...{ published_at: publishedAt, updated_at: null, first_seen_at: publishedAt, enters_at: publishedAt },
    ...{ language: whole.language, categories: '[]', summary_html: null, content_html: null, enclosures: '[]' },
    ...{
      image: null,
      source_title: `Source ${source}`,
      weight: 1,
      section: null,
      source_kind: 'feed' as const,
      source_most: null,
      source_picks: false,
    },
  }
  const article: ToldArticle = {
    ...{ itemId: id, url, title: whole.title, byline: null, language: whole.language, hrefs: [] },
    ...{ text, words: 100 + Math.floor(chance() * 1_200), readingMinutes: 3, pdfUrl: null, publishedAt: null },
    summary: { lead: whole.title, points: [], method: 'extractive' },
  }
  return { item, article, domain: whole.domain }
}

const written = new Map<number, readonly Written[]>()

function writeWeek(week: number): readonly Written[] {
  const known = written.get(week) ?? Array.from({ length: STORIES }, (_, place) => writeOne(week, place))
  written.set(week, known)
  return known
}

function rankWeek(week: number, past: readonly PastWeek[]): RankedDraft {
  const stories = writeWeek(week)
  const articles = new Map(stories.map(({ item, article }) => [item.id, article]))
  const groups = mergeSameLinks(
    stories.map(({ item }) => item),
    articles,
  ).map(lead => ({ lead, others: [] }))
  const opensMs = firstMs + week * 7 * DAY_MS
  const window = { week: weekOf(week), opensAt: instant(opensMs), closesAt: instant(opensMs + 7 * DAY_MS) }
  return rankDraft(groups, [], window, options, learnTaste(past))
}

/** How much the curator likes each story of a week, by its name. */
function judge({ seed, kind, changesAt = Infinity }: Curator, week: number): ReadonlyMap<string, number> {
  const phase = week >= changesAt ? 1 : 0
  const liking = (thing: string): number => spread(createChance(hashOf(`${seed} ${phase} ${thing}`)))
  const mood = createChance(hashOf(`${seed} mood ${week}`))
  return new Map(
    writeWeek(week).map(({ item, domain }) => {
      const taste = kind === 'none' ? 0 : liking(`source ${item.source_id}`) + liking(`domain ${domain}`)
      return [item.url ?? '', taste + MOOD * spread(mood)]
    }),
  )
}

/** The stories that the curator wants most. */
function chooseFrom(likes: ReadonlyMap<string, number>): ReadonlySet<string> {
  const best = [...likes].toSorted((a, b) => b[1] - a[1]).slice(0, CHOSEN)
  return new Set(best.map(([name]) => name))
}

/** What they do: they pick what they want and drop of the draft what they like less than most; the rest stays as it is. */
function edit(
  { does }: Curator,
  { entries }: RankedDraft,
  likes: ReadonlyMap<string, number>,
  madeAt: Instant,
): readonly Edit[] {
  const wanted = chooseFrom(likes)
  const middle = [...likes.values()].toSorted((a, b) => a - b)[Math.floor(likes.size / 2)] ?? 0
  return entries.flatMap(({ links: [link], isTaken }: RankedEntry): readonly Edit[] => {
    if (wanted.has(link)) return isTaken || does === 'drops' ? [] : [{ kind: 'pick', value: null, link, madeAt }]
    return isTaken && does !== 'picks' && (likes.get(link) ?? 0) < middle
      ? [{ kind: 'drop', value: null, link, madeAt }]
      : []
  })
}

function seal(week: number, ranked: RankedDraft, edits: readonly Edit[]): PastWeek {
  const { sections, leftOut } = layEdits(ranked, edits, 'en')
  const sourceOf = new Map(writeWeek(week).map(({ item }) => [item.id, item.source_id]))
  return { week: weekOf(week), sections, leftOut, edits, sourceOf }
}

/** Of each week, which part of the first ten stories, as the program orders them, the curator wants most. */
export function workThrough(curator: Curator, { weeks, learned }: WorkWish): readonly number[] {
  const past: PastWeek[] = []
  return Array.from({ length: weeks }, (_, week) => {
    const ranked = rankWeek(week, learned === 0 ? [] : past.slice(-learned).toReversed())
    const likes = judge(curator, week)
    const wanted = chooseFrom(likes)
    const first = ranked.entries.slice(0, CHOSEN)
    past.push(seal(week, ranked, edit(curator, ranked, likes, instant(firstMs + week * 7 * DAY_MS))))
    return first.filter(({ story }) => wanted.has(nameOfStory(story))).length / CHOSEN
  })
}
