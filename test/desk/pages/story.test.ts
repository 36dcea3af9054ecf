// The page of one story: all its fields, its tellings, why it is here; every act by its form, and undone; contributors write notes alone.
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { InterfaceLanguage } from '../../../src/core/types.ts'
import { decideDraft } from '../../../src/store/drafts.ts'
import { keyOf } from '../../../src/desk/story-key.ts'
import { arrive, edited, linkOf } from '../filled-store.ts'
import { allRows, signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
const open = async (language: InterfaceLanguage): Promise<void> => {
  desk = await startDesk({ language })
  await arrive(desk.store, ['alpha', 'bravo', 'carol', '租约'])
}
beforeEach(() => open('en'))
afterEach(() => desk.close())

const pathOf = (name: string): string => `/desk/story/${keyOf(new URL(linkOf(name)).href)}`
const show = async (browser: Browser, path: string): Promise<string> => (await browser.get(path)).text()

async function press(
  browser: Browser,
  name: string,
  button: string,
  typed: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const { action, fields } = formIn(await show(browser, pathOf(name)), 'name="story"', button, typed)
  return browser.post(action, fields)
}

const optionsIn = (html: string, name: string): readonly (readonly [string, string])[] => {
  const select = new RegExp(`<select name="${name}"[^>]*>([\\s\\S]*?)</select>`).exec(html)?.[1] ?? ''
  return Array.from(select.matchAll(/<option value="([^"]*)"[^>]*>([^<]*)/g), ([, value = '', title = '']) => [
    title,
    value.replaceAll('&#34;', '"'),
  ])
}

async function undo(browser: Browser, name: string): Promise<void> {
  const { action, fields } = formIn(await show(browser, pathOf(name)), 'name="from"', 'undo')
  expect((await browser.post(action, fields)).headers.get('location')).toBe(pathOf(name))
}

test('each row of the draft leads to its story, also by an item of it; looking changes no row', async () => {
  const ann = await signInAs(desk, 'editor')
  const draft = await show(ann, '/desk/draft')
  expect(draft).toContain(`href="${pathOf('alpha')}"`)
  const { id } = await desk.store.db
    .selectFrom('items')
    .select('id')
    .where('guid', '=', linkOf('租约'))
    .executeTakeFirstOrThrow()
  const before = await allRows(desk.store)
  expect(textOf(await show(ann, `/desk/story/item-${id}`))).toContain('About 租约')
  expect((await ann.get('/desk/story/0123456789')).status).toBe(404)
  expect((await ann.get('/desk/story/%E4%B8%80')).status).toBe(404)
  expect(await allRows(desk.store)).toBe(before)
})

test('it says where the story stands, how it was judged, and that only an excerpt is known', async () => {
  const ann = await signInAs(desk, 'editor')
  const text = textOf(await show(ann, pathOf('bravo')))
  expect(text).toMatch(/In the issue: This week, \d of 4/)
  expect(text).toMatch(/Score0\.\d+ sources that tell it0\.\d+/)
  expect(text).not.toContain('Only an excerpt is known')
  await desk.store.db.updateTable('articles').set({ method: 'excerpt' }).execute()
  expect(textOf(await show(ann, pathOf('bravo')))).toContain('Only an excerpt is known')
})

test('its words are in its own language, whatever the desk speaks', async () => {
  const ann = await signInAs(desk, 'editor')
  for (const [name, language] of [
    ['bravo', 'en'],
    ['租约', 'zh'],
  ] as const) {
    await desk.store.db.updateTable('articles').set({ language }).where('title', 'like', `%${name}%`).execute()
    const html = await show(ann, pathOf(name))
    for (const field of ['input name="title"', 'textarea name="summary"', 'textarea name="points"'])
      expect(html).toContain(`<${field} lang="${language}"`)
  }
})

test('words are written, in and out of the issue, and taken back', async () => {
  const ann = await signInAs(desk, 'editor')
  await press(ann, 'bravo', 'drop')
  expect(textOf(await show(ann, pathOf('bravo')))).toContain('Left out')
  const words = { note: '先读这篇 *重点*', title: 'B & C', summary: 'One.\r\n\r\nTwo.', points: 'a\r\n b ' }
  expect((await press(ann, 'bravo', 'words', words)).headers.get('location')).toBe(pathOf('bravo'))
  const html = await show(ann, pathOf('bravo'))
  for (const said of ['先读这篇 *重点*', 'value="B &amp; C"', '>One.\n\nTwo.<', '>a\nb<']) expect(html).toContain(said)
  await press(ann, 'bravo', 'pick')
  expect(textOf(await show(ann, pathOf('bravo')))).toContain('In the issue: This week, 1 of 4')
  await undo(ann, 'bravo')
  expect(textOf(await show(ann, pathOf('bravo')))).toContain('Left out')
})

