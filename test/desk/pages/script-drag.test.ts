// Dragging in a real browser: by the handle alone, by mouse and by finger, sent as the same form; a finger elsewhere scrolls.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { readJournal } from '../../../src/store/journal.ts'
import { closeBrowser } from '../../browser.ts'
import { window } from '../filled-store.ts'
import type { DeskSite } from './desk-fixture.ts'
import { atDraft, row, said, startFullDesk, titles } from './script-fixture.ts'

afterAll(closeBrowser)

let desk: DeskSite
beforeEach(async () => {
  desk = await startFullDesk()
})
afterEach(() => desk.close())

async function centreOf(page: Page, title: string, part: string): Promise<{ readonly x: number; readonly y: number }> {
  const box = await row(page, title).locator(part).first().boundingBox()
  return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 }
}

const scripts = (page: Page): Promise<number> =>
  page.evaluate(
    () => performance.getEntriesByType('resource').filter(({ name }) => name.endsWith('/sortable.js')).length,
  )

test('a story that is dragged by its handle goes where it is dropped; the library is loaded only then', async () => {
  await atDraft(desk, async page => {
    const [one = '', two = '', three = ''] = await titles(page)
    expect(await scripts(page)).toBe(0)
    const from = await centreOf(page, one, '.handle')
    const to = await centreOf(page, two, 'p.quiet')
    const loaded = page.waitForResponse(/sortable\.js/)
    await page.mouse.move(from.x, from.y)
    await loaded
    await page.waitForFunction(() =>
      Object.keys(document.querySelector('ol.stories') ?? {}).some(key => key.startsWith('Sortable')),
    )
    await page.mouse.down()
    await page.mouse.move(from.x, from.y + 20, { steps: 4 })
    await page.mouse.move(to.x, to.y + 20, { steps: 20 })
    await page.mouse.up()
    await said(page, `${one}, 2 of 3 in This week`)
    expect(await titles(page)).toEqual([two, one, three])
    expect((await readJournal(desk.store.db, window.week)).map(({ act }) => act.kind)).toEqual(['move'])
  })
})

test('Escape puts a dragged story back, and nothing is sent', async () => {
  await atDraft(desk, async page => {
    const before = await titles(page)
    const from = await centreOf(page, before[0] ?? '', '.handle')
    const to = await centreOf(page, before[2] ?? '', 'h3')
    await page.mouse.move(from.x, from.y)
    await page.waitForFunction(() =>
      Object.keys(document.querySelector('ol.stories') ?? {}).some(key => key.startsWith('Sortable')),
    )
    await page.mouse.down()
    await page.mouse.move(to.x, to.y + 30, { steps: 10 })
    await page.keyboard.press('Escape')
    await page.mouse.up()
    expect(await titles(page)).toEqual(before)
    expect(await readJournal(desk.store.db, window.week)).toEqual([])
  })
})

test('a finger drags by the handle from the first touch on, and scrolls anywhere else', async () => {
  await atDraft(
    desk,
    async page => {
      const [one = '', two = '', three = ''] = await titles(page)
      const input = await page.context().newCDPSession(page)
      const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', at?: { readonly x: number; readonly y: number }) =>
        input.send('Input.dispatchTouchEvent', { type, touchPoints: at ? [at] : [] })
      const glide = async (from: { readonly x: number; readonly y: number }, by: number): Promise<void> => {
        for (let step = 1; step <= 10; step++) await touch('touchMove', { x: from.x, y: from.y + (by * step) / 10 })
      }
      const text = await centreOf(page, one, 'p.quiet')
      await touch('touchStart', text)
      await glide(text, -120)
      await touch('touchEnd')
      await page.waitForFunction(() => scrollY > 50)
      await page.evaluate(() => scrollTo(0, 0))
      const from = await centreOf(page, one, '.handle')
      const to = await centreOf(page, two, 'h3')
      await touch('touchStart', from)
      await page.waitForFunction(() =>
        Object.keys(document.querySelector('ol.stories') ?? {}).some(key => key.startsWith('Sortable')),
      )
      await glide(from, to.y + 20 - from.y)
      await touch('touchEnd')
      await said(page, `${one}, 2 of 3 in This week`)
      expect(await titles(page)).toEqual([two, one, three])
    },
    { viewport: { width: 390, height: 600 }, hasTouch: true, isMobile: true },
  )
})
