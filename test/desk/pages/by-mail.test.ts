// The links of the editors' mails, over real HTTP: looking changes nothing, drop and hold and pick act anywhere, and nothing is released but in a
// browser in which its editor has signed in.
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import { curate } from '../../../src/curate/curate.ts'
import type { EditedWeek } from '../../../src/desk/edit-draft.ts'
import { editStory, openDraft } from '../../../src/desk/edit-draft.ts'
import { nameOf, storiesIn } from '../../../src/desk/draft-text.ts'
import { describeAct } from '../../../src/desk/describe-act.ts'
import { linkActions, type MailLink, makeMailLink } from '../../../src/desk/mail-links.ts'
import { keyOf } from '../../../src/desk/story-key.ts'
import { decideWeek } from '../../../src/desk/decide-week.ts'
import { readDraft } from '../../../src/store/drafts.ts'
import { removeEditor } from '../../../src/store/editors.ts'
import { readJournal } from '../../../src/store/journal.ts'
import { deskOn, arrive, edited as given, linkOf } from '../filled-store.ts'
import { allRows, signIn, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, linkKey, startDesk } from './desk-fixture.ts'

const edited: EditedWeek = given
const { week } = edited.window
let desk: DeskSite
let base: string
let keys: ReadonlyMap<string, string>
beforeEach(async () => {
  desk = await startDesk()
  await arrive(desk.store, ['alpha', 'bravo', 'charlie'])
  await curate(deskOn(desk.store), edited.window)
  const { text } = await openDraft(deskOn(desk.store), edited)
  base = text.base
  keys = new Map(storiesIn(text).map(story => [story.title, keyOf(nameOf(story))]))
})
afterEach(() => desk.close())

const keyFor = (name: string): string => keys.get(`About ${name}`) ?? ''
const pathOf = (changes: Partial<MailLink>): string => {
  const expiresAt = addMinutes(desk.clock.now(), 240)
  const link: MailLink = { week, editorId: desk.owner.id, action: 'drop', story: null, base, expiresAt, ...changes }
  return `/desk/by-mail/${makeMailLink(linkKey, link)}`
}
const stateNow = async () => (await readDraft(desk.store.db, week))?.state
const titlesNow = async () =>
  (await readDraft(desk.store.db, week))?.sections
    .flatMap(({ stories }) => stories.map(({ title }) => title))
    .toSorted()

/** Every form of a page as a browser would send it without a hand on it. */
function formsIn(html: string): readonly { readonly action: string; readonly fields: Record<string, string> }[] {
  const decode = (text: string): string =>
    text.replaceAll('&#34;', '"').replaceAll('&#39;', "'").replaceAll('&amp;', '&')
  return Array.from(
    html.matchAll(/<form[^>]*action="([^"]*)"[^>]*>([\s\S]*?)<\/form>/g),
    ([, action = '', inside = '']) => {
      const inputs = Array.from(inside.matchAll(/<input ([^>]*)>/g), ([, attributes = '']) => attributes)
      const sent = inputs.filter(each => !each.includes('type="radio"') || each.includes(' checked'))
      const valueOf = (text: string, name: string): string =>
        decode(new RegExp(`\\b${name}="([^"]*)"`).exec(text)?.[1] ?? '')
      return { action, fields: Object.fromEntries(sent.map(each => [valueOf(each, 'name'), valueOf(each, 'value')])) }
    },
  )
}

async function press(
  browser: Browser,
  path: string,
  changes: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const [form] = formsIn(await (await browser.get(path)).text())
  if (!form) throw new Error(`no form at ${path}`)
  return browser.post(form.action, { ...form.fields, ...changes })
}

test('GET and HEAD of every link change no row, and no answer is kept', async () => {
  const before = await allRows(desk.store)
  for (const action of linkActions) {
    const path = pathOf({ action, story: action === 'approve' ? null : keyFor('alpha') })
    const page = await desk.openBrowser().get(path)
    expect(page.status).toBe(200)
    expect(page.headers.get('Cache-Control')).toBe('no-store')
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(await page.text()).not.toContain('<script')
    expect((await desk.site.get(path, {}, 'HEAD')).status).toBe(200)
  }
  expect(await allRows(desk.store)).toBe(before)
})

