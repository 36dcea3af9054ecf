// The search in a real browser, from files alone.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, describe, expect, test } from 'vitest'
import type { CivilDate, Instant, Issue } from '../../../src/core/types.ts'
import { addDays, weekOf } from '../../../src/core/week.ts'
import { renderSite } from '../../../src/publish/site/site-in-memory.ts'
import { closeBrowser, withPage } from '../../browser.ts'
import { aChineseStory, anIssue, aSite, aStory, shippedTemplates } from '../issues.ts'

afterAll(closeBrowser)

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
  renderSite(aSite(), issues, [], shippedTemplates).map(({ path, content }) => [`/list/${path}`, Buffer.from(content)]),
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
    const kind = /\.(css|js|json|bin)$/.exec(pathname)?.[1]
    const types = new Map([
      ['css', 'text/css'],
      ['js', 'text/javascript'],
      ['json', 'application/json'],
      ['bin', 'application/octet-stream'],
    ])
    const contentType = types.get(kind ?? '') ?? 'text/html'
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
        .toBe(titles.length === 0 ? 'Nothing found.' : `Found: ${titles.length}`)
      await expect.poll(() => shown(page)).toEqual(titles)
    })
  })

  test('asks for the files of its words alone, keeps the question in the address, and leads to the story', async () => {
    await withPage({}, async page => {
      const asked = await openSearch(page, '?q=consensus')
      await expect.poll(() => shown(page)).toEqual(['Consensus'])
      const index = asked.filter(path => /\.(?:json|bin)$/.test(path))
      expect(index.length).toBeLessThanOrEqual(4)
      const link = await page.locator('#results a').getAttribute('href')
      expect(link).toMatch(/^\/list\/issues\/2015-W\d\d\/#consensus$/)
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
    })
  })

  test('shows ten, then ten more for a button that the keyboard reaches, and goes on at the first of them', async () => {
    await withPage({}, async page => {
      await openSearch(page, '?q=week')
      await expect.poll(() => page.locator('#found').textContent()).toBe('Found: 60')
      await expect.poll(async () => (await shown(page)).length).toBe(10)
      expect((await shown(page))[0]).toBe('Week 0')
      await page.locator('#more').focus()
      await page.keyboard.press('Enter')
      await expect.poll(async () => (await shown(page)).length).toBe(20)
      expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Week 10')
      const { violations } = await new AxeBuilder({ page }).setLegacyMode(true).analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
    })
  })

  test('says when what is found is only near', async () => {
    await withPage({}, async page => {
      await openSearch(page, `?q=${encodeURIComponent('租约误区')}`)
      await expect.poll(() => shown(page)).toEqual(['分布式租约'])
      expect(await page.locator('#found').textContent()).toBe('Nothing has all of these words. Close to them: 1')
    })
  })

  test('says when it cannot be loaded, and works again when it can', async () => {
    await withPage({}, async page => {
      await openSearch(page)
      await page.route('**/*.bin', route => route.abort())
      await page.fill('#q', 'consensus')
      await page.press('#q', 'Enter')
      await expect.poll(() => page.locator('#found').textContent()).toContain('could not be loaded')
      await page.unroute('**/*.bin')
      await page.press('#q', 'Enter')
      await expect.poll(() => shown(page)).toEqual(['Consensus'])
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
