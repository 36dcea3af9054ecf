// The bundled samples as a stranger meets them: enough of each kind, dates that can be filled, links that lead to pages, stories that meet.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { parseFeed } from '../../src/collect/feeds/parse-feed.ts'
import { readPageList } from '../../src/collect/pages/page-list.ts'
import { sourcesSchema, type SourceConfig } from '../../src/core/config.ts'
import type { Instant, ParsedItem } from '../../src/core/types.ts'
import { canonicalUrl } from '../../src/core/url.ts'
import { groupStories } from '../../src/curate/group.ts'
import { extractArticle } from '../../src/extract/extract-article.ts'
import { textOfHtml } from '../../src/extract/body/html-text.ts'
import { readPdf } from '../../src/extract/pdf.ts'
import { fillDates } from '../../src/net/local-files.ts'

const folder = new URL('../../config/samples/', import.meta.url).pathname
const closesAt = '2026-11-20T00:00:00.000Z' as Instant
const brokenFeed = 'platform-weekly-notes.xml'
const gb18030Feed = 'cunchu-yizhixing.xml'

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(path =>
  statSync(join(folder, path)).isFile(),
)
const isText = (path: string): boolean => /\.(xml|json|html)$/.test(path)
const decode = (path: string): string =>
  new TextDecoder(path === gb18030Feed ? 'gb18030' : 'utf-8', { fatal: true }).decode(readFileSync(join(folder, path)))
const readFilled = (path: string): Uint8Array => fillDates(readFileSync(join(folder, path)), closesAt, 'Asia/Shanghai')

const sources = sourcesSchema
  .parse(parse(decode('../sources.yaml')))
  .filter(({ url }) => url.startsWith('file:samples/'))
const pages = z.record(z.string(), z.string()).parse(JSON.parse(decode('pages.json')))
const fileOf = ({ url }: SourceConfig): string => url.replace('file:samples/', '')

function readSource(source: SourceConfig): readonly ParsedItem[] {
  const from = { url: source.url }
  const bytes = readFilled(fileOf(source))
  return source.kind === 'page' ? readPageList(bytes, from, source.select ?? null).items : parseFeed(bytes, from).items
}

const isCut = (item: ParsedItem): boolean => item.title?.startsWith('Rotating secrets') ?? false
const items = sources.flatMap(source => readSource(source).map(item => ({ ...item, source })))
const wholeItems = items.filter(item => !isCut(item))

/** Elements left open, closed twice or crossed; empty for well-formed markup. */
function findUnbalanced(xml: string): string[] {
  const markup = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>/g, '')
  const open: string[] = []
  const wrong: string[] = []
  for (const [, slash, name = '', rest = ''] of markup.matchAll(/<(\/?)([\w:-]+)([^>]*)>/g)) {
    if (slash) {
      if (open.pop() !== name) wrong.push(name)
    } else if (!rest.endsWith('/')) open.push(name)
  }
  return [...wrong, ...open]
}

/** References that XML does not know without a declaration, and bare ampersands. */
function findForeignReferences(xml: string): string[] {
  const markup = xml.replace(/<!\[CDATA\[[\s\S]*?\]\]>/g, '')
  return [...markup.matchAll(/&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);).{0,10}/gi)].map(([found]) => found)
}

const xmlFiles = sources.map(fileOf).filter(file => file.endsWith('.xml'))

describe('the sample sources', () => {
  test('are at least seven, with at least forty items', () => {
    expect(sources.length).toBeGreaterThanOrEqual(7)
    expect(wholeItems.length).toBeGreaterThanOrEqual(40)
  })

  test('are half Chinese, half English', () => {
    const chinese = wholeItems.filter(({ title }) => /\p{Script=Han}/u.test(title ?? '')).length
    expect(chinese / wholeItems.length).toBeGreaterThanOrEqual(0.4)
    expect(chinese / wholeItems.length).toBeLessThanOrEqual(0.6)
  })

  test.each(sources.map(source => [fileOf(source), source] as const))(
    '%s gives every whole item with title, link and date',
    (_file, source) => {
      const whole = readSource(source).filter(item => !isCut(item))
      expect(whole.length).toBeGreaterThanOrEqual(5)
      for (const { title, url, publishedAt } of whole) {
        expect(title).toMatch(/\S/)
        expect(url).toMatch(/^https:\/\/[a-z.]+\.example\.(?:com|net|org)\//)
        expect(publishedAt).toMatch(/^2026-11-1[3-9]T/)
      }
    },
  )

  test('are of every dialect, one in GB18030, one a page without a feed', () => {
    const formats = sources
      .filter(({ kind }) => kind === 'feed')
      .map(source => parseFeed(readFilled(fileOf(source)), { url: source.url }).format)
    expect([...new Set(formats)].sort()).toEqual(['atom', 'json', 'rdf', 'rss'])
    expect(sources.filter(({ kind }) => kind === 'page')).toHaveLength(1)
    expect(decode(gb18030Feed)).toMatch(/encoding="GB18030"[\s\S]*存储与一致性/)
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(join(folder, gb18030Feed)))).toThrow()
  })

  test.each(xmlFiles.filter(file => file !== brokenFeed))('%s is well-formed', file => {
    const xml = decode(file)
    expect(findUnbalanced(xml)).toEqual([])
    expect(findForeignReferences(xml)).toEqual([])
  })

  test('have one feed that is broken half-way', () => {
    const xml = decode(brokenFeed)
    expect(findUnbalanced(xml)).toEqual(expect.arrayContaining(['rss', 'channel', 'item']))
    expect(findForeignReferences(xml).length).toBeGreaterThan(5)
  })

  test('announce two links twice', () => {
    const links = Map.groupBy(wholeItems, ({ url }) => canonicalUrl(url ?? ''))
    expect([...links.values()].filter(group => new Set(group.map(item => item.source.url)).size === 2)).toHaveLength(2)
  })
})

