// Sitemaps: what was never seen is news, whatever their dates say; index files, packed ones, cut ones, and whole sites that move.
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { findNews, hashesOf } from '../../src/collect/sitemaps/find-news.ts'
import { parseSitemap } from '../../src/collect/sitemaps/parse-sitemap.ts'
import { addMinutes } from '../../src/core/clock.ts'
import { sourceSchema } from '../../src/core/config.ts'
import { findDropped } from '../../src/store/dropped-items.ts'
import { syncSources } from '../../src/store/sources.ts'
import { aClient, serve } from '../net/serve.ts'
import { describeStores } from '../stores.ts'
import { collectAt, now } from './collecting.ts'

const url = 'https://a.example/sitemap.xml'
const read = (text: string | Uint8Array) => parseSitemap(typeof text === 'string' ? Buffer.from(text) : text, { url })
const mapOf = (...entries: readonly string[]): string =>
  `<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">${entries.map(each => `<url>${each}</url>`).join('')}</urlset>`
const pageOf = (name: string, host = 'https://a.example'): string =>
  `<loc>${host}/${name}</loc><lastmod>2016-12-08T00:00:00Z</lastmod>`

test.each([
  ['a plain one', mapOf(pageOf('one')), ['https://a.example/one']],
  ['a packed one', gzipSync(mapOf(pageOf('one'))), ['https://a.example/one']],
  ['one that ends early', mapOf(pageOf('one'), pageOf('two')).slice(0, -70), ['https://a.example/one']],
  [
    'pictures are no pages',
    mapOf(`<image:image><image:loc>https://a.example/i.png</image:loc></image:image>${pageOf('one')}`),
    ['https://a.example/one'],
  ],
  [
    'prefixed, CDATA, relative, entities',
    '<sm:urlset xmlns:sm="x"><sm:url><sm:loc><![CDATA[/a?b=1]]></sm:loc></sm:url><sm:url><sm:loc>https://a.example/?x&amp;y</sm:loc></sm:url></sm:urlset>',
    ['https://a.example/a?b=1', 'https://a.example/?x&y'],
  ],
  [
    'addresses line by line',
    'https://a.example/one\n\nhttps://a.example/two\r\n',
    ['https://a.example/one', 'https://a.example/two'],
  ],
  [
    'what leads nowhere',
    mapOf('<loc>javascript:alert(1)</loc>', '<loc></loc>', pageOf('one')),
    ['https://a.example/one'],
  ],
])('%s is read', (_name, text, urls) => {
  expect(read(text)?.entries.map(entry => entry.url)).toEqual(urls)
})

test('the extension for news gives title, date and language; a feed, a page and a bomb are no sitemap', () => {
  const news = `${pageOf('n')}<news:news><news:publication><news:name>日报</news:name><news:language>zh-cn</news:language></news:publication><news:publication_date>2016-12-07T09:00:00+08:00</news:publication_date><news:title>容器 &amp; 云</news:title></news:news>`
  expect(read(mapOf(news))?.entries).toMatchObject([
    { title: '容器 & 云', publishedAt: '2016-12-07T01:00:00.000Z', language: 'zh-cn' },
  ])
  expect(read('<rss><channel><item><link>https://a.example</link></item></channel></rss>')).toBeNull()
  expect(read('<!doctype html><p>https://a.example')).toBeNull()
  expect(() => read(gzipSync(Buffer.alloc(20_000_000)))).toThrow(/cannot be unpacked/)
})

const siteOf = (names: readonly string[], file: string | null = null, files: readonly string[] | null = null) => ({
  pages: names.map(name => ({
    ...{ url: `https://a.example/${name}`, changedAt: null, title: null, publishedAt: null, language: null, file },
  })),
  files,
})
const numbers = (count: number, prefix = 'p'): string[] => Array.from({ length: count }, (_, i) => `${prefix}${i}`)

test('a map that was built anew is learned anew, and a file that was listed before brings no news at its first reading', () => {
  const known = new Set(hashesOf(siteOf(numbers(300))))
  const later = { isFirstVisit: false, now }
  const moved = findNews(siteOf(numbers(300, 'moved')), known, later)
  expect([moved.items.length, moved.learned.length, moved.remark]).toEqual([
    0,
    300,
    '300 of 300 pages have new addresses: they were learned anew, none of them is news',
  ])
  expect(findNews(siteOf([...numbers(300), 'new']), known, later).items.map(item => item.url)).toEqual([
    'https://a.example/new',
  ])
  const files = ['https://a.example/s1.xml', 'https://a.example/s2.xml']
  const first = findNews(siteOf(numbers(9), files[0], files), new Set(), { isFirstVisit: true, now })
  const seen = new Set(first.learned)
  expect(findNews(siteOf(['old archive'], files[1], files), seen, later).items).toEqual([])
  expect(findNews(siteOf(['month'], 'https://a.example/s3.xml', files), seen, later).items).toHaveLength(1)
})

describeStores('a sitemap as a source', open => {
  test('the first visit learns, the next brings what is new, over an index and packed; a rule that goes gives back', async () => {
    const pages = numbers(5)
    const site = await serve((request, response) => {
      const host = `http://${request.headers.host ?? ''}`
      if (request.url === '/index.xml')
        response.end(
          `<sitemapindex><sitemap><loc>${host}/pages.xml.gz</loc></sitemap><sitemap><loc>${host}/gone.xml</loc></sitemap><sitemap><loc>https://elsewhere.example/s.xml</loc></sitemap></sitemapindex>`,
        )
      else if (request.url === '/pages.xml.gz') response.end(gzipSync(mapOf(...pages.map(name => pageOf(name, host)))))
      else response.writeHead(404).end()
    })
    const http = aClient([site])
    const store = await open()
    const source = { url: `${site.origin}/index.xml`, kind: 'sitemap' }
    await syncSources(store, [sourceSchema.parse({ ...source, exclude: ['/tag/'] })])
    const first = await collectAt(store, http, now)
    expect([first.done, first.failed, first.notes.map(({ message }) => message)]).toEqual([
      0,
      0,
      ['learned 5 pages; what is not among them is news from now on'],
    ])
    pages.unshift('news', 'tag/x')
    expect((await collectAt(store, http, addMinutes(now, 2_000))).done).toBe(1)
    expect((await collectAt(store, http, addMinutes(now, 4_000))).done).toBe(0)
    expect(await findDropped(store.db, `${site.origin}/tag/x`.replace('http:', 'https:'))).toHaveLength(1)
    await syncSources(store, [sourceSchema.parse(source)])
    expect((await collectAt(store, http, addMinutes(now, 6_000))).done).toBe(1)
    const rows = await store.db.selectFrom('items').select(['raw_url', 'title', 'published_at']).orderBy('id').execute()
    expect(rows).toEqual([
      { raw_url: `${site.origin}/news`, title: '', published_at: null },
      { raw_url: `${site.origin}/tag/x`, title: '', published_at: null },
    ])
  })
})
