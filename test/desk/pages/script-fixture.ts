// What the tests of the desk's script have in common: the draft's page in a real browser in which somebody has signed in.
import type { BrowserContextOptions, Locator, Page } from 'playwright-core'
import { expect } from 'vitest'
import { curate } from '../../../src/curate/curate.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import type { Editor } from '../../../src/store/editors.ts'
import { withPage } from '../../browser.ts'
import { arrive, deskOn, edited } from '../filled-store.ts'
import { type DeskSite, startDesk } from './desk-fixture.ts'

/** A desk with three stories in its draft. */
export async function startFullDesk(): Promise<DeskSite> {
  const desk = await startDesk()
  await arrive(desk.store, ['alpha', 'bravo', 'carol'])
  await curate(deskOn(desk.store), edited.window)
  return desk
}

/** Marks a page, so that it is seen when it was left. */
const mark = (page: Page): Promise<unknown> => page.evaluate(() => (document.body.dataset.stayed = 'yes'))

/** Opens the draft's page with its script. */
export async function openDraft(page: Page): Promise<void> {
  await page.goto('/desk/draft')
  await page.waitForSelector('html[data-script]')
  await mark(page)
}

/**
 * Works on the draft's page in a browser in which somebody has signed in. Fails where the page was left, threw an error, or had something refused by
 * its policy.
 */
export async function atDraft(
  desk: DeskSite,
  work: (page: Page) => Promise<void>,
  { editor = desk.owner, ...options }: BrowserContextOptions & { readonly editor?: Editor } = {},
): Promise<void> {
  const baseURL = `http://127.0.0.1:${desk.site.port}`
  await withPage({ viewport: { width: 390, height: 700 }, baseURL, ...options }, async page => {
    const refused: string[] = []
    page.on('pageerror', error => refused.push(String(error)))
    await page.addInitScript(() => {
      document.addEventListener('securitypolicyviolation', event => {
        throw new Error(`refused: ${event.violatedDirective} ${event.blockedURI}`)
      })
    })
    await page.goto(`/desk/link/${await makeDeskLink(desk.store.db, editor.id, desk.clock.now())}`)
    await page.click('main button')
    await page.waitForURL(/\/desk$/)
    await openDraft(page)
    await work(page)
    if (!page.isClosed()) expect(await page.locator('body').getAttribute('data-stayed')).toBe('yes')
    expect(refused).toEqual([])
  })
}

/** The titles of the draft in order. */
export const titles = (page: Page): Promise<string[]> => page.locator('ol.stories h3').allTextContents()
/** The row of a story. */
export const row = (page: Page, title: string): Locator => page.locator('main li', { hasText: title })
/** Waits until a screen reader is told this. */
export const said = (page: Page, text: string): Promise<unknown> =>
  page.waitForSelector(`#said:has-text("${text}")`, { state: 'attached' })
/** What has the focus, by its name. */
export const focused = (page: Page): Promise<string | null> =>
  page.evaluate(() => {
    const { activeElement: element } = document
    return element?.getAttribute('aria-label') ?? element?.textContent ?? null
  })
