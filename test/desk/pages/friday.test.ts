// The ten minutes in which an issue is made, as one walk over all pages: by thumb on a phone (its taps are counted), without script, and by keys.
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import { curate } from '../../../src/curate/curate.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { readDraft } from '../../../src/store/drafts.ts'
import { closeBrowser, withPage } from '../../browser.ts'
import { arrive, deskOn, edited } from '../filled-store.ts'
import { type DeskSite, startDesk } from './desk-fixture.ts'
import { focused, row, said, titles } from './script-fixture.ts'

afterAll(closeBrowser)

const names =
  'alpha bravo carol delta echo foxtrot golf hotel india juliet kilo lima mike november oscar papa quebec romeo sierra tango uniform victor whisky xray yankee zulu'
const note = '先读这篇：**它**说了为什么。'
const foreword = 'This week, *walls* between containers.'
const phone = { viewport: { width: 375, height: 667 }, hasTouch: true, isMobile: true }

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
  await arrive(desk.store, names.split(' '))
  await curate(deskOn(desk.store), edited.window)
})
afterEach(() => desk.close())

/** Opens the front page in a browser in which the owner has signed in. */
async function onFriday(options: Parameters<typeof withPage>[0], work: (page: Page) => Promise<void>): Promise<void> {
  await withPage({ baseURL: `http://127.0.0.1:${desk.site.port}`, ...options }, async page => {
    page.setDefaultTimeout(10_000)
    const troubles: string[] = []
    page.on('pageerror', error => troubles.push(String(error)))
    page.on('response', answer => {
      if (answer.status() >= 400) troubles.push(`${answer.status()} ${answer.url()}`)
    })
    page.on('console', message => {
      if (/Content Security Policy/i.test(message.text())) troubles.push(message.text())
    })
    await page.goto(`/desk/link/${await makeDeskLink(desk.store.db, desk.owner.id, desk.clock.now())}`)
    await page.click('main button')
    await page.waitForURL(/\/desk$/)
    await work(page)
    expect(troubles).toEqual([])
  })
}

/** Waits until a story is in the issue, held, or left out. */
const isIn = (page: Page, title: string, part: 'in' | 'held' | 'out'): Promise<unknown> =>
  page.waitForSelector(`main li[data-part=${part}]:has(h3 a:text-is("${title}"))`)
/** Waits until a story stands at this place of the issue. */
const standsAt = (page: Page, title: string, place: number): Promise<unknown> =>
  expect.poll(async () => (await titles(page)).indexOf(title), { interval: 40, timeout: 10_000 }).toBe(place)

/** What the issue is made of, whoever makes it by whatever means. */
interface Choice {
  readonly dropped: readonly string[]
  readonly held: string
  readonly picked: string
  readonly raised: string
  readonly top: string
  readonly noted: string
}

/** The same Friday for each: chosen by what stands there when it begins. */
async function choose(page: Page): Promise<Choice> {
  const stands = await titles(page)
  const at = (place: number): string => stands[place] ?? ''
  const out = await page.locator('li[data-part=out] h3').last().textContent()
  return {
    dropped: [at(2), at(3), at(4), at(5)],
    ...{ held: at(6), picked: out ?? '', raised: at(10), top: at(12), noted: at(0) },
  }
}

/** What must be in the store in the end, whichever way it came there. */
async function expectIssue(order: readonly string[], choice: Choice): Promise<void> {
  const draft = await readDraft(desk.store.db, edited.window.week)
  const stories = draft?.sections.flatMap(section => section.stories) ?? []
  expect(stories.map(({ title }) => title)).toEqual(order)
  for (const gone of [...choice.dropped, choice.held]) expect(order).not.toContain(gone)
  expect(order).toContain(choice.picked)
  expect(order[0]).toBe(choice.top)
  expect(stories.find(({ title }) => title === choice.noted)?.note).toBe(note)
  expect(draft?.foreword).toBe(foreword)
  expect(draft?.state).toBe('approved')
  expect(draft?.releaseAt && draft.releaseAt >= addMinutes(desk.clock.now(), 10)).toBe(true)
  expect(desk.tests).toEqual([`${edited.window.week} li@example.org`])
}

