// Saving from anywhere and the inbox: a filled form that changes nothing by being looked at, notes that stick, and decisions of editors.
import { crc32, inflateSync } from 'node:zlib'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InterfaceLanguage, WeekId } from '../../../src/core/types.ts'
import { arrive, linkOf } from '../filled-store.ts'
import { addIssue, allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
const open = async (language: InterfaceLanguage): Promise<void> => {
  desk = await startDesk({ language })
  await arrive(desk.store, ['alpha', 'bravo'])
}
beforeEach(() => open('en'))
afterEach(() => desk.close())

const show = async (browser: Browser, path: string): Promise<string> => (await browser.get(path)).text()
const shared = (given: Readonly<Record<string, string>>): string =>
  `/desk/save?${new URLSearchParams(given).toString()}`

/** Sends the form that an app would have opened; answers the page that comes then. */
async function save(
  browser: Browser,
  given: Readonly<Record<string, string>>,
  typed: Readonly<Record<string, string>> = {},
) {
  const html = await show(browser, shared(given))
  const [, token = ''] = /name="token" value="([^"]+)"/.exec(html.slice(html.indexOf('<main'))) ?? []
  const [, url = ''] = /name="url"[^>]*value="([^"]*)"/.exec(html) ?? []
  const [, title = ''] = /name="title"[^>]*value="([^"]*)"/.exec(html) ?? []
  const [, note = ''] = /<textarea[^>]*name="note"[^>]*>([^<]*)</.exec(html) ?? []
  const answer = await browser.post('/desk/save', { token, url, title, note, ...typed })
  const next = answer.headers.get('location')
  return next === null
    ? { status: answer.status, html: await answer.text() }
    : { status: 200, html: await show(browser, next) }
}

async function decide(
  browser: Browser,
  around: string,
  button: string,
  typed: Readonly<Record<string, string>> = {},
  path = '/desk/inbox',
) {
  const { action, fields } = formIn(await show(browser, path), around, button, typed)
  return browser.post(action, fields)
}

test.each([
  ['a bookmarklet', { url: 'https://b.example/x?utm_source=y', title: '租约', text: 'chosen words' }, 'chosen words'],
  ['Android', { text: '租约 https://b.example/x', title: '租约' }, ''],
  ['an app that has it in the title', { title: '租约 https://b.example/x' }, ''],
  ['an app with words around it', { text: '值得读 https://b.example/x', title: '租约' }, '值得读'],
])('the form is filled by %s, and looking changes no row', async (_name, given, note) => {
  const tom = await signInAs(desk, 'contributor')
  const before = await allRows(desk.store)
  const html = await show(tom, shared(given))
  expect(await allRows(desk.store)).toBe(before)
  expect(html).toContain('value="https://b.example/x"')
  expect(html).toContain('value="租约"')
  expect(html).toContain(`>${note}</textarea>`)
})

test('a contributor saves; an editor picks it, and the note enters the issue with the link', async () => {
  const [tom, ann] = [await signInAs(desk, 'contributor'), await signInAs(desk, 'editor')]
  const saved = await save(tom, { url: linkOf('bravo') }, { title: 'Bravo <b>', note: '先读 *这篇*' })
  expect(textOf(saved.html)).toContain('Saved for Dec 9, 2016')
  expect(saved.html).not.toContain('<form class="wide"')
  const row = textOf(await show(ann, '/desk/inbox'))
  expect(row).toContain('Bravo &lt;b&gt;')
  expect(row).toContain('Tom')
  const inbox = await show(tom, '/desk/inbox')
  expect(inbox).not.toContain('value="take"')
  const own = formIn(inbox, 'name="id"', 'note', { note: '读' })
  expect((await tom.post(own.action, { ...own.fields, kind: 'take' })).status).toBe(403)
  expect((await tom.post(own.action, { ...own.fields, token: '' })).status).toBe(403)
  expect((await decide(ann, 'name="id"', 'take')).headers.get('location')).toBe('/desk/inbox')
  expect(textOf(await show(ann, '/desk/inbox?state=taken'))).toContain('taken into 2016-W49 by Ann')
  expect(await show(ann, '/desk/draft')).toContain('先读 *这篇*')
  expect((await ann.post(own.action, { ...own.fields, kind: 'dismiss', token: '' })).status).toBe(403)
})

