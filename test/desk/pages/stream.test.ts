// The stream: what feeds brought, newest first and in pages; found by words and filters; picked into the draft, and looked at without a change.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { addMinutes } from '../../../src/core/clock.ts'
import type { InterfaceLanguage, WeekId } from '../../../src/core/types.ts'
import { curate } from '../../../src/curate/curate.ts'
import { decideDraft } from '../../../src/store/drafts.ts'
import { insertHandItem } from '../../../src/store/hand-source.ts'
import { letEnter } from '../../../src/store/items.ts'
import { arrive, deskOn, edited, linkOf, window } from '../filled-store.ts'
import { addIssue, allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
const open = async (language: InterfaceLanguage): Promise<void> => {
  desk = await startDesk({ language })
}
beforeEach(() => open('en'))
afterEach(() => desk.close())

const show = async (browser: Browser, query = ''): Promise<string> => (await browser.get(`/desk/stream${query}`)).text()
const titles = (html: string): readonly string[] =>
  Array.from(html.matchAll(/<li id="i-\d+"[^>]*><a [^>]*><bdi>([^<]*)</g), ([, title = '']) => title)
const rowOf = (html: string, title: string): string =>
  textOf(`<main${html.split('<li id="i-').find(row => row.includes(`<bdi>${title}</bdi>`)) ?? ''}`)
const draft = () => curate(deskOn(desk.store), window, 'arrival')
/** One more than an issue takes. */
const many = Array.from({ length: 21 }, (_, i) => `n${i}`)

async function change(name: string, changes: { readonly [column: string]: string }): Promise<void> {
  await desk.store.db.updateTable('items').set(changes).where('guid', '=', linkOf(name)).execute()
}

async function pick(browser: Browser, title: string, query = ''): Promise<Response> {
  const { action, fields } = formIn(await show(browser, query), title, 'pick')
  return browser.post(action, fields)
}

test('before anything has come it says what will', async () => {
  const ann = await signInAs(desk, 'editor')
  expect(textOf(await show(ann))).toContain('Nothing has come yet')
  await arrive(desk.store, ['alpha'])
  expect(textOf(await show(ann, '?q=zulu'))).toContain('Nothing fits')
})

test('it is newest first and in pages, without what came by hand and what readers have had', async () => {
  const ann = await signInAs(desk, 'editor')
  const names = Array.from({ length: 53 }, (_, i) => `n${i}`)
  await arrive(desk.store, [...names, 'told'])
  await change('n7', { enters_at: addMinutes(window.opensAt, 5) })
  const { db } = desk.store
  const hand = await insertHandItem(db, { rawUrl: linkOf('h'), url: linkOf('h') }, 'By hand', window.opensAt)
  await letEnter(db, [hand.id], window.opensAt)
  await addIssue(desk.store, { week: '2016-W40' as WeekId, number: 1 })
  const { id } = await db.selectFrom('items').select('id').where('guid', '=', linkOf('told')).executeTakeFirstOrThrow()
  const placement = { item_id: id, week: '2016-W40' as WeekId, role: 'lead', reason: null } as const
  await db.insertInto('placements').values(placement).execute()
  const before = await allRows(desk.store)
  const first = await show(ann)
  const [, next = ''] = /rel="next" href="\/desk\/stream([^"]*)"/.exec(first) ?? []
  const second = await show(ann, next.replaceAll('&amp;', '&'))
  const wanted = [...names.slice(8).reverse(), ...names.slice(0, 7).reverse()]
  expect([...titles(first), ...titles(second)]).toEqual(['n7', ...wanted].map(name => `About ${name}`))
  expect(titles(first)).toHaveLength(50)
  expect(second).not.toContain('rel="next"')
  expect(await allRows(desk.store)).toBe(before)
})

test.each([
  ['part of a title in any case', 'BRAVO', ['About bravo']],
  ['Chinese', '租约', ['分布式租约']],
  ['letters of full width', 'ｃａｒｏｌ', ['About carol']],
  ['a link', 'a.example/alpha', ['About alpha']],
  ['a source', 'Weekly feed', ['分布式租约', 'About carol', 'About bravo', 'About alpha']],
  ['two words, wherever they stand', 'about a.example/b', ['About bravo']],
  ['signs that mean something to databases', '%', []],
])('%s finds', async (_name, words, found) => {
  const ann = await signInAs(desk, 'editor')
  await arrive(desk.store, ['alpha', 'bravo', 'carol', 'lease'])
  await desk.store.db.updateTable('sources').set({ title: 'Weekly feed' }).execute()
  await change('lease', { title: '分布式租约' })
  expect(titles(await show(ann, `?q=${encodeURIComponent(words)}`))).toEqual(found)
})

