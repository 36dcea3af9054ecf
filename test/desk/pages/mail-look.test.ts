// The pages behind the links of mails, and the release with its bar, in a real browser: nothing for axe to find, room for thumbs; and a robot that
// runs script and presses every button.
import { AxeBuilder } from '@axe-core/playwright'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import { curate } from '../../../src/curate/curate.ts'
import { nameOf, storiesIn } from '../../../src/desk/draft-text.ts'
import { decideWeek } from '../../../src/desk/decide-week.ts'
import { openDraft } from '../../../src/desk/edit-draft.ts'
import { linkActions, type MailLink, makeMailLink } from '../../../src/desk/mail-links.ts'
import { keyOf } from '../../../src/desk/story-key.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { readDraft } from '../../../src/store/drafts.ts'
import { closeBrowser, withPage } from '../../browser.ts'
import { arrive, deskOn, edited } from '../filled-store.ts'
import { type DeskSite, linkKey, startDesk } from './desk-fixture.ts'

afterAll(closeBrowser)
let desk: DeskSite
afterEach(() => desk.close())

const { week } = edited.window

/** A desk with three stories, and the paths of the links of its owner's mail. */
async function open(language: 'en' | 'zh-CN'): Promise<readonly string[]> {
  desk = await startDesk({ language })
  await arrive(desk.store, ['alpha', 'bravo', 'carol'])
  await curate(deskOn(desk.store), edited.window)
  const { text } = await openDraft(deskOn(desk.store), edited)
  const [first] = storiesIn(text)
  const story = first ? keyOf(nameOf(first)) : null
  const expiresAt = addMinutes(desk.clock.now(), 240)
  return linkActions.map(action => {
    const link: MailLink = { week, editorId: desk.owner.id, action, story, base: text.base, expiresAt }
    return `/desk/by-mail/${makeMailLink(linkKey, action === 'approve' ? { ...link, story: null } : link)}`
  })
}

async function look(page: Page, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [name, id, nodes.map(({ html }) => html)])).toEqual([])
  const shape = await page.evaluate(() => ({
    isWide: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    tooSmall: [...document.querySelectorAll('button, a.act, a.button, .choice label')]
      .map(element => element.getBoundingClientRect())
      .filter(({ width, height }) => width > 1 && height > 1 && height < 43.5).length,
  }))
  expect([name, shape]).toEqual([name, { isWide: false, tooSmall: 0 }])
}

test.each([
  { width: 375, colorScheme: 'light', language: 'zh-CN' },
  { width: 1280, colorScheme: 'dark', language: 'en' },
] as const)(
  'by link, and the bar that stops: at $width px, $colorScheme, $language',
  async ({ language, width, colorScheme }) => {
    const paths = await open(language)
    await withPage({ viewport: { width, height: 800 }, colorScheme }, async page => {
      const base = `http://127.0.0.1:${desk.site.port}`
      // The pages of drop, hold and pick are one.
      for (const path of [paths[0] ?? '', paths.at(-1) ?? '']) {
        await page.goto(base + path)
        await look(page, path)
      }
      await page.goto(base + (paths[0] ?? ''))
      await page.click('main button')
      await look(page, 'done')
      await page.goto(`${base}/desk/link/${await makeDeskLink(desk.store.db, desk.owner.id, desk.clock.now())}`)
      await page.click('main button')
      await page.waitForURL(`${base}/desk`)
      await page.goto(base + (paths.at(-1) ?? ''))
      await look(page, 'approve')
      await decideWeek(deskOn(desk.store), edited, 'approve')
      await page.goto(`${base}/desk/release`)
      await look(page, 'stop')
      await page.click('.stop-bar button')
      await page.waitForFunction(() => document.querySelector('.stop-bar') === null)
      await look(page, 'stopped')
    })
  },
)

test('a robot that runs script, follows links and presses every button gets no session, releases nothing, and what it did is taken back', async () => {
  const paths = await open('en')
  const base = `http://127.0.0.1:${desk.site.port}`
  await withPage({}, async page => {
    // The pages of the mail's links, and whatever these lead to.
    const waiting = [...paths, '/desk', '/desk/release?week=2016-W49']
    const seen = new Set<string>()
    for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
      if (seen.has(path)) continue
      seen.add(path)
      await page.goto(base + path)
      const hrefs = await page.locator('a[href^="/desk"]').evaluateAll(links => links.map(a => a.getAttribute('href')))
      waiting.push(...hrefs.flatMap(href => (href === null ? [] : [href])))
      const buttons = await page.locator('button:visible').count()
      if (paths.includes(path)) expect(buttons).toBeGreaterThan(0)
      for (let at = 0; at < buttons; at++) {
        await page.goto(base + path)
        await page.locator('button:visible').nth(at).click()
        const again = page.locator('button:visible')
        if ((await again.count()) > 0) await again.first().click()
      }
    }
    const cookies = await page.context().cookies()
    expect(cookies.map(({ name }) => name).filter(name => name !== 'desk-code')).toEqual([])
  })
  expect(await desk.store.db.selectFrom('desk_sessions').selectAll().execute()).toEqual([])
  expect((await readDraft(desk.store.db, week))?.state).toBe('draft')
  await withPage({ baseURL: base, javaScriptEnabled: false }, async page => {
    await page.goto(`/desk/link/${await makeDeskLink(desk.store.db, desk.owner.id, desk.clock.now())}`)
    await page.click('main button')
    await page.goto('/desk/draft')
    let takenBack = 0
    for (const undo = page.locator('.bar button[value=undo]'); (await undo.count()) > 0; takenBack++) await undo.click()
    expect(takenBack).toBeGreaterThan(1)
    expect(await page.locator('li[data-part=in]').count()).toBe(3)
  })
  const { sections, held } = (await readDraft(desk.store.db, week)) ?? { sections: [], held: [] }
  expect([sections.flatMap(({ stories }) => stories).length, held.length]).toEqual([3, 0])
})
