// Answers to the mail of an issue, counted from a maildir by a pass of the program.
import { mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { countReplies } from '../../src/app/count-replies.ts'
import { keepInOrder } from '../../src/app/upkeep.ts'
import { freezeIssue } from '../../src/store/freeze.ts'
import { countRepliesTo } from '../../src/store/replies.ts'
import { sealIssue, week } from '../deliver/builders.ts'
import { createProgram } from './program.ts'

test('who answers is counted once; absence notes, strangers and made-up mails are not', async () => {
  const program = await createProgram()
  const maildir = join(program.folder, 'replies')
  for (const part of ['new', 'cur', 'tmp']) await mkdir(join(maildir, part), { recursive: true })
  await program.configure({
    mail: { from: 'List <list@example.org>', postalAddress: '1 Street', replies: { maildir } },
  })
  const app = await program.open()
  try {
    expect(await countReplies(app)).toEqual(new Map())
    await sealIssue(app.store)
    await freezeIssue(app.store.db, { week, at: app.clock.now(), messageIdEnd: 'x@example.org' })
    const { message_id: ours } = await app.store.db.selectFrom('deliveries').selectAll().executeTakeFirstOrThrow()
    const put = (name: string, ...fields: string[]) =>
      writeFile(join(maildir, 'new', name), [...fields, 'From: a@example.org', '', '谢谢', ''].join('\r\n'))
    await put('1', `In-Reply-To: ${ours}`, 'Message-ID: <1@a>')
    await put('2', `References: <z@z> ${ours}`, 'Message-ID: <1@a>')
    await put('3', `In-Reply-To: ${ours}`, 'Message-ID: <3@a>', 'Auto-Submitted: auto-replied')
    await put('4', 'In-Reply-To: <2016-W49.1.made-up@example.org>', 'Message-ID: <4@a>')
    await put('5', 'Message-ID: <5@a>')
    const [report] = await keepInOrder(app)
    expect(report).toMatchObject({ stage: 'replies', done: 5, failed: 0 })
    expect(report?.unit).toBe('mails read (1 answers, 1 counted before, 3 other)')
    expect(await keepInOrder(app)).toEqual([])
    expect(await countRepliesTo(app.store.db, [week])).toEqual(new Map([[week, 1]]))
    expect(await readdir(join(maildir, 'new'))).toEqual([])
  } finally {
    await app.close()
    await program.remove()
  }
})
