// The rows of the draft on a phone: what is done to every story stands in one line, the rest in a menu; and the page of a full week stays small.
import { createHash } from 'node:crypto'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { curate } from '../../../src/curate/curate.ts'
import { openDraft as openText } from '../../../src/desk/edit-draft.ts'
import { takeCommand } from '../../../src/desk/take-command.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { closeBrowser, withPage } from '../../browser.ts'
import { arrive, commandOn, deskOn, edited, linkOf } from '../filled-store.ts'
import { signInAs } from './at-the-desk.ts'
import { type DeskSite, startDesk } from './desk-fixture.ts'
import { atDraft, focused, row, said, titles } from './script-fixture.ts'

afterAll(closeBrowser)

let desk: DeskSite
afterEach(() => desk.close())

/** A desk with stories in two sections. */
async function openDesk(language: 'en' | 'zh-CN', names: readonly string[]): Promise<void> {
  desk = await startDesk({ language })
  const deps = deskOn(desk.store)
  await arrive(desk.store, names)
  await curate(deps, edited.window)
  const { text } = await openText(deps, edited)
  const move = { kind: 'section', story: linkOf(names.at(-1) ?? ''), section: 'Databases' } as const
  await takeCommand(deps, edited, commandOn(text, 'Tom', move))
}

describe.each(['en', 'zh-CN'] as const)('in %s', language => {
  beforeEach(() => openDesk(language, ['alpha', 'bravo', 'carol']))

  test('the buttons of a row stand in one line at 375 px, and the bar at the foot in one line below what was saved', async () => {
    await atDraft(
      desk,
      async page => {
        await page.locator('.stories button[value=down]').first().click()
        await page.locator('.bar button[value=undo]').click()
        await page.waitForSelector('.bar button[value=redo]')
        const lines = await page.evaluate(() =>
          [...document.querySelectorAll('ol.stories form.acts, .bar')].map(
            part =>
              new Set(
                [...part.querySelectorAll('.act')]
                  .filter(act => act.checkVisibility())
                  .map(act => Math.round(act.getBoundingClientRect().top)),
              ).size,
          ),
        )
        expect(lines).toEqual([1, 1, 1, 1])
      },
      { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true },
    )
  })
})

describe('the menu of a row', () => {
  beforeEach(() => openDesk('en', ['alpha', 'bravo', 'carol']))

  test('opens and closes without script, and its buttons act', async () => {
    const baseURL = `http://127.0.0.1:${desk.site.port}`
    await withPage({ javaScriptEnabled: false, baseURL, viewport: { width: 375, height: 667 } }, async page => {
      await page.goto(`/desk/link/${await makeDeskLink(desk.store.db, desk.owner.id, desk.clock.now())}`)
      await page.click('main button')
      await page.goto('/desk/draft')
      const [, second = ''] = await titles(page)
      expect(await row(page, second).locator('button[value=top]').isVisible()).toBe(false)
      await row(page, second).locator('.menu summary').click()
      // To a place behind any story, without script.
      await row(page, second).locator('.menu a[href$="#place"]').click()
      expect(await page.locator('select[name=place] optgroup').count()).toBe(2)
      await page.goto('/desk/draft')
      await row(page, second).locator('.menu summary').click()
      await row(page, second).locator('button[value=top]').click()
      await page.waitForURL(/#s-/)
      expect((await titles(page))[0]).toBe(second)
      expect(await page.locator('details.menu[open]').count()).toBe(0)
    })
  })

  test('closes after its act, at a press elsewhere, and by Escape; the focus is on what opened it', async () => {
    await atDraft(desk, async page => {
      const [first = '', second = ''] = await titles(page)
      await row(page, second).locator('.menu summary').focus()
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      expect(await focused(page)).toBe('Top story')
      await page.keyboard.press('Enter')
      await said(page, `${second}, 1 of 2 in This week`)
      expect(await focused(page)).toBe(`More: ${second}`)
      expect(await page.locator('details.menu[open]').count()).toBe(0)
      await page.keyboard.press('Enter')
      await page.keyboard.press('Tab')
      await page.keyboard.press('Escape')
      expect(await page.locator('details.menu[open]').count()).toBe(0)
      expect(await focused(page)).toBe(`More: ${second}`)
      await page.keyboard.press('Enter')
      await row(page, first).locator('.menu summary').click()
      expect(await page.locator('details.menu[open]').count()).toBe(1)
      await page.locator('h1').click()
      expect(await page.locator('details.menu[open]').count()).toBe(0)
    })
  })

  test('a key acts through the closed menu, and the page stays where it was', async () => {
    await atDraft(desk, async page => {
      const [, second = ''] = await titles(page)
      await page.keyboard.press('j')
      await page.keyboard.press('j')
      await page.keyboard.press('t')
      await said(page, `${second}, 1 of 2 in This week`)
      expect(await focused(page)).toBe(`More: ${second}`)
      await page.keyboard.press('m')
      await page.waitForSelector('details.menu[open] select:focus')
    })
  })
})

test('a week of 20 stories and 60 left out is a page of at most 120 KB', async () => {
  // Words that have nothing in common, so that each is a story of its own.
  const names = Array.from({ length: 80 }, (_, place) => createHash('sha1').update(`${place}`).digest('hex'))
  await openDesk('en', names)
  const html = await (await (await signInAs(desk, 'owner')).get('/desk/draft')).text()
  expect(html.match(/<li id="s-/g)).toHaveLength(21 + 50)
  expect(Buffer.byteLength(html)).toBeLessThanOrEqual(120_000)
})
