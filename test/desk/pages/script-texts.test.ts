// Words at the desk in a real browser: saved while they are written, kept when they cannot be, and never laid over what somebody else wrote.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { readEdits } from '../../../src/store/edits.ts'
import { readJournal } from '../../../src/store/journal.ts'
import { closeBrowser } from '../../browser.ts'
import { arrive, window } from '../filled-store.ts'
import type { DeskSite } from './desk-fixture.ts'
import { atDraft, openDraft, row, said, startFullDesk } from './script-fixture.ts'

afterAll(closeBrowser)

let desk: DeskSite
beforeEach(async () => {
  desk = await startFullDesk()
})
afterEach(() => desk.close())

const note = 'textarea[name=note]'
const openForm = async (page: Page, title: string): Promise<void> => {
  await row(page, title).locator('[data-act=edit]').click()
  await page.waitForSelector(note)
}
const notes = async (): Promise<readonly string[]> =>
  (await readEdits(desk.store.db, window.week)).flatMap(edit => (edit.kind === 'note' ? edit.value : []))
const isUnsaved = (page: Page): Promise<boolean> => page.locator('form[data-unsaved]').count().then(Boolean)
const keptTexts = (page: Page): Promise<string[]> => page.evaluate(() => Object.values(localStorage) as string[])
/** The line is dead: what browsers send again by themselves when they are back on the network is not meant here. */
const loseWhatIsSent = (page: Page): Promise<unknown> =>
  page
    .context()
    .route('**/desk/draft*', route => (route.request().method() === 'POST' ? route.abort() : route.continue()))

/** A browser that is killed does not tell the page; and what a page sends on its way out may arrive although it is offline. */
const sendNothingAtTheEnd = (page: Page): Promise<void> =>
  page.evaluate(() => {
    document.addEventListener('visibilitychange', event => event.stopImmediatePropagation(), true)
  })

test('words are saved a moment after the last key; the field, its focus and what is written next stay', async () => {
  await atDraft(desk, async page => {
    await page.clock.install()
    await openForm(page, 'About bravo')
    await page.locator(note).pressSequentially('First')
    await page.clock.runFor(1_400)
    expect(await notes()).toEqual([])
    expect(await keptTexts(page)).toHaveLength(1)
    const answered = page.waitForResponse(/\/desk\/draft/)
    await page.clock.runFor(200)
    await page.locator(note).pressSequentially(', then 第二')
    await answered
    await page.clock.runFor(100)
    expect(await notes()).toEqual(['First'])
    const again = page.waitForResponse(/\/desk\/draft/)
    await page.clock.runFor(2_000)
    await again
    await page.waitForSelector('form[data-texts]:not([data-unsaved])')
    expect(await notes()).toEqual(['First, then 第二'])
    expect(await page.inputValue(note)).toBe('First, then 第二')
    expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('note')
    expect(await keptTexts(page)).toEqual([])
    expect(await readJournal(desk.store.db, window.week)).toHaveLength(2)
    await page.click('button[value=words]')
    await page.waitForSelector('p.note')
    expect(await readJournal(desk.store.db, window.week)).toHaveLength(2)
  })
})

test('Escape leaves a form, and what stands in it is saved', async () => {
  await atDraft(desk, async page => {
    await openForm(page, 'About bravo')
    await page.locator(note).pressSequentially('写完了')
    await page.keyboard.press('Escape')
    await page.waitForSelector('p.note:has-text("写完了")')
    expect(await page.locator('textarea').count()).toBe(0)
    expect(await keptTexts(page)).toEqual([])
  })
})

test('while an input method composes nothing is sent, and no spelling stays', async () => {
  await atDraft(desk, async page => {
    await page.clock.install()
    await openForm(page, 'About bravo')
    const input = await page.context().newCDPSession(page)
    await input.send('Input.imeSetComposition', { text: 'zhong', selectionStart: 5, selectionEnd: 5 })
    await page.clock.runFor(10_000)
    expect([await notes(), await keptTexts(page)]).toEqual([[], []])
    await input.send('Input.insertText', { text: '中' })
    const answered = page.waitForResponse(/\/desk\/draft/)
    await page.clock.runFor(2_000)
    await answered
    await page.waitForSelector('form[data-texts]:not([data-unsaved])')
    expect(await notes()).toEqual(['中'])
  })
})

test('what could not be saved is kept in the browser, and offered when the page is loaded again', async () => {
  await atDraft(desk, async page => {
    await openForm(page, 'About bravo')
    await loseWhatIsSent(page)
    await page.locator(note).pressSequentially('火车上写的')
    await page.locator(note).blur()
    await page.waitForSelector('#told:has-text("Not saved yet")')
    const next = await page.context().newPage()
    await sendNothingAtTheEnd(page)
    await page.close()
    await next.context().unrouteAll()
    await openDraft(next)
    expect(await notes()).toEqual([])
    expect(await next.locator('textarea').count()).toBe(0)
    await next.click('#told button:has-text("Take it up again")')
    await next.waitForSelector(note)
    expect(await next.inputValue(note)).toBe('火车上写的')
    await next.locator(note).blur()
    await next.waitForSelector('form[data-texts]:not([data-unsaved])')
    expect(await notes()).toEqual(['火车上写的'])
    await openDraft(next)
    expect(await next.locator('#told > div').count()).toBe(0)
  })
})