test('the page has all stories with the chosen one ticked, and several decisions are one form, written down as done by link', async () => {
  const path = pathOf({ action: 'drop', story: keyFor('alpha') })
  const page = await (await desk.openBrowser().get(path)).text()
  for (const name of ['alpha', 'bravo', 'charlie']) expect(page).toContain(`<legend>About ${name}</legend>`)
  expect(page.match(/value="(drop|hold|pick)" checked/g)).toEqual(['value="drop" checked'])
  const done = await press(desk.openBrowser(), path, { [`story-${keyFor('bravo')}`]: 'hold' })
  expect(textOf(await done.text())).toContain('Dropped: About alpha Held for the next issue: About bravo')
  expect(await titlesNow()).toEqual(['About charlie'])
  const journal = await readJournal(desk.store.db, week)
  expect(journal.map(entry => [entry.editor, describeAct(entry, 'en')])).toEqual([
    ['李', 'dropped “About alpha” by a link of a mail'],
    ['李', 'held for the next issue “About bravo” by a link of a mail'],
  ])
})

test('what was left out is picked by its link', async () => {
  await editStory(deskOn(desk.store), edited, linkOf('alpha'), { kind: 'drop', value: null })
  await press(desk.openBrowser(), pathOf({ action: 'pick', story: keyFor('alpha') }))
  expect(await titlesNow()).toEqual(['About alpha', 'About bravo', 'About charlie'])
})

test('a form that is sent twice acts once; what somebody else has changed since is told, and left', async () => {
  const browser = desk.openBrowser()
  const path = pathOf({ action: 'drop', story: keyFor('alpha') })
  const [form] = formsIn(await (await browser.get(path)).text())
  await browser.post(form?.action ?? '', form?.fields ?? {})
  await editStory(deskOn(desk.store), edited, linkOf('alpha'), { kind: 'pick', value: null })
  await browser.post(form?.action ?? '', form?.fields ?? {})
  expect(await titlesNow()).toContain('About alpha')
  const [late] = formsIn(await (await browser.get(pathOf({ action: 'hold', story: keyFor('bravo') }))).text())
  await editStory(deskOn(desk.store), edited, linkOf('bravo'), { kind: 'drop', value: null })
  const answer = await browser.post(late?.action ?? '', late?.fields ?? {})
  expect(await answer.text()).toContain('Not done, for somebody else has changed this meanwhile: About bravo')
})

describe('approve', () => {
  test('in a browser in which its editor has signed in once, also after signing out, one button releases ten minutes later', async () => {
    const browser = await signIn(desk, desk.owner)
    browser.cookies.delete('desk')
    const path = pathOf({ action: 'approve' })
    const page = await (await browser.get(path)).text()
    expect(page).toContain('To 0 subscribers, 2 KB')
    // What may be left stands folded, without links, so that the button is in sight.
    expect(page).toContain('<summary>More (1)</summary>')
    expect(page).not.toContain('/desk/draft#')
    const answer = await press(browser, path)
    expect(await answer.text()).toContain('All editors are told')
    const draft = await readDraft(desk.store.db, week)
    expect([draft?.state, draft?.releaseAt]).toEqual(['approved', addMinutes(desk.clock.now(), 10)])
    expect(browser.cookies.has('desk')).toBe(false)
    expect((await browser.get('/desk')).status).toBe(303)
    expect((await browser.get(path)).status).toBe(409)
  })

  test('elsewhere it asks for the code, and goes on to the button once that was typed', async () => {
    const browser = desk.openBrowser()
    const path = pathOf({ action: 'approve' })
    const asked = await press(browser, path)
    expect(asked.status).toBe(200)
    await new Promise(resolve => setImmediate(resolve))
    const code = /[A-Z2-9]{8}/.exec(desk.mails.at(-1)?.text ?? '')?.[0] ?? ''
    const [form] = formsIn(await asked.text())
    expect(await stateNow()).toBe('draft')
    const signedIn = await browser.post(form?.action ?? '', { ...form?.fields, code })
    expect(signedIn.headers.get('Location')).toBe(path)
    await press(browser, path)
    expect(await stateNow()).toBe('approved')
  })

  test('the browser of another editor is none', async () => {
    const ann = await signIn(desk, desk.editor)
    expect(await (await ann.get(pathOf({ action: 'approve' }))).text()).toContain('Are you there yourself?')
    await ann.post(pathOf({ action: 'approve' }), { seen: '', command: crypto.randomUUID(), state: 'draft' })
    expect(await stateNow()).toBe('draft')
    expect((await ann.get(pathOf({ action: 'approve', editorId: desk.editor.id }))).status).toBe(403)
  })

  test('after a year, and once all sessions were ended, a browser is known no more', async () => {
    const path = pathOf({ action: 'approve', expiresAt: addMinutes(desk.clock.now(), 2 * 366 * 24 * 60) })
    const browser = await signIn(desk, desk.owner)
    browser.cookies.delete('desk')
    desk.clock.set(addMinutes(desk.clock.now(), 365 * 24 * 60 - 1))
    expect(await (await browser.get(path)).text()).toContain('Release this issue?')
    desk.clock.set(addMinutes(desk.clock.now(), 1))
    expect(await (await browser.get(path)).text()).toContain('Are you there yourself?')
  })

  test('what changed since the mail stands above the button; what changed since the page is shown first', async () => {
    const browser = await signIn(desk, desk.owner)
    const path = pathOf({ action: 'approve' })
    await editStory(deskOn(desk.store), edited, linkOf('alpha'), { kind: 'drop', value: null })
    const [form, page] = await browser.get(path).then(async answer => {
      const html = await answer.text()
      return [formsIn(html)[0], textOf(html)] as const
    })
    expect(page).toContain('Since this mail was written: Gone: About alpha')
    await editStory(deskOn(desk.store), edited, linkOf('bravo'), { kind: 'note', value: '看' })
    const answer = await browser.post(form?.action ?? '', form?.fields ?? {})
    expect(answer.status).toBe(409)
    expect(textOf(await answer.text())).toContain('Changed: About bravo')
    expect(await stateNow()).toBe('draft')
    await press(browser, path)
    expect(await stateNow()).toBe('approved')
  })
})

