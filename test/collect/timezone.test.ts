// A source's own zone: for dates that name none, in feeds of every dialect and on pages.
import { expect, test } from 'vitest'
import { parseFeed } from '../../src/collect/feeds/parse-feed.ts'
import { readPageList } from '../../src/collect/pages/page-list.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { readSources, syncSources } from '../../src/store/sources.ts'
import { describeStores } from '../stores.ts'

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text)
const from = { url: 'https://site.example/', timezone: 'Asia/Shanghai' }
const midnight = '2026-11-09T16:00:00.000Z'

test.each([
  ['RSS', '<rss><channel><item><title>A</title><pubDate>2026-11-10 00:00:00</pubDate></item></channel></rss>'],
  [
    'Atom',
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>A</title><published>2026-11-10</published></entry></feed>',
  ],
  [
    'JSON Feed',
    '{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","title":"A","date_published":"2026-11-10T00:00:00"}]}',
  ],
  [
    'RDF',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><channel/><item><title>A</title><date>2026年11月10日</date></item></rdf:RDF>',
  ],
])('%s: a date without a zone is that of the source', (_name, text) => {
  expect(parseFeed(bytesOf(text), from).items[0]?.publishedAt).toBe(midnight)
  expect(parseFeed(bytesOf(text), { url: from.url }).items[0]?.publishedAt).toBe('2026-11-10T00:00:00.000Z')
})

const row = (path: string, title: string, date: string): string =>
  `<li><a href="/${path}">${title} about containers and clusters</a> <span class="date">${date}</span></li>`
const list = (...rows: string[]): Uint8Array => bytesOf(`<main><ul>${rows.join('')}</ul></main>`)

test('on a page too, found or selected', () => {
  const page = list(
    row('a', 'First', '2026-11-10'),
    row('b', 'Second', '2026年11月10日 下午3:05'),
    row('c', 'Third', '2026-11-10 15:05 UTC'),
    row('d', 'Fourth', '2026-11-10 15:05 GMT+8'),
  )
  const dates = [midnight, '2026-11-10T07:05:00.000Z', '2026-11-10T15:05:00.000Z', '2026-11-10T07:05:00.000Z']
  const datesOf = (select: Parameters<typeof readPageList>[2]) =>
    readPageList(page, from, select).items.map(({ publishedAt }) => publishedAt)
  expect(datesOf(null)).toEqual(dates)
  expect(datesOf({ item: 'li', date: '.date' })).toEqual(dates)
})

test('a zone that nobody knows is refused', () => {
  expect(sourceSchema.safeParse({ url: 'https://site.example/', timezone: 'Asia/Peking' }).success).toBe(false)
})

describeStores('zone and privacy of sources', open => {
  test('are kept, and missing in what older programs wrote', async () => {
    const store = await open()
    const url = 'https://site.example/feed'
    await syncSources(store, [sourceSchema.parse({ url, timezone: 'Asia/Shanghai', private: true })])
    const read = async () => (await readSources(store.db)).map(({ source }) => [source.timezone, source.private])
    expect(await read()).toEqual([['Asia/Shanghai', true]])
    const [{ options } = { options: '{}' }] = await store.db.selectFrom('sources').select('options').execute()
    const written = Object.entries(JSON.parse(options) as Record<string, unknown>)
    const older = Object.fromEntries(written.filter(([name]) => name !== 'timezone' && name !== 'private'))
    await store.db
      .updateTable('sources')
      .set({ options: JSON.stringify(older) })
      .execute()
    expect(await read()).toEqual([[null, false]])
  })
})
