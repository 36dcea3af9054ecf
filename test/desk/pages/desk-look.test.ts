// The desk in a real browser: nothing for axe to find, nothing to scroll sideways, no request that its policy refuses, thumbs have room;
// with and without script, and by keyboard.
import { AxeBuilder } from '@axe-core/playwright'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { curate } from '../../../src/curate/curate.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { saveProposal } from '../../../src/store/proposals.ts'
import { importSubscribers } from '../../../src/store/subscriber-import.ts'
import { closeBrowser, withPage } from '../../browser.ts'
import { keyOf } from '../../../src/desk/story-key.ts'
import { arrive, deskOn, edited, linkOf } from '../filled-store.ts'
import { type DeskSite, startDesk } from './desk-fixture.ts'

afterAll(closeBrowser)

let desk: DeskSite
const open = async (language: 'en' | 'zh-CN'): Promise<void> => {
  desk = await startDesk({ language })
  await arrive(desk.store, ['alpha', 'bravo', 'carol'])
  await curate(deskOn(desk.store), edited.window)
  const [url, why] = ['https://blog.example/a/long/address-of-a-page-that-somebody-suggests', 'Because.']
  const said = { title: '', why, name: '王小明', email: null, wantsThanks: false, language }
  await saveProposal(desk.store, { url, link: url, host: 'blog.example', ...said }, edited.window.opensAt)
  const reader = { email: 'ann@example.org', name: null, language, consent: 'yes' }
  await importSubscribers(desk.store.db, [reader], desk.clock.now())
}
beforeEach(() => open('en'))
afterEach(() => desk.close())

const screens = [
  '/desk',
  '/desk/draft',
  '/desk/draft?edit=foreword',
  `/desk/story/${keyOf(linkOf('alpha'))}`,
  '/desk/inbox',
  '/desk/stream',
  '/desk/save',
  '/desk/preview',
  '/desk/release',
  '/desk/journal',
  '/desk/sources',
  '/desk/sources/add',
  '/desk/sources/try',
  '/desk/subscribers',
  '/desk/bounces',
  '/desk/pictures',
  '/desk/deliveries',
  '/desk/issues',
  '/desk/numbers',
  '/desk/targets',
  '/desk/proposals',
  '/desk/settings',
  '/desk/settings/remove/1',
]

/** Opens a browser that has signed in by a printed link. */
async function signedIn(
  options: BrowserContextOptions,
  work: (page: Page, base: string) => Promise<void>,
): Promise<void> {
  const base = `http://127.0.0.1:${desk.site.port}`
  await withPage(options, async page => {
    const link = await makeDeskLink(desk.store.db, desk.owner.id, desk.clock.now())
    await page.goto(`${base}/desk/link/${link}`)
    await page.click('main button')
    await page.waitForURL(`${base}/desk`)
    await work(page, base)
  })
}

/** What axe finds on the page: marks, names, contrast. */
async function findFaults(page: Page, path: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude('iframe').analyze()
  expect(violations.map(({ id, nodes }) => [path, id, nodes.map(({ html }) => html)])).toEqual([])
}

/** Nothing to scroll sideways, room for thumbs. */
async function measure(page: Page, path: string): Promise<void> {
  const shape = await page.evaluate(() => ({
    isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    tooSmall: [...document.querySelectorAll('main button, main a.act, nav a, nav button')]
      .map(element => element.getBoundingClientRect())
      .filter(({ width, height }) => width > 0 && height > 0 && height < 43.5).length,
  }))
  expect([path, shape]).toEqual([path, { isWide: false, tooSmall: 0 }])
}

async function look(page: Page, path: string): Promise<void> {
  await findFaults(page, path)
  await measure(page, path)
}

