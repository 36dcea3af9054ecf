// Links that editors save by mail: a real IMAP mailbox, a whole pass of the program.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import { saveEditor } from '../../src/store/editors.ts'
import { listSavedLinks } from '../../src/store/saved-links.ts'
import { startImap } from '../deliver/bounces/imap-server.ts'
import { createProgram, type Program } from './program.ts'

const address = 'save+0123456789abcdef@example.org'
const now = '2016-12-09T08:30:00+08:00'
const mailOf = (from: string, to: string, subject: string, text: string): string =>
  [
    ...[`From: ${from}`, `To: ${to}`, `Subject: ${subject}`, 'MIME-Version: 1.0'],
    ...[
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: base64',
      '',
      Buffer.from(text).toString('base64'),
      '',
    ],
  ].join('\r\n')

let program: Program
beforeEach(async () => {
  program = await createProgram()
})
afterEach(() => program.remove())

/** One pass, and what it reports of the mailbox. */
async function pass() {
  const app = await program.open({ now })
  try {
    const owner = { email: 'li@example.org', name: 'Li', role: 'contributor', mayRelease: false } as const
    await saveEditor(app.store, owner, app.clock.now())
    const { stages } = await run(app)
    const saved = await listSavedLinks(app.store.db, { state: 'waiting', limit: 10 })
    return {
      report: stages.find(({ stage }) => stage === 'save'),
      saved: saved.map(({ url, title, note, saved_by }) => ({ url, title, note, by: saved_by })),
    }
  } finally {
    await app.close()
  }
}

test('what an editor mails is saved once with its note, and nobody else saves anything', async () => {
  const good = mailOf(
    'Li <LI@example.org>',
    `Desk <${address}>`,
    'Bread',
    'https://example.com/bread?utm_source=x\n\n值得一读。\n-- \nLi',
  )
  const imap = await startImap([
    good,
    good,
    mailOf('Eve <eve@example.org>', address, 'spam', 'https://example.com/eve'),
    mailOf('Li <li@example.org>', 'save+guess@example.org', 'no secret', 'https://example.com/guess'),
    mailOf('Li <li@example.org>', address, 'inside', 'http://192.168.1.1/admin'),
    mailOf('Li <li@example.org>', address, 'hello', 'no link at all'),
    'no mail',
  ])
  await program.configure({ desk: { saveByMail: { address, imap: imap.url } } })
  const { report, saved } = await pass()
  expect(saved).toEqual([{ url: 'https://example.com/bread', title: 'Bread', note: '值得一读。', by: 'Li' }])
  expect(report).toMatchObject({
    done: 7,
    failed: 0,
    unit: 'mails read (1 saved, 1 known before, 3 not of an editor, 2 without a link)',
  })
  expect(imap.messages.every(({ isSeen }) => isSeen)).toBe(true)
  expect((await pass()).report).toBeUndefined()
})

test('a mailbox that cannot be read harms nothing else, and says which key to look at', async () => {
  await program.configure({ desk: { saveByMail: { address, imap: 'imap://u:p@127.0.0.1:1/INBOX' } } })
  const { report } = await pass()
  expect(report).toMatchObject({ failed: 1, notes: [{ code: 'BOUNCES_UNREADABLE', subject: 'desk.saveByMail' }] })
  expect(report?.notes[0]?.hint).toContain('desk.saveByMail.imap')
})
