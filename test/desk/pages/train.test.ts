// The desk on a train, in a real browser: the draft stays readable, what is done to it waits and acts once, and nothing else is sent later.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { curate } from '../../../src/curate/curate.ts'
import { addMinutes } from '../../../src/core/clock.ts'
import type { IssueWindow, WeekId } from '../../../src/core/types.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import type { Editor } from '../../../src/store/editors.ts'
import { readJournal } from '../../../src/store/journal.ts'
import { closeBrowser, withPage } from '../../browser.ts'
import { arrive, deskOn, edited, linkOf, window } from '../filled-store.ts'
import { signIn as signInElsewhere } from './at-the-desk.ts'
import { type DeskSite, formIn, startDesk } from './desk-fixture.ts'
import { row } from './script-fixture.ts'

afterAll(closeBrowser)

const names = ['alpha', 'bravo', 'carol', 'delta', 'echo', 'foxtrot']
let desk: DeskSite
let upcoming: IssueWindow
beforeEach(async () => {
  upcoming = window
  desk = await startDesk({ isLocalhost: true, upcoming: () => upcoming })
  await arrive(desk.store, names)
  await curate(deskOn(desk.store), edited.window)
})
afterEach(() => desk.close())

const journal = async () => (await readJournal(desk.store.db, window.week)).map(({ editor }) => editor)

async function signIn(page: Page, editor: Editor): Promise<void> {
  await page.goto(`/desk/link/${await makeDeskLink(desk.store.db, editor.id, desk.clock.now())}`)
  await page.click('main button')
  await page.waitForURL(/\/desk$/)
}

/** Opens the draft and waits until the browser has kept it. */
async function keepDraft(page: Page): Promise<void> {
  await page.goto('/desk/draft')
  await page.waitForFunction(async () => {
    const names = await caches.keys()
    const kept = await Promise.all(names.map(async name => (await (await caches.open(name)).keys()).length))
    return (
      kept.some(count => count > 10) &&
      (await navigator.serviceWorker.getRegistration('/desk/'))?.active?.state === 'activated'
    )
  })
}

async function onTrain(work: (page: Page) => Promise<void>): Promise<void> {
  await withPage(
    { baseURL: `http://localhost:${desk.site.port}`, viewport: { width: 390, height: 700 } },
    async page => {
      const refused: string[] = []
      page.on('console', message => {
        if (/Content Security Policy/i.test(message.text())) refused.push(message.text())
      })
      page.on('pageerror', error => refused.push(String(error)))
      await signIn(page, desk.owner)
      await keepDraft(page)
      await work(page)
      expect(refused).toEqual([])
    },
  )
}

const drop = (page: Page, title: string): Promise<void> =>
  row(page, `About ${title}`).locator('button[value=drop]').click()
const waiting = (page: Page, acts: number): Promise<unknown> =>
  page.waitForSelector(`.told >> text=${acts} acts wait for a connection.`)
const nothingWaits = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.querySelector('.told')?.textContent.includes('wait for a connection') === false)

test('the draft is read again without a connection; five acts wait, and each acts once when there is one', async () => {
  await onTrain(async page => {
    await page.context().setOffline(true)
    await page.goto('/desk/sources')
    await page.waitForURL(/\/desk\/draft$/)
    await page.waitForSelector('.told >> text=Offline: the draft as of')
    expect(await row(page, 'About alpha').count()).toBe(1)
    for (const [index, name] of names.slice(0, 4).entries()) {
      await drop(page, name)
      await waiting(page, index + 1)
    }
    await row(page, 'About echo').locator('button[value=hold]').click()
    await waiting(page, 5)
    await page.reload()
    await waiting(page, 5)
    expect(await journal()).toEqual([])
    await page.context().setOffline(false)
    await nothingWaits(page)
    expect(await journal()).toEqual(['李', '李', '李', '李', '李'])
    await page.click('text="Load the page"')
    await page.waitForSelector('section[aria-labelledby=left-out] >> text=About delta')
    expect(await journal()).toHaveLength(5)
  })
})

