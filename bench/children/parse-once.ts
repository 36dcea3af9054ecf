// Parses the feed in a file once and prints milliseconds, those of htmlparser2's bare Parser after it, and by how many megabytes memory
// grew at most while we parsed.
import { readFileSync } from 'node:fs'
import { setFlagsFromString } from 'node:v8'
import { Parser } from 'htmlparser2'
import { parseFeed } from '../../src/collect/feeds/parse-feed.ts'
import { writeRss } from '../feeds.ts'

// As the program itself starts (src/main.ts).
setFlagsFromString('--semi-space-growth-factor=1')

const [path = ''] = process.argv.slice(2)
const from = { url: 'https://feed.example.org/feed.xml' }
// A small feed first: what the parser itself takes is not the large feed's.
parseFeed(Buffer.from(writeRss({ items: 30, language: 'en', paragraphs: 3 })), from)
const bytes = readFileSync(path)
const beforeBytes = process.memoryUsage.rss()
const wallMsOf = (work: () => unknown): number => {
  const startedMs = performance.now()
  work()
  return performance.now() - startedMs
}
const wallMs = wallMsOf(() => parseFeed(bytes, from))
const growthMegabytes = (process.resourceUsage().maxRSS * 1024 - beforeBytes) / 1024 / 1024
const bareMs = wallMsOf(() => new Parser({}, { xmlMode: true }).end(bytes.toString()))
process.stdout.write(JSON.stringify({ wallMs, bareMs, growthMegabytes }))
