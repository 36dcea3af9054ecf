// The search in a real browser, from files alone; and that page and index cut texts into the same words.
import { AxeBuilder } from '@axe-core/playwright'
import fc from 'fast-check'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { CivilDate, Instant, Issue } from '../../../src/core/types.ts'
import { addDays, weekOf } from '../../../src/core/week.ts'
import { bucketOf, wordsToFind, wordsToKeep } from '../../../src/publish/site/search-index.ts'
import { renderSite } from '../../../src/publish/site/site.ts'
import { closeBrowser, withPage } from '../../browser.ts'
import { aChineseStory, anIssue, aSite, aStory, hostileTitles, shippedTemplates } from '../issues.ts'

afterAll(closeBrowser)

const pageScript = (await import(join(import.meta.dirname, '..', '..', '..', 'templates', 'search.js'))) as {
  readonly wordsToFind: typeof wordsToFind
  readonly bucketOf: typeof bucketOf
}

test.each([
  ['Docker收购Infinit，为容器提供存储', ['docker', '收购', 'infinit', '为容', '容器', '器提', '提供', '供存', '存储']],
  ['Café – naïve RÉSUMÉ 2.0', ['cafe', 'naive', 'resume', '2', '0']],
  ['龙', ['龙']],
  ['ＡＢＣ ﬁne', ['abc', 'fine']],
  ['\u202e\u0000 … ', []],
])('%j is found by %j', (text, words) => {
  expect(wordsToFind(text)).toEqual(words)
})

test('page and index cut any text into the same words, and look for them in the same file', () => {
  const texts = fc.oneof(
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(...hostileTitles),
  )
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 16 }), (text, buckets) => {
      const words = wordsToFind(text)
      expect(pageScript.wordsToFind(text)).toEqual(words)
      for (const word of words) expect(pageScript.bucketOf(word, buckets)).toBe(bucketOf(word, buckets))
    }),
  )
})

test('every character that is written without spaces is found alone: it begins a pair or ends its run', () => {
  const texts = fc.string({ unit: fc.constantFrom('租', '约', '容', '器', 'カ', 'ナ', 'a', 'b', ' ', '2', '，') })
  fc.assert(
    fc.property(texts, text => {
      const words = wordsToKeep(text)
      for (const character of text.match(/[租约容器カナ]/g) ?? [])
        expect(words.some(word => word.startsWith(character))).toBe(true)
      const asked = new Set(wordsToFind(text))
      for (const added of words.filter(word => !asked.has(word))) expect(Array.from(added)).toHaveLength(1)
    }),
  )
})

/** Sixty weeks: more than one part of the index. */
const issues: Issue[] = Array.from({ length: 60 }, (_, index) => {
  const date = addDays('2016-12-08' as CivilDate, -7 * index)
  const special = [
    ...(index === 3
      ? [aStory({ id: 'etcd', title: '<img src=x onerror=alert(1)> etcd at scale', summary: 'Raft.' })]
      : []),
    ...(index === 55 ? [aStory({ id: 'old', title: 'Consensus', summary: 'Etcd and leases.', points: [] })] : []),
    ...(index === 58
      ? [aChineseStory({ id: 'leases', title: '分布式租约', summary: '租约的续期。', points: [] })]
      : []),
  ]
  return anIssue(
    [{ title: 'Clouds', stories: [aStory({ id: `s${index}`, title: `Week ${index}`, points: [] }), ...special] }],
    {
      number: 60 - index,
      date,
      week: weekOf(date),
      sealedAt: `${date}T00:00:00.000Z` as Instant,
    },
  )
})
const files = new Map(
  renderSite(aSite(), issues, [], shippedTemplates).map(({ path, content }) => [`/list/${path}`, content.toString()]),
)
const contentSecurity =
  "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'"

/** Opens the search as the server would serve it, without inline script; answers what it asked for. */
async function openSearch(page: Page, query = ''): Promise<string[]> {
  const asked: string[] = []
  await page.route('**/*', route => {
    const { pathname } = new URL(route.request().url())
    const body = files.get(pathname.endsWith('/') ? `${pathname}index.html` : pathname)
    asked.push(pathname)
    const kind = /\.(css|js|json)$/.exec(pathname)?.[1]
    const contentType =
      kind === 'css' ? 'text/css' : kind === 'js' ? 'text/javascript' : kind ? 'application/json' : 'text/html'
    const headers = { 'Content-Security-Policy': contentSecurity }
    return body === undefined ? route.fulfill({ status: 404 }) : route.fulfill({ body, contentType, headers })
  })
  await page.goto(`http://weekly.test/list/search/${query}`)
  return asked
}

const shown = (page: Page): Promise<string[]> => page.locator('#results a').allTextContents()

describe('the search', () => {
  test.each([
    ['two Chinese characters', '租约', ['分布式租约']],
    ['one Chinese character that begins a word', '租', ['分布式租约']],
    ['one Chinese character that ends a word', '约', ['分布式租约']],
    ['one Chinese character that ends a sentence', '期', ['分布式租约']],
    ['a longer Chinese word', '分布式', ['分布式租约']],
    [
      'the beginning of an English word, a title before a summary',
      'etc',
      ['<img src=x onerror=alert(1)> etcd at scale', 'Consensus'],
    ],
    ['all words, in whichever part of the archive', 'LEASES etcd', ['Consensus']],
    ['what is nowhere', 'nowhere', []],
  ])('finds %s', async (_what, question, titles) => {
    await withPage({}, async page => {
      await openSearch(page)
      await page.fill('#q', question)
      await page.press('#q', 'Enter')
      await expect
        .poll(() => page.locator('#found').textContent())
        .toBe(titles.length === 0 ? 'Nothing found.' : `Stories found: ${titles.length}`)
      expect(await shown(page)).toEqual(titles)
    })
  })

  test('asks for the files of its words alone, keeps the question in the address, and leads to the story', async () => {
    await withPage({}, async page => {
      const asked = await openSearch(page, '?q=consensus')
      await expect.poll(() => shown(page)).toEqual(['Consensus'])
      const index = asked.filter(path => path.endsWith('.json'))
      expect(index.length).toBeLessThanOrEqual(4)
      const link = await page.locator('#results a').getAttribute('href')
      expect(link).toMatch(/^\/list\/issues\/2015-W\d\d\/#consensus$/)
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
    })
  })

  test('says without script what there is instead', async () => {
    await withPage({ javaScriptEnabled: false }, async page => {
      await openSearch(page, '?q=consensus')
      expect(await page.locator('noscript').textContent()).toContain('needs JavaScript')
      expect(await page.locator('noscript a').count()).toBe(3)
    })
  })
})
