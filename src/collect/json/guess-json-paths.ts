// What paths an API's answer could be read by, from its shape alone: the list whose entries have links and titles. Pure, bounded.
import { parseFeedDate } from '../../core/feed-date.ts'
import type { PageSelectors } from '../../core/types.ts'

/** Paths that were guessed, to be looked at by whoever adds the source. */
export interface GuessedPaths {
  readonly select: PageSelectors
  /** How many entries the list has. */
  readonly count: number
}

const MOST_LISTS = 200
const DEPTH = 6
const ENTRIES_SEEN = 20
const NAMES_SEEN = 60
/** Of the entries so many must have a field for it to count. */
const LEAST_SHARE = 0.6

type Fields = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
const isPlainName = (name: string): boolean => /^[\p{L}\p{N}_$@-]{1,60}$/u.test(name)

/** Lists of objects within an answer, the outer ones first. */
function findLists(root: unknown): readonly { readonly path: string; readonly entries: readonly Fields[] }[] {
  const found: { readonly path: string; readonly entries: readonly Fields[] }[] = []
  let level: readonly (readonly [path: string, value: unknown])[] = [['$', root]]
  for (let depth = 0; depth < DEPTH && level.length > 0; depth++) {
    const next: (readonly [string, unknown])[] = []
    for (const [path, value] of level) {
      if (Array.isArray(value)) {
        const entries = value.filter(isObject)
        if (entries.length > 0 && entries.length >= value.length / 2) found.push({ path, entries })
      } else if (isObject(value))
        for (const [name, inner] of Object.entries(value).slice(0, NAMES_SEEN))
          if (isPlainName(name) && next.length < MOST_LISTS) next.push([path === '$' ? name : `${path}.${name}`, inner])
    }
    level = next
  }
  return found
}

/** The fields of an entry by their paths, those of objects in it too. */
function flatten(entry: Fields, prefix = '', depth = 0): readonly (readonly [path: string, value: unknown])[] {
  return Object.entries(entry)
    .slice(0, NAMES_SEEN)
    .flatMap(([name, value]) => {
      if (!isPlainName(name)) return []
      const path = `${prefix}${name}`
      return isObject(value) && depth < 2 ? flatten(value, `${path}.`, depth + 1) : [[path, value] as const]
    })
}

interface Wanted {
  /** Names that the last part of a path, or the one before it, may have; the likelier first. */
  readonly names: readonly RegExp[]
  readonly holds: (value: unknown) => boolean
}

const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== ''
const isLink = (value: unknown): boolean =>
  isText(value) && value.length < 2_000 && /^(?:https?:\/\/|\/)[^\s]+$/i.test(value)
const isDate = (value: unknown): boolean => {
  if (typeof value === 'number') return value > 300_000_000 && value < 5_000_000_000_000_000
  return isText(value) && value.length < 60 && (/^\d{9,16}$/.test(value) || parseFeedDate(value) !== null)
}
const wanted: Readonly<Record<'link' | 'title' | 'date' | 'summary', Wanted>> = {
  link: {
    names: [
      /^(?:url|link|href|permalink)$/i,
      /^(?:html|web|canonical|article|content|page|share|jump|target|external|original|source)[_-]?(?:url|link)$/i,
      /^(?:uri|loc|path)$/i,
      /(?<!image|img|cover|avatar|icon|thumb|thumbnail|logo|pic|video|audio|api|feed|comments)[_-]?(?:url|link)$/i,
    ],
    holds: value => isLink(value) && !/\.(?:png|jpe?g|gif|webp|svg|mp[34])(?:$|\?)/i.test(String(value)),
  },
  title: {
    names: [/^(?:title|headline|标题|標題)$/i, /^(?:name|subject|caption|heading)$/i, /title$/i],
    holds: value => isText(value) && !isLink(value),
  },
  date: {
    names: [
      /^(?:published|publish(?:ed)?[_-]?(?:at|on|date|time|ts)?|pub[_-]?(?:date|time)|release[_-]?(?:date|time)|发布时间)/i,
      /^(?:created|creat(?:ed|e|ion)[_-]?(?:at|on|date|time|utc)?|ctime|posted[_-]?(?:at|on)?|date(?:time)?|time(?:stamp)?)/i,
      /^(?:updated|modified)|date|time/i,
    ],
    holds: isDate,
  },
  summary: {
    names: [
      /^(?:summary|excerpt|abstract|digest|description|desc|intro|subtitle|摘要)$/i,
      /^(?:content|body|text|snippet)$/i,
    ],
    holds: value => isText(value) && !isLink(value),
  },
}

/** The path under which most entries have such a field; null where too few have. */
function findField(entries: readonly ReadonlyMap<string, unknown>[], { names, holds }: Wanted): string | null {
  const paths = [...new Set(entries.flatMap(entry => [...entry.keys()]))]
  for (const name of names)
    for (const depth of [1, 2, 3])
      for (const path of paths) {
        const parts = path.split('.')
        if (parts.length !== depth) continue
        // Of `title.rendered` the part before names it.
        const isNamed =
          name.test(parts.at(-1) ?? '') ||
          (/^(?:rendered|value|text|raw|\$t|#text)$/i.test(parts.at(-1) ?? '') && name.test(parts.at(-2) ?? ''))
        if (isNamed && entries.filter(entry => holds(entry.get(path))).length >= entries.length * LEAST_SHARE)
          return path
      }
  return null
}

/**
 * The paths of the list that has most entries with links and titles, in the order of the answer where several have; null without one. Text that
 * is no JSON has none.
 */
export function guessJsonPaths(bytes: Uint8Array): GuessedPaths | null {
  let root: unknown
  try {
    root = JSON.parse(new TextDecoder().decode(bytes))
  } catch {
    return null
  }
  let best: GuessedPaths | null = null
  for (const { path, entries } of findLists(root)) {
    const seen = entries.slice(0, ENTRIES_SEEN).map(entry => new Map(flatten(entry)))
    const link = findField(seen, wanted.link)
    const title = findField(seen, wanted.title)
    if (link === null || title === null || (best !== null && entries.length <= best.count)) continue
    const [date, summary] = [findField(seen, wanted.date), findField(seen, wanted.summary)]
    const select = {
      item: path,
      title,
      link,
      ...(date === null ? {} : { date }),
      ...(summary === null || summary === title ? {} : { summary }),
    }
    best = { select, count: entries.length }
  }
  return best
}
