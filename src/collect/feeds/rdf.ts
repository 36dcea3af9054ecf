// RSS 0.90 and 1.0, which are RDF: RSS whose names are `rdf:about` addresses.
import type { Dialect } from './dialect.ts'
import { readAttribute } from './element.ts'
import { readRssChannel, readRssItem } from './rss.ts'

/** The adapter of the RDF dialects. */
export const rdf: Dialect = {
  readChannel: (channel, base, timezone) => {
    const parsed = readRssChannel(channel, base, timezone)
    return { ...parsed, id: parsed.id ?? readAttribute(channel, 'about') }
  },
  readItem: readRssItem,
}
