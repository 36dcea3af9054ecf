import { afterEach, expect, test } from 'vitest'
import { deskWordsOf } from '../../../src/core/words/desk-words.ts'
import { readEdits } from '../../../src/store/edits.ts'
import { readJournal } from '../../../src/store/journal.ts'
import { countProposals, MOST_PENDING, type NewProposal, saveProposal } from '../../../src/store/proposals.ts'
import { renewDraft } from '../../../src/desk/edit-draft.ts'
import { readDraft } from '../../../src/store/drafts.ts'
import { deskOn, edited } from '../filled-store.ts'
import { now } from '../../web/web-fixture.ts'
import { allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
afterEach(() => desk.close())

const { week } = edited.window
const hostile = '"><img src=x onerror=alert(1)>{{ token }}'

const propose = (path: string, changes: Partial<NewProposal> = {}) => {
  const url = `https://blog.example/${path}`
  const blank = { host: 'blog.example', title: '', why: 'Because.', name: 'Ann', email: null, wantsThanks: false }
  return saveProposal(desk.store, { url, link: url, ...blank, language: 'en', ...changes }, now)
}
const page = async (browser: Browser, path = '') => (await browser.get(`/desk/proposals${path}`)).text()
const counts = () => countProposals(desk.store.db)

/** Presses a button of the first form that has this text around it. */
async function press(browser: Browser, around: string, button: string, typed: Record<string, string> = {}) {
  const { action, fields } = formIn(await page(browser), around, button, typed)
  return browser.post(action, fields)
}

test.each(['en', 'zh-CN'] as const)(
  'an editor sees what waits, with votes and reasons, escaped (%s)',
  async language => {
    desk = await startDesk({ language })
    const words = deskWordsOf(language).proposals
    await propose('a', { why: hostile, name: hostile, url: `https://blog.example/a?${encodeURI(hostile)}` })
    await propose('a', { why: 'It is good.', name: null, wantsThanks: true })
    const ann = await signInAs(desk, 'editor')
    expect(textOf(await (await ann.get('/desk')).text())).toContain(words.waiting(1))
    const html = await page(ann)
    expect(html).not.toContain('<img')
    for (const said of [words.votes(2), words.nobody, words.thanks, words.block('blog.example'), 'It is good.'])
      expect(html).toContain(said)
    expect(html).toContain('{{ token }}')
  },
)

test('taking one puts it into the draft with note and credit, as one act that one undo takes back', async () => {
  desk = await startDesk()
  await propose('a', { name: '王小明' })
  const ann = await signInAs(desk, 'editor')
  const answer = await press(ann, 'name="id" value="1"', 'take', { note: 'Read **this**.' })
  expect([answer.status, answer.headers.get('location')]).toEqual([303, '/desk/proposals?done=taken'])
  expect(await counts()).toEqual({ pending: 0, taken: 1, dismissed: 0 })
  const story = (await readDraft(desk.store.db, week))?.sections.flatMap(({ stories }) => stories)[0]
  expect(story).toMatchObject({ suggestedBy: '王小明', note: 'Read **this**.', markdown: ['note'] })
  expect(textOf(await page(ann, '?state=taken'))).toContain(`taken into ${week} by Ann`)
  const [act, ...others] = await readJournal(desk.store.db, week)
  expect([act?.act.kind, act?.editor, others]).toEqual(['add', 'Ann', []])
  const undo = formIn(await (await ann.get('/desk/journal')).text(), 'command', 'undo')
  expect((await ann.post(undo.action, undo.fields)).status).toBe(303)
  expect(await readEdits(desk.store.db, week)).toEqual([])
})

test('a form that is sent twice acts once, and what somebody decided is not decided again', async () => {
  desk = await startDesk()
  await propose('a')
  const [ann, li] = [await signInAs(desk, 'editor'), await signInAs(desk, 'owner')]
  const form = formIn(await page(ann), 'name="id" value="1"', 'take')
  const late = formIn(await page(li), 'name="id" value="1"', 'take')
  expect((await ann.post(form.action, form.fields)).status).toBe(303)
  expect((await ann.post(form.action, form.fields)).status).toBe(409)
  expect((await li.post(late.action, late.fields)).status).toBe(409)
  expect((await li.post(late.action, { ...late.fields, kind: 'dismiss' })).headers.get('location')).toContain('of=0')
  expect(await readJournal(desk.store.db, week)).toHaveLength(1)
  expect(await counts()).toEqual({ pending: 0, taken: 1, dismissed: 0 })
})

test('one that cannot be taken stays where it was, with the reason', async () => {
  desk = await startDesk()
  await propose('a')
  const ann = await signInAs(desk, 'editor')
  const refused = await press(ann, 'name="id" value="1"', 'take', { command: 'no id' })
  expect(refused.status).toBe(422)
  await renewDraft({ ...deskOn(desk.store), clock: desk.clock }, edited)
  await desk.store.db.updateTable('drafts').set({ state: 'approved' }).execute()
  const approved = await press(ann, 'name="id" value="1"', 'take')
  expect([approved.status, textOf(await approved.text())]).toEqual([422, expect.stringContaining('approved')])
  expect(await counts()).toEqual({ pending: 1, taken: 0, dismissed: 0 })
})

test('a flood is looked through in pages, dismissed by the page or by ticks, and its site blocked', async () => {
  desk = await startDesk()
  for (let each = 0; each < MOST_PENDING - 1; each++) await propose(String(each))
  await propose('farm', { host: 'a.farm.example', link: 'https://a.farm.example/', url: 'https://a.farm.example/' })
  const ann = await signInAs(desk, 'editor')
  const first = await page(ann)
  const idsIn = (html: string) => Array.from(html.matchAll(/name="shown" value="(\d+)"/g), ([, id]) => Number(id))
  expect(idsIn(first)).toHaveLength(50)
  const next = /rel="next" href="([^"]+)"/.exec(first)?.[1]?.replaceAll('&amp;', '&') ?? ''
  expect(idsIn(await (await ann.get(next)).text())[0]).toBe(51)
  const token = /name="token" value="([^"]+)"/.exec(first)?.[1] ?? ''
  const send = (fields: [string, string][]) =>
    ann.post('/desk/proposals', new URLSearchParams([['token', token], ...fields]) as unknown as Record<string, string>)
  const ticked = await send([
    ['kind', 'dismiss-ticked'],
    ['ticked', '3'],
    ['ticked', '7'],
    ['ticked', 'x'],
  ])
  expect(ticked.headers.get('location')).toContain('of=2')
  expect((await send([['kind', 'dismiss-ticked']])).status).toBe(409)
  await send([
    ['kind', 'dismiss-shown'],
    ...idsIn(await page(ann)).map(id => ['shown', String(id)] as [string, string]),
  ])
  expect(await counts()).toEqual({ pending: 148, taken: 0, dismissed: 52 })
  const blocked = await send([
    ['kind', 'block'],
    ['id', String(MOST_PENDING)],
  ])
  expect(textOf(await (await ann.get(blocked.headers.get('location') ?? '')).text())).toContain('a.farm.example')
  expect((await counts()).pending).toBe(147)
  await send([
    ['kind', 'put-back'],
    ['id', '3'],
  ])
  expect((await counts()).pending).toBe(148)
  await send([
    ['kind', 'unblock'],
    ['host', 'a.farm.example'],
  ])
  expect(await page(ann)).not.toContain('Unblock')
})

test('contributors do not see the page; forms without a token are refused; looking changes no row', async () => {
  desk = await startDesk()
  await propose('a')
  const tom = await signInAs(desk, 'contributor')
  expect((await tom.get('/desk/proposals')).status).toBe(404)
  expect((await tom.post('/desk/proposals', { kind: 'dismiss', id: '1' })).status).toBe(404)
  expect(textOf(await (await tom.get('/desk')).text())).not.toContain('suggestion')
  const ann = await signInAs(desk, 'editor')
  expect((await ann.post('/desk/proposals', { kind: 'dismiss', id: '1' })).status).toBe(403)
  await ann.get('/desk')
  const before = await allRows(desk.store)
  for (const path of ['', '?state=taken', '?state=dismissed', '?after=1-1', '?after=x', '?done=blocked&of=<b>'])
    expect((await ann.get(`/desk/proposals${path}`)).status).toBe(200)
  expect(await allRows(desk.store)).toBe(before)
})
