// `weekly issue retract` from end to end: the site, the mails that wait, the way back, and what is refused.
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import type { WeekId } from '../../src/core/types.ts'
import { retract } from '../../src/publish/retract-issue.ts'
import { readIssue } from '../../src/store/issues.ts'
import { createProgram, type Program } from '../app/program.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'

const week = '2016-W49' as WeekId
const monday = ['--now', '2016-12-12T09:00:00+08:00']
const link = (name: string): string => `https://a.example/${name}`
const page = 'issues/2016-W49/index.html'

let program: Program
let site: TestSite

beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  program = await createProgram()
  const items = [
    ['one', 'Leases in clusters', 'Leases tell who may write.'],
    ['two', '镜像体积的数字', '没有人看的时候，镜像会变大。'],
  ].map(([name = '', title = '', text = '']) => ({ title, text, link: link(name), date: '2016-12-06T10:00:00+08:00' }))
  site.routes.set('/feed.xml', rssOf('A blog', items))
  await program.setSources([{ url: `${site.url}feed.xml`, fullText: false }])
  for (const now of ['2016-12-07T12:00:00+08:00', '2016-12-09T08:30:00+08:00']) {
    const app = await program.open({ now })
    await run(app)
    await app.close()
  }
})
afterEach(() => program.remove())

const hashSite = async (): Promise<ReadonlyMap<string, string>> => {
  const folder = join(program.folder, 'public')
  const files = (await readdir(folder, { recursive: true, withFileTypes: true })).filter(each => each.isFile())
  const hashes = await Promise.all(
    files.map(async each => {
      const path = join(each.parentPath, each.name)
      return [
        path,
        createHash('sha256')
          .update(await readFile(path))
          .digest('hex'),
      ] as const
    }),
  )
  return new Map(hashes.filter(([path]) => !/\/\.weekly-[a-z]+\.json$/.test(path)).toSorted())
}

test('a story and then its issue are taken back and brought back, to the byte; no mail goes out again', async () => {
  const [before, mails] = [await hashSite(), await program.mails()]
  const taken = await program.run('issue', 'retract', week, link('two'), '--reason', '数字有误。', ...monday)
  expect([taken.code, taken.stdout]).toEqual([0, expect.stringContaining('is taken back')])
  expect(await program.page(page)).toContain('This story was taken back on Dec 12, 2016: 数字有误。')
  expect(await program.page(page)).not.toContain('没有人看的时候')
  expect((await program.run('why', link('two'), ...monday)).stdout).toMatch(
    /issue 2016-W49: lead; taken back at .*: 数字有误。/,
  )
  const twice = await program.run('issue', 'retract', week, link('two'), '--reason', 'Again.', ...monday)
  expect(twice.code).toBe(3)
  expect(twice.stderr).toMatch(/^error ISSUE_ALREADY_RETRACTED: .*: 数字有误。 — .*--undo/m)

  expect((await program.run('issue', 'retract', week, '--reason', 'Wrong.', ...monday)).code).toBe(0)
  expect(await program.page(page)).toContain('This issue was taken back on Dec 12, 2016: Wrong.')
  expect(await program.page('feed.xml')).not.toContain('<item>')
  expect((await program.run('issue', 'list', ...monday)).stdout).toContain('taken back')
  expect((await program.run('run', ...monday)).code).not.toBe(2)
  expect(await program.page(page)).toContain('Wrong.')

  expect((await program.run('issue', 'retract', week, '--undo', ...monday)).code).toBe(0)
  expect(await program.page(page)).toContain('This story was taken back')
  expect((await program.run('issue', 'retract', week, link('two'), '--undo', ...monday)).code).toBe(0)
  const after = await hashSite()
  expect(new Map([...after].filter(([path]) => before.has(path)))).toEqual(before)
  // Who has the search open goes on with the files that it knew, until the next publishing.
  for (const path of after.keys()) if (!before.has(path)) expect(path).toMatch(/\/search\/(?:hits|part)-[\da-f]+\//)
  expect(await program.mails()).toEqual(mails)
  const none = await program.run('issue', 'retract', week, '--undo', ...monday)
  expect(none.stderr).toMatch(/^error ISSUE_NOT_RETRACTED/m)
})

test('what a crash left between store and site is completed by the same command', async () => {
  const app = await program.open({ now: monday[1] ?? '' })
  const sealed = await readIssue(app.store.db, week)
  await retract(app.publish, { week, url: link('one') }, 'Wrong.')
  expect(await program.page(page)).not.toContain('taken back')
  await app.close()
  expect((await program.run('issue', 'retract', week, link('one'), '--reason', 'Wrong.', ...monday)).code).toBe(0)
  expect(await program.page(page)).toContain('This story was taken back')
  const after = await program.open({ now: monday[1] ?? '' })
  expect(await readIssue(after.store.db, week)).toEqual(sealed)
  await after.close()
})

test.each([
  [['2016-W40', '--reason', 'x'], 'ISSUE_MISSING', 'week 2016-W40 has no issue to take back'],
  [['2016-W50', '--reason', 'x'], 'ISSUE_MISSING', 'It is a draft'],
  [['2016-W49', link('thre'), '--reason', 'x'], 'STORY_MISSING', 'The nearest is https://a.example/'],
  [['2016-W49'], 'USAGE_INVALID', '--reason'],
  [['2016-W49', '--undo', '--reason', 'x'], 'USAGE_INVALID', '--undo needs no --reason'],
  [['2016-W99', '--reason', 'x'], 'WEEK_INVALID', ''],
])('issue retract %j is refused', async (args, code, said) => {
  const exitCode = { ISSUE_MISSING: 4, STORY_MISSING: 3 }[code] ?? 2
  const { code: exit, stderr } = await program.run('issue', 'retract', ...args, ...monday)
  expect(exit).toBe(exitCode)
  expect(stderr).toContain(`error ${code}: `)
  expect(stderr).toContain(said)
})