test('what was saved before, or is no address, says so; what is dismissed comes back', async () => {
  const ann = await signInAs(desk, 'editor')
  await save(ann, { url: linkOf('alpha') })
  expect(textOf(await show(ann, shared({ url: linkOf('alpha') })))).toContain('Ann has saved this link before')
  expect(textOf((await save(ann, { url: linkOf('alpha') }, { note: '再' })).html)).toContain('Ann has saved this link')
  const odd = await save(ann, {}, { url: 'javascript:alert(1)' })
  expect([odd.status, textOf(odd.html).includes('There is no address of a page')]).toEqual([422, true])
  await decide(ann, 'name="id"', 'dismiss')
  expect(await show(ann, '/desk/inbox')).toContain('Nothing here')
  await decide(ann, 'name="id"', 'put-back', {}, '/desk/inbox?state=dismissed')
  expect(await show(ann, '/desk/inbox')).toContain('>再</textarea>')
})

test('a link that readers have had is not saved again, and the issue is named', async () => {
  const ann = await signInAs(desk, 'editor')
  const { db } = desk.store
  await addIssue(desk.store, { week: '2016-W40' as WeekId, number: 312 })
  const { id } = await db.selectFrom('items').select('id').where('guid', '=', linkOf('alpha')).executeTakeFirstOrThrow()
  await db
    .insertInto('placements')
    .values({ item_id: id, week: '2016-W40' as WeekId, role: 'lead', reason: null })
    .execute()
  const said = await save(ann, { url: linkOf('alpha') })
  expect([said.status, textOf(said.html)]).toEqual([422, expect.stringContaining('This was in issue 312')])
  expect(await show(ann, '/desk/inbox')).toContain('Nothing here')
})

test.each([
  'http://127.0.0.1:8080/x',
  'http://[::1]/',
  'http://192.168.1.1/admin',
  'http://router.lan/',
  'https://localhost/',
])('an address of a private network is not saved: %s', async url => {
  const ann = await signInAs(desk, 'editor')
  const said = await save(ann, {}, { url, note: '读' })
  expect([said.status, textOf(said.html)]).toEqual([422, expect.stringContaining('leads into a private network')])
  expect(said.html).toContain('>读</textarea>')
  expect(await show(ann, '/desk/inbox')).toContain('Nothing here')
})

test('phones find the manifest, its share target and its icons without a session', async () => {
  const stranger = desk.openBrowser()
  const manifest = (await (await stranger.get('/desk/manifest.webmanifest')).json()) as Record<string, unknown>
  expect(manifest).toMatchObject({ share_target: { action: '/desk/save', method: 'GET' }, start_url: '/desk' })
  for (const side of [192, 512]) {
    const bytes = Buffer.from(await (await stranger.get(`/desk/icon-${side}.png`)).arrayBuffer())
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20), bytes.length < 5_000]).toEqual([side, side, true])
    expect(bytes.readUInt32BE(29)).toBe(crc32(bytes.subarray(12, 29)))
    const length = bytes.readUInt32BE(33)
    expect(inflateSync(bytes.subarray(41, 41 + length))).toHaveLength(side * (1 + 3 * side))
  }
  expect(await show(stranger, '/desk/sign-in')).toContain('rel="manifest" href="/desk/manifest.webmanifest"')
})

test('it speaks Chinese, and says how to save from anywhere', async () => {
  await desk.close()
  await open('zh-CN')
  const li = await signInAs(desk, 'owner')
  const html = await show(li, '/desk/save')
  expect(html).toContain('href="javascript:void(window.open(')
  expect(textOf(html)).toContain('iPhone：建一个快捷指令')
  expect(textOf((await save(li, { url: linkOf('bravo') })).html)).toContain('已收藏，用于2016年12月9日这一期')
})
