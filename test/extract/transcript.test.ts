// Transcripts of episodes in the forms that feeds name, and what is made of them where an item has no words of its own.
import { expect, test } from 'vitest'
import { parseFeed } from '../../src/collect/feeds/parse-feed.ts'
import { linkOfItem } from '../../src/collect/identity/identify-items.ts'
import type { Enclosure } from '../../src/core/types.ts'
import { fetchArticle } from '../../src/extract/fetch-article.ts'
import { readArticle } from '../../src/extract/read-article.ts'
import { readTranscript } from '../../src/extract/transcript.ts'
import { aClient, serve } from '../net/serve.ts'
import { anItem } from './items.ts'

const vtt = `WEBVTT - made here

NOTE nobody says this

1
00:00:01.000 --> 00:00:03.000 align:start
<v Ann>Queues are <i>patient</i>,

00:00:03.000 --> 00:00:05.000
Queues are patient,
and people &amp; disks are not.
`

test.each<[string, string, string | null, readonly string[]]>([
  ['WebVTT', vtt, 'text/vtt', ['Queues are patient, and people & disks are not.']],
  [
    'SubRip without a type, with CRLF',
    '1\r\n00:00:01,000 --> 00:00:02,500\r\n{\\an8}First.\r\n\r\n2\r\n00:00:03,000 --> 00:00:04,000\r\nSecond.\r\n',
    null,
    ['First. Second.'],
  ],
  [
    'JSON',
    JSON.stringify({
      version: '1.0.0',
      segments: [{ speaker: 'A', startTime: 0, body: 'One' }, { body: 'two.' }, { x: 1 }],
    }),
    'application/json',
    ['One two.'],
  ],
  [
    'a list in JSON',
    JSON.stringify([{ text: '今天' }, { text: '我们谈队列。' }]),
    'application/json',
    ['今天我们谈队列。'],
  ],
  ['text in JSON', '{"text":"All at once."}', 'application/json', ['All at once.']],
  [
    'HTML',
    '<cite>Ann:</cite><time>0:01</time><p>Disks spin.</p><p>Not all.</p>',
    'text/html',
    ['Disks spin. Not all.'],
  ],
  ['plain text', 'Ann: Hello.\n\nBen: Hello & good night.', 'text/plain', ['Ann: Hello. Ben: Hello & good night.']],
  ['broken JSON', '{"segments":', 'application/json', []],
  ['nothing', '', 'text/vtt', []],
])('%s', (_name, text, type, paragraphs) => {
  expect(readTranscript(Buffer.from(text), type)).toEqual(paragraphs)
})

test('a long transcript has paragraphs that end with a sentence, and an end', () => {
  const cue = (at: number) => `00:00:0${at % 10}.000 --> 00:00:09.000\nSentence ${at} of a long talk about logs.\n`
  const paragraphs = readTranscript(
    Buffer.from(`WEBVTT\n\n${Array.from({ length: 9_000 }, (_, at) => cue(at)).join('\n')}`),
    'text/vtt',
  )
  expect(paragraphs.every(each => each.endsWith('logs.'))).toBe(true)
  expect(paragraphs.join('').length).toBeLessThan(210_000)
})

test('a feed names it, and it is no page of the episode', () => {
  const feed = parseFeed(
    Buffer.from(`<rss version="2.0" xmlns:podcast="https://podcastindex.org/namespace/1.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd">
<channel><title>P</title><item><title>E</title><podcast:transcript url="/e.json" type="application/json"/>
<podcast:transcript url="/e.vtt" type="text/vtt" language="en"/>
<enclosure url="https://a.example/e.mp3" length="0" type="audio/mpeg"/><itunes:duration>1:02:03</itunes:duration></item></channel></rss>`),
    { url: 'https://a.example/feed' },
  )
  const [item] = feed.items
  expect(item?.enclosures).toEqual([
    { url: 'https://a.example/e.mp3', type: 'audio/mpeg', lengthBytes: 0, durationSeconds: 3_723 },
    { url: 'https://a.example/e.vtt', type: 'text/vtt', lengthBytes: null, isTranscript: true },
  ])
  expect(item && linkOfItem(item)).toBe('https://a.example/e.mp3')
})

test('what is said becomes the text of an episode without words; with words, or without an answer, nothing changes', async () => {
  const site = await serve((request, response) => {
    if (request.url === '/gone.vtt') response.writeHead(404).end()
    else response.writeHead(200, { 'content-type': 'text/vtt' }).end(vtt)
  })
  const rawUrl = `${site.origin}/e.mp3`
  const itemWith = (path: string, summaryHtml: string | null = null) => {
    const files: readonly Enclosure[] = [
      { url: rawUrl, type: 'audio/mpeg', lengthBytes: 0, durationSeconds: 1_800 },
      { url: `${site.origin}${path}`, type: 'text/vtt', lengthBytes: null, isTranscript: true },
    ]
    return anItem({ rawUrl, url: rawUrl, enclosures: files, summaryHtml })
  }
  const reader = { read: readArticle, rest: () => Promise.resolve(), close: () => Promise.resolve() }
  const read = async (item: ReturnType<typeof itemWith>) => {
    const ways = { http: aClient([site]), reader, fullText: true, selector: null, summary: { sentences: 2, points: 2 } }
    return (await fetchArticle(item, ways)).article
  }
  expect(await read(itemWith('/e.vtt'))).toMatchObject({
    text: 'Queues are patient, and people & disks are not.',
    readingMinutes: 30,
  })
  expect((await read(itemWith('/gone.vtt'))).text).toBe('')
  const count = site.requests.length
  expect((await read(itemWith('/e.vtt', '<p>Notes of the show.</p>'))).text).toBe('Notes of the show.')
  expect(site.requests.length).toBe(count)
})
