// An issue closes, is answered, goes out: with `review` as a policy and a time.
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import type { WeekId } from '../../src/core/types.ts'
import { readDraft } from '../../src/store/drafts.ts'
import { readIssues } from '../../src/store/issues.ts'
import { rssOf } from '../servers.ts'
import { createProgram, type Program } from '../app/program.ts'

const [week, next] = ['2016-W49' as WeekId, '2016-W50' as WeekId]
const friday = (time: string): string => `2016-12-09T${time}:00+08:00`
const open: Program[] = []

/** A program with two stories; `announce` writes the feed anew. */
async function start(review: unknown, sinceWeek = '2016-12-0') {
  const program = await createProgram({ review })
  open.push(program)
  const announce = async (names: readonly string[]): Promise<void> => {
    const items = names.map((name, index) => ({
      link: `https://a.example/${name}`,
      title: `About ${name}`,
      date: `${sinceWeek}${index + 5}T10:00:00+08:00`,
      text: `${name} ${name}s of ${name}.`,
    }))
    await writeFile(join(program.folder, 'config', 'feed.xml'), rssOf('A', items))
  }
  await announce(['orchids', 'ferries'])
  await program.setSources([{ url: 'file:feed.xml', fullText: false }])
  const runAt = async (now: string): Promise<{ numbers: number[]; notes: string }> => {
    const app = await program.open({ now })
    const { stages } = await run(app)
    const issues = await readIssues(app.store.db)
    await app.close()
    const notes = stages.flatMap(stage => stage.notes.map(({ message }) => message)).join('\n')
    return { numbers: issues.map(({ number }) => number), notes }
  }
  const draftOf = async (name: WeekId) => {
    const app = await program.open({ now: friday('08:30') })
    const draft = await readDraft(app.store.db, name)
    await app.close()
    return draft
  }
  // A first week of the store would be made up for: it has run before.
  await runAt('2016-12-02T08:30:00+08:00')
  return { program, announce, runAt, draftOf }
}
afterEach(async () => {
  for (const program of open.splice(0)) await program.remove()
})

test('publish: it goes out when the time to answer is over, to each reader once, also with two workers at once', async () => {
  const { program, runAt } = await start({ policy: 'publish', for: '4h' })
  const asked = await runAt(friday('08:00'))
  expect(asked.numbers).toEqual([])
  expect(asked.notes).toContain('goes out at 2016-12-09 12:00')
  expect((await runAt(friday('11:59'))).numbers).toEqual([])
  await Promise.all([runAt(friday('12:00')), runAt(friday('12:00'))])
  expect((await runAt(friday('12:10'))).numbers).toEqual([1])
  expect(await program.mails()).toHaveLength(2)
})

test('publish: with a page that is gone nothing goes out by itself; approved as it is, it does', async () => {
  const { program, runAt } = await start({ policy: 'publish', for: '4h' })
  await runAt(friday('08:00'))
  const app = await program.open({ now: friday('08:30') })
  const gone = {
    state: 'failed',
    error_code: 'FETCH_HTTP_STATUS',
    error: 'https://a.example/ferries answered 410',
  } as const
  await app.store.db.updateTable('articles').set(gone).where('title', 'like', '%ferries').execute()
  await app.close()
  const blocked = await runAt(friday('12:00'))
  expect(blocked.numbers).toEqual([])
  expect(blocked.notes).toContain('the page of "About ferries" is gone: https://a.example/ferries')
  expect(await program.mails()).toEqual([])
  await program.run('issue', 'approve', week, '--now', friday('12:05'))
  expect((await runAt(friday('12:15'))).numbers).toEqual([1])
})

test('auto: a page that is gone keeps nothing back, for nobody is asked', async () => {
  const { program, runAt } = await start('auto')
  const app = await program.open({ now: friday('07:30') })
  const gone = {
    state: 'failed',
    error_code: 'FETCH_HTTP_STATUS',
    error: 'https://a.example/ferries answered 410',
  } as const
  await app.store.db.updateTable('articles').set(gone).execute()
  await app.close()
  expect((await runAt(friday('08:00'))).numbers).toEqual([1])
})

test('a machine that slept over the closing gives editors their whole time', async () => {
  const { runAt } = await start({ policy: 'publish', for: '4h' })
  const woken = await runAt('2016-12-10T20:00:00+08:00')
  expect(woken.numbers).toEqual([])
  expect(woken.notes).toContain('goes out at 2016-12-11 00:00')
  expect((await runAt('2016-12-11T00:00:00+08:00')).numbers).toEqual([1])
})