describe('the dates of the samples', () => {
  test.each(files.filter(isText))('%s has places within the week only', path => {
    const places = [...decode(path).matchAll(/@\{[^}]*\}?/g)].map(([place]) => place)
    for (const place of places) {
      const match = /^@\{-(?:(\d+)d)?(?:(\d+)h)?(?:(\d+)m)?(?:\|(rfc822|date|zh))?\}$/.exec(place)
      expect(match, place).not.toBeNull()
      const [, days = '0', hours = '0', minutes = '0', format] = match ?? []
      const minutesBefore = Number(days) * 1440 + Number(hours) * 60 + Number(minutes)
      expect(minutesBefore, place).toBeGreaterThanOrEqual(60)
      expect(minutesBefore, place).toBeLessThanOrEqual(6 * 1440 + 20 * 60)
      if (path === gb18030Feed) expect(format).not.toBe('zh')
    }
  })
})

describe('the sample pages', () => {
  test('stand behind every item whose feed is without the text', () => {
    for (const { url, source } of items) if (source.fullText) expect(files, url ?? '').toContain(pages[url ?? ''])
  })

  test('are all mapped, and all mapped files are there', () => {
    const mapped = new Set(Object.values(pages))
    expect(files.filter(path => path.startsWith('pages/'))).toEqual(expect.arrayContaining([...mapped]))
    expect(files.filter(path => path.startsWith('pages/') && !mapped.has(path))).toEqual([])
  })

  test('give title, author and date back to the extractor, and none of their frame', () => {
    for (const { url, title, publishedAt, source } of wholeItems.filter(
      item => item.source.fullText && !item.url?.includes('utm_'),
    )) {
      const page = extractArticle(readFilled(pages[url ?? ''] ?? ''), { url: url ?? '', contentType: 'text/html' })
      expect(page.title, source.url).toBe(title)
      expect(page.publishedAt, title ?? '').toBe(publishedAt)
      expect(page.text.length, title ?? '').toBeGreaterThan(500)
      expect(page.text, title ?? '').not.toMatch(
        /Subscribe|Imprint|Read next|More from the|相关阅读|还可以看看|最近文章/,
      )
    }
  })

  test('hold pictures with their sizes, and a PDF that can be read', async () => {
    const url = 'https://platform.example.com/notes/right-sizing-requests'
    const { html } = extractArticle(readFilled(pages[url] ?? ''), { url, contentType: 'text/html' })
    for (const image of ['cpu-requests.png', 'startup-times.svg']) {
      expect(html).toMatch(new RegExp(`<img[^>]*${image}`))
      expect(pages[`https://platform.example.com/notes/images/${image}`]).toBeDefined()
    }
    const pdf = Object.keys(pages).find(link => link.endsWith('.pdf')) ?? ''
    const { text } = await readPdf(new Uint8Array(readFileSync(join(folder, pages[pdf] ?? ''))))
    expect(text).toContain('Finding the hidden queue')
  })
})

describe('the sample stories', () => {
  const articles = wholeItems.map(({ url, title, contentHtml, publishedAt, source }, number) => ({
    id: String(number),
    title: title ?? '',
    text: source.fullText
      ? extractArticle(readFilled(pages[url ?? ''] ?? ''), { url: url ?? '', contentType: 'text/html' }).text
      : textOfHtml(contentHtml ?? ''),
    publishedAt,
    source: source.url,
  }))
  const stories = groupStories(articles).map(({ ids }) => ids.map(id => articles[Number(id)]))

  test.each([
    ['Lanternfish', 'the outage', 6],
    ['Karst', 'the security release', 6],
    ['leader', 'the paper', 4],
  ])('%s: %s is one story, told in both languages by as many sources', (word, _what, count) => {
    const tellings = stories.filter(story => story.length > 1 && story.every(article => article?.title.includes(word)))
    expect(tellings.map(story => new Set(story.map(article => article?.source)).size)).toEqual([count])
    const scripts = tellings[0]?.map(article => /\p{Script=Han}/u.test(article?.text.slice(0, 200) ?? ''))
    expect(new Set(scripts)).toEqual(new Set([true, false]))
  })
})

test('the samples stay under 600 KB', () => {
  expect(files.reduce((sum, path) => sum + statSync(join(folder, path)).size, 0)).toBeLessThan(600 * 1024)
})
