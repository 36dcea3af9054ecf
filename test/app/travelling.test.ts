// A list without a server: each run is in a new folder, to which the store was brought as a file.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import { deliverMails } from '../../src/deliver/deliver.ts'
import { backupStore } from '../../src/store/backup.ts'
import { readEquation } from '../../src/store/deliveries.ts'
import type { Instant, WeekId } from '../../src/core/types.ts'
import { rssOf } from '../servers.ts'
import { createProgram, type Program } from './program.ts'

const words = 'Enough words to be told in a list of what was read this week, 以及中文。'.repeat(4)
const topics = ['alpha 甲', 'beta 乙', 'gamma 丙', 'delta 丁', 'epsilon 戊']
let kept: string
const made: Program[] = []

beforeEach(async () => {
  kept = await mkdtemp(join(tmpdir(), 'weekly-kept-'))
})
afterEach(async () => {
  for (const program of made.splice(0)) await program.remove()
  await rm(kept, { recursive: true, force: true })
})

const feedAt = (day: Date): string =>
  rssOf(
    'A',
    topics.flatMap((title, week) => {
      const date = new Date(Date.UTC(2016, 11, 7 + 7 * week, 2))
      return date <= day
        ? [
            {
              link: `https://example.org/${week}`,
              title: `${title} told of`,
              date: date.toISOString(),
              text: `${title} ${words}`,
            },
          ]
        : []
    }),
  )

/** A new checkout: configuration, and the store as it was kept last. */
async function checkOut(http: object = { forms: 'none' }, store = join(kept, 'weekly.db')): Promise<Program> {
  const program = await createProgram({ storeTravels: true, http: { port: 0, ...http } })
  made.push(program)
  await program.setSources([{ url: 'file:feed.xml', fullText: false }])
  await cp(store, join(program.folder, 'weekly.db')).catch(() => undefined)
  return program
}
async function inProgram<Answer>(
  program: Program,
  now: string,
  act: (app: Awaited<ReturnType<Program['open']>>) => Promise<Answer>,
) {
  await writeFile(join(program.folder, 'config', 'feed.xml'), feedAt(new Date(now)))
  const app = await program.open({ now })
  return act(app).finally(() => app.close())
}
/** Keeps the store as the workflow does. */
async function keep(program: Program, now: string): Promise<void> {
  await rm(join(kept, 'weekly.db'), { force: true })
  await inProgram(program, now, ({ store }) => backupStore(store, join(kept, 'weekly.db'), now as Instant))
}
const notesOf = ({ stages }: { stages: readonly { notes: readonly { message: string }[] }[] }): string =>
  stages.flatMap(({ notes }) => notes.map(({ message }) => message)).join('\n')

test('a month of runs, each in a folder of its own, tells each item once, in issues numbered on', async () => {
  let last: Program | null = null
  // Twice a week, so that what is told on Wednesday is seen before the closing on Friday, 08:00 in Shanghai.
  for (let week = 0; week < topics.length; week++)
    for (const now of [Date.UTC(2016, 11, 8 + 7 * week, 3, 17), Date.UTC(2016, 11, 9 + 7 * week, 1, 17)]) {
      const at = new Date(now).toISOString()
      last = await checkOut()
      const report = await inProgram(last, at, run)
      expect(notesOf(report)).not.toMatch(/copy|put back|another place/)
      await keep(last, at)
    }
  const program = last as unknown as Program
  const { issues, placed, generation } = await inProgram(
    program,
    '2017-01-06T02:00:00Z',
    async ({ store: { db } }) => ({
      issues: await db.selectFrom('issues').select(['number', 'week']).orderBy('number').execute(),
      placed: await db.selectFrom('placements').select('item_id').execute(),
      generation: await db.selectFrom('settings').select('value').where('name', '=', 'generation').execute(),
    }),
  )
  expect(issues.map(({ number, week }) => `${number} ${week}`)).toEqual(
    ['2016-W49', '2016-W50', '2016-W51', '2016-W52', '2017-W01'].map((week, index) => `${index + 1} ${week}`),
  )
  expect(placed.map(({ item_id: id }) => id)).toHaveLength(5)
  expect(new Set(placed.map(({ item_id: id }) => id)).size).toBe(5)
  for (const topic of topics) expect(await countPages(program, issues, `${topic} told of`)).toBe(1)
  expect(generation).toEqual([{ value: '10' }])
  expect(JSON.parse(await program.page('last-run.json'))).toEqual({ at: '2017-01-06T01:17:00.000Z', generation: 10 })
}, 60_000)

