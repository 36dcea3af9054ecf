// Settings at the desk: sessions, passwords, and who works there; what is dangerous asks for a fresh sign-in.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import { listSessions } from '../../../src/store/desk-sessions.ts'
import { listTokens, makeToken, openToken } from '../../../src/store/desk-tokens.ts'
import { findEditor, listEditors, readPassword } from '../../../src/store/editors.ts'
import { describeDevice } from '../../../src/desk/pages/describe-device.ts'
import { isPassword } from '../../../src/desk/pages/password.ts'
import { deskWordsOf } from '../../../src/core/words/desk-words.ts'
import { now } from '../../web/web-fixture.ts'
import { allRows, signIn, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

const page = async (browser: Browser, path = ''): Promise<string> => (await browser.get(`/desk/settings${path}`)).text()

async function press(browser: Browser, around: string, button: string, typed = {}, path = ''): Promise<Response> {
  const { action, fields } = formIn(await page(browser, path), around, button, typed)
  return browser.post(action, fields)
}

const sessionsOf = (id: number, at = now) => listSessions(desk.store.db, id, at)
const later = (minutes: number): void => desk.clock.set(addMinutes(now, minutes))

test('each sees where they are signed in, ends one or all others, and looking changes no row', async () => {
  const ann = await signInAs(desk, 'editor')
  const [first] = await sessionsOf(desk.editor.id)
  const other = await signIn(desk, desk.editor)
  const before = await allRows(desk.store)
  const html = await page(ann)
  expect(await allRows(desk.store)).toBe(before)
  expect(textOf(html)).toContain('Test browser 127.0.0.1 this browser')
  expect(html).not.toContain('Who works here')
  expect((await press(ann, 'Sign out there', 'end-session')).status).toBe(303)
  expect(await sessionsOf(desk.editor.id)).toEqual([first])
  expect((await other.get('/desk/settings')).status).toBe(303)
  await signIn(desk, desk.editor)
  await signIn(desk, desk.editor)
  await press(ann, 'Sign out everywhere else', 'end-others')
  expect(await sessionsOf(desk.editor.id)).toEqual([first])
  expect(textOf(await page(ann))).toContain('You are signed in nowhere else.')
})

test('nobody but an owner ends the sessions of others, or changes who works here', async () => {
  const ann = await signInAs(desk, 'editor')
  const li = await signInAs(desk, 'owner')
  const [session] = await sessionsOf(desk.owner.id)
  const token = formIn(await page(ann), '', 'password').fields['token'] ?? ''
  const before = await allRows(desk.store)
  const editor = String(desk.owner.id)
  const forms = [
    { kind: 'end-session', session: session?.id ?? '', editor },
    { kind: 'end-all', editor },
    { kind: 'add', email: 'eve@example.org', name: 'Eve', role: 'owner' },
    { kind: 'change', editor: String(desk.editor.id), name: 'Ann', role: 'owner' },
    { kind: 'remove', editor },
  ]
  for (const form of forms) expect((await ann.post('/desk/settings', { ...form, token })).status).toBe(403)
  expect((await ann.get(`/desk/settings/remove/${editor}`)).status).toBe(404)
  expect(await allRows(desk.store)).toBe(before)
  const [annsSession] = await sessionsOf(desk.editor.id)
  await press(li, annsSession?.id ?? '', 'end-session')
  expect(await sessionsOf(desk.editor.id)).toEqual([])
})

test('an owner adds, changes and removes editors; the last owner stays', async () => {
  const li = await signInAs(desk, 'owner')
  await press(li, 'type="email"', 'add', {
    email: 'mei@example.org',
    name: ' 梅\u0007 <i> ',
    role: 'editor',
    release: 'yes',
  })
  const mei = await findEditor(desk.store.db, { email: 'mei@example.org' })
  expect(mei).toMatchObject({ name: '梅 <i>', role: 'editor', mayRelease: true })
  expect(await page(li)).toContain('梅 &lt;i&gt;')
  const again = await press(li, 'type="email"', 'add', { email: 'MEI@example.org', name: 'x', role: 'owner' })
  expect([again.status, textOf(await again.text())]).toEqual([422, expect.stringContaining('is here already')])
  const wrong = await press(li, 'type="email"', 'add', { email: 'no address', name: 'x' })
  expect([wrong.status, textOf(await wrong.text())]).toEqual([422, expect.stringContaining('not an email address')])
  expect((await press(li, 'type="email"', 'add', { email: 'a@example.org', name: ' ' })).status).toBe(422)
  await press(li, `name="editor" value="${mei?.id ?? ''}"`, 'change', { name: '梅', role: 'contributor' })
  expect(await findEditor(desk.store.db, { email: 'mei@example.org' })).toMatchObject({ role: 'contributor' })
  const last = await press(li, `name="editor" value="${desk.owner.id}"`, 'change', { name: '李', role: 'editor' })
  expect([last.status, textOf(await last.text())]).toEqual([422, expect.stringContaining('needs an owner')])
  const question = await page(li, `/remove/${mei?.id ?? ''}`)
  expect(textOf(question)).toContain('Remove 梅? mei@example.org All sign-ins of this editor end.')
  expect(await listEditors(desk.store.db)).toHaveLength(3)
  const { action, fields } = formIn(question, 'remove', 'remove')
  expect((await li.post(action, fields)).status).toBe(303)
  expect((await listEditors(desk.store.db)).map(({ name }) => name)).toEqual(['李', 'Ann'])
  expect((await li.get('/desk/settings/remove/999')).status).toBe(404)
  expect((await li.get('/desk/settings/remove/x')).status).toBe(404)
})

test('an owner who signed in eleven minutes ago signs in again, and the form goes along', async () => {
  const li = await signInAs(desk, 'owner')
  later(11)
  const asked = await press(li, 'type="email"', 'add', { email: 'mei@example.org', name: '梅', role: 'editor' })
  const html = await asked.text()
  expect([asked.status, textOf(html)]).toEqual([401, expect.stringContaining('sign in again')])
  expect(html).toContain('value="li@example.org"')
  expect(await findEditor(desk.store.db, { email: 'mei@example.org' })).toBeNull()
  const { action, fields } = formIn(html, 'name="email"', 'li@example.org')
  await li.post(action, { ...fields, email: 'li@example.org', password: '' })
  await expect.poll(() => desk.mails).toHaveLength(1)
  const code = /[A-Z2-9]{8}/.exec(desk.mails[0]?.subject ?? '')?.[0] ?? ''
  const welcome = await (await li.post('/desk/sign-in/code', { ...fields, code })).text()
  const unsent = formIn(welcome, 'mei@example.org', 'add')
  expect((await li.post(unsent.action, { ...unsent.fields, kind: 'add' })).status).toBe(303)
  expect(await findEditor(desk.store.db, { email: 'mei@example.org' })).not.toBeNull()
})

test('a password is set and given up by whoever signed in lately, and is carried through no other page', async () => {
  const ann = await signInAs(desk, 'editor')
  const { id } = desk.editor
  const short = await press(ann, 'new-password', 'password', { password: 'short' })
  expect([short.status, textOf(await short.text())]).toEqual([422, expect.stringContaining('too short')])
  await press(ann, 'new-password', 'password', { password: '四个不相干的词放在一起' })
  expect(await isPassword('四个不相干的词放在一起', await readPassword(desk.store.db, id))).toBe(true)
  const form = formIn(await page(ann), 'new-password', 'no-password')
  later(11)
  expect(await page(ann)).not.toContain('new-password')
  const late = await ann.post(form.action, { ...form.fields, kind: 'password', password: 'another long one' })
  expect(late.headers.get('Location')).toBe('/desk/sign-in?to=/desk/settings')
  const fresh = await signIn(desk, desk.editor)
  await press(fresh, 'new-password', 'no-password')
  expect(await readPassword(desk.store.db, id)).toBeNull()
})

test('the page is Chinese where the desk is, and tells language and zone', async () => {
  const chinese = await startDesk({ language: 'zh-CN' })
  const text = textOf(await page(await signInAs(chinese, 'owner')))
  expect(text).toContain('编辑台成员')
  expect(text).toContain('时间所在时区：Asia/Shanghai (现在是 2026年11月20日周五 08:30)')
  await chinese.close()
})

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox on Linux'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Safari/604.1',
    'Safari on iPhone',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537 Chrome/120 Safari/537 Edg/120.0', 'Edge on Windows'],
  [
    'Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/120 Mobile Safari/537 MicroMessenger/8.0',
    '微信 on Android',
  ],
  ['curl/8.5.0', 'curl/8.5.0'],
  ['', 'unknown device'],
])('"%s" is %s', (userAgent, said) => {
  expect(describeDevice(userAgent, deskWordsOf('en').settings)).toBe(said)
})

