// The ways in to the desk over HTTP: codes, passwords, links; what scanners, strangers and other sites get.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import { hashPassword } from '../../../src/desk/pages/password.ts'
import { formTokenOf } from '../../../src/desk/pages/visitor.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { savePassword } from '../../../src/store/editors.ts'
import { now } from '../../web/web-fixture.ts'
import { type Browser, type DeskSite, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

const settled = (): Promise<void> => new Promise(resolve => setImmediate(() => setImmediate(resolve)))

async function askForCode(browser: Browser, email = 'ann@example.org'): Promise<string> {
  const answer = await browser.post('/desk/sign-in', { email })
  expect(answer.status).toBe(200)
  await settled()
  return /[A-Z2-9]{8}/.exec(desk.mails.at(-1)?.text ?? '')?.[0] ?? ''
}

async function signIn(browser: Browser): Promise<void> {
  const token = await makeDeskLink(desk.store.db, desk.editor.id, desk.clock.now())
  expect((await browser.post(`/desk/link/${token}`, {})).status).toBe(303)
}

const rows = async (): Promise<string> => {
  const { db } = desk.store
  const keys = await db.selectFrom('desk_keys').selectAll().execute()
  return JSON.stringify([keys, await db.selectFrom('desk_sessions').selectAll().execute()])
}

describe('a mailed code', () => {
  test('signs in the browser that asked for it, and goes on to the page that was wanted', async () => {
    const browser = desk.openBrowser()
    const away = await browser.get('/desk/nothing')
    expect([away.status, away.headers.get('Location')]).toEqual([303, '/desk/sign-in?to=%2Fdesk%2Fnothing'])
    const code = await askForCode(browser)
    const answer = await browser.post('/desk/sign-in/code', { code: ` ${code.toLowerCase()} `, to: '/desk/nothing' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/desk/nothing'])
    const today = await browser.get('/desk')
    expect(today.status).toBe(200)
    expect(today.headers.get('Cache-Control')).toBe('no-store')
    expect(today.headers.get('Content-Security-Policy')).toContain("style-src 'self';")
    expect(await today.text()).toContain('Ann')
  })

  test('opens nothing elsewhere: the link of the mail shows the code, and changes no row', async () => {
    const [browser, scanner] = [desk.openBrowser(), desk.openBrowser()]
    const code = await askForCode(browser)
    const before = await rows()
    const shown = await scanner.get(`/desk/code/${code}`)
    expect(await shown.text()).toContain(code)
    expect((await scanner.post('/desk/sign-in/code', { code })).status).toBe(403)
    expect(scanner.cookies.has('desk')).toBe(false)
    expect(await rows()).toBe(before)
    const filled = await (await browser.get(`/desk/code/${code}`)).text()
    expect(filled).toContain(`value="${code}"`)
  })

  test('is answered alike whoever the address belongs to', async () => {
    const [known, stranger] = [desk.openBrowser(), desk.openBrowser()]
    const answers = [
      await known.post('/desk/sign-in', { email: 'ann@example.org' }),
      await stranger.post('/desk/sign-in', { email: 'eve@example.org' }),
    ]
    await settled()
    expect(desk.mails.map(({ to }) => to)).toEqual(['ann@example.org'])
    expect(await answers[0]?.text()).toBe(await answers[1]?.text())
    expect([...known.cookies.keys()]).toEqual([...stranger.cookies.keys()])
  })

  test('is not mailed more than five times an hour for one address', async () => {
    for (let ask = 0; ask < 5; ask++) await askForCode(desk.openBrowser())
    const refused = await desk.openBrowser().post('/desk/sign-in', { email: 'ANN@example.org' })
    expect(refused.status).toBe(429)
    await settled()
    expect(desk.mails).toHaveLength(5)
  })
})

describe('a link of the console', () => {
  test('signs in by its button once; looking at it does not', async () => {
    const token = await makeDeskLink(desk.store.db, desk.owner.id, now)
    const before = await rows()
    const page = await desk.openBrowser().get(`/desk/link/${token}`)
    expect(await page.text()).toContain('李')
    expect(await rows()).toBe(before)
    const browser = desk.openBrowser()
    expect((await browser.post(`/desk/link/${token}`, {})).headers.get('Location')).toBe('/desk')
    expect((await desk.openBrowser().post(`/desk/link/${token}`, {})).status).toBe(404)
    expect((await browser.get('/desk')).status).toBe(200)
  })
})

describe('a password', () => {
  test('signs in who has one, and nobody else', async () => {
    await savePassword(desk.store.db, desk.editor.id, await hashPassword('four words 很长 enough'))
    const fields = { email: 'ann@example.org', password: 'four words 很长 enough' }
    const wrong = await desk.openBrowser().post('/desk/sign-in', { ...fields, password: 'something else' })
    expect(wrong.status).toBe(403)
    const other = await desk.openBrowser().post('/desk/sign-in', { ...fields, email: 'li@example.org' })
    expect(other.status).toBe(403)
    const browser = desk.openBrowser()
    expect((await browser.post('/desk/sign-in', fields)).status).toBe(303)
    expect((await browser.get('/desk')).status).toBe(200)
  })
})

describe('a session', () => {
  test('takes no form of another site, none without a header of a browser, and none without its token', async () => {
    const browser = desk.openBrowser()
    await signIn(browser)
    const path = '/desk/sign-out'
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const token = formTokenOf(browser.cookies.get('desk') ?? '')
    for (const headers of [
      {},
      { 'Sec-Fetch-Site': 'cross-site' },
      { 'Sec-Fetch-Site': 'none' },
      { Origin: 'https://evil.example' },
    ])
      expect((await desk.site.post(path, { token }, { ...headers, Cookie: cookie })).status).toBe(403)
    expect((await browser.post(path, { token: 'wrong' })).status).toBe(403)
    expect((await browser.get('/desk')).status).toBe(200)
    expect((await browser.post(path, { token })).status).toBe(303)
    expect((await browser.get('/desk')).status).toBe(303)
  })

  test('that ended keeps what was written: it goes through the sign-in and can be saved', async () => {
    const browser = desk.openBrowser()
    await signIn(browser)
    desk.clock.set(addMinutes(now, 31 * 24 * 60))
    const ended = await browser.post('/desk/note?week=2016-W49', { note: '很好 <b>"so"</b>', token: 'old' })
    expect(ended.status).toBe(401)
    const page = await ended.text()
    expect(page).toContain('name="unsent-path" value="/desk/note?week=2016-W49"')
    const unsent = /name="unsent" value="([^"]*)"/.exec(page)?.[1]?.replaceAll('&amp;', '&') ?? ''
    const asked = await browser.post('/desk/sign-in', {
      email: 'ann@example.org',
      'unsent-path': '/desk/note?week=2016-W49',
      unsent,
    })
    expect(await asked.text()).toContain('name="unsent"')
    await settled()
    const code = /[A-Z2-9]{8}/.exec(desk.mails.at(-1)?.text ?? '')?.[0] ?? ''
    const back = await browser.post('/desk/sign-in/code', { code, 'unsent-path': '/desk/note?week=2016-W49', unsent })
    const shown = await back.text()
    expect(back.status).toBe(200)
    expect(shown).toContain('action="/desk/note?week=2016-W49"')
    expect(shown).toContain('name="note" value="很好 &lt;b&gt;&#34;so&#34;&lt;/b&gt;"')
    expect(shown).toContain(`name="token" value="${formTokenOf(browser.cookies.get('desk') ?? '')}"`)
  })

  test('goes on to pages of the desk alone', async () => {
    const browser = desk.openBrowser()
    const code = await askForCode(browser)
    const answer = await browser.post('/desk/sign-in/code', {
      code,
      to: '//evil.example/desk',
      'unsent-path': 'https://evil.example/',
    })
    expect(answer.headers.get('Location')).toBe('/desk')
  })

  test('is told by mail when it comes from another network than all others', async () => {
    const proxied = (network: string): Readonly<Record<string, string>> => ({
      'X-Forwarded-For': network,
      'Sec-Fetch-Site': 'same-origin',
    })
    const link = () => makeDeskLink(desk.store.db, desk.editor.id, desk.clock.now())
    for (const network of ['198.51.100.7', '198.51.100.7', '203.0.113.9'])
      await desk.site.post(`/desk/link/${await link()}`, {}, proxied(network))
    await settled()
    expect(desk.mails.map(({ text }) => text.includes('203.0.113.9'))).toEqual([true])
  })
})

describe('what is not there', () => {
  test('is said to nobody: unknown pages and methods, and a desk without mail', async () => {
    const browser = desk.openBrowser()
    await signIn(browser)
    expect((await browser.get('/desk/constructor')).status).toBe(404)
    expect((await browser.get('/desk/assets/x/../../secret')).status).toBe(404)
    expect((await desk.site.get('/desk', {}, 'DELETE')).status).toBe(405)
    const mute = await startDesk({ hasMail: false, language: 'zh-CN' })
    const page = await mute.openBrowser().get('/desk/sign-in')
    expect(await page.text()).toContain('weekly desk link')
    expect((await mute.openBrowser().post('/desk/sign-in', { email: 'ann@example.org' })).status).toBe(422)
    await mute.close()
  })
})
