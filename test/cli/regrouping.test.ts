import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import type { App } from '../../src/app/wire.ts'
import { addStory } from '../../src/cli/commands/issue-add.ts'
import { findEditedWeek } from '../../src/app/edited-week.ts'
import type { WeekId } from '../../src/core/types.ts'
import { editStory, giveOutDraft } from '../../src/desk/edit-draft.ts'
import { regroupStories, takeInDraft } from '../../src/desk/regroup-draft.ts'
import { readDraft } from '../../src/store/drafts.ts'
import { createProgram, type Program } from '../app/program.ts'
import { pageOf, rssOf, startSite, type TestSite } from '../servers.ts'

const week = '2016-W49' as WeekId
const wednesday = '2016-12-07T12:00:00+08:00'
const thursday = '2016-12-08T20:00:00+08:00'
const link = (name: string): string => `https://${name}.example/infinit`
const title = 'Docker acquires storage startup Infinit'
const other = 'https://c.example/orchids'

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
  for (const name of ['a', 'b'])
    site.routes.set(
      `/${name}.xml`,
      rssOf(`Blog ${name}`, [{ title, text: `${title}, says ${name}.`, link: link(name), date }]),
    )
  site.routes.set(
    '/c.xml',
    rssOf('Blog c', [{ title: 'A rare orchid', text: 'Found near the coast.', link: other, date }]),
  )
  await program.setSources(['a', 'b', 'c'].map(name => ({ url: `${site.url}${name}.xml`, fullText: false })))
  app = await program.open({ now: wednesday })
  await run(app)
})
afterEach(async () => {
  await app.close()
  await program.remove()
})

/** The stories of the draft as their tellings' links, the lead first. */
const tellings = async (): Promise<readonly string[][]> => {
  const sections = (await readDraft(app.store.db, week))?.sections ?? []
  const links = sections.flatMap(({ stories }) =>
    stories.map(({ lead, others }) => [lead, ...others].map(({ url }) => url ?? '')),
  )
  return links.toSorted((x, y) => ((x[0] ?? '') < (y[0] ?? '') ? -1 : 1))
}
const edited = () => findEditedWeek(app, week)
const runAgainAt = async (now: string): Promise<void> => {
  await app.close()
  app = await program.open({ now })
  await run(app)
}

test('a story taken apart stays so in later drafts, until the curator takes that back', async () => {
  expect(await tellings()).toEqual([[link('a'), link('b')], [other]])
  await regroupStories(app.curate, await edited(), { kind: 'split', url: link('b') })
  expect(await tellings()).toEqual([[link('a')], [link('b')], [other]])
  await runAgainAt(thursday)
  expect(await tellings()).toEqual([[link('a')], [link('b')], [other]])
  await editStory(app.curate, await edited(), link('b'), null)
  expect(await tellings()).toEqual([[link('a'), link('b')], [other]])
})

test('stories put together are one in later drafts, led by the first page', async () => {
  await regroupStories(app.curate, await edited(), { kind: 'join', url: other, others: [link('a')] })
  await runAgainAt(thursday)
  expect(await tellings()).toEqual([[other, link('a'), link('b')]])
  await editStory(app.curate, await edited(), other, null)
  expect(await tellings()).toEqual([[link('a'), link('b')], [other]])
})

test('the text of a draft takes stories apart and puts them together; a later text keeps that', async () => {
  const text = await giveOutDraft(app.curate, await edited())
  const wanted = text.replace(/^(base: .*)$/m, `$1\nsplit: ${link('b')}\njoin: ${other} ${link('b')}`)
  expect(await takeInDraft(app.curate, await edited(), wanted)).toMatchObject({ kind: 'saved', hasChanged: true })
  expect(await tellings()).toEqual([[link('a')], [other, link('b')]])
  const later = await giveOutDraft(app.curate, await edited())
  await takeInDraft(app.curate, await edited(), later.replace('[A rare orchid]', '[An orchid]'))
  expect(await tellings()).toEqual([[link('a')], [other, link('b')]])
})

test.each(['split:', 'join: https://a.example/infinit', 'split: https://nowhere.example/'])(
  'a line that names nobody is refused, and nothing is saved: %s',
  async line => {
    const text = await giveOutDraft(app.curate, await edited())
    const wanted = text.replace(/^(base: .*)$/m, `$1\n${line}`).replace('[A rare orchid]', '[An orchid]')
    await expect(takeInDraft(app.curate, await edited(), wanted)).rejects.toThrow()
    expect(await giveOutDraft(app.curate, await edited())).toBe(text)
  },
)

test('what is alone cannot be taken apart', async () => {
  await expect(regroupStories(app.curate, await edited(), { kind: 'split', url: other })).rejects.toMatchObject({
    code: 'USAGE_INVALID',
  })
})

test('a page that is added by hand leads the story that it tells', async () => {
  site.routes.set(
    '/own',
    pageOf(title, [`${title}, in our own words, and much more of it for all who read on. `.repeat(4)]),
  )
  await addStory({ config: join(program.folder, 'config'), now: wednesday, quiet: true }, `${site.url}own`, {})
  await app.close()
  app = await program.open({ now: thursday })
  await run(app)
  expect(await tellings()).toContainEqual([`${site.url}own`, link('a'), link('b')])
})
