// Passkeys in a real browser with a virtual device: offered after the first sign-in, made, used on the sign-in page and over a page.
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { closeBrowser, withPage } from '../../browser.ts'
import { arrive, deskOn, edited } from '../filled-store.ts'
import { curate } from '../../../src/curate/curate.ts'
import { listPasskeys } from '../../../src/store/desk-passkeys.ts'
import { type DeskSite, startDesk } from './desk-fixture.ts'

afterAll(closeBrowser)

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk({ isLocalhost: true })
  await arrive(desk.store, ['alpha', 'bravo'])
  await curate(deskOn(desk.store), edited.window)
})
afterEach(() => desk.close())

async function withDevice(work: (page: Page) => Promise<void>, javaScriptEnabled = true): Promise<void> {
  const options = {
    baseURL: `http://localhost:${desk.site.port}`,
    viewport: { width: 375, height: 700 },
    javaScriptEnabled,
  }
  await withPage(options, async page => {
    const refused: string[] = []
    page.on('console', message => {
      if (/Content Security Policy/i.test(message.text())) refused.push(message.text())
    })
    const session = await page.context().newCDPSession(page)
    await session.send('WebAuthn.enable')
    const device = {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
    } as const
    const rest = { isUserVerified: true, automaticPresenceSimulation: true }
    await session.send('WebAuthn.addVirtualAuthenticator', { options: { ...device, ...rest } })
    await page.goto(`/desk/link/${await makeDeskLink(desk.store.db, desk.owner.id, desk.clock.now())}`)
    await page.click('main button')
    await page.waitForURL(/\/desk$/)
    await work(page)
    expect(refused).toEqual([])
  })
}

const makeOne = async (page: Page): Promise<void> => {
  await page.click('.told >> text="Make a passkey"')
  await page.waitForURL(/settings#passkeys$/)
}

test('one is offered after the first sign-in, made by one button, and opens the desk without an address', async () => {
  await withDevice(async page => {
    await makeOne(page)
    expect(await listPasskeys(desk.store.db, desk.owner.id)).toHaveLength(1)
    expect(await page.locator('.told >> text="Make a passkey"').count()).toBe(0)
    await page.click('nav button[type=submit]')
    await page.waitForURL(/sign-in/)
    await page.click('text="Sign in with a passkey"')
    await page.waitForURL(/\/desk$/)
    expect(await page.locator('body').getAttribute('data-editor')).toBe('李')
  })
})

test('in the settings a second one gets a name; the device that has one makes no other', async () => {
  await withDevice(async page => {
    await page.goto('/desk/settings')
    await page.fill('#passkey-name', '我的手机')
    await page.click('text="Make a passkey"')
    await page.waitForSelector('input[value="我的手机"]')
    await page.click('text="Make a passkey"')
    await page.waitForSelector('.told >> text=No passkey was made')
    expect(await listPasskeys(desk.store.db, desk.owner.id)).toHaveLength(1)
  })
})

test('over a page whose session has ended it signs in, and the act is done', async () => {
  await withDevice(async page => {
    await makeOne(page)
    await page.goto('/desk/draft')
    await page.waitForSelector('html[data-script]')
    await desk.store.db.deleteFrom('desk_sessions').execute()
    await page.locator('li', { hasText: 'About alpha' }).locator('button[value=drop]').click()
    await page.click('dialog >> text="Sign in with a passkey"')
    await page.waitForSelector('section[aria-labelledby=left-out] >> text=About alpha')
  })
})

test('without script nothing is offered', async () => {
  await desk.store.db
    .insertInto('desk_passkeys')
    .values({
      ...{ id: 'a', editor_id: desk.owner.id, public_key: '', counter: '0', transports: '[]', name: 'Old phone' },
      ...{ created_at: desk.clock.now(), used_at: null },
    })
    .execute()
  await withDevice(async page => {
    expect(await page.locator('.told *').count()).toBe(0)
    await page.goto('/desk/settings')
    expect(await page.locator('#passkey-name').isVisible()).toBe(false)
    expect(await page.locator('text="Passkeys need JavaScript."').isVisible()).toBe(true)
    await page.goto('/desk/sign-in')
    expect(await page.locator('text="Sign in with a passkey"').isVisible()).toBe(false)
  }, false)
})
