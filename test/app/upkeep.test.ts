import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
beforeEach(async () => {
  program = await createProgram()
})
afterEach(() => program.remove())

async function runOnce(now: string) {
  const app = await program.open({ now })
  try {
    return await run(app)
  } finally {
    await app.close()
  }
}

describe('one pass, whoever starts it,', () => {
  test('forgets sign-ups that nobody confirmed within a week', async () => {
    await runOnce('2016-12-09T08:30:00+08:00')
    const app = await program.open({ now: '2016-12-09T08:30:00+08:00' })
    const insert = (email: string, state: 'pending' | 'confirmed') =>
      app.store.db
        .insertInto('subscribers')
        .values({ email, email_key: email, language: 'en', state, consent: 'form', created_at: app.clock.now() })
        .execute()
    await insert('never@example.org', 'pending')
    await insert('stays@example.org', 'confirmed')
    await app.close()
    const emails = async (now: string): Promise<readonly string[]> => {
      await runOnce(now)
      const later = await program.open({ now })
      const rows = await later.store.db.selectFrom('subscribers').select('email').orderBy('id').execute()
      await later.close()
      return rows.map(({ email }) => email)
    }
    expect(await emails('2016-12-16T08:29:00+08:00')).toContain('never@example.org')
    expect(await emails('2016-12-16T08:31:00+08:00')).toEqual(['a@example.org', 'b@example.org', 'stays@example.org'])
  })

  test('reads the reports on mails that did not arrive', async () => {
    const maildir = join(program.folder, 'mail')
    for (const part of ['new', 'cur']) await mkdir(join(maildir, part), { recursive: true })
    await writeFile(join(maildir, 'new', '1'), 'From: someone@example.org\nSubject: hello\n\nno report at all\n')
    await program.configure({
      mail: {
        from: 'List <list@example.org>',
        postalAddress: '1 Street',
        transport: `outbox:${join(program.folder, 'outbox')}`,
        bounces: { address: 'bounces@example.org', maildir },
      },
    })
    const { stages } = await runOnce('2016-12-09T08:30:00+08:00')
    expect(stages.find(({ stage }) => stage === 'bounces')).toMatchObject({ done: 1, failed: 0 })
    expect(await readdir(join(maildir, 'new'))).toEqual([])
  })

  test('goes through to its end where the mailbox of reports cannot be read, and says so', async () => {
    await program.configure({
      mail: {
        from: 'List <list@example.org>',
        postalAddress: '1 Street',
        transport: `outbox:${join(program.folder, 'outbox')}`,
        bounces: { address: 'bounces@example.org', maildir: join(program.folder, 'none') },
      },
    })
    const { stages } = await runOnce('2016-12-09T08:30:00+08:00')
    expect(stages.at(-1)).toMatchObject({
      stage: 'bounces',
      failed: 1,
      notes: [{ level: 'failed', subject: 'mail.bounces', code: 'BOUNCES_UNREADABLE' }],
    })
  })

  test('frees what an earlier pass of the same process still held when it failed', async () => {
    await program.setSources([{ url: 'file:feed.xml' }])
    await writeFile(
      join(program.folder, 'config', 'feed.xml'),
      '<rss version="2.0"><channel><title>A</title></channel></rss>',
    )
    const app = await program.open({ now: '2016-12-09T08:30:00+08:00' })
    await app.store.db
      .updateTable('source_states')
      .set({ claimed_by: app.worker, claimed_until: '2016-12-09T00:40:00.000Z' as never })
      .execute()
    const [collected] = (await run(app)).stages
    await app.close()
    expect(collected?.unit).toBe('new items from 1 source')
  })
})
