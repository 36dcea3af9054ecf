// The keys of the desk in a real browser: a whole Friday without a mouse, never in a field, and off where somebody wants no single keys.
import { AxeBuilder } from '@axe-core/playwright'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { openDraft as openText } from '../../../src/desk/edit-draft.ts'
import { takeCommand } from '../../../src/desk/take-command.ts'
import { readJournal } from '../../../src/store/journal.ts'
import { closeBrowser } from '../../browser.ts'
import { commandOn, deskOn, edited, linkOf, window } from '../filled-store.ts'
import type { DeskSite } from './desk-fixture.ts'
import { atDraft, focused, openDraft, row, said, startFullDesk } from './script-fixture.ts'

afterAll(closeBrowser)

let desk: DeskSite
beforeEach(async () => {
  desk = await startFullDesk()
  const curate = deskOn(desk.store)
  const { text } = await openText(curate, edited)
  const move = { kind: 'section', story: linkOf('carol'), section: 'Databases' } as const
  await takeCommand(curate, edited, commandOn(text, 'Tom', move))
})
afterEach(() => desk.close())

test('a story goes over sections and back by keys: the focus stays with it, and one sentence says where it is', async () => {
  await atDraft(desk, async page => {
    await page.keyboard.press('j')
    const first = (await focused(page))?.includes('About alpha') === true ? 'alpha' : 'bravo'
    await page.keyboard.press('Alt+Shift+ArrowDown')
    await said(page, `About ${first}, 2 of 2 in Databases`)
    await page.keyboard.press('Alt+ArrowUp')
    await said(page, `About ${first}, 1 of 2 in Databases`)
    expect(await focused(page)).toBe(`Up: About ${first}`)
    await page.keyboard.press('Alt+Shift+ArrowUp')
    await said(page, `About ${first}, 2 of 2 in This week`)
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('Alt+ArrowUp')
    await page.keyboard.press('x')
    await said(page, `About ${first}: left out`)
    await page.keyboard.press('u')
    await said(page, 'Saved')
    await page.keyboard.press('U')
    await page.waitForSelector('section[aria-labelledby=left-out]')
    expect(await row(page, `About ${first}`).getAttribute('data-part')).toBe('out')
  })
})

test('note, title and foreword open at their field; what is typed there is text, and Escape leaves it saved', async () => {
  await atDraft(desk, async page => {
    await page.keyboard.press('j')
    await page.keyboard.press('n')
    await page.waitForSelector('textarea[name=note]:focus')
    await page.keyboard.type('xjh?')
    await page.keyboard.press('Escape')
    await page.waitForSelector('p.note:has-text("xjh?")')
    await page.keyboard.press('e')
    await page.waitForSelector('input[name=title]:focus')
    await page.keyboard.press('Escape')
    await page.waitForSelector('input[name=title]', { state: 'detached' })
    await page.keyboard.press('f')
    await page.waitForSelector('textarea[name=value]:focus')
    await page.keyboard.type('题记')
    await page.keyboard.press('Escape')
    await page.waitForSelector('p.text:has-text("题记")')
    expect((await readJournal(desk.store.db, window.week)).map(({ act }) => act.kind)).toEqual([
      'section',
      'note',
      'foreword',
    ])
  })
})

test('an input method that composes presses no key', async () => {
  await atDraft(desk, async page => {
    await page.keyboard.press('j')
    await page.evaluate(() => {
      for (const init of [
        { key: 'x', isComposing: true },
        { key: 'x', keyCode: 229 },
      ])
        document.activeElement?.dispatchEvent(
          new KeyboardEvent('keydown', { ...init, bubbles: true, cancelable: true }),
        )
    })
    await page.locator('a[data-act=foreword]').click()
    const input = await page.context().newCDPSession(page)
    await page.waitForSelector('textarea[name=value]:focus')
    await input.send('Input.imeSetComposition', { text: 'xu', selectionStart: 2, selectionEnd: 2 })
    await input.send('Input.insertText', { text: '需' })
    await page.keyboard.press('Escape')
    await page.waitForSelector('p.text:has-text("需")')
    expect((await readJournal(desk.store.db, window.week)).map(({ act }) => act.kind)).toEqual(['section', 'foreword'])
  })
})

test('the keys are listed, clean for axe, and switched off for good', async () => {
  await atDraft(
    desk,
    async page => {
      await page.keyboard.press('?')
      await page.waitForSelector('dialog[open] dl.keys')
      const { violations } = await new AxeBuilder({ page }).analyze()
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
      await page.uncheck('dialog input[type=checkbox]')
      await page.keyboard.press('Escape')
      await page.waitForSelector('dialog', { state: 'detached' })
      await openDraft(page)
      await page.keyboard.press('j')
      await page.keyboard.press('x')
      await page.keyboard.press('?')
      expect(await page.locator('dialog').count()).toBe(0)
      expect(await readJournal(desk.store.db, window.week)).toHaveLength(1)
      await page.click('button[data-keys]')
      await page.waitForSelector('dialog[open] dl.keys')
    },
    { viewport: { width: 1280, height: 800 } },
  )
})
