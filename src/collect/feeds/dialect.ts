// What every XML dialect gives: one function for the feed, one for an item. Implemented by rss.ts, rdf.ts and atom.ts.
import type { ParsedFeed, ParsedItem } from '../../core/types.ts'
import type { FeedElement } from './element.ts'

/** What a feed says of itself. */
export type ParsedChannel = Omit<ParsedFeed, 'format' | 'items'>

/** The adapter of a dialect: elements to what they mean. */
export interface Dialect {
  /** The feed without its items; `base` is the URL that it was read from, `timezone` that of dates which name none. */
  readChannel(channel: FeedElement, base: string, timezone: string | null): ParsedChannel
  /** One item; `base` is what relative URLs without `xml:base` are resolved against. */
  readItem(item: FeedElement, base: string, timezone: string | null): ParsedItem
}
