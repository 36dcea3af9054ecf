// Parses the feed in a file once and prints milliseconds and by how many megabytes memory grew at most.
import { readFileSync } from 'node:fs'
import { parseFeed } from '../../src/collect/feeds/parse-feed.ts'
import { writeRss } from '../feeds.ts'

const [path = ''] = process.argv.slice(2)
const from = { url: 'https://feed.example.org/feed.xml' }
// A small feed first: what the parser itself takes is not the large feed's.
parseFeed(Buffer.from(writeRss({ items: 30, language: 'en', paragraphs: 3 })), from)
const bytes = readFileSync(path)
const beforeBytes = process.memoryUsage.rss()
const startedMs = performance.now()
const { items } = parseFeed(bytes, from)
const wallMs = performance.now() - startedMs
const growthBytes = process.resourceUsage().maxRSS * 1024 - beforeBytes
process.stdout.write(JSON.stringify({ items: items.length, wallMs, growthMegabytes: growthBytes / 1024 / 1024 }))
