// Looking at mails without sending them: what is shown is what would go, and the ledger never knows.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type ReaderChoices, saveChoices } from '../../src/store/reader-choices.ts'
import { findSubscriber } from '../../src/store/subscribers.ts'
import { readTables } from '../stores.ts'
import { rssOf, startSite, type TestSite } from '../servers.ts'
import { createProgram, type Program } from '../app/program.ts'

const thursday = ['--now', '2016-12-08T20:00:00+08:00'] as const
const friday = ['--now', '2016-12-09T08:30:00+08:00'] as const
let program: Program
let site: TestSite
beforeAll(async () => {
  site = await startSite()
  const item = { link: 'https://a.example/one', title: 'One thing about leases', text: 'Leases tell who may write.' }
  site.routes.set('/feed.xml', rssOf('A blog', [{ ...item, date: '2016-12-08T10:00:00+08:00' }]))
})
afterAll(() => site.close())
beforeEach(async () => {
  program = await createProgram()
  await program.setSources([{ url: `${site.url}feed.xml`, fullText: false }])
})
afterEach(() => program.remove())

const withoutIdentity = (mail: string): string => mail.replaceAll(/^(Date|Message-ID): .*$|=_[0-9a-f]+/gm, '')

async function readStore(): Promise<object> {
  const app = await program.open({ now: friday[1] })
  const tables = await readTables(app.store.db)
  await app.close()
  // Planning opens slots and makes keys, as every command does; neither tells who gets what.
  return { ...tables, slots: [], settings: [] }
}

test('a draft is mailed to one address as a test, shown and written to files, and nothing counts as sent or used', async () => {
  await program.run('run', ...thursday)
  const before = await readStore()
  const { code, stdout } = await program.run('deliver', '--to', 'Me@example.org', ...thursday)
  expect([code, stdout]).toEqual([0, expect.stringContaining('a test mail of 2016-W49 went to Me@example.org')])
  const [file = ''] = await program.mails()
  const mail = await simpleParser(await readFile(join(program.folder, 'outbox', file)))
  expect(mail.subject).toBe('[Test] Test list #1: One thing about leases')
  expect(mail.text).toContain('https://a.example/one')

  const shown = await simpleParser((await program.run('issue', 'show', '--format', 'eml', ...thursday)).stdout)
  expect(shown.subject).toBe('Test list #1: One thing about leases')
  expect(shown.html).toContain('One thing about leases')

  expect((await program.run('deliver', '--dry-run', ...thursday)).stdout).toMatch(/^2 mails of 2016-W49 written/)
  expect(await readdir(join(program.folder, 'data', 'dry-run'))).toHaveLength(2)
  expect(await program.mails()).toHaveLength(1)
  expect(await readStore()).toEqual(before)
  expect((await program.run('run', ...friday)).stdout).toContain('issue 1 is sealed')
})

/** Saves what the reader a@example.org chose. */
async function choose(choices: Partial<ReaderChoices>): Promise<void> {
  const app = await program.open({ now: thursday[1] })
  const reader = await findSubscriber(app.store.db, { email: 'a@example.org' })
  await saveChoices(app.store.db, reader?.id ?? 0, {
    ...{ language: 'en', cadence: 'weekly', sectionsOff: [], stories: 'both' },
    ...choices,
  })
  await app.close()
}

test.each<[string, Partial<ReaderChoices>, number]>([
  ['wants everything', {}, 2],
  ['reads monthly, while no month is over', { cadence: 'monthly' }, 1],
  ['wants none of its sections', { sectionsOff: ['Clouds'] }, 1],
])('a dry run, where a reader %s, is what is sent, but for Message-ID and Date', async (_name, choices, mails) => {
  await program.configure({ sections: [{ title: 'Clouds', keywords: ['leases'] }] })
  await choose(choices)
  await program.run('run', ...friday)
  const folder = join(program.folder, 'dry')
  expect((await program.run('deliver', '--dry-run', folder, '--week', '2016-W49', ...friday)).code).toBe(0)
  const [dry, sent] = await Promise.all(
    [folder, join(program.folder, 'outbox')].map(async from => {
      const files = (await readdir(from)).map(name => readFile(join(from, name), 'utf8'))
      return (await Promise.all(files)).map(withoutIdentity).sort()
    }),
  )
  expect(sent).toHaveLength(mails)
  expect(dry).toEqual(sent)
})

test('without a draft or an issue there is nothing to look at, and both ways at once are refused', async () => {
  const { code, stderr } = await program.run('deliver', '--to', 'me@example.org', '--week', '2016-W49', ...thursday)
  expect([code, stderr]).toEqual([4, expect.stringContaining('error DRAFT_MISSING')])
  expect((await program.run('deliver', '--to', 'me@example.org', '--dry-run')).code).toBe(2)
})