/** The whole Friday by pressing what stands on the pages; answers with the order that the draft had in the end, and what was chosen. */
async function walk(page: Page, press: (button: Locator) => Promise<void>): Promise<[readonly string[], Choice]> {
  /** The script has put the cursor there; without it a browser that follows a link to a row does not. */
  const write = async (field: Locator, words: string): Promise<void> => {
    await field.waitFor()
    if (!(await field.evaluate(element => element === document.activeElement))) await press(field)
    await page.keyboard.insertText(words)
  }
  await press(page.locator('main a[href="/desk/draft"], nav a[href="/desk/draft"]').first())
  await page.waitForURL(/\/desk\/draft/)
  const choice = await choose(page)
  const button = (title: string, kind: string): Locator => row(page, title).locator(`form.acts button[value=${kind}]`)
  for (const title of choice.dropped) {
    await press(button(title, 'drop'))
    await isIn(page, title, 'out')
  }
  await press(button(choice.held, 'hold'))
  await isIn(page, choice.held, 'held')
  await press(button(choice.picked, 'pick'))
  await isIn(page, choice.picked, 'in')
  const place = (await titles(page)).indexOf(choice.raised)
  for (const step of [1, 2]) {
    await press(button(choice.raised, 'up'))
    await standsAt(page, choice.raised, place - step)
  }
  await press(row(page, choice.top).locator('.menu summary'))
  await press(button(choice.top, 'top'))
  await standsAt(page, choice.top, 0)
  await press(row(page, choice.noted).locator('a[data-act=edit]'))
  await write(page.locator('textarea[name=note]'), note)
  await press(page.locator('button[value=words]'))
  await page.waitForSelector('p.note')
  await press(page.locator('a[data-act=foreword]'))
  await write(page.locator('textarea[name=value]'), foreword)
  await press(page.locator('button[value=foreword]'))
  await page.waitForSelector('.foreword p.text')
  const order = await titles(page)
  await press(page.locator('.bar a[href="/desk/preview"]'))
  await page.waitForURL(/preview$/)
  for (const frame of ['mail', 'mail-dark', 'text']) {
    await press(page.locator(`main a[href="/desk/preview/${frame}"]`))
    await page.waitForSelector(`main a[href="/desk/preview/${frame}"][aria-current]`)
    await page.frameLocator('iframe').locator('body').waitFor()
  }
  await press(page.locator('main form button'))
  await page.waitForSelector('main [role=status]')
  await press(page.locator('nav a[href="/desk/release"]'))
  await page.waitForSelector('.restated')
  await press(page.locator('button[value=approve]'))
  await page.waitForSelector('.stop-bar button')
  return [order, choice]
}

test('by thumb on a phone, from the front page to the bar that stops the presses, in at most 40 taps', async () => {
  await onFriday(phone, async page => {
    let taps = 0
    const [order, choice] = await walk(page, async button => {
      taps += 1
      await button.tap()
    })
    console.log(`a Friday by thumb: ${taps} taps`)
    expect(taps).toBeLessThanOrEqual(40)
    await expectIssue(order, choice)
    // The way back is in sight without a scroll.
    const bar = await page.locator('.stop-bar button').boundingBox()
    expect(bar && bar.y + bar.height <= 667 && bar.height >= 43.5).toBe(true)
  })
})

test('without script, by the same buttons', async () => {
  await onFriday({ ...phone, javaScriptEnabled: false }, async page => {
    const [order, choice] = await walk(page, button => button.tap())
    await expectIssue(order, choice)
  })
})

/** Goes on by Tab until what has the focus is called this. */
async function reach(page: Page, name: RegExp): Promise<void> {
  for (let step = 0; step < 80; step++) {
    await page.keyboard.press('Tab')
    if (name.test((await focused(page))?.trim() ?? '')) return
  }
  throw new Error(`Tab does not lead to ${name}`)
}

/** Goes down by `j` or up by `k` until the focus is on a story. */
async function reachStory(page: Page, title: string, key: 'j' | 'k'): Promise<void> {
  for (let step = 0; step < 60; step++) {
    await page.keyboard.press(key)
    if ((await page.locator('li:focus h3').textContent()) === title) return
  }
  throw new Error(`${key} does not lead to ${title}`)
}

test('by keys alone', async () => {
  await onFriday({ viewport: { width: 1280, height: 800 } }, async page => {
    const { keyboard } = page
    await page.waitForSelector('html[data-script]')
    await keyboard.press('g')
    await keyboard.press('d')
    await page.waitForURL(/\/desk\/draft/)
    await page.waitForSelector('html[data-script]')
    const choice = await choose(page)
    await reachStory(page, choice.dropped[0] ?? '', 'j')
    for (const title of choice.dropped) {
      await keyboard.press('x')
      await said(page, `${title}: left out`)
    }
    await keyboard.press('h')
    await said(page, `${choice.held}: held for the next issue`)
    await reachStory(page, choice.picked, 'j')
    await keyboard.press('p')
    await isIn(page, choice.picked, 'in')
    await reachStory(page, choice.raised, 'k')
    const place = (await titles(page)).indexOf(choice.raised)
    await keyboard.press('Alt+ArrowUp')
    await keyboard.press('Alt+ArrowUp')
    await standsAt(page, choice.raised, place - 2)
    await reachStory(page, choice.top, 'j')
    await keyboard.press('t')
    await standsAt(page, choice.top, 0)
    await reachStory(page, choice.noted, 'j')
    await keyboard.press('n')
    await page.waitForSelector('textarea[name=note]:focus')
    await keyboard.insertText(note)
    await keyboard.press('Escape')
    await page.waitForSelector('p.note')
    await keyboard.press('f')
    await page.waitForSelector('textarea[name=value]:focus')
    await keyboard.insertText(foreword)
    await keyboard.press('Escape')
    await page.waitForSelector('.foreword p.text')
    const order = await titles(page)
    await keyboard.press('v')
    await page.waitForURL(/preview$/)
    await reach(page, /^Send me a test mail$/)
    await keyboard.press('Enter')
    await page.waitForSelector('main [role=status]')
    await reach(page, /^Release$/)
    await keyboard.press('Enter')
    await page.waitForSelector('.restated')
    await reach(page, /^Release now$/)
    await keyboard.press('Enter')
    await page.waitForSelector('.stop-bar button')
    await expectIssue(order, choice)
  })
})
