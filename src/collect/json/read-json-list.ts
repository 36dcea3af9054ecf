// The answer of an API to items, by the paths of its source. What changes its shape is an error of that source that says what there is. Pure.
import { instantFromMs } from '../../core/clock.ts'
import { WeeklyError } from '../../core/errors.ts'
import { parseFeedDate } from '../../core/feed-date.ts'
import { parseJsonPath, readJsonPath } from '../../core/json-path.ts'
import type { Discussion, Instant, PageSelectors, ParsedItem } from '../../core/types.ts'
import { parseHttpUrl } from '../../core/url.ts'
import { parseCount } from '../discussion.ts'
import { escapeHtml, looksLikeHtml, stripTags } from '../feeds/markup.ts'

/** What an API lists. */
export interface JsonList {
  readonly items: readonly ParsedItem[]
  /** One English sentence: what was taken. */
  readonly explanation: string
}

const MOST_ITEMS = 500
const LENGTHS = { note: 20_000, title: 2_000, summary: 100_000, link: 2_000 } as const
const NAMES_SHOWN = 12
const NAME_CHARACTERS = 40

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What a value is, for an error: the names that an object has, or the length of a list. */
function describeShape(value: unknown): string {
  if (Array.isArray(value)) return `a list of ${value.length}`
  if (!isObject(value)) return value === null ? 'null' : `a ${typeof value}`
  const names = Object.keys(value)
  const shown = names.slice(0, NAMES_SHOWN).map(name => name.slice(0, NAME_CHARACTERS))
  return `an object with ${shown.join(', ') || 'nothing'}${names.length > NAMES_SHOWN ? ' and more' : ''}`
}

const stepsOf = (path: string) => parseJsonPath(path) ?? []
const waysOf = (written: string): readonly string[] => written.split(' | ')

/** The first text or number that a path leads to. */
function readText(entry: unknown, path: string): string | null {
  for (const way of waysOf(path))
    for (const value of readJsonPath(entry, stepsOf(way))) {
      if (typeof value === 'number' && Number.isFinite(value)) return String(value)
      if (typeof value === 'string' && value.trim() !== '') return value.trim().toWellFormed()
    }
  return null
}

/** The first of several links that an entry has: `url | https://a.example/p/{id}`. */
function readLink(entry: unknown, written: string, base: string): string | null {
  for (const way of waysOf(written)) {
    const link = readOneLink(entry, way.trim(), base)
    if (link !== null) return link
  }
  return null
}

/** A link, or one that is put together: `https://a.example/p/{id}`. Without all its parts there is none. */
function readOneLink(entry: unknown, written: string, base: string): string | null {
  const missing: string[] = []
  const fill = (path: string): string => {
    const part = readText(entry, path)
    if (part === null) missing.push(path)
    return encodeURIComponent(part ?? '')
  }
  const text = written.includes('{')
    ? written.replace(/\{([^{}]{1,300})\}/g, (_all, path: string) => fill(path))
    : readText(entry, written)
  if (text === null || missing.length > 0 || text.length > LENGTHS.link) return null
  return parseHttpUrl(text, base)?.href ?? null
}

/** Seconds or milliseconds since 1970, or a date as feeds write it. */
function readDate(entry: unknown, path: string, timezone: string | null): Instant | null {
  const text = readText(entry, path)
  if (text === null) return null
  if (!/^\d{9,13}(?:\.\d+)?$/.test(text)) return parseFeedDate(text, timezone)
  const number = Number(text)
  return instantFromMs(Math.round(number < 100_000_000_000 ? number * 1_000 : number))
}

/** Where an entry is discussed, and how much, as far as its paths lead there. */
function readDiscussion(
  entry: unknown,
  { discussion, points, comments }: PageSelectors,
  base: string,
): Discussion | null {
  const url = discussion === undefined ? null : readLink(entry, discussion, base)
  if (url === null) return null
  const [score, replies] = [points, comments].map(path =>
    path === undefined ? null : parseCount(readText(entry, path)),
  )
  return {
    url,
    ...(score === null || score === undefined ? {} : { points: score }),
    ...(replies === null || replies === undefined ? {} : { comments: replies }),
  }
}

function itemOf(entry: unknown, select: PageSelectors, base: string, timezone: string | null): ParsedItem | null {
  const { title: titlePath = 'title', link = 'url', date, summary: summaryPath } = select
  const written = readText(entry, titlePath)?.slice(0, LENGTHS.title) ?? null
  const url = readLink(entry, link, base)
  if (url === null) return null
  const title = written === null ? null : looksLikeHtml(written) ? stripTags(written) : written.replace(/\s+/g, ' ')
  const discussion = readDiscussion(entry, select, base)
  const note = select.note === undefined ? null : (readText(entry, select.note)?.slice(0, LENGTHS.note) ?? null)
  const text = summaryPath === undefined ? null : (readText(entry, summaryPath)?.slice(0, LENGTHS.summary) ?? null)
  return {
    ...{ guid: null, url, title, authors: [], contentHtml: null, updatedAt: null, categories: [], enclosures: [] },
    ...{ image: null, language: null },
    summaryHtml: text === null || looksLikeHtml(text) ? text : escapeHtml(text),
    publishedAt: date === undefined ? null : readDate(entry, date, timezone),
    ...(discussion === null ? {} : { discussion }),
    ...(note === null ? {} : { note }),
  }
}

function parse(bytes: Uint8Array, url: string): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes))
  } catch (cause) {
    throw new WeeklyError('FEED_UNPARSABLE', `${url} gave no JSON`, {
      hint: 'Look at the address: it may want a key in `headers`, or have moved.',
      cause,
    })
  }
}

/**
 * Reads the list that `select.item` leads to, at most 500 entries, each link once. Throws FEED_UNPARSABLE for what is no JSON, PAGE_LIST_EMPTY when
 * the path leads to no list, or no entry has a link; an empty list is one.
 */
export function readJsonList(
  bytes: Uint8Array,
  from: { readonly url: string; readonly timezone?: string | null },
  select: PageSelectors,
): JsonList {
  const root = parse(bytes, from.url)
  const found = readJsonPath(root, stepsOf(select.item))
  const [first] = found
  if (found.length === 0 || (found.length === 1 && !Array.isArray(first) && !isObject(first)))
    throw new WeeklyError(
      'PAGE_LIST_EMPTY',
      `select.item "${select.item}" leads to ${found.length === 0 ? 'nothing' : describeShape(first)} at ${from.url}: the answer is ${describeShape(root)}`,
      { hint: 'The API may have changed its shape: compare select.item with what it answers now.' },
    )
  const entries = found.length === 1 && Array.isArray(first) ? (first as readonly unknown[]) : found
  const byUrl = new Map<string, ParsedItem>()
  for (const entry of entries.slice(0, MOST_ITEMS)) {
    const item = itemOf(entry, select, from.url, from.timezone ?? null)
    if (item?.url && !byUrl.has(item.url)) byUrl.set(item.url, item)
  }
  if (byUrl.size === 0 && entries.length > 0)
    throw new WeeklyError(
      'PAGE_LIST_EMPTY',
      `none of ${entries.length} entries at "${select.item}" of ${from.url} has a link at "${select.link ?? 'url'}": the first is ${describeShape(entries[0])}`,
      { hint: 'The API may have changed its shape: compare select.link with what it answers now.' },
    )
  return {
    items: [...byUrl.values()],
    explanation: `Took ${byUrl.size} of ${entries.length} entries at "${select.item}".`,
  }
}
