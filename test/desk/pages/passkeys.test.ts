// Passkeys over HTTP with a device made of a few lines: registered by who has just signed in, and what a lying device gets.
import { generateKeyPairSync } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import { listPasskeys } from '../../../src/store/desk-passkeys.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { formTokenOf } from '../../../src/desk/pages/visitor.ts'
import { now } from '../../web/web-fixture.ts'
import { allRows, signIn, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'
import { type Lies, makeSoftPasskey } from './soft-passkey.ts'

let desk: DeskSite
let device: ReturnType<typeof makeSoftPasskey>
beforeEach(async () => {
  desk = await startDesk({ isLocalhost: true })
  device = makeSoftPasskey(desk.site.port)
})
afterEach(() => desk.close())

const tokenOf = (browser: Browser): string => formTokenOf(browser.cookies.get('desk') ?? '')
const challengeOf = async (answer: Response): Promise<string> =>
  ((await answer.json()) as { challenge: string }).challenge
const askToRegister = (browser: Browser): Promise<Response> =>
  browser.post('/desk/passkeys', { kind: 'options', token: tokenOf(browser) })
const add = (browser: Browser, response: string, name = ''): Promise<Response> =>
  browser.post('/desk/passkeys', { kind: 'add', token: tokenOf(browser), response, name })
const askToSignIn = (browser: Browser): Promise<Response> => browser.post('/desk/sign-in/passkey-options', {})
const enter = (browser: Browser, response: string, more = {}): Promise<Response> =>
  browser.post('/desk/sign-in/passkey', { response, ...more })

async function register(browser: Browser, lies: Lies = {}): Promise<Response> {
  return add(browser, device.register(await challengeOf(await askToRegister(browser)), lies))
}
async function sign(browser: Browser, lies: Lies = {}): Promise<Response> {
  return enter(browser, device.sign(await challengeOf(await askToSignIn(browser)), lies))
}
const passkeys = () => listPasskeys(desk.store.db, desk.editor.id)

describe('registering', () => {
  test('takes the passkey of who has just signed in; it is listed, named and removed', async () => {
    const ann = await signIn(desk, desk.editor)
    const options = (await (await askToRegister(ann)).json()) as Record<string, unknown>
    expect(options).toMatchObject({
      rp: { id: 'localhost', name: 'Weekly reading list' },
      user: { name: 'ann@example.org', displayName: 'Ann' },
      authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
    })
    const added = await add(ann, device.register(String(options['challenge'])), ' 手机\u0007 ')
    expect([added.status, added.headers.get('Location')]).toEqual([303, '/desk/settings#passkeys'])
    expect(await passkeys()).toMatchObject([{ id: device.id, name: '手机', transports: ['internal'], usedAt: null }])
    const before = await allRows(desk.store)
    const html = await (await ann.get('/desk/settings')).text()
    expect(await allRows(desk.store)).toBe(before)
    expect(textOf(html)).toContain('not used yet')
    const named = formIn(html, device.id, 'name', { name: 'Phone' })
    await ann.post(named.action, named.fields)
    expect(await passkeys()).toMatchObject([{ name: 'Phone' }])
    const removed = formIn(html, device.id, 'remove')
    await ann.post(removed.action, removed.fields)
    expect(await passkeys()).toEqual([])
  })

  test('asks for a sign-in within ten minutes, and so does removing', async () => {
    const ann = await signIn(desk, desk.editor)
    const challenge = await challengeOf(await askToRegister(ann))
    desk.clock.set(addMinutes(now, 11))
    expect((await askToRegister(ann)).status).toBe(403)
    expect((await add(ann, device.register(challenge))).status).toBe(422)
    expect(textOf(await (await ann.get('/desk/settings')).text())).toContain('Sign in again to make one')
    desk.clock.set(now)
    expect((await register(ann)).status).toBe(303)
    desk.clock.set(addMinutes(now, 11))
    const removed = await ann.post('/desk/passkeys', { kind: 'remove', passkey: device.id, token: tokenOf(ann) })
    expect(removed.status).toBe(401)
    expect(await passkeys()).toHaveLength(1)
  })

  test.each<readonly [string, Lies]>([
    ['of another origin', { origin: 'https://evil.example' }],
    ['of another host', { host: 'evil.example' }],
    ['with another challenge', { challenge: 'AAAA' }],
    ['of nobody who was asked for a finger or PIN', { isUnverified: true }],
  ])('refuses one %s', async (_, lies) => {
    const ann = await signIn(desk, desk.editor)
    expect((await register(ann, lies)).status).toBe(422)
    expect(await passkeys()).toEqual([])
  })

  test('refuses a challenge that is used, too old, or of another session, and what is no answer', async () => {
    const [ann, li] = [await signIn(desk, desk.editor), await signIn(desk, desk.owner)]
    const challenge = await challengeOf(await askToRegister(ann))
    expect((await add(li, device.register(challenge))).status).toBe(422)
    expect((await add(ann, '{"id":7}')).status).toBe(422)
    expect((await add(ann, device.register(challenge))).status).toBe(422)
    const late = await challengeOf(await askToRegister(ann))
    desk.clock.set(addMinutes(now, 6))
    expect((await add(ann, device.register(late))).status).toBe(422)
    expect((await register(ann)).status).toBe(303)
    expect((await register(li)).status).toBe(422)
    expect(await passkeys()).toHaveLength(1)
  })

  test('changes nothing of anybody else, and is offered on no page of who has one', async () => {
    const ann = await signIn(desk, desk.editor)
    const offer = 'data-passkey-offer="/desk/passkeys"'
    expect(await (await ann.get('/desk')).text()).toContain(offer)
    await register(ann)
    expect(await (await ann.get('/desk')).text()).not.toContain(offer)
    const li = await signIn(desk, desk.owner)
    for (const kind of ['name', 'remove'])
      await li.post('/desk/passkeys', { kind, passkey: device.id, name: 'Mine', token: tokenOf(li) })
    expect(await passkeys()).toMatchObject([{ name: 'Test browser' }])
    desk.clock.set(addMinutes(now, 11))
    expect(await (await li.get('/desk')).text()).not.toContain(offer)
  })
})

describe('signing in', () => {
  beforeEach(async () => {
    await register(await signIn(desk, desk.editor))
  })

  test('needs no address, goes where its editor was going, and makes the browser a known one', async () => {
    const browser = desk.openBrowser()
    expect(await (await browser.get('/desk/sign-in')).text()).toContain('Sign in with a passkey')
    const signed = device.sign(await challengeOf(await askToSignIn(browser)))
    const answer = await enter(browser, signed, { to: '/desk/journal' })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/desk/journal'])
    expect([...browser.cookies.keys()].sort()).toEqual(['desk', 'desk-device'])
    expect(await (await browser.get('/desk')).text()).toContain('Ann')
    expect(await passkeys()).toMatchObject([{ counter: 2, usedAt: now }])
    expect((await enter(browser, signed)).status).toBe(403)
  })

  test('carries what was written through', async () => {
    const browser = desk.openBrowser()
    const unsent = { 'unsent-path': '/desk/note', unsent: 'note=%E5%A5%BD' }
    const answer = await enter(browser, device.sign(await challengeOf(await askToSignIn(browser))), unsent)
    expect(await answer.text()).toContain('name="note" value="好"')
  })

  test.each<readonly [string, Lies]>([
    ['of another origin', { origin: 'https://evil.example' }],
    ['of another port', { origin: 'http://localhost:1' }],
    ['of another host', { host: 'evil.example' }],
    ['of another challenge', { challenge: 'AAAA' }],
    ['whose counter stands still', { counter: 1 }],
    ['without a finger or PIN', { isUnverified: true }],
    ['by another key', { key: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey }],
  ])('refuses a signature %s', async (_, lies) => {
    const browser = desk.openBrowser()
    const answer = await sign(browser, lies)
    expect([answer.status, await answer.text()]).toEqual([403, expect.stringContaining('opens nothing here')])
    expect(browser.cookies.has('desk')).toBe(false)
  })

  test('refuses what another browser was asked, what is too old, and a passkey that was removed', async () => {
    const [mine, other] = [desk.openBrowser(), desk.openBrowser()]
    const challenge = await challengeOf(await askToSignIn(mine))
    await askToSignIn(other)
    expect((await enter(other, device.sign(challenge))).status).toBe(403)
    desk.clock.set(addMinutes(now, 6))
    expect((await enter(mine, device.sign(challenge))).status).toBe(403)
    expect((await enter(mine, 'no answer')).status).toBe(403)
    await desk.store.db.deleteFrom('desk_passkeys').execute()
    expect((await sign(mine)).status).toBe(403)
    expect(await (await mine.get('/desk/sign-in')).text()).not.toContain('Sign in with a passkey')
  })

  test('is asked for sixty times an hour from one network', async () => {
    const browser = desk.openBrowser()
    const statuses = []
    for (let ask = 0; ask < 61; ask++) statuses.push((await askToSignIn(browser)).status)
    expect(statuses.indexOf(429)).toBe(60)
  })

  test('is told by mail when it comes from another network', async () => {
    const browser = desk.openBrowser({ 'X-Forwarded-For': '203.0.113.9' })
    expect((await sign(browser)).status).toBe(303)
    await new Promise(resolve => setImmediate(() => setImmediate(resolve)))
    expect(desk.mails.map(({ text }) => text.includes('203.0.113.9'))).toEqual([true])
  })
})

test.each(['Ed25519', 'RSA'] as const)('a key of the kind %s signs in too', async kind => {
  device = makeSoftPasskey(desk.site.port, kind)
  expect((await register(await signIn(desk, desk.editor))).status).toBe(303)
  expect((await sign(desk.openBrowser(), { challenge: 'AAAA' })).status).toBe(403)
  expect((await sign(desk.openBrowser())).status).toBe(303)
})

test.each([
  ['en', 'This desk is at http://127.0.0.1.'],
  ['zh-CN', '编辑台的地址是 http://127.0.0.1。'],
] as const)('without https and a domain there are none, and the settings say why, in %s', async (language, said) => {
  const plain = await startDesk({ language })
  try {
    const browser = plain.openBrowser()
    await browser.post(`/desk/link/${await makeDeskLink(plain.store.db, plain.editor.id, now)}`, {})
    expect((await askToSignIn(browser)).status).toBe(404)
    expect((await askToRegister(browser)).status).toBe(404)
    const html = await (await browser.get('/desk/settings')).text()
    expect(textOf(html)).toContain(said)
    expect(html).not.toContain('data-passkey')
  } finally {
    await plain.close()
  }
})
