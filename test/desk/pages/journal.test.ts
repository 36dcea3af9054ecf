// The journal of the draft, and undo and redo by forms: of one's own acts alone, each form once, and nothing of others lost.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import { insertJournalEntry } from '../../../src/store/journal.ts'
import { arrive, linkOf, window } from '../filled-store.ts'
import { now } from '../../web/web-fixture.ts'
import { allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
  await arrive(desk.store, ['alpha', 'bravo', 'carol'])
})
afterEach(() => desk.close())

const show = async (browser: Browser, path = '/desk/journal'): Promise<string> => (await browser.get(path)).text()

async function press(browser: Browser, path: string, around: string, button: string, typed = {}) {
  const { action, fields } = formIn(await show(browser, path), around, button, typed)
  return browser.post(action, fields)
}

const drop = (browser: Browser, name: string) =>
  press(browser, '/desk/draft', `name="story" value="${linkOf(name)}"`, 'drop')

const isLeftOut = async (browser: Browser, name: string): Promise<boolean> => {
  const html = await show(browser, '/desk/draft')
  return html.indexOf(`>About ${name}<`) > html.indexOf('>Left out<') && html.includes('>Left out<')
}

test('who did what and when stands there, the newest first, in the time of the list', async () => {
  const [ann, li] = [await signInAs(desk, 'editor'), await signInAs(desk, 'owner')]
  expect(textOf(await show(ann))).toContain('Nobody has edited this draft yet.')
  await drop(ann, 'alpha')
  desk.clock.set(addMinutes(now, 5))
  await drop(li, 'bravo')
  expect(textOf(await show(ann))).toMatch(
    /李 dropped “About bravo” ?Fri, Nov 20, 2026, 08:35 ?Ann dropped “About alpha” ?Fri, Nov 20, 2026, 08:30/,
  )
})

test('an editor takes back what they did last, and does it again', async () => {
  const [ann, li] = [await signInAs(desk, 'editor'), await signInAs(desk, 'owner')]
  await drop(ann, 'alpha')
  await drop(li, 'bravo')
  const undo = formIn(await show(ann), 'name="command"', 'undo')
  expect((await ann.post(undo.action, undo.fields)).headers.get('Location')).toBe('/desk/journal')
  expect([await isLeftOut(ann, 'alpha'), await isLeftOut(ann, 'bravo')]).toEqual([false, true])
  expect(await show(ann)).toContain('<s>dropped “About alpha”</s>')
  // The form once more: it has acted.
  expect((await ann.post(undo.action, undo.fields)).status).toBe(303)
  expect((await press(ann, '/desk/journal', 'name="command"', 'redo')).status).toBe(303)
  expect(await isLeftOut(ann, 'alpha')).toBe(true)
})

test('the draft has the button too, and goes back to the draft', async () => {
  const ann = await signInAs(desk, 'editor')
  expect(await show(ann, '/desk/draft')).not.toContain('value="undo"')
  await drop(ann, 'alpha')
  const back = await press(ann, '/desk/draft', 'name="from" value="draft"', 'undo')
  expect(back.headers.get('Location')).toBe('/desk/draft')
  expect(await isLeftOut(ann, 'alpha')).toBe(false)
})

test('what somebody else has changed since stays, and the page says who changed it', async () => {
  const [ann, li] = [await signInAs(desk, 'editor'), await signInAs(desk, 'owner')]
  await drop(ann, 'alpha')
  await press(li, '/desk/draft', `name="story" value="${linkOf('alpha')}"`, 'pick')
  const refused = await press(ann, '/desk/journal', 'name="command"', 'undo')
  expect(refused.status).toBe(409)
  expect(textOf(await refused.text())).toContain('李 has changed this since')
  expect(await isLeftOut(ann, 'alpha')).toBe(false)
})

test('a form without an id of its own, or with nothing to take back, is answered in words', async () => {
  const ann = await signInAs(desk, 'editor')
  await drop(ann, 'alpha')
  const { action, fields } = formIn(await show(ann), 'name="command"', 'undo')
  expect((await ann.post(action, { ...fields, command: 'again' })).status).toBe(422)
  expect((await ann.post(action, fields)).status).toBe(303)
  const nothing = await ann.post(action, { ...fields, command: crypto.randomUUID() })
  expect(nothing.status).toBe(409)
  expect(await nothing.text()).toContain('There is nothing of yours to take back.')
  expect((await ann.post(action, { ...fields, token: 'old' })).status).toBe(403)
})

test('a contributor reads the journal and the draft, and changes neither', async () => {
  const [ann, tom] = [await signInAs(desk, 'editor'), await signInAs(desk, 'contributor')]
  const { action, fields } = formIn(await show(ann, '/desk/draft'), `name="story" value="${linkOf('alpha')}"`, 'drop')
  await drop(ann, 'bravo')
  const page = await show(tom)
  expect(page).toContain('dropped “About bravo”')
  expect(page).not.toContain('value="undo"')
  const token = /name="token" value="([^"]*)"/.exec(page)?.[1] ?? ''
  const before = await allRows(desk.store)
  expect((await tom.post(action, { ...fields, token })).status).toBe(403)
  const undo = { token, kind: 'undo', command: crypto.randomUUID() }
  expect((await tom.post('/desk/journal', undo)).status).toBe(403)
  expect(await allRows(desk.store)).toBe(before)
})

test('a long journal comes in pages of a hundred, looking changes no row, and titles of strangers are escaped', async () => {
  const ann = await signInAs(desk, 'editor')
  const rest = {
    week: window.week,
    editor: '<i>Eve</i>',
    at: now,
    base: null,
    before: { edits: [] },
    after: { edits: [] },
  }
  for (let number = 1; number <= 101; number++)
    await insertJournalEntry(desk.store.db, {
      ...rest,
      command: `c${number}`,
      act: { kind: 'drop', story: 'https://a.example/' },
      subject: `<b>标题 ${number}</b>`,
    })
  const before = await allRows(desk.store)
  const [first, second, wild] = [
    await show(ann),
    await show(ann, '/desk/journal?page=2'),
    await show(ann, '/desk/journal?page=%3Cb%3E9e9'),
  ]
  expect(first.match(/<li>/g)).toHaveLength(100)
  expect(first).toContain('&lt;b&gt;标题 101&lt;/b&gt;')
  expect(first).toContain('<bdi>&lt;i&gt;Eve&lt;/i&gt;</bdi>')
  expect(first).toContain('href="/desk/journal?page=2"')
  expect(second.match(/<li>/g)).toHaveLength(1)
  expect(second).toContain('href="/desk/journal?page=1"')
  expect(wild).toContain('标题 101')
  expect(await allRows(desk.store)).toBe(before)
})
