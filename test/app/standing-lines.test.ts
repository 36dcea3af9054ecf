// A line that a source prints in every article leads none of them.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import { articleOf } from '../../src/store/articles.ts'
import { pageOf, rssOf, startSite, type TestSite } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

const friday = '2016-12-09T08:30:00+08:00'
const masthead = 'The Harbour Notes are written by two keepers and paid for by the readers of this page.'
const own: Readonly<Record<string, readonly string[]>> = {
  one: [
    'The old lighthouse goes dark in May after a hundred and twenty years of burning every night.',
    'Three radars take its place, one for each pier, at a price of eight hundred thousand in all.',
  ],
  two: [
    'Twelve ferries got new positions finders last week, and none of them has missed its pier since.',
    'Their crews asked for it after two landings in the fog went wrong in one month of last winter.',
  ],
  three: [
    '港务局上周停用了最后一座雾笛，因为每艘船上都已经装了定位设备。',
    '雾笛从一九二零年起每到起雾的日子就响，镇上的人都说会想念它。',
  ],
}

let program: Program
let site: TestSite

beforeEach(async () => {
  program = await createProgram()
  site = await startSite()
  for (const [name, lines] of Object.entries(own)) site.routes.set(`/${name}/`, pageOf(name, [masthead, ...lines]))
  site.routes.set('/masthead/', pageOf('masthead', [masthead]))
  const names = [...Object.keys(own), 'masthead']
  site.routes.set(
    '/feed.xml',
    rssOf(
      'Harbour Notes',
      names.map(name => ({ link: `${site.url}${name}/`, title: `About ${name}`, date: '2016-12-08T10:00:00+08:00' })),
    ),
  )
  await program.setSources([{ url: `${site.url}feed.xml` }])
})
afterEach(async () => {
  await site.close()
  await program.remove()
})

test('it stays out of lead and points, unless there is nothing else, and why says so', async () => {
  const app = await program.open({ now: friday })
  try {
    await run(app)
    const rows = await app.store.db.selectFrom('articles').selectAll().execute()
    const articles = new Map(rows.map(row => [row.title, articleOf(row)]))
    for (const [name, [first = '']] of Object.entries(own)) {
      const summary = articles.get(`About ${name}`)?.summary
      expect(summary?.lead).toContain(first)
      expect([summary?.lead, ...(summary?.points ?? [])].join('\n')).not.toContain(masthead)
    }
    expect(articles.get('About masthead')?.summary.lead).toBe(masthead)
  } finally {
    await app.close()
  }
  const { stdout } = await program.run('why', `${site.url}one/`, '--now', friday)
  expect(stdout).toContain(`not in its summary, for its source prints it in other articles too: “The Harbour Notes`)
})