async function countPages(program: Program, issues: readonly { week: string }[], text: string): Promise<number> {
  const pages = await Promise.all(issues.map(({ week }) => program.page(`issues/${week}/index.html`)))
  return pages.filter(page => page.includes(`>${text}</a></h`)).length
}

describe('mail', () => {
  const week = '2016-W49' as WeekId
  const [thursday, friday, later] = ['2016-12-08T03:17:00Z', '2016-12-09T01:17:00Z', '2016-12-09T07:17:00Z']
  const server = { forms: 'https://forms.example.org/' }
  const equationOf = (program: Program) =>
    inProgram(program, later, async ({ store }) => (await readEquation(store.db, week))?.counts)

  async function announce(http: object): Promise<Program> {
    const first = await checkOut(http)
    await inProgram(first, thursday, run)
    await keep(first, thursday)
    const second = await checkOut(http)
    await inProgram(second, friday, run)
    expect(await second.mails()).toEqual([])
    await keep(second, friday)
    return second
  }

  test('goes to nobody where nothing would answer who wants to leave', async () => {
    const program = await announce({ forms: 'none' })
    const report = await inProgram(program, friday, app => deliverMails(app.deliver))
    expect([report.done, report.notes.map(({ message }) => message).join()]).toEqual([
      0,
      expect.stringContaining('http.forms'),
    ])
    expect(await program.mails()).toEqual([])
  })

  test('goes out once the store is kept, with links to the server that answers', async () => {
    const program = await announce(server)
    expect((await inProgram(program, friday, app => deliverMails(app.deliver))).done).toBe(2)
    const [mail = ''] = await program.mails()
    expect(await readFile(join(program.folder, 'outbox', mail), 'latin1')).toMatch(
      /^List-Unsubscribe: <https:\/\/forms\.example\.org\/unsubscribe\//m,
    )
    await keep(program, friday)
    const next = await checkOut(server)
    await inProgram(next, later, run)
    expect((await inProgram(next, later, app => deliverMails(app.deliver))).done).toBe(0)
    expect(await equationOf(next)).toMatchObject({ sent: 2, uncertain: 0 })
  })

  test.each([
    ['before the first mail', false],
    ['after the last mail', true],
  ])('of a run that was cancelled %s is uncertain, and never sent again', async (_when, isSent) => {
    const cancelled = await announce(server)
    if (isSent) await inProgram(cancelled, friday, app => deliverMails(app.deliver))
    for (const now of [later, '2016-12-09T13:17:00Z', '2016-12-10T01:17:00Z']) {
      const next = await checkOut(server)
      const report = await inProgram(next, now, run)
      if (now === later) expect(notesOf(report)).toContain('left no word of them: they are uncertain')
      expect((await inProgram(next, now, app => deliverMails(app.deliver))).done).toBe(0)
      expect(await next.mails()).toEqual([])
      await keep(next, now)
    }
    expect(await equationOf(await checkOut(server))).toMatchObject({ sent: 0, uncertain: 2 })
  })

  test('of an older copy of the store goes out only when asked for', async () => {
    const older = join(kept, 'older.db')
    const first = await checkOut(server)
    await inProgram(first, thursday, run)
    await inProgram(first, thursday, ({ store }) => backupStore(store, older, thursday as Instant))
    await inProgram(first, friday, run)
    const program = await checkOut(server, older)
    await cp(join(first.folder, 'public', 'last-run.json'), join(program.folder, 'public', 'last-run.json'))
    expect(notesOf(await inProgram(program, friday, run))).toContain('it is an older copy: run 2 made the site')
    expect((await inProgram(program, friday, app => deliverMails(app.deliver))).done).toBe(0)
  })
})
