// Whole pages of many kinds and languages, written for this test: each gives its golden article; the huge one is made here.
import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { extractArticle } from '../../src/extract/extract-article.ts'

const folder = new URL('../fixtures/pages/', import.meta.url)
const addresses = JSON.parse(readFileSync(new URL('../fixtures/pages.json', import.meta.url), 'utf8')) as Readonly<
  Record<string, string>
>

/** What a golden file holds of an article, in this order. */
function pick(name: string, url: string): unknown {
  const article = extractArticle(readFileSync(new URL(`${name}.html`, folder)), { url })
  const { title, byline, siteName, publishedAt, canonicalUrl, language, image, method, feeds, pdfUrl, text, html } =
    article
  return { title, byline, siteName, publishedAt, canonicalUrl, language, image, method, feeds, pdfUrl, text, html }
}

test.each(Object.entries(addresses))('%s gives its golden article', async (name, url) => {
  const golden = new URL(`${name}.json`, folder)
  await expect(`${JSON.stringify(pick(name, url), null, 2)}\n`).toMatchFileSnapshot(golden.pathname)
})

test('every page has an address and a golden article', () => {
  const named = (ending: string): string[] =>
    readdirSync(folder)
      .filter(name => name.endsWith(ending))
      .map(name => name.slice(0, -ending.length))
      .toSorted()
  expect(named('.html')).toEqual(Object.keys(addresses).toSorted())
  expect(named('.json')).toEqual(named('.html'))
})

test('a page of 5 MB is read', () => {
  const paragraph =
    '<p>Containers share the kernel of their host, which makes them start in milliseconds, and so on it goes.</p>'
  const page = paragraph.repeat(Math.floor((5 * 1024 * 1024) / paragraph.length))
  expect(extractArticle(page, { url: 'https://blog.example.org/all' }).text).toContain('share the kernel')
})
