// The desk's script in a real browser: acts without leaving the page, focus and words for who does not see it, each command once.
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { readJournal } from '../../../src/store/journal.ts'
import { closeBrowser } from '../../browser.ts'
import { window } from '../filled-store.ts'
import type { DeskSite } from './desk-fixture.ts'
import { atDraft, focused, openDraft, row, said, startFullDesk, titles } from './script-fixture.ts'

afterAll(closeBrowser)

let desk: DeskSite
beforeEach(async () => {
  desk = await startFullDesk()
})
afterEach(() => desk.close())

test('a story moves by keyboard without leaving the page: the focus stays on the button, and one sentence says where it is', async () => {
  await atDraft(desk, async page => {
    const [one = '', two = '', three = ''] = await titles(page)
    await row(page, one).locator('button[value=down]').focus()
    await page.keyboard.press('Enter')
    await said(page, `${one}, 2 of 3 in This week`)
    expect(await titles(page)).toEqual([two, one, three])
    expect(await focused(page)).toBe(`Down: ${one}`)
    await page.keyboard.press('Enter')
    await said(page, `${one}, 3 of 3 in This week`)
    expect(await focused(page)).toBe(`Down: ${one}`)
    expect(await row(page, one).locator('button[value=down]').getAttribute('aria-disabled')).toBe('true')
    await page.keyboard.press('Enter')
    await page.click('.bar button[value=undo]')
    await said(page, 'Saved')
    expect(await titles(page)).toEqual([two, one, three])
  })
})

test('what is dropped hands its focus to the next story, and can be taken back from the bar', async () => {
  await atDraft(desk, async page => {
    const [one = '', two = ''] = await titles(page)
    await row(page, one).locator('button[value=drop]').click()
    await said(page, `${one}: left out`)
    expect(await focused(page)).toBe(`Drop: ${two}`)
    expect(await page.textContent('.bar')).toContain('Saved 08:30')
    await page.click('.bar button[value=undo]')
    await page.waitForSelector('.bar button[value=redo]')
    expect((await titles(page)).toSorted()).toEqual(['About alpha', 'About bravo', 'About carol'])
    await page.click('.bar button[value=redo]')
    await page.waitForSelector('section[aria-labelledby=left-out]')
    expect(await titles(page)).toHaveLength(2)
  })
})

test('a button that is tapped twice acts once', async () => {
  await atDraft(desk, async page => {
    const [one = ''] = await titles(page)
    await row(page, one).locator('button[value=hold]').dblclick()
    await said(page, `${one}: held`)
    expect(await readJournal(desk.store.db, window.week)).toHaveLength(1)
  })
})

test('a form opens in its row, is saved and closed; another one that is open stays as it is', async () => {
  await atDraft(desk, async page => {
    await row(page, 'About bravo').locator('[data-act=edit]').click()
    await page.fill('textarea[name=note]', '先读这篇')
    await row(page, 'About alpha').locator('button[value=drop]').click()
    await said(page, 'About alpha: left out')
    expect(await page.inputValue('textarea[name=note]')).toBe('先读这篇')
    await page.click('button[value=words]')
    await page.waitForSelector('p.note')
    expect(await row(page, 'About bravo').textContent()).toContain('先读这篇')
    expect(await page.locator('textarea').count()).toBe(0)
    await openDraft(page)
    expect(await row(page, 'About bravo').textContent()).toContain('先读这篇')
  })
})

test('an act that does not reach the server is told, and sent again as it was', async () => {
  await atDraft(desk, async page => {
    await page.context().setOffline(true)
    await row(page, 'About alpha').locator('button[value=drop]').click()
    await page.waitForSelector('#told p')
    expect(await titles(page)).toHaveLength(3)
    await page.context().setOffline(false)
    await page.click('#told button:has-text("Try again")')
    await said(page, 'About alpha: left out')
    expect(await page.locator('#told p').count()).toBe(0)
    expect(await titles(page)).toHaveLength(2)
  })
})

test('what two people wrote on one field is shown in both versions over the page; what is chosen is saved', async () => {
  await atDraft(
    desk,
    async mine => {
      await row(mine, 'About bravo').locator('[data-act=edit]').click()
      await mine.fill('textarea[name=note]', 'Of Ann')
      await atDraft(desk, async theirs => {
        await row(theirs, 'About bravo').locator('[data-act=edit]').click()
        await theirs.fill('textarea[name=note]', 'Of Li')
        await theirs.click('button[value=words]')
        await theirs.waitForSelector('p.note')
      })
      await mine.click('button[value=words]')
      await mine.waitForSelector('dialog[open] .versions')
      expect(await mine.textContent('dialog')).toContain('Of Li')
      expect(await mine.inputValue('dialog textarea')).toBe('Of Ann')
      await mine.fill('dialog textarea', '两人的')
      await mine.click('dialog button[type=submit]')
      await mine.waitForSelector('p.note:has-text("两人的")')
      expect(await mine.locator('dialog, textarea').count()).toBe(0)
    },
    { editor: desk.editor },
  )
})
