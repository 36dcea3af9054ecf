import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import { publish } from '../../src/publish/publish.ts'
import { rssOf } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
const friday = '2016-12-09T08:30:00+08:00'

beforeEach(async () => {
  program = await createProgram()
  const items = ['One', 'Two'].map((title, index) => ({
    link: `https://example.org/${title}`,
    title,
    date: `2016-12-0${index + 6}T10:00:00+08:00`,
    text: 'Enough words to be told in a list of what was read this week. '.repeat(4),
  }))
  await writeFile(join(program.folder, 'config', 'feed.xml'), rssOf('A', items))
  await program.setSources([{ url: 'file:feed.xml', fullText: false }])
})
afterEach(() => program.remove())

test('processes that publish into one folder at once leave one whole site, without a failure and without leftovers', async () => {
  const first = await program.open({ now: friday })
  await run(first)
  await first.close()
  // Something to write for all of them.
  await writeFile(join(program.folder, 'public', 'index.html'), 'changed by somebody')
  const apps = await Promise.all([1, 2, 3].map(() => program.open({ now: friday })))
  const reports = await Promise.all(apps.map(app => publish(app.publish, [])))
  for (const app of apps) await app.close()
  expect(reports.flatMap(({ notes }) => notes)).toEqual([])
  expect(await program.page('index.html')).toContain('2016-W49')
  const names = await readdir(join(program.folder, 'public'), { recursive: true })
  expect(names.filter(name => /\.part/.test(name))).toEqual([])
})

test('an issue that comes more than 48 hours late is sealed, and the report says that it was not mailed, and what mails it', async () => {
  await run(await program.open({ now: '2016-12-09T07:00:00+08:00' }))
  const app = await program.open({ now: '2016-12-12T09:00:00+08:00' })
  const { stages } = await run(app)
  await app.close()
  const notes = stages.filter(({ stage }) => stage === 'publish').flatMap(report => report.notes)
  expect(notes.at(-1)).toMatchObject({
    subject: '2016-W49',
    message: expect.stringContaining('not mailed') as string,
    hint: '`weekly deliver --week 2016-W49` mails it.',
  })
  expect(await program.mails()).toEqual([])
  expect((await program.run('deliver', '--week', '2016-W49', '--now', '2016-12-12T09:00:00+08:00')).code).toBe(0)
  expect(await program.mails()).toHaveLength(2)
})