test('it is put behind another story, made the first, and held; each is taken back', async () => {
  const ann = await signInAs(desk, 'editor')
  const places = optionsIn(await show(ann, pathOf('alpha')), 'place')
  expect(places).toHaveLength(4)
  const [, value = ''] = places.find(([title]) => title === 'behind About carol') ?? []
  await press(ann, 'alpha', 'place', { place: value })
  const [, at] = /This week, (\d) of 4/.exec(textOf(await show(ann, pathOf('carol')))) ?? []
  expect(textOf(await show(ann, pathOf('alpha')))).toContain(`This week, ${Number(at) + 1} of 4`)
  await press(ann, 'alpha', 'top')
  expect(textOf(await show(ann, pathOf('alpha')))).toContain('This week, 1 of 4')
  await undo(ann, 'alpha')
  expect(textOf(await show(ann, pathOf('alpha')))).toContain(`This week, ${Number(at) + 1} of 4`)
  await press(ann, 'alpha', 'hold')
  expect(textOf(await show(ann, pathOf('alpha')))).toContain('Held for the next issue')
  const odd = await press(ann, 'bravo', 'place', { place: '{"a":1}' })
  expect(odd.status).toBe(422)
})

test('two stories are put together, taken apart again, and each act is undone', async () => {
  const ann = await signInAs(desk, 'editor')
  const [, other = ''] =
    optionsIn(await show(ann, pathOf('alpha')), 'other').find(([title]) => title.includes('租约')) ?? []
  await press(ann, 'alpha', 'join', { other })
  const both = await show(ann, pathOf('alpha'))
  expect(textOf(both)).toMatch(/About 租约.*same story/)
  // The other one is a telling of this one now, and its old address leads here.
  expect(await show(ann, pathOf('租约'))).toContain('<h1>About alpha</h1>')
  const split = formIn(both, `name="story" value="${new URL(linkOf('租约')).href}"`, 'split')
  await ann.post(split.action, split.fields)
  expect(await show(ann, pathOf('租约'))).toContain('<h1>About 租约</h1>')
  await undo(ann, 'alpha')
  expect(textOf(await show(ann, pathOf('alpha')))).toContain('same story')
  // A page from before: somebody has put them together since.
  const stale = await press(ann, 'carol', 'join', { other })
  expect(stale.status).toBe(409)
})

test('contributors write notes and nothing else; approved stories are not changed', async () => {
  const tom = await signInAs(desk, 'contributor')
  const html = await show(tom, pathOf('alpha'))
  expect(html).not.toMatch(/value="(?:drop|place|join|split|top)"/)
  expect((await press(tom, 'alpha', 'words', { note: '读' })).status).toBe(303)
  expect(await show(tom, pathOf('alpha'))).toContain('>读</textarea>')
  const { action, fields } = formIn(html, 'name="note"', 'words', {
    title: 'Mine',
    'was-title': '',
    'before-title': '',
  })
  expect((await tom.post(action, fields)).status).toBe(403)
  expect((await tom.post(action, { ...fields, kind: 'drop' })).status).toBe(403)
  expect((await tom.post(action, { ...fields, token: '' })).status).toBe(403)
  const { week } = edited.window
  const li = await signInAs(desk, 'owner')
  await press(li, 'alpha', 'top')
  await decideDraft(desk.store.db, week, 'approved')
  const approved = await show(li, pathOf('alpha'))
  expect(approved).toContain('The issue is approved')
  expect(approved).not.toContain('<textarea')
})

test('it speaks Chinese too, and what strangers wrote is escaped', async () => {
  await desk.close()
  await open('zh-CN')
  await desk.store.db.updateTable('articles').set({ title: '<b>租约</b>' }).execute()
  await desk.store.db.updateTable('items').set({ title: '<b>租约</b>' }).execute()
  const li = await signInAs(desk, 'owner')
  const html = await show(li, pathOf('alpha'))
  expect(html).toContain('&lt;b&gt;租约')
  expect(html).not.toContain('<b>租约')
  expect(textOf(html)).toMatch(/已入选：「本周文章」第 \d 篇，共 4 篇/)
  expect(textOf(html)).toContain('得分')
})