test('what is approved goes out ten minutes later; stopped before that it is a draft with its whole time again', async () => {
  const { program, runAt, draftOf } = await start({ policy: 'publish', for: '4h' })
  await runAt(friday('08:00'))
  const approve = (time: string) => program.run('issue', 'approve', week, '--as', 'Li', '--now', friday(time))
  expect((await approve('09:00')).stdout).toContain('it goes out at 2016-12-09 09:10')
  expect((await runAt(friday('09:09'))).notes).toContain('is approved and goes out at 2016-12-09 09:10')
  const stop = await program.run('issue', 'stop', week, '--as', 'Li', '--now', friday('09:09'))
  expect(stop.stdout).toContain('is stopped: it is a draft again')
  expect((await draftOf(week))?.state).toBe('draft')
  expect((await runAt(friday('12:30'))).numbers).toEqual([])
  expect(await program.mails()).toEqual([])
  await approve('12:40')
  expect((await runAt(friday('12:50'))).numbers).toEqual([1])
  const log = await program.run('issue', 'log', week, '--now', friday('13:00'))
  expect(log.stdout.trim().split('\n')).toEqual([
    '2016-12-09 09:00   Li: approved the issue',
    '2016-12-09 09:09   Li: made the issue a draft again',
    '2016-12-09 12:40   Li: approved the issue',
  ])
  const late = await program.run('issue', 'stop', week, '--now', friday('12:55'))
  expect([late.code, late.stderr]).toEqual([3, expect.stringContaining('ISSUE_ALREADY_SEALED')])
})

test('what is held stays back however late it is, and let go on it has its whole time', async () => {
  const { program, runAt } = await start({ policy: 'publish', for: '4h' })
  await runAt(friday('08:00'))
  await program.run('issue', 'hold', week, '--now', friday('11:00'))
  expect((await runAt(friday('20:00'))).numbers).toEqual([])
  const released = await program.run('issue', 'hold', week, '--release', '--now', friday('20:00'))
  expect(released.stdout).toContain('is held no longer')
  expect((await runAt(friday('23:59'))).numbers).toEqual([])
  expect((await runAt('2016-12-10T00:00:00+08:00')).numbers).toEqual([1])
})

test('skip: without an approval there is no issue, and its stories are in the next one with what was written on them', async () => {
  const { program, announce, runAt, draftOf } = await start({ policy: 'skip', for: '4h' })
  await runAt(friday('08:00'))
  const edit = (...args: string[]) => program.run('issue', ...args, '--week', week, '--now', friday('09:00'))
  await edit('note', 'https://a.example/orchids', 'Read it.')
  await edit('drop', 'https://a.example/ferries')
  expect((await runAt(friday('11:00'))).notes).toContain('until 2016-12-09 12:00')
  const skipped = await runAt(friday('12:00'))
  expect(skipped.numbers).toEqual([])
  expect(skipped.notes).toContain('was not released in time')
  await announce(['glaciers', 'orchids', 'ferries'])
  await runAt('2016-12-15T12:00:00+08:00')
  const draft = await draftOf(next)
  const stories = draft?.sections.flatMap(section => section.stories) ?? []
  expect(stories.map(({ title, note }) => [title, note]).sort()).toEqual([
    ['About glaciers', null],
    ['About orchids', 'Read it.'],
  ])
  expect(draft?.leftOut.map(({ title }) => title)).toEqual(['About ferries'])
  expect(await program.mails()).toEqual([])
})

test('several closed weeks wait each for itself; what is released goes out, the other one does not', async () => {
  const { program, announce, runAt, draftOf } = await start({ policy: 'wait', for: '4h' })
  await runAt(friday('08:00'))
  await announce(['glaciers', 'orchids', 'ferries'])
  await runAt('2016-12-12T08:00:00+08:00')
  await runAt('2016-12-16T20:00:00+08:00')
  await program.run('issue', 'approve', next, '--now', '2016-12-16T20:00:00+08:00')
  expect((await runAt('2016-12-16T20:09:00+08:00')).numbers).toEqual([])
  expect((await runAt('2016-12-16T20:10:00+08:00')).numbers).toEqual([1])
  expect((await draftOf(week))?.state).toBe('draft')
  await program.run('issue', 'approve', week, '--now', '2016-12-17T08:00:00+08:00')
  expect((await runAt('2016-12-17T08:10:00+08:00')).numbers.sort()).toEqual([1, 2])
})

test.each([
  [{ policy: 'publish', for: 'soon' }, 'review.for'],
  [{ policy: 'never', for: '4h' }, 'review'],
  ['later', 'review'],
])('the review %j is refused with its place', async (review, key) => {
  const program = await createProgram({ review })
  open.push(program)
  const { code, stderr } = await program.run('issue', 'list')
  expect([code, stderr]).toEqual([2, expect.stringContaining(key)])
})
