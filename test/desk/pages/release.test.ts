// The release: who may decide what, what blocks it, and that a second tap or an old page turns nothing round.
import { randomUUID } from 'node:crypto'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { curate } from '../../../src/curate/curate.ts'
import { formTokenOf } from '../../../src/desk/pages/visitor.ts'
import { makeDeskLink } from '../../../src/store/desk-sessions.ts'
import { readDraft } from '../../../src/store/drafts.ts'
import { type Editor, saveEditor } from '../../../src/store/editors.ts'
import { addMinutes } from '../../../src/core/clock.ts'
import { editStory } from '../../../src/desk/edit-draft.ts'
import { arrive, deskOn, edited, linkOf } from '../filled-store.ts'
import { signInAs } from './at-the-desk.ts'
import { now } from '../../web/web-fixture.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
  lastForm = null
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
/** Presses a button of the page, with what the form around it holds, or with these changes. */
const decide = async (
  browser: Browser,
  decision: string,
  state: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<Response> => {
  const form = new Map<string, string>(lastForm ?? [])
  const token = formTokenOf(browser.cookies.get('desk') ?? '')
  const fields = { seen: '', command: randomUUID(), ...Object.fromEntries(form), decision, state, token, ...changes }
  return browser.post('/desk/release', fields)
}
let lastForm: readonly (readonly [string, string])[] | null = null
/** Loads the page and keeps what its form for this button holds. */
const load = async (browser: Browser, decision = 'approve'): Promise<string> => {
  const html = await show(browser)
  const { fields } = formIn(html, 'name="decision"', decision)
  lastForm = Object.entries(fields).filter(([name]) => ['seen', 'command', 'week'].includes(name))
  return html
}

test('an owner approves and stops; the page says what goes to whom', async () => {
  await fill()
  const li = await signIn(desk.owner)
  const page = await load(li)
  expect(page).toContain('2 stories')
  expect(page).toMatch(/To 0 subscribers, 2 KB, Fri, Nov 20, 2026, 08:40 Shanghai; page, 3 feeds\./)
  const answer = await decide(li, 'approve', 'draft')
  expect(answer.headers.get('Location')).toBe('/desk/release?week=2016-W49')
  expect(await stateNow()).toBe('approved')
  const approved = await show(li)
  expect(approved).not.toContain('value="approve"')
  expect(approved).toContain('class="stop-bar"')
  await decide(li, 'stop', 'approved', { command: randomUUID() })
  expect(await stateNow()).toBe('draft')
})

test('until ten minutes after an approval every page of the desk can stop it; a contributor only reads of it', async () => {
  await fill()
  const li = await signIn(desk.owner)
  await load(li)
  await decide(li, 'approve', 'draft')
  const draft = await readDraft(desk.store.db, edited.window.week)
  expect(draft?.releaseAt).toBe(addMinutes(desk.clock.now(), 10))
  const ann = await signIn(desk.editor)
  for (const path of ['', '/draft', '/journal', '/sources', '/preview'])
    expect(await (await ann.get(`/desk${path}`)).text(), path).toContain('>Stop the presses</button>')
  const tom = await signInAs(desk, 'contributor')
  const page = await (await tom.get('/desk')).text()
  expect(page).toContain('class="stop-bar"')
  expect(page).not.toContain('Stop the presses')
  const { action, fields } = formIn(await (await ann.get('/desk')).text(), 'stop', 'stop')
  await ann.post(action, { ...fields, decision: 'stop' })
  expect(await stateNow()).toBe('draft')
})

test('a double tap acts once: after another editor stopped it, the first approval comes again to nothing', async () => {
  await fill()
  const li = await signIn(desk.owner)
  await load(li)
  await decide(li, 'approve', 'draft')
  await decide(li, 'stop', 'approved', { command: randomUUID() })
  await decide(li, 'approve', 'draft')
  expect(await stateNow()).toBe('draft')
})

test('what has changed since the page was made is shown, and not released', async () => {
  await fill()
  const li = await signIn(desk.owner)
  await load(li)
  await editStory(deskOn(desk.store), edited, linkOf('alpha'), { kind: 'drop', value: null })
  await editStory(deskOn(desk.store), edited, linkOf('bravo'), { kind: 'note', value: 'Read **this**.' })
  const answer = await decide(li, 'approve', 'draft')
  expect(answer.status).toBe(409)
  const html = await answer.text()
  expect(html).toContain('Gone: About alpha')
  expect(html).toContain('Changed: About bravo')
  expect(await stateNow()).toBe('draft')
  await load(li)
  await decide(li, 'approve', 'draft')
  expect(await stateNow()).toBe('approved')
})

test('what came since the last run and stands on the page is in what is approved', async () => {
  await fill()
  await arrive(desk.store, ['charlie'])
  const li = await signIn(desk.owner)
  await load(li)
  await decide(li, 'approve', 'draft')
  const draft = await readDraft(desk.store.db, edited.window.week)
  expect(draft?.state).toBe('approved')
  expect(draft?.sections.flatMap(({ stories }) => stories.map(({ title }) => title))).toContain('About charlie')
})

test.each([
  ['2026-11-20T12:00', '2026-11-20T04:00:00.000Z'],
  ['2026-11-20T08:33', '2026-11-20T00:40:00.000Z'],
])('it is scheduled for %s in the time of the list, ten minutes from now at the earliest', async (at, releaseAt) => {
  await fill()
  const li = await signIn(desk.owner)
  await load(li, 'schedule')
  await decide(li, 'schedule', 'draft', { at })
  const draft = await readDraft(desk.store.db, edited.window.week)
  expect([draft?.state, draft?.releaseAt]).toEqual(['approved', releaseAt])
})

test.each(['', 'soon', '2026-11-20T08:29', '2027-11-20T08:00', '2026-99-99T99:99'])(
  'for the time "%s" nothing is scheduled',
  async at => {
    await fill()
    const li = await signIn(desk.owner)
    await load(li, 'schedule')
    expect((await decide(li, 'schedule', 'draft', { at })).status).toBe(422)
    expect(await stateNow()).toBe('draft')
  },
)

test('a story whose page is gone blocks the release, with the way to it', async () => {
  await fill()
  await desk.store.db
    .updateTable('articles')
    .set({ state: 'failed', error_code: 'FETCH_HTTP_STATUS', error: `${linkOf('alpha')} answered 404` })
    .where('title', '=', 'About alpha')
    .execute()
  const li = await signIn(desk.owner)
  const page = await show(li)
  expect(page).toContain('The page of “About alpha” is gone.')
  expect(page).toMatch(/href="\/desk\/draft#s-[\da-f]{10}"/)
  expect(page).not.toContain('value="approve"')
  await decide(li, 'approve', 'draft')
  expect(await stateNow()).toBe('draft')
})

test('the front page says when a week that has closed goes out, and what must be mended before', async () => {
  await fill()
  const li = await signIn(desk.owner)
  const today = async (): Promise<string> => (await li.get('/desk')).text()
  expect(await today()).toContain('It goes out when somebody approves it, and not before.')
  expect(await today()).toContain('href="/desk/release?week=2016-W49"')
  expect(await today()).toContain('<a class="button" href="/desk/draft">Open the draft</a>')
  expect(await today()).toContain('No story has a note of yours.')
  await desk.store.db
    .updateTable('articles')
    .set({ state: 'failed', error_code: 'FETCH_HTTP_STATUS', error: `${linkOf('alpha')} answered 404` })
    .where('title', '=', 'About alpha')
    .execute()
  expect(await today()).toContain('The page of “About alpha” is gone.')
})

test('of many things worth a look three stand open, so that the button is in reach of them', async () => {
  await fill()
  await arrive(desk.store, ['charlie', 'delta', 'echo'])
  await curate(deskOn(desk.store), edited.window)
  const li = await signIn(desk.owner)
  for (const path of ['/desk/release', '/desk']) {
    const html = await (await li.get(path)).text()
    const [open = '', folded = ''] = html.split('<summary>More (3)</summary>')
    expect(open.match(/hardly a summary/g)).toHaveLength(3)
    expect(folded.match(/hardly a summary/g)).toHaveLength(2)
    expect(folded).toContain('No story has a note of yours.')
  }
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
  await load(li)
  await decide(li, 'approve', 'draft')
  lastForm = null
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