const tokenIn = (html: string): string => /value="(wkly_[\w-]{43})"/.exec(html)?.[1] ?? ''

test('a token for a program is shown once, is of its editor alone, and asks for a fresh sign-in', async () => {
  const ann = await signInAs(desk, 'editor')
  expect(await page(ann)).not.toContain('value="release"')
  const made = await press(ann, 'token-name', 'make-token', { name: ' 剪藏 <i>', scope: 'read', days: '30' })
  const html = await made.text()
  const secret = tokenIn(html)
  expect([made.status, secret.length]).toEqual([200, 48])
  expect(html).toContain('>The token for 剪藏 &lt;i&gt;<')
  expect(tokenIn(await page(ann))).toBe('')
  expect(await openToken(desk.store.db, secret, now)).toMatchObject({ scopes: ['read'], editor: { name: 'Ann' } })
  const beyond = await press(ann, 'token-name', 'make-token', { name: 'b', scope: 'release', days: '30' })
  expect(beyond.status).toBe(422)
  const li = await signInAs(desk, 'owner')
  const other = await makeToken(desk.store.db, desk.owner, { name: 'li', scopes: ['read'] }, now)
  expect(await page(ann)).not.toContain('>li<')
  await press(ann, '剪藏', 'revoke-token', { id: String(other.token.id) })
  expect(await listTokens(desk.store.db, null)).toHaveLength(2)
  later(11)
  expect((await press(ann, '剪藏', 'revoke-token')).status).toBe(401)
  later(0)
  expect(textOf(await page(li))).toContain('剪藏 &lt;i&gt; of Ann')
  await press(li, '剪藏', 'revoke-token')
  expect((await listTokens(desk.store.db, null)).map(({ name }) => name)).toEqual(['li'])
})