test('leaving asks only while something is unsaved, and what is thrown away is not offered again', async () => {
  await atDraft(desk, async page => {
    const asked: string[] = []
    page.on('dialog', dialog => {
      asked.push(dialog.type())
      void dialog.accept()
    })
    await openForm(page, 'About bravo')
    await openDraft(page)
    expect(asked).toEqual([])
    await openForm(page, 'About bravo')
    await loseWhatIsSent(page)
    await page.locator(note).pressSequentially('x')
    expect(await isUnsaved(page)).toBe(true)
    const next = await page.context().newPage()
    await sendNothingAtTheEnd(page)
    const closed = page.waitForEvent('close')
    await page.close({ runBeforeUnload: true })
    await closed
    expect(asked).toEqual(['beforeunload'])
    await next.context().unrouteAll()
    await openDraft(next)
    await next.click('#told button:has-text("Throw it away")')
    await openDraft(next)
    expect(await next.locator('#told > div').count()).toBe(0)
    expect(await notes()).toEqual([])
  })
})

test('a session that ends while somebody writes: they sign in over the page, and the text arrives', async () => {
  await atDraft(desk, async page => {
    await openForm(page, 'About bravo')
    await desk.store.db.deleteFrom('desk_sessions').execute()
    await page.locator(note).pressSequentially('没有丢')
    await page.locator(note).blur()
    await page.waitForSelector('dialog[open] input[name=email]')
    await page.fill('dialog input[name=email]', desk.owner.email)
    await page.click('dialog button:has-text("Mail me a code")')
    await page.fill('dialog input[name=code]', 'AAAAAAAA')
    await page.click('dialog button')
    await page.waitForSelector('dialog .problem')
    await page.fill('dialog input[name=code]', /[A-Z2-9]{8}/.exec(desk.mails[0]?.text ?? '')?.[0] ?? '')
    await page.click('dialog button')
    await page.waitForSelector('form[data-texts]:not([data-unsaved])')
    expect(await notes()).toEqual(['没有丢'])
    expect(await page.inputValue(note)).toBe('没有丢')
    await row(page, 'About alpha').locator('button[value=drop]').click()
    await said(page, 'About alpha: left out')
  })
})

test('one writes a note while the other drops the story: both versions are offered, and nothing is lost', async () => {
  await atDraft(
    desk,
    async ann => {
      // However long the other takes, the note is not saved by itself before.
      await ann.clock.install()
      await openDraft(ann)
      await ann.clock.pauseAt(Date.now() + 1_000)
      await openForm(ann, 'About bravo')
      await ann.locator(note).pressSequentially('Of Ann')
      await atDraft(desk, async li => {
        await row(li, 'About bravo').locator('button[value=drop]').click()
        await said(li, 'About bravo: left out')
      })
      await ann.clock.resume()
      await ann.locator(note).blur()
      await ann.waitForSelector('dialog[open]:has-text("left this story out")')
      await ann.click('dialog button[type=submit]')
      await ann.waitForSelector('dialog', { state: 'detached' })
      expect(await notes()).toEqual(['Of Ann'])
      expect(await row(ann, 'About bravo').getAttribute('data-part')).toBe('out')
      expect(await ann.locator('textarea').count()).toBe(0)
    },
    { editor: desk.editor },
  )
})

test('what comes and what others change is told while somebody writes, and shown when they ask: nothing moves before', async () => {
  await atDraft(
    desk,
    async ann => {
      await ann.clock.install()
      await openDraft(ann)
      await openForm(ann, 'About bravo')
      await ann.locator(note).pressSequentially('Of Ann')
      await atDraft(desk, async li => {
        await row(li, 'About carol').locator('button[value=drop]').click()
        await said(li, 'About carol: left out')
      })
      await arrive(desk.store, ['delta', 'echo'])
      const before = await ann.locator('ol.stories h3').allTextContents()
      await ann.clock.runFor(21_000)
      await ann.clock.runFor(21_000)
      await ann.waitForSelector('#told:has-text("2 new, 1 changed")')
      expect(await ann.textContent('#others')).toBe('李 dropped “About carol”, just now')
      expect(await ann.locator('ol.stories h3').allTextContents()).toEqual(before)
      await ann.click('#told button:has-text("Show")')
      await ann.waitForSelector('ol.stories h3:has-text("About delta")')
      expect(await ann.inputValue(note)).toBe('Of Ann')
      await ann.clock.runFor(21_000)
      expect(await ann.locator('#told > div').count()).toBe(0)
    },
    { editor: desk.editor },
  )
})

test('what is pasted keeps its links, and an address over a selection makes one', async () => {
  await atDraft(desk, async page => {
    await openForm(page, 'About bravo')
    const paste = (types: Readonly<Record<string, string>>): Promise<unknown> =>
      page.locator(note).evaluate((field, given) => {
        const clipboardData = new DataTransfer()
        for (const [type, text] of Object.entries(given)) clipboardData.setData(type, text)
        field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
      }, types)
    await page.locator(note).focus()
    await paste({ 'text/plain': '读这篇', 'text/html': '<p>读<a href="https://a.example/x">这篇</a></p>' })
    await page.waitForFunction(() => document.querySelector('textarea')?.value === '读[这篇](https://a.example/x)')
    await page.locator(note).fill('see there')
    await page.locator(note).evaluate(field => (field as HTMLTextAreaElement).setSelectionRange(4, 9))
    await paste({ 'text/plain': 'https://a.example/y' })
    expect(await page.inputValue(note)).toBe('see [there](https://a.example/y)')
    await page.keyboard.press('Escape')
    await page.waitForSelector('p.note')
    expect(await notes()).toEqual(['see [there](https://a.example/y)'])
  })
})