test('two acts on one story are two', async () => {
  await onTrain(async page => {
    await page.context().setOffline(true)
    await row(page, 'About foxtrot').locator('button[value=hold]').click()
    await waiting(page, 1)
    await drop(page, 'foxtrot')
    await waiting(page, 2)
    await page.context().setOffline(false)
    await nothingWaits(page)
    expect(await journal()).toEqual(['李', '李'])
  })
})

test('what another editor did meanwhile comes back as both versions, and nothing is lost', async () => {
  await onTrain(async page => {
    await page.context().setOffline(true)
    await row(page, 'About alpha').locator('button[value=hold]').click()
    await waiting(page, 1)
    const ann = await signInElsewhere(desk, desk.editor)
    const form = formIn(await (await ann.get('/desk/draft')).text(), linkOf('alpha'), 'drop')
    expect((await ann.post(form.action, form.fields)).status).toBe(303)
    await page.context().setOffline(false)
    await page.waitForSelector('dialog form')
    expect(await page.textContent('dialog')).toContain('Somebody else')
    expect(await journal()).toEqual(['Ann'])
    await page.keyboard.press('Escape')
    await page.click('.told [data-about=refused] button')
    expect(await page.inputValue('dialog textarea')).toContain('Hold: About alpha')
  })
})

test('releasing, signing out and other forms say that they are not for offline', async () => {
  await onTrain(async page => {
    await page.goto('/desk/release')
    await page.waitForSelector('html[data-script]')
    await page.context().setOffline(true)
    await page.click('button[value=approve]')
    await page.waitForSelector('.told >> text=Not while offline. Nothing was sent.')
    await page.click('nav button[type=submit]')
    expect(new URL(page.url()).pathname).toBe('/desk/release')
    await page.context().setOffline(false)
    await page.reload()
    expect(await page.locator('button[value=stop]').count()).toBe(0)
  })
})

test('what was done to an issue that went out meanwhile is shown, with why', async () => {
  await onTrain(async page => {
    await page.context().setOffline(true)
    await drop(page, 'alpha')
    await waiting(page, 1)
    upcoming = {
      week: '2016-W50' as WeekId,
      opensAt: window.closesAt,
      closesAt: addMinutes(window.closesAt, 7 * 24 * 60),
    }
    await page.context().setOffline(false)
    await page.click('.told [data-about=refused] button')
    expect(await page.inputValue('dialog textarea')).toContain('Drop: About alpha\nThe issue went out')
    expect(await journal()).toEqual([])
    await page.click('dialog button')
    await page.waitForFunction(() => document.querySelector('.told [data-about=refused]') === null)
  })
})

/** How many acts this browser keeps, whoever's. The page that was left may have opened the outbox once more: it is empty then. */
async function countKept(): Promise<number> {
  const opened = await new Promise<IDBDatabase>((resolve, reject) => {
    const asked = indexedDB.open('weekly-desk', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore('outbox', { keyPath: 'id', autoIncrement: true })
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error ?? new Error('not opened'))
  })
  return new Promise(resolve => {
    const counted = opened.transaction('outbox').objectStore('outbox').count()
    counted.onsuccess = () => resolve(counted.result)
  })
}

test('signing out clears what was kept, and another editor never sees it', async () => {
  await onTrain(async page => {
    await page.context().setOffline(true)
    await drop(page, 'alpha')
    await waiting(page, 1)
    await page.context().setOffline(false)
    await nothingWaits(page)
    await page.context().setOffline(true)
    await drop(page, 'bravo')
    await waiting(page, 1)
    // Another editor, without a sign-out of the first.
    const [key] = await page.context().cookies()
    expect(key).toBeDefined()
    await page.context().clearCookies()
    await page.context().setOffline(false)
    await page.goto('about:blank')
    await signIn(page, desk.editor)
    await page.waitForFunction(async () => (await caches.keys()).length === 0)
    await keepDraft(page)
    expect(await page.evaluate(countKept)).toBe(1)
    expect(await page.locator('.told').textContent()).not.toContain('wait')
    expect(await journal()).toEqual(['李'])
    await page.click('nav button[type=submit]')
    await page.waitForURL(/sign-in/)
    expect(await page.evaluate(() => caches.keys())).toEqual([])
    expect(await page.evaluate(countKept)).toBe(0)
  })
})
