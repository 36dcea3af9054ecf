// Golden pairs: a whole feed of each dialect and the whole ParsedFeed it gives; and feeds written by the test that must come back.
import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseFeed } from '../../../src/collect/feeds/parse-feed.ts'

const folder = new URL('../../fixtures/feeds/golden/', import.meta.url)
const feeds = readdirSync(folder).filter(name => !name.endsWith('.golden.json'))

test.each(feeds)('%s gives its golden twin', name => {
  const parsed = parseFeed(readFileSync(new URL(name, folder)), { url: 'https://feeds.example/feed' })
  const golden: unknown = JSON.parse(readFileSync(new URL(`${name}.golden.json`, folder), 'utf8'))
  expect(parsed).toEqual(golden)
})

interface Written {
  readonly title: string
  readonly path: string
  readonly html: string
  readonly at: string
}

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
const words = fc
  .array(fc.constantFrom('Ärger', '中文', '&', '<', '>', '"', "'", '5', ']]>', 'x'), { minLength: 1, maxLength: 6 })
  .map(parts => parts.join(' '))
const anItem = fc.record({
  title: words,
  path: fc.webPath().map(path => path.replaceAll("'", '')),
  html: words.map(text => `<p title="x">${escape(text)}</p>`),
  at: fc
    .date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true })
    .map(date => date.toISOString()),
})
const url = (item: Written, at: number) => `https://example.org/${at}${item.path}`

const rssOf = (items: readonly Written[]) => {
  const written = items.map((item, at) => {
    const link = escape(url(item, at))
    const content = `<![CDATA[${item.html.replaceAll(']]>', ']]]]><![CDATA[>')}]]>`
    return `<item><title>${escape(escape(item.title))}</title><link>${link}</link><pubDate>${item.at}</pubDate><content:encoded>${content}</content:encoded></item>`
  })
  return `<rss version="2.0"><channel><title>F</title>${written.join('\n')}</channel></rss>`
}
const atomOf = (items: readonly Written[]) => {
  const written = items.map((item, at) => {
    const link = escape(url(item, at)).replaceAll('"', '&quot;')
    return `<entry><title type="text">${escape(item.title)}</title><link href="${link}"/><published>${item.at}</published><content type="html">${escape(item.html)}</content></entry>`
  })
  return `<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title>${written.join('\n')}</feed>`
}
const jsonOf = (items: readonly Written[]) =>
  JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    items: items.map((item, at) => ({
      id: String(at),
      url: url(item, at),
      title: escape(item.title),
      content_html: item.html,
      date_published: item.at,
    })),
  })

describe('what was written comes back', () => {
  test.each([
    ['RSS', rssOf],
    ['Atom', atomOf],
    ['JSON Feed', jsonOf],
  ])('%s', (_name, write) => {
    fc.assert(
      fc.property(fc.array(anItem, { minLength: 1, maxLength: 5 }), items => {
        const parsed = parseFeed(Buffer.from(write(items)), { url: 'https://feeds.example/feed' })
        expect(
          parsed.items.map(({ title, url, contentHtml, publishedAt }) => [title, url, contentHtml, publishedAt]),
        ).toEqual(items.map((item, at) => [item.title, url(item, at), item.html, item.at]))
      }),
    )
  })
})