test('each item says where it stands; state, source, section and language filter', async () => {
  const ann = await signInAs(desk, 'editor')
  await arrive(desk.store, many)
  await change('n3', { language: 'zh' })
  await draft()
  await arrive(desk.store, ['late'])
  const html = await show(ann)
  expect(textOf(html)).toContain('What feeds brought for 2016-W49')
  const inside = titles(await show(ann, '?state=in'))
  expect(inside).toHaveLength(20)
  for (const title of inside) expect(rowOf(html, title)).toContain('in the draft: This week')
  const [out = ''] = titles(await show(ann, '?state=out'))
  expect(rowOf(html, out)).toMatch(/left out: \S+/)
  expect(titles(await show(ann, '?state=new'))).toEqual(['About late'])
  expect(titles(await show(ann, '?language=zh'))).toEqual(['About n3'])
  expect(titles(await show(ann, '?section=This+week'))).toEqual(inside)
  expect(titles(await show(ann, '?source=999'))).toEqual([])
  expect(titles(await show(ann, '?source=x&state=odd&behind=x'))).toHaveLength(22)
})

test('an editor picks what was left out and what no draft had shown yet, and stays where they were; it is dropped and held elsewhere', async () => {
  const ann = await signInAs(desk, 'editor')
  await arrive(desk.store, many)
  await draft()
  const [out = ''] = titles(await show(ann, '?state=out'))
  expect((await pick(ann, out, '?state=out')).headers.get('location')).toMatch(/^\/desk\/stream\?state=out#i-\d+$/)
  expect(rowOf(await show(ann), out)).toContain('in the draft: This week')
  expect(textOf(await (await ann.get('/desk/journal')).text())).toContain(out)
  await arrive(desk.store, ['late'])
  expect((await pick(ann, 'About late')).status).toBe(303)
  expect(rowOf(await show(ann), 'About late')).toContain('in the draft')
  const row = formIn(await (await ann.get('/desk/draft')).text(), linkOf('late'), 'drop')
  await ann.post(row.action, row.fields)
  expect(rowOf(await show(ann), 'About late')).toContain('dropped')
  expect(titles(await show(ann, '?state=dropped'))).toEqual(['About late'])
  const back = formIn(await (await ann.get('/desk/draft')).text(), linkOf('late'), 'hold')
  await ann.post(back.action, back.fields)
  expect(titles(await show(ann, '?state=held'))).toEqual(['About late'])
})

test('what another editor has put elsewhere meanwhile is a question, and nothing is done', async () => {
  const ann = await signInAs(desk, 'editor')
  await arrive(desk.store, many)
  await draft()
  const [out = ''] = titles(await show(ann, '?state=out'))
  const seen = formIn(await show(ann), out, 'pick')
  const hold = formIn(await (await ann.get('/desk/draft')).text(), out, 'hold')
  await ann.post(hold.action, hold.fields)
  expect((await ann.post(seen.action, seen.fields)).status).toBe(409)
  expect(titles(await show(ann, '?state=held'))).toEqual([out])
})

test('contributors look, and pick nothing; nor does anybody in an approved issue', async () => {
  const [tom, ann] = [await signInAs(desk, 'contributor'), await signInAs(desk, 'editor')]
  await arrive(desk.store, ['alpha'])
  const form = formIn(await show(ann), 'About alpha', 'pick')
  const html = await show(tom)
  expect(titles(html)).toEqual(['About alpha'])
  expect(html).not.toContain('value="pick"')
  const [, token = ''] = /name="token" value="([^"]+)"/.exec(html.slice(html.indexOf('<main'))) ?? []
  expect((await tom.post(form.action, { ...form.fields, token })).status).toBe(403)
  await draft()
  await decideDraft(desk.store.db, edited.window.week, 'approved')
  expect(await show(ann)).not.toContain('value="pick"')
  expect(textOf(await show(ann))).toContain('The issue is approved')
})

test('it speaks Chinese', async () => {
  await desk.close()
  await open('zh-CN')
  const li = await signInAs(desk, 'owner')
  expect(textOf(await show(li))).toContain('还没有内容')
  await arrive(desk.store, ['租约'])
  await draft()
  expect(rowOf(await show(li), 'About 租约')).toContain('已在草稿中：')
  expect(await show(li)).toContain('>来稿</a>')
})