describe('a link that works no more', () => {
  test.each<[string, Partial<MailLink>, number]>([
    ['of an editor who was removed', { editorId: 999 }, 404],
    ['of another week', { week: '2016-W40' as MailLink['week'] }, 410],
    ['whose time is over', { expiresAt: '2026-11-20T00:30:00.000Z' as MailLink['expiresAt'] }, 410],
  ])('%s', async (_name, changes, status) => {
    const answer = await desk.openBrowser().get(pathOf(changes))
    expect(answer.status).toBe(status)
    expect(await answer.text()).toContain('<h1>')
  })

  test('an altered one, and that of an editor who is gone, say the same', async () => {
    const path = pathOf({ editorId: desk.editor.id })
    await removeEditor(desk.store, desk.editor.id)
    const [gone, altered] = [await desk.openBrowser().get(path), await desk.openBrowser().get(`${path}x`)]
    expect([gone.status, altered.status]).toEqual([404, 404])
    expect(await gone.text()).toBe(await altered.text())
  })

  test('of an issue that is approved', async () => {
    await decideWeek(deskOn(desk.store), edited, 'approve')
    const answer = await desk.openBrowser().get(pathOf({ story: keyFor('alpha') }))
    expect(answer.status).toBe(409)
    expect(await answer.text()).toContain('Already decided')
  })
})

test('a program that opens every link and presses every button of every page gets no session, and releases nothing', async () => {
  const robot = desk.openBrowser()
  const paths = linkActions.flatMap(action =>
    (action === 'approve' ? [null] : [...keys.values()]).map(story => pathOf({ action, story })),
  )
  const seen = new Set<string>()
  const visit = async (answer: Response, depth: number): Promise<void> => {
    const html = await answer.text()
    if (depth === 0) return
    for (const { action, fields } of formsIn(html)) {
      const name = `${action} ${Object.keys(fields).join(' ')}`
      if (seen.has(name)) continue
      seen.add(name)
      await visit(await robot.post(action, fields), depth - 1)
    }
    for (const [, href = ''] of html.matchAll(/href="(\/desk[^"#]*)"/g)) {
      if (seen.has(href) || href.includes('/assets/')) continue
      seen.add(href)
      await visit(await robot.get(href), depth - 1)
    }
  }
  for (const path of paths) {
    await robot.get(path)
    await visit(await robot.get(path), 4)
  }
  expect(seen.size).toBeGreaterThan(8)
  expect(robot.cookies.has('desk')).toBe(false)
  expect(robot.cookies.has('desk-device')).toBe(false)
  expect(await desk.store.db.selectFrom('desk_sessions').selectAll().execute()).toEqual([])
  expect(await stateNow()).not.toBe('approved')
})
