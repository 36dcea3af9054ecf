import { cp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import type { Acceptable } from '../../src/app/wire.ts'
import { rssOf } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
const words = 'Enough words to be told in a list of what was read this week, 以及中文。'.repeat(4)
const weeks = ['2016-12-09', '2016-12-16', '2016-12-23'] as const

async function announce(count: number): Promise<void> {
  const items = ['alpha 甲', 'beta 乙', 'gamma 丙', 'delta 丁'].slice(0, count).map((title, index) => ({
    link: `https://example.org/${index}`,
    title: `${title} told of`,
    date: `2016-12-${String(8 + 7 * index).padStart(2, '0')}T10:00:00+08:00`,
    text: `${title} ${words}`,
  }))
  await writeFile(join(program.folder, 'config', 'feed.xml'), rssOf('A', items.toReversed()))
}
async function runAt(day: string, ...accepts: Acceptable[]) {
  const app = await program.open({ now: `${day}T08:30:00+08:00`, accepts: new Set(accepts) })
  try {
    return await run(app)
  } finally {
    await app.close()
  }
}
async function readStore() {
  const app = await program.open({ now: '2016-12-30T09:00:00+08:00' })
  const issues = await app.store.db.selectFrom('issues').select(['number', 'week']).orderBy('number').execute()
  await app.close()
  return issues.map(({ number, week }) => `${number} ${week}`)
}
const store = (): string => join(program.folder, 'weekly.db')

beforeEach(async () => {
  program = await createProgram()
  await program.setSources([{ url: 'file:feed.xml', fullText: false }])
  for (const [index, day] of weeks.entries()) {
    await announce(index + 1)
    // What is announced in a week is seen before it closes.
    await runAt(day.replace(/\d\d$/, date => String(Number(date) - 1).padStart(2, '0')))
    await runAt(day)
    if (index === 0) {
      const app = await program.open({ now: `${day}T09:00:00+08:00` })
      await app.close()
      await cp(store(), join(program.folder, 'older.db'))
    }
  }
  expect(await readStore()).toEqual(['1 2016-W49', '2 2016-W50', '3 2016-W51'])
})
afterEach(() => program.remove())

describe.each([
  ['an older copy of the store was put back', () => cp(join(program.folder, 'older.db'), store()), 1],
  ['the data folder is not mounted, and a new store begins', () => Promise.resolve(), 0],
] as const)('where %s', (_what, putInPlace, issuesLeft) => {
  let pages: readonly string[]
  let mails: readonly string[]
  beforeEach(async () => {
    for (const end of ['', '-wal', '-shm', '.mailed']) await rm(store() + end, { force: true })
    await putInPlace()
    pages = (await readdir(join(program.folder, 'public', 'issues'))).toSorted()
    mails = await program.mails()
  })

  test('a run stops, says what it sees and how to go on, and changes nothing', async () => {
    const before = await readFile(join(program.folder, 'public', 'index.html'), 'utf8')
    await expect(runAt('2016-12-24')).rejects.toMatchObject({
      code: 'SITE_KNOWS_MORE',
      message: expect.stringContaining('2016-W51') as string,
      hint: expect.stringContaining('weekly run --accept site') as string,
    })
    expect(await program.page('index.html')).toBe(before)
    expect(await program.mails()).toEqual(mails)
    expect(await readStore()).toHaveLength(issuesLeft)
  })

  test('accepted, it keeps the pages byte for byte, gives no number twice, and tells and mails no story again', async () => {
    const page = await program.page('issues/2016-W51/index.html')
    await announce(4)
    const { stages } = await runAt('2016-12-29', 'site')
    expect(stages.flatMap(({ notes }) => notes).map(({ code }) => code)).toContain('SITE_KNOWS_MORE')
    expect(await readStore()).toEqual(['1 2016-W49', '2 2016-W50', '3 2016-W51'])
    await runAt('2016-12-30')
    expect(await readStore()).toEqual(['1 2016-W49', '2 2016-W50', '3 2016-W51', '4 2016-W52'])
    expect(await program.page('issues/2016-W51/index.html')).toBe(page)
    expect((await readdir(join(program.folder, 'public', 'issues'))).toSorted()).toEqual(
      [...pages, '2016-W52'].toSorted(),
    )
    const latest = await program.page('issues/2016-W52/index.html')
    for (const told of ['alpha', 'beta', 'gamma']) expect(latest).not.toContain(`${told} `)
    expect(latest).toContain('delta 丁')
    const fresh = (await program.mails()).filter(name => !mails.includes(name))
    expect(fresh.every(name => name.includes('2016-W52'))).toBe(true)
  })
})

test('as a command it ends with 2 and the code; accepted it goes on', async () => {
  await rm(store())
  const now = ['--now', '2016-12-24T08:30:00+08:00']
  const stopped = await program.run('run', ...now)
  expect([stopped.code, stopped.stderr.includes('error SITE_KNOWS_MORE: ')]).toEqual([2, true])
  expect((await program.run('publish', ...now)).code).toBe(2)
  const accepted = await program.run('run', '--accept', 'site', ...now)
  expect([accepted.code, accepted.stdout.includes('SITE_KNOWS_MORE')]).toEqual([0, true])
  expect((await program.run('run', ...now)).stdout).not.toContain('SITE_KNOWS_MORE')
})
