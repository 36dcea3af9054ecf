// Prints the items of a feed file: `node examples/read-a-feed.ts FILE`. RSS, RDF, Atom and JSON Feed alike, in any encoding.
import { readFileSync } from 'node:fs'
import { parseFeed, WeeklyError } from '../src/library.ts'

const file = process.argv[2] ?? 'config/samples/storage-ledger.xml'
try {
  const feed = parseFeed(readFileSync(file), { url: 'https://example.org/feed.xml' })
  console.log(`${feed.title ?? '(no title)'}: ${feed.items.length} items`)
  for (const { publishedAt, title, url } of feed.items)
    console.log(`${publishedAt?.slice(0, 10) ?? 'no date   '}  ${title ?? '(no title)'}  ${url ?? ''}`)
} catch (error) {
  if (!(error instanceof WeeklyError)) throw error
  console.error(`${error.code}: ${error.message}`)
  process.exitCode = 1
}
