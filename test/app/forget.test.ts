// What `keep` forgets, and what it never does.
import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { forgetOld } from '../../src/app/forget.ts'
import { run } from '../../src/app/run.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { rssOf } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
const words = 'Enough words to be told in a list of what was read this week, 以及中文。'.repeat(4)
beforeEach(async () => {
  program = await createProgram({ issue: { stories: 1 } })
  await program.setSources([{ url: 'file:feed.xml', fullText: false }])
  const items = ['alpha 甲', 'beta 乙 quite another matter', 'gamma 丙 of trains'].map((title, index) => ({
    link: `https://example.org/${index}`,
    title,
    date: `2016-12-0${7 + (index % 2)}T10:00:00+08:00`,
    text: `${title} ${words}`,
  }))
  await writeFile(join(program.folder, 'config', 'feed.xml'), rssOf('A', items))
})
afterEach(() => program.remove())

async function at<Answer>(now: string, act: (app: Awaited<ReturnType<Program['open']>>) => Promise<Answer>) {
  const app = await program.open({ now })
  return act(app).finally(() => app.close())
}
const countTexts = () =>
  at('2017-06-01T00:00:00Z', async ({ store: { db } }) => {
    const articles = await db.selectFrom('articles').select('item_id').execute()
    const items = await db.selectFrom('items').select(['id', 'content_html', 'summary_html']).execute()
    const placed = await db.selectFrom('placements').select('item_id').where('role', '=', 'lead').execute()
    const worded = items.filter(item => item.content_html !== null || item.summary_html !== null)
    return {
      items: items.length,
      articles: articles.length,
      worded: worded.length,
      placed: placed.map(({ item_id: id }) => id),
    }
  })

test('by itself nothing but the log of visits is forgotten', async () => {
  await at('2016-12-08T12:00:00+08:00', run)
  await at('2016-12-09T08:30:00+08:00', run)
  const before = await countTexts()
  expect(await at('2020-01-01T00:00:00Z', forgetOld)).toBeNull()
  expect(await countTexts()).toEqual(before)
})

test('what is in no issue loses its texts and keeps its name; issues, younger items and mails stay', async () => {
  await at('2016-12-08T12:00:00+08:00', run)
  await at('2016-12-09T08:30:00+08:00', run)
  const page = await program.page('issues/2016-W49/index.html')
  const outbox = join(program.folder, 'outbox')
  await mkdir(outbox, { recursive: true })
  await writeFile(join(outbox, 'old.eml'), 'x')
  await writeFile(join(outbox, 'notes.txt'), 'x')
  for (const name of ['old.eml', 'notes.txt']) await utimes(join(outbox, name), 1_400_000_000, 1_400_000_000)
  await program.configure({ issue: { stories: 1 }, keep: { items: 3, articles: 3, outbox: 3 } })
  const before = await countTexts()
  expect((await at('2016-12-10T00:00:00Z', forgetOld))?.unit).toContain('1 mails')
  expect(await countTexts()).toEqual(before)
  expect(await readdir(outbox)).toContain('notes.txt')
  expect(await readdir(outbox)).not.toContain('old.eml')
  const report = await at('2017-06-01T00:00:00Z', forgetOld)
  const after = await countTexts()
  expect(report?.done).toBeGreaterThan(0)
  expect(after).toMatchObject({ items: 3, placed: before.placed })
  expect([after.articles, after.worded]).toEqual([1, 1])
  expect(await at('2017-06-01T00:00:00Z', forgetOld)).toBeNull()
  // The feed still lists all of them: none is new, and the site is the same.
  const again = await at('2017-06-01T00:00:00Z', run)
  expect(again.stages[0]).toMatchObject({ stage: 'collect', done: 0 })
  expect(await program.page('issues/2016-W49/index.html')).toBe(page)
})

test('what editors did to a week that is over is forgotten, and what they did to an open draft is not', async () => {
  await at('2016-12-08T12:00:00+08:00', run)
  await at('2016-12-09T08:30:00+08:00', run)
  const note = (week: string, command: string, when: string) => ({
    ...{ week: week as WeekId, command, editor: 'Ann', at: when as Instant, act: '{}', subject: '甲' },
    ...{ base: null, rows_before: '[]', rows_after: '[]', undone_by: null, via: null },
  })
  await program.configure({ issue: { stories: 1 }, keep: { journal: 3 } })
  await at('2016-12-09T09:00:00+08:00', async ({ store: { db } }) => {
    const rows = [note('2016-W49', 'a', '2016-12-08T05:00:00.000Z'), note('2016-W49', 'b', '2017-01-30T05:00:00.000Z')]
    await db
      .insertInto('journal')
      .values([...rows, note('2016-W50', 'c', '2016-12-09T02:00:00.000Z')])
      .execute()
  })
  const left = ({ store: { db } }: Awaited<ReturnType<Program['open']>>) =>
    db.selectFrom('journal').select('command').orderBy('id').execute()
  expect(await at('2016-12-12T00:00:00Z', forgetOld)).toBeNull()
  expect((await at('2017-03-20T00:00:00Z', forgetOld))?.unit).toContain('1 acts of editors')
  expect(await at('2017-03-20T00:00:00Z', left)).toEqual([{ command: 'b' }, { command: 'c' }])
})
