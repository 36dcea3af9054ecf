// Parsing: our parseFeed, which also decodes the bytes, against rss-parser, feedsmith and htmlparser2's bare Parser, which are given text.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseFeed as parseWithFeedsmith } from 'feedsmith'
import { Parser } from 'htmlparser2'
import RssParser from 'rss-parser'
import { parseFeed } from '../../src/collect/feeds/parse-feed.ts'
import { writeAtom, writeRss } from '../feeds.ts'
import { compareCpuMs, medianOf, projectFolder, runNode, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'

const AT_LEAST = { 'rss-parser': 1.7, 'bare Parser': 1 / 3, feedsmith: null }
const LARGE_FEED = { bytes: 10_000_000, mostMs: 1_000, mostTimesItsSize: 3, runs: 5, rounds: 3 }
const from = { url: 'https://feed.example.org/feed.xml' }

async function measureFeed(name: string, text: string, rounds?: number): Promise<readonly Measure[]> {
  const bytes = Buffer.from(text)
  const rssParser = new RssParser()
  const cpuMs = await compareCpuMs(
    {
      weekly: () => parseFeed(bytes, from),
      'rss-parser': () => rssParser.parseString(text),
      feedsmith: () => parseWithFeedsmith(text),
      'bare Parser': () => new Parser({}, { xmlMode: true }).end(text),
    },
    rounds,
  )
  const rivals = ['rss-parser', 'feedsmith', 'bare Parser'] as const
  return rivals.map(rival => ({
    step: 'parse',
    name,
    ratio: cpuMs[rival] / cpuMs.weekly,
    against: rival,
    figure: { value: bytes.length / 1_000 / cpuMs.weekly, unit: 'MB/s' },
    better: 'more',
    aim: AT_LEAST[rival] === null ? null : { on: 'ratio', bound: AT_LEAST[rival] },
  }))
}

interface ParsedOnce {
  readonly wallMs: number
  readonly bareMs: number
  readonly growthMegabytes: number
}

/** One parse in a fresh process, as after a fetch: time and memory that the feed's size explains. */
async function measureLargeFeed(text: string): Promise<readonly Measure[]> {
  const runs = await withTemporaryFolder(async folder => {
    const path = join(folder, 'feed.xml')
    await writeFile(path, text)
    const costs = []
    for (let run = 0; run < LARGE_FEED.runs; run++)
      costs.push(await runNode([join(projectFolder, 'bench', 'children', 'parse-once.ts'), path]))
    return costs.map(({ stdout }) => JSON.parse(stdout) as ParsedOnce)
  })
  const megabytes = Buffer.byteLength(text) / 1024 / 1024
  const growth = medianOf(runs.map(({ growthMegabytes }) => growthMegabytes))
  const wallMs = medianOf(runs.map(run => run.wallMs))
  return [
    {
      step: 'parse',
      name: '10 MB, memory',
      ratio: growth / megabytes,
      against: 'its size',
      figure: { value: growth, unit: 'MB' },
      better: 'less',
      aim: { on: 'ratio', bound: LARGE_FEED.mostTimesItsSize },
    },
    {
      step: 'parse',
      name: '10 MB, first parse of a process',
      ratio: wallMs / medianOf(runs.map(({ bareMs }) => bareMs)),
      against: 'bare Parser, cold',
      figure: { value: wallMs, unit: 'ms' },
      better: 'less',
      aim: { on: 'figure', bound: LARGE_FEED.mostMs },
    },
  ]
}

/** An RSS feed of at least so many bytes. */
function writeLargeFeed(bytes: number): string {
  const wish = { language: 'en', paragraphs: 4 } as const
  const sample = Buffer.byteLength(writeRss({ ...wish, items: 200 }))
  return writeRss({ ...wish, items: Math.ceil((bytes / sample) * 200) })
}

/** CPU time of the same feeds in turns; then the large feed alone in fresh processes. */
export async function measure(): Promise<readonly Measure[]> {
  const large = writeLargeFeed(LARGE_FEED.bytes)
  return [
    ...(await measureFeed('RSS', writeRss({ items: 50, language: 'en', paragraphs: 4 }))),
    ...(await measureFeed('Atom', writeAtom({ items: 50, language: 'en', paragraphs: 4 }))),
    ...(await measureFeed('Chinese RSS', writeRss({ items: 50, language: 'zh', paragraphs: 4 }))),
    ...(await measureFeed('tiny items', writeRss({ items: 500, language: 'en', paragraphs: 0 }))),
    ...(await measureFeed('10 MB', large, LARGE_FEED.rounds)),
    ...(await measureLargeFeed(large)),
  ]
}
