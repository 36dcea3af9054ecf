// How often a source publishes and asks to be read: kept with its state, because an answer without a body says nothing of it. Pure.
import type { Instant, ParsedFeed, ParsedItem } from '../core/types.ts'

/** What the last body that was read said about time. */
export interface Rhythm {
  readonly ttlMinutes: number | null
  readonly skipHours: readonly number[]
  readonly skipDays: readonly string[]
  /** Published instants of the newest items, newest first. */
  readonly itemDates: readonly Instant[]
}

const DATES_KEPT = 10
const unknown: Rhythm = { ttlMinutes: null, skipHours: [], skipDays: [], itemDates: [] }

/** The rhythm that a feed or a page shows; dates still to come do not count. */
export function rhythmOf(
  reading: Partial<Pick<ParsedFeed, 'ttlMinutes' | 'skipHours' | 'skipDays'>> & {
    readonly items: readonly ParsedItem[]
  },
  now: Instant,
): Rhythm {
  const { ttlMinutes = null, skipHours = [], skipDays = [], items } = reading
  const dates = items.flatMap(({ publishedAt }) => (publishedAt !== null && publishedAt <= now ? publishedAt : []))
  return { ttlMinutes, skipHours, skipDays, itemDates: dates.toSorted().toReversed().slice(0, DATES_KEPT) }
}

/** Reads a rhythm as the store keeps it; null: nothing is known yet. */
export function parseRhythm(text: string | null): Rhythm {
  return text === null ? unknown : (JSON.parse(text) as Rhythm)
}
