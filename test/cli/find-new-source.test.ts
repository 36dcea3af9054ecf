// What `source add` makes of an address that is no feed and names none: an API by its shape, the site's sitemap.
import { expect, test } from 'vitest'
import { findNewSource } from '../../src/cli/find-source.ts'
import { guessJsonPaths } from '../../src/collect/json/guess-json-paths.ts'
import { readSitemapLines } from '../../src/collect/discovery/find-sitemap.ts'
import { aClient, serve } from '../net/serve.ts'

const guess = (value: unknown) => guessJsonPaths(Buffer.from(JSON.stringify(value)))?.select ?? null
const three = (entry: (at: number) => object): readonly object[] => [1, 2, 3].map(entry)

test.each<[string, unknown, object | null]>([
  [
    'a list at the top',
    three(at => ({ url: `https://a.example/${at}`, title: `T ${at}` })),
    { item: '$', title: 'title', link: 'url' },
  ],
  [
    'a list of WordPress',
    three(at => ({
      id: at,
      date: '2026-11-01T00:00:00',
      link: `https://a.example/${at}`,
      title: { rendered: 'T' },
      excerpt: { rendered: '<p>x</p>' },
    })),
    { item: '$', title: 'title.rendered', link: 'link', date: 'date', summary: 'excerpt.rendered' },
  ],
  [
    'a list within, beside a shorter one',
    {
      code: 0,
      data: {
        banners: [{ url: 'https://a.example/b', title: 'B' }],
        list: three(at => ({
          标题: '队列',
          article_url: `/p/${at}`,
          cover_url: 'https://a.example/c.png',
          ctime: 1_764_000_000,
        })),
      },
    },
    { item: 'data.list', title: '标题', link: 'article_url', date: 'ctime' },
  ],
  [
    'entries within entries',
    {
      data: {
        children: three(at => ({
          kind: 't3',
          data: { title: 'T', url: `https://a.example/${at}`, created_utc: 1_764_000_000 + at },
        })),
      },
    },
    { item: 'data.children', title: 'data.title', link: 'data.url', date: 'data.created_utc' },
  ],
  ['no links', { data: three(at => ({ id: at, title: 'T' })) }, null],
  ['pictures are no links', { data: three(at => ({ url: `https://a.example/${at}.png`, title: 'T' })) }, null],
  ['no list', { error: 'x' }, null],
])('%s', (_name, answer, select) => {
  expect(guess(answer)).toEqual(select)
})

test('sitemaps stand in robots.txt, those of news first', () => {
  expect(
    readSitemapLines(
      'User-agent: *\r\nSitemap: https://a.example/pages.xml\nsitemap:https://a.example/news.xml\nSitemap: ftp://a.example/x',
    ),
  ).toEqual(['https://a.example/news.xml', 'https://a.example/pages.xml'])
})

const map = (origin: string): string => `<urlset><url><loc>${origin}/p/1</loc></url></urlset>`

test('an address leads to its API, or to the sitemap of its site, and it is said what was found', async () => {
  const site = await serve((request, response) => {
    const origin = `http://${request.headers.host ?? ''}`
    const answers: Readonly<Record<string, readonly [type: string, body: string]>> = {
      '/': ['text/html', '<title>Empty</title><p>Made by scripts.</p>'],
      '/robots.txt': ['text/plain', `Sitemap: ${origin}/gone.xml\nSitemap: ${origin}/maps/posts.xml`],
      '/maps/posts.xml': ['application/xml', map(origin)],
      '/api': ['application/json', JSON.stringify({ items: three(at => ({ link: `/p/${at}`, name: `N ${at}` })) })],
    }
    const [type, body] = answers[request.url ?? ''] ?? ['', '']
    response.writeHead(type === '' ? 404 : 200, { 'content-type': type || 'text/html' }).end(body)
  })
  const http = aClient([site])
  const api = await findNewSource(http, `${site.origin}/api`, false)
  expect(api.source).toEqual({
    url: `${site.origin}/api`,
    kind: 'json',
    select: { item: 'items', title: 'name', link: 'link' },
  })
  expect(api.said).toMatch(/3 entries at "items".*\n.*url: .*\n.*kind: json/)
  const found = await findNewSource(http, `${site.origin}/`, false)
  expect(found.source).toEqual({ url: `${site.origin}/maps/posts.xml`, kind: 'sitemap' })
  expect(found.said).toContain('robots.txt names it')
})
