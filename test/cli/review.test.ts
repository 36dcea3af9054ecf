import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unzipSync } from 'fflate'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { findEditedWeek } from '../../src/app/edited-week.ts'
import { run } from '../../src/app/run.ts'
import type { App } from '../../src/app/wire.ts'
import type { WeekId } from '../../src/core/types.ts'
import { editStory, giveOutDraft } from '../../src/desk/edit-draft.ts'
import { takeInDraft } from '../../src/desk/regroup-draft.ts'
import { readDraft } from '../../src/store/drafts.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'
import { createProgram, type Program } from '../app/program.ts'

const week = '2016-W49' as WeekId
const wednesday = '2016-12-07T12:00:00+08:00'
const thursday = '2016-12-08T20:00:00+08:00'
const friday = '2016-12-09T08:30:00+08:00'
const nextFriday = '2016-12-16T08:30:00+08:00'
const announced = {
  one: { title: 'Leases in clusters', text: 'Leases tell who may write. They end by themselves.' },
  two: { title: 'Numbers about images', text: 'Images grow when nobody looks. We measured by how much.' },
  three: { title: 'Restoring what was saved', text: 'A backup that was never restored is a hope, and no plan.' },
}
const secret = announced.one.title
const link = (name: string): string => `https://a.example/${name}`

let program: Program
let site: TestSite
let app: App

const announce = (...names: (keyof typeof announced)[]): void => {
  const items = names.map(name => ({ ...announced[name], link: link(name), date: '2016-12-06T10:00:00+08:00' }))
  site.routes.set('/feed.xml', rssOf('A blog', items))
}
const goOnAt = async (now: string): Promise<void> => {
  await app.close()
  app = await program.open({ now })
}
const giveOut = async (): Promise<string> => giveOutDraft(app.curate, await findEditedWeek(app, week))
const takeIn = async (markdown: string) => takeInDraft(app.curate, await findEditedWeek(app, week), markdown)
const state = async () => (await readDraft(app.store.db, week))?.state
const countPings = (): number => site.requests.filter(({ path }) => path === '/hub').length

/** Every byte that readers could get, and every mail. */
const published = async (): Promise<string> => {
  const files = await readdir(program.folder, { recursive: true, withFileTypes: true })
  const ours = files.filter(file => file.isFile() && /(?:public|outbox)(?:\/|$)/.test(file.parentPath))
  const texts = await Promise.all(ours.map(file => readFile(join(file.parentPath, file.name))))
  return texts
    .map(bytes => {
      if (!bytes.subarray(0, 2).equals(Buffer.from('PK'))) return bytes.toString('utf8')
      return Object.values(unzipSync(bytes))
        .map(part => Buffer.from(part).toString('utf8'))
        .join('\n')
    })
    .join('\n')
}

beforeAll(async () => {
  site = await startSite()
})
afterAll(() => site.close())
beforeEach(async () => {
  site.routes.set('/hub', '')
  program = await createProgram({ review: 'wait', hub: `${site.url}hub` })
  announce('one', 'two')
  await program.setSources([{ url: `${site.url}feed.xml`, fullText: false }])
  app = await program.open({ now: wednesday })
  await run(app)
})
afterEach(async () => {
  await app.close()
  await program.remove()
})

test('nothing is public before the approval: no page, feed, mail, search index or EPUB, and no hub hears of it', async () => {
  for (const now of [wednesday, friday, nextFriday]) {
    await goOnAt(now)
    await run(app)
  }
  expect(await published()).not.toContain(secret)
  expect(await published()).not.toContain('2016-W49')
  expect(await program.mails()).toEqual([])
  expect(await state()).toBe('draft')
  const before = countPings()
  expect((await program.run('issue', 'approve', week, '--now', nextFriday)).code).toBe(0)
  expect(await published()).not.toContain(secret)
  await run(app)
  expect(await published()).toContain(secret)
  expect(countPings()).toBeGreaterThan(before)
})

test('what was approved before the closing goes out then, and what came since goes into the next issue', async () => {
  const approve = await program.run('issue', 'approve', '--now', thursday)
  expect(approve.stdout).toContain('2016-W49 is approved: ')
  expect((await program.run('issue', 'approve', '--now', thursday)).stdout).toContain('is approved already')
  await goOnAt(thursday)
  announce('one', 'two', 'three')
  const { stages } = await run(app)
  expect(await published()).not.toContain(secret)
  expect(stages.flatMap(({ notes }) => notes.map(({ message }) => message))).toContain(
    'is approved as it is; 1 that came since wait for the next issue',
  )
  // To look at the draft, even as a text, lets nothing in.
  const text = await giveOut()
  await takeIn(text)
  await goOnAt(friday)
  await run(app)
  expect(await published()).toContain(secret)
  expect(await published()).not.toContain(announced.three.title)
  await goOnAt(nextFriday)
  await run(app)
  expect((await readDraft(app.store.db, '2016-W50' as WeekId))?.sections[0]?.stories[0]?.title).toBe(
    announced.three.title,
  )
  const again = await program.run('issue', 'approve', week, '--now', nextFriday)
  expect([again.code, again.stderr]).toEqual([
    3,
    expect.stringMatching(/^error ISSUE_ALREADY_SEALED: .* — .*issue correct/),
  ])
})

test('an edit that lets new stories in takes the approval back, one that does not leaves it', async () => {
  await program.run('issue', 'approve', '--now', thursday)
  const edited = await findEditedWeek(app, week)
  const note = { kind: 'note' as const, value: 'Read it.' }
  expect(await editStory(app.curate, edited, link('one'), note)).toEqual({ lostApproval: false })
  expect(await state()).toBe('approved')
  announce('one', 'two', 'three')
  await goOnAt(thursday)
  await run(app)
  const dropped = await program.run('issue', 'drop', link('two'), '--now', thursday)
  expect(dropped.stdout).toContain('stories came since the approval')
  expect(await state()).toBe('draft')
})

test('a text does not release what came after it was given out', async () => {
  const text = await giveOut()
  announce('one', 'two', 'three')
  await goOnAt(thursday)
  await run(app)
  expect(await takeIn(text.replace('state: draft', 'state: approved'))).toMatchObject({
    state: 'draft',
    wantsApproval: true,
  })
})

test('a held draft is not published, an empty one not approved', async () => {
  await program.run('issue', 'approve', '--now', thursday)
  const held = await program.run('issue', 'hold', '--now', thursday)
  expect(held.stdout).toContain('is held, and no longer approved')
  await goOnAt(friday)
  await run(app)
  expect(await published()).not.toContain(secret)
  for (const name of ['one', 'two']) await program.run('issue', 'drop', link(name), '--now', friday)
  const empty = await program.run('issue', 'approve', '--now', friday)
  expect([empty.code, empty.stderr]).toEqual([4, expect.stringMatching(/^error ISSUE_EMPTY: .* — .*issue pick/)])
})