describe.each(['en', 'zh-CN'] as const)('each screen, in %s', language => {
  beforeEach(async () => {
    if (language === 'en') return
    await desk.close()
    await open(language)
  })

  test.each([
    { width: 375, colorScheme: 'light' },
    { width: 1280, colorScheme: 'dark' },
  ] as const)('at $width px, $colorScheme', async ({ width, colorScheme }) => {
    await signedIn({ viewport: { width, height: 800 }, colorScheme }, async (page, base) => {
      const refused: string[] = []
      page.on('console', message => {
        if (/Content Security Policy/i.test(message.text())) refused.push(message.text())
      })
      // Marks, names and contrast hang on language and colours, each of which is here once; widths on language and width.
      const isAsked = (language === 'en') === (colorScheme === 'light')
      for (const path of screens) {
        await page.goto(base + path)
        if (isAsked) await findFaults(page, path)
        await measure(page, path)
      }
      expect(refused).toEqual([])
    })
  })
})

test('the ways in are as clean', async () => {
  const base = `http://127.0.0.1:${desk.site.port}`
  await withPage({ viewport: { width: 320, height: 700 } }, async page => {
    await page.goto(`${base}/desk`)
    await look(page, 'sign-in')
    await page.fill('#email', 'ann@example.org')
    await page.click('main form button')
    await page.waitForSelector('#code')
    await look(page, 'code')
  })
})

test('without script a story is noted and dropped, and the issue approved', async () => {
  await signedIn({ javaScriptEnabled: false, viewport: { width: 390, height: 800 } }, async (page, base) => {
    await page.goto(`${base}/desk/draft`)
    const row = page.locator('li', { hasText: 'About bravo' })
    await row.locator('a[data-act=edit]').click()
    await page.fill('textarea[name=note]', '先读这篇')
    await page.click('button[value=words]')
    expect(await page.textContent('main')).toContain('先读这篇')
    await page.locator('li', { hasText: 'About alpha' }).locator('button[value=drop]').click()
    expect(await page.locator('section[aria-labelledby=left-out]').textContent()).toContain('About alpha')
    await page.goto(`${base}/desk/release`)
    await page.click('button[value=approve]')
    expect(await page.locator('button[value=stop]').count()).toBe(1)
  })
})

test('with the script a picture is put into the note that is being written', async () => {
  await signedIn({ viewport: { width: 375, height: 800 } }, async (page, base) => {
    await page.goto(`${base}/desk/draft`)
    const edit = await page.locator('li a.act[href*="edit="]').first().getAttribute('href')
    await page.goto(base + (edit ?? ''))
    await page.fill('textarea[name=note]', '写到一半')
    await page.click('button[value=picture]')
    const buffer = Buffer.from('R0lGODlhAQABAIAAAP8AAAAAACwAAAAAAQABAAACAkQBADs=', 'base64')
    await page.setInputFiles('input[type=file]', { name: 'a.gif', mimeType: 'image/gif', buffer })
    await page.fill('input[name=alt]', '图')
    await look(page, 'pictures with a note')
    await page.click('main form button')
    expect(await page.inputValue('textarea[name=note]')).toMatch(/^写到一半\n\n!\[图\]\(pictures\//)
    await page.click('button[value=words]')
    await page.waitForURL(/draft/)
    expect(await page.textContent('main')).toContain('写到一半')
  })
})

test('by keyboard alone and without script a story moves down, and its row stays in sight', async () => {
  await signedIn({ javaScriptEnabled: false, viewport: { width: 375, height: 500 } }, async (page, base) => {
    await page.goto(`${base}/desk/draft`)
    const titles = (): Promise<string[]> => page.locator('ol.stories h3').allTextContents()
    const [first = '', second = ''] = await titles()
    await page.locator('li', { hasText: first }).locator('button[value=down]').focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(/#s-/)
    expect((await titles()).slice(0, 2)).toEqual([second, first])
    const isInSight = await page.locator('li:target').evaluate(row => {
      const { top, bottom } = row.getBoundingClientRect()
      return top < innerHeight && bottom > 0
    })
    expect(isInSight).toBe(true)
  })
})
