// Notes saved with a link stand on its story whoever brings it: once, never over what the draft says, and never bringing a story in.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { curate } from '../../../src/curate/curate.ts'
import { keyOf } from '../../../src/desk/story-key.ts'
import { insertItems, type ItemRow } from '../../../src/store/items.ts'
import { saveLink } from '../../../src/store/saved-links.ts'
import { syncSources } from '../../../src/store/sources.ts'
import { sourceSchema } from '../../../src/core/config.ts'
import { canonicalUrl } from '../../../src/core/url.ts'
import { arrive, deskOn, linkOf, noon, window } from '../filled-store.ts'
import { signInAs, textOf } from './at-the-desk.ts'
import { type Browser, type DeskSite, formIn, startDesk } from './desk-fixture.ts'

let desk: DeskSite
beforeEach(async () => {
  desk = await startDesk()
})
afterEach(() => desk.close())

const pathOf = (name: string): string => `/desk/story/${keyOf(new URL(linkOf(name)).href)}`
const show = async (browser: Browser, path: string): Promise<string> => (await browser.get(path)).text()
const save = (name: string, note: string) =>
  saveLink(
    desk.store,
    { url: `${linkOf(name)}?utm_source=x`, link: canonicalUrl(linkOf(name)), title: '', note, by: 'Tom' },
    noon,
  )
const draft = () => curate(deskOn(desk.store), window, 'arrival')
const noteOf = (html: string): string => /<textarea name="note"[^>]*>([\s\S]*?)<\/textarea>/.exec(html)?.[1] ?? ''

async function press(browser: Browser, name: string, around: string, button: string, typed = {}): Promise<number> {
  const { action, fields } = formIn(await show(browser, pathOf(name)), around, button, typed)
  return (await browser.post(action, fields)).status
}

test.each(['before', 'after'])('a note saved %s a feed brings the link enters the draft with it', async when => {
  const ann = await signInAs(desk, 'editor')
  if (when === 'before') await save('alpha', '先读 *这篇*')
  await arrive(desk.store, ['alpha', 'bravo'])
  await draft()
  if (when === 'after') {
    await save('alpha', '先读 *这篇*')
    await draft()
  }
  expect(await show(ann, '/desk/draft')).toContain('先读 *这篇*')
  expect(noteOf(await show(ann, pathOf('alpha')))).toBe('先读 *这篇*')
  expect(noteOf(await show(ann, pathOf('bravo')))).toBe('')
})

test('what the draft says wins, and what was saved is offered beside it', async () => {
  const ann = await signInAs(desk, 'editor')
  await arrive(desk.store, ['alpha'])
  await press(ann, 'alpha', 'name="note"', 'words', { note: 'Mine.' })
  await save('alpha', '他的')
  await draft()
  const html = await show(ann, pathOf('alpha'))
  expect(noteOf(html)).toBe('Mine.')
  expect(textOf(html)).toContain('Tom saved this note with the link: 他的')
  expect(await press(ann, 'alpha', 'name="value"', 'note')).toBe(303)
  const taken = await show(ann, pathOf('alpha'))
  expect([noteOf(taken), textOf(taken).includes('Tom saved')]).toEqual(['Mine.\n\n他的', false])
})

test('a note that an editor takes away does not come back', async () => {
  const ann = await signInAs(desk, 'editor')
  await save('alpha', '读')
  await arrive(desk.store, ['alpha', 'bravo'])
  await draft()
  await press(ann, 'alpha', 'name="note"', 'words', { note: '' })
  await arrive(desk.store, ['carol'])
  await draft()
  expect(noteOf(await show(ann, pathOf('alpha')))).toBe('')
})

test('a note brings no story in; it stands there once an editor picks that', async () => {
  const ann = await signInAs(desk, 'editor')
  await arrive(desk.store, ['alpha', 'bravo'])
  await press(ann, 'alpha', 'name="story"', 'drop')
  await save('alpha', '读')
  await draft()
  expect(textOf(await show(ann, pathOf('alpha')))).toContain('Left out')
  await press(ann, 'alpha', 'name="story"', 'pick')
  await draft()
  expect(noteOf(await show(ann, pathOf('alpha')))).toBe('读')
})

test('a copy of the link from another source names that source', async () => {
  const ann = await signInAs(desk, 'editor')
  await arrive(desk.store, ['alpha'])
  const { db } = desk.store
  await syncSources(desk.store, [
    sourceSchema.parse({ url: 'https://a.example/feed', title: 'A' }),
    sourceSchema.parse({ url: 'https://b.example/feed', title: '乙源' }),
  ])
  const { id } = await db.selectFrom('sources').select('id').where('title', '=', '乙源').executeTakeFirstOrThrow()
  const item = await db.selectFrom('items').selectAll().executeTakeFirstOrThrow()
  const copy: ItemRow = { ...item, id: item.id + 100, source_id: id }
  await insertItems(db, [copy])
  expect(textOf(await show(ann, pathOf('alpha')))).toContain('乙源 · ')
})
