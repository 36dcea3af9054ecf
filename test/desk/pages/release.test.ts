// The release: who may decide what, what blocks it, and that a second tap or an old page turns nothing round.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { curate } from '../../../src/curate/curate.ts'
import { formTokenOf } from '../../../src/desk/pages/visitor.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { readDraft } from '../../../src/store/drafts.ts'
import { type Editor, saveEditor } from '../../../src/store/editors.ts'
import { arrive, deskOn, edited } from '../filled-store.ts'
import { now } from '../../web/web-fixture.ts'
import { type Browser, type DeskSite, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

async function signIn(editor: Editor): Promise<Browser> {
  const browser = desk.openBrowser()
  await browser.post(`/desk/link/${await makeDeskLink(desk.store.db, editor.id, desk.clock.now())}`, {})
  return browser
}

const fill = async (): Promise<void> => {
  await arrive(desk.store, ['alpha', 'bravo'])
  await curate(deskOn(desk.store), edited.window)
}
const show = async (browser: Browser): Promise<string> => (await browser.get('/desk/release')).text()
const stateNow = async (): Promise<string | undefined> => (await readDraft(desk.store.db, edited.window.week))?.state
const decide = (browser: Browser, decision: string, state: string): Promise<Response> =>
  browser.post('/desk/release', { decision, state, token: formTokenOf(browser.cookies.get('desk') ?? '') })

test('an owner approves and stops; the page says what goes to whom', async () => {
  await fill()
  const li = await signIn(desk.owner)
  const page = await show(li)
  expect(page).toContain('2 stories')
  expect(page).toContain('0 readers')
  expect(page).toContain('value="approve"')
  expect((await decide(li, 'approve', 'draft')).headers.get('Location')).toBe('/desk/release')
  expect(await stateNow()).toBe('approved')
  expect(await show(li)).not.toContain('value="approve"')
  await decide(li, 'stop', 'approved')
  expect(await stateNow()).toBe('draft')
})

test('an editor who may not release holds and lets go on, and approves nothing', async () => {
  await fill()
  const ann = await signIn(desk.editor)
  expect(await show(ann)).not.toContain('value="approve"')
  await decide(ann, 'approve', 'draft')
  expect(await stateNow()).toBe('draft')
  await decide(ann, 'hold', 'draft')
  expect(await stateNow()).toBe('held')
  await decide(ann, 'release', 'held')
  expect(await stateNow()).toBe('draft')
})

test('a contributor decides nothing', async () => {
  await fill()
  const eve = await saveEditor(
    desk.store,
    { email: 'eve@example.org', name: 'Eve', role: 'contributor', mayRelease: true },
    now,
  )
  const browser = await signIn(eve)
  await decide(browser, 'approve', 'draft')
  await decide(browser, 'hold', 'draft')
  expect(await stateNow()).toBe('draft')
})

test('a page that shows an older state decides nothing', async () => {
  await fill()
  const li = await signIn(desk.owner)
  await decide(li, 'approve', 'draft')
  await decide(li, 'approve', 'draft')
  await decide(li, 'hold', 'draft')
  expect(await stateNow()).toBe('approved')
})

test('a draft without a story is not approved, and the page says why', async () => {
  const li = await signIn(desk.owner)
  const page = await show(li)
  expect(page).toContain('role="alert"')
  expect(page).not.toContain('value="approve"')
  await curate(deskOn(desk.store), edited.window)
  await decide(li, 'approve', 'draft')
  expect(await stateNow()).toBe('draft')
})
