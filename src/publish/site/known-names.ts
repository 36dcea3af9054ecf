// What sections and tags were called before: a list that gets another title keeps its page and its feeds.
import type { Connection } from '../../store/engine/database.ts'
import { readSetting, saveSetting } from '../../store/settings.ts'

/** A section or tag as it is called now, with what tells it from others whatever it is called: keywords, sources, posts. */
export interface CalledList {
  readonly title: string
  readonly marks: readonly string[]
}

/** A section or tag as the store remembers it. */
export interface KnownList {
  /** All its titles, oldest first. */
  readonly titles: readonly string[]
  readonly marks: readonly string[]
  /** It was there at the last publication. */
  readonly isCurrent: boolean
}

/** The first title of each list by every title that it has had. */
export type FirstTitles = ReadonlyMap<string, string>

/**
 * Follows lists to their titles of now. One whose title is new is the known one that has gone and that shares at least half of its marks;
 * where neither has marks, the only one that has gone when only one is new. Pure.
 */
export function followTitles(known: readonly KnownList[], now: readonly CalledList[]): readonly KnownList[] {
  const titles = new Set(now.map(({ title }) => title))
  const isGone = (each: KnownList): boolean => each.isCurrent && !each.titles.some(title => titles.has(title))
  const unknown = now.filter(({ title }) => !known.some(each => each.titles.includes(title)))
  const gone = new Set(known.filter(isGone))
  const isExchange = gone.size === 1 && unknown.length === 1
  const renamed = new Map<string, KnownList>()
  for (const { title, marks } of unknown) {
    const before = [...gone].find(each =>
      each.marks.length + marks.length === 0
        ? isExchange
        : each.marks.length > 0 && each.marks.filter(mark => marks.includes(mark)).length * 2 >= each.marks.length,
    )
    if (!before) continue
    gone.delete(before)
    renamed.set(title, before)
  }
  const taken = new Set(renamed.values())
  const current = now.map(({ title, marks }): KnownList => {
    const before = renamed.get(title) ?? known.find(each => each.titles.includes(title))
    return { titles: [...new Set([...(before?.titles ?? []), title])], marks, isCurrent: true }
  })
  const others = known.filter(each => !taken.has(each) && !each.titles.some(title => titles.has(title)))
  return [...current, ...others.map(each => ({ ...each, isCurrent: false }))]
}

/** The first title of each list by every title that it has had. Pure. */
export function firstTitlesOf(known: readonly KnownList[]): FirstTitles {
  return new Map(known.flatMap(({ titles }) => titles.map(title => [title, titles[0] ?? title] as const)))
}

/** Follows the lists of a kind from the last publication to this one, and remembers them. */
export async function followKnown(
  db: Connection,
  kind: 'sections' | 'tags',
  now: readonly CalledList[],
): Promise<FirstTitles> {
  const name = `titles of ${kind}`
  const before = (await readSetting(db, name)) ?? '[]'
  const known = followTitles(JSON.parse(before) as readonly KnownList[], now)
  const text = JSON.stringify(known)
  if (text !== before) await saveSetting(db, name, text)
  return firstTitlesOf(known)
}
