import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import type { App } from '../../src/app/wire.ts'
import { findEditedWeek } from '../../src/app/edited-week.ts'
import { curate } from '../../src/curate/curate.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { editStory, giveOutDraft } from '../../src/desk/edit-draft.ts'
import { regroupStories, takeInDraft } from '../../src/desk/regroup-draft.ts'
import { readDraft } from '../../src/store/drafts.ts'
import { readEdits, saveEdit } from '../../src/store/edits.ts'
import { createProgram, type Program } from '../app/program.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'

const week = '2016-W49' as WeekId
const page = 'https://a.example/changes'
const titles = ['A lighthouse was painted', '一座灯塔重新粉刷', 'Ferries run at night']

let program: Program
let site: TestSite
let app: App

beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  program = await createProgram()
  site.routes.clear()
  const date = '2016-12-06T10:00:00+08:00'
  const told = titles.map(title => ({ title, text: `${title}.`, link: page, date, guid: title }))
  site.routes.set('/a.xml', rssOf('Changes', told))
  await program.setSources([{ url: `${site.url}a.xml`, fullText: false }])
  app = await program.open({ now: '2016-12-07T12:00:00+08:00' })
  await run(app)
})
afterEach(async () => {
  await app.close()
  await program.remove()
})

const edited = () => findEditedWeek(app, week)
const draft = async () => {
  const found = await readDraft(app.store.db, week)
  if (!found) throw new Error('there is no draft')
  return found
}
const inside = async () => (await draft()).sections.flatMap(({ stories }) => stories)
const titlesIn = async () => (await inside()).map(({ title }) => title).toSorted()
/** The link by which the curator names one of the stories. */
const linkTo = async (title: string) =>
  `${page}#item:${(await inside()).find(story => story.title === title)?.lead.itemId ?? 0}`

test('of stories that share one link one is dropped, and no other with it', async () => {
  const [first = '', second = ''] = titles
  const all = await titlesIn()
  await editStory(app.curate, await edited(), await linkTo(first), { kind: 'drop', value: null })
  expect(await titlesIn()).toEqual(all.filter(title => title !== first))
  const notes = { kind: 'note', value: '值得一读' } as const
  await editStory(app.curate, await edited(), await linkTo(second), notes)
  expect((await inside()).filter(({ note }) => note !== null).map(({ title }) => title)).toEqual([second])
})

test('the link alone says which names there are', async () => {
  const drop = editStory(app.curate, await edited(), page, { kind: 'drop', value: null })
  const names = await Promise.all((await titlesIn()).map(linkTo))
  await expect(drop).rejects.toMatchObject({ code: 'USAGE_INVALID' })
  const { hint } = (await drop.catch((error: unknown) => error)) as { hint: string }
  for (const name of names) expect(hint).toContain(name)
})

test('the text of the draft holds a block for each, and takes each for itself', async () => {
  const all = await titlesIn()
  const text = await giveOutDraft(app.curate, await edited())
  const [, , third = ''] = titles
  expect(await takeInDraft(app.curate, await edited(), text)).toMatchObject({ hasChanged: false })
  const wanted = text.replace(`[${third}]`, '[Night ferries]')
  expect(await takeInDraft(app.curate, await edited(), wanted)).toMatchObject({ kind: 'saved', hasChanged: true })
  expect(await titlesIn()).toEqual(all.map(title => (title === third ? 'Night ferries' : title)).toSorted())
})

test('two of them are put together and taken apart', async () => {
  const [first = '', , third = ''] = titles
  const [one, other] = [await linkTo(first), await linkTo(third)]
  const before = (await inside()).length
  await regroupStories(app.curate, await edited(), { kind: 'join', url: one, others: [other] })
  expect(await inside()).toHaveLength(before - 1)
  await regroupStories(app.curate, await edited(), { kind: 'split', url: other })
  expect(await inside()).toHaveLength(before)
})

test('what an earlier version saved under the shared link holds for all, and can be taken back for one', async () => {
  const before = await titlesIn()
  const [first = ''] = before
  const name = await linkTo(first)
  const madeAt = '2016-12-07T03:00:00.000Z' as Instant
  await saveEdit(app.store.db, week, [], { kind: 'drop', value: null, link: page, madeAt })
  await curate(app.curate, (await edited()).window)
  expect(await titlesIn()).toEqual([])
  expect((await readEdits(app.store.db, week)).filter(({ kind }) => kind === 'drop')).toHaveLength(titles.length)
  await editStory(app.curate, await edited(), name, null)
  expect(await titlesIn()).toEqual([first])
})
