// The package's export: the pure parts of weekly for other programs. No I/O, no clock.
export { parseFeed } from './collect/feeds/parse-feed.ts'
export { WeeklyError } from './core/errors.ts'
export type { ParsedFeed, ParsedItem, Person, Summary } from './core/types.ts'
export { groupStories } from './curate/group.ts'
export { extractArticle, type ExtractedArticle } from './extract/extract-article.ts'
export { summarize } from './extract/summary/summarize.ts'
