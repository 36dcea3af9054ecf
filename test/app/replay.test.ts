// A past week read again: offline, from what was kept as it came, with nothing of the list's own touched.
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { compareWeeks } from '../../src/app/compare-weeks.ts'
import { replayWeek } from '../../src/app/replay-week.ts'
import { run } from '../../src/app/run.ts'
import type { App } from '../../src/app/wire.ts'
import { replay } from '../../src/cli/commands/replay.ts'
import type { Section, Story, WeekId } from '../../src/core/types.ts'
import { pageOf, rssOf, startSite, type TestSite } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
let site: TestSite
const week = '2016-W49' as WeekId
const friday = '2016-12-09T08:30:00+08:00'
const monday = '2016-12-12T08:30:00+08:00'

const item = (name: string, title: string) => ({
  link: `${site.url}${name}`,
  title,
  date: '2016-12-07T10:00:00+08:00',
  text: `${title}.`,
})

/** Every table's rows but those that opening the program writes, to see that nothing changed. */
async function countRows({ store: { db } }: App): Promise<readonly number[]> {
  const tables = ['items', 'articles', 'issues', 'drafts', 'slots', 'placements', 'kept_bodies', 'fetches'] as const
  const counts: number[] = []
  for (const table of tables)
    counts.push(
      Number(
        (
          await db
            .selectFrom(table)
            .select(({ fn }) => fn.countAll().as('n'))
            .executeTakeFirstOrThrow()
        ).n,
      ),
    )
  return counts
}

beforeAll(async () => {
  site = await startSite()
  program = await createProgram()
  site.routes.set(
    '/feed.xml',
    rssOf('A blog', [item('leases', 'Leases for writers'), item('jobs', 'Jobs in Shanghai')]),
  )
  site.routes.set(
    '/leases',
    pageOf('Leases for writers', ['A lease tells who may write, and until when it holds. '.repeat(20)]),
  )
  site.routes.set(
    '/jobs',
    pageOf('Jobs in Shanghai', ['Somebody looks for people who know databases well. '.repeat(20)]),
  )
  await program.setSources([{ url: `${site.url}feed.xml` }])
  const app = await program.open({ now: friday })
  await run(app)
  await app.close()
})
afterAll(async () => {
  await program.remove()
  await site.close()
})

test('the same program makes the same week of it, asks nobody, and changes nothing', async () => {
  const app = await program.open({ now: monday })
  const [asked, rows] = [site.requests.length, await countRows(app)]
  const { comparison, counts, draft } = await replayWeek(app, week)
  expect(counts).toMatchObject({ visits: 1, sources: 1, pages: 2, lentItems: 0, lentArticles: 0 })
  expect(comparison).toEqual({ before: 2, now: 2, both: 2, onlyBefore: [], onlyNow: [], changed: [] })
  expect(draft.sections.flatMap(({ stories }) => stories.map(({ title }) => title)).toSorted()).toEqual([
    'Jobs in Shanghai',
    'Leases for writers',
  ])
  expect(site.requests.length).toBe(asked)
  expect(await countRows(app)).toEqual(rows)
  await app.close()
})

test('other rules make another week; into a folder go its page and both states, and never into the site', async () => {
  const config = join(program.folder, 'config')
  await program.setSources([{ url: `${site.url}feed.xml`, exclude: ['jobs'] }])
  const folder = await mkdtemp(join(tmpdir(), 'weekly-replay-'))
  const options = { config, now: monday, quiet: true }
  expect(await replay(options, week, folder)).toBe(0)
  expect((await readdir(folder)).toSorted()).toEqual([`${week}.html`, `${week}.json`])
  const { comparison } = JSON.parse(await readFile(join(folder, `${week}.json`), 'utf8')) as {
    comparison: { onlyBefore: { title: string }[]; both: number }
  }
  expect([comparison.both, comparison.onlyBefore.map(({ title }) => title)]).toEqual([1, ['Jobs in Shanghai']])
  await expect(replay(options, week, join(program.folder, 'public', 'x'))).rejects.toMatchObject({
    code: 'USAGE_INVALID',
  })
  await rm(folder, { recursive: true })
})

test('a comparison finds a story by any of its tellings, and says why one is out', () => {
  const aStory = (name: string, others: readonly string[] = [], changes: Partial<Story> = {}): Story => {
    const telling = (each: string) => ({
      ...{ itemId: 1, url: `https://a.example/${each}`, title: each, sourceTitle: 'A', site: 'a.example' },
    })
    return {
      ...{ id: name, lead: telling(name), others: others.map(telling), sameLinkItemIds: [], title: name, authors: [] },
      ...{ publishedAt: null, language: 'en', readingMinutes: 1, pdfUrl: null, summary: '', points: [], note: null },
      ...{ summaryMethod: 'feed', score: 1, reasons: [] },
      ...changes,
    }
  }
  const sections = (...stories: readonly Story[]): readonly Section[] => [{ title: '云', stories }]
  const out = { itemId: 9, title: 'gone', url: 'https://a.example/gone', reason: 'weaker', storyLink: '' }
  const { both, onlyBefore, onlyNow, changed } = compareWeeks(sections(aStory('one', ['two']), aStory('gone')), {
    sections: sections(aStory('two', [], { title: '二' }), aStory('new')),
    leftOut: [out],
  })
  expect([both, onlyBefore, onlyNow.map(({ title }) => title), changed.map(({ field }) => field)]).toEqual([
    1,
    [{ title: 'gone', url: 'https://a.example/gone', reason: 'weaker' }],
    ['new'],
    ['title', 'tellings'],
  ])
})
