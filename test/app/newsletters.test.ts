// A newsletter from an IMAP mailbox into the draft of a week, and what `weekly source check` shows of it: a whole program.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { run } from '../../src/app/run.ts'
import { readSources } from '../../src/store/sources.ts'
import { startImap } from '../deliver/bounces/imap-server.ts'
import { createProgram, type Program } from './program.ts'

const now = '2016-12-09T07:30:00+08:00'
const letterOf = (to: string, subject: string, html: string): string =>
  [
    ...['From: Go Weekly <go@weekly.example>', `To: ${to}`, `Subject: ${subject}`, `Message-ID: <${subject.length}@x>`],
    ...['Date: Thu, 08 Dec 2016 10:00:00 +0000', 'MIME-Version: 1.0', 'Content-Type: text/html', '', html, ''],
  ].join('\r\n')

let program: Program
beforeEach(async () => {
  program = await createProgram()
})
afterEach(() => program.remove())

test('the stories of a mailbox are items once, its mails stay unseen, and its password is stored nowhere', async () => {
  const imap = await startImap([
    letterOf(
      'reading+go@x.example',
      'Issue 1',
      '<p><a href="https://192.0.2.1/one">The first story of all</a> is long.</p>',
    ),
    letterOf('reading+rust@x.example', 'Another', '<p><a href="https://192.0.2.1/other">Of another newsletter</a></p>'),
    letterOf(
      'reading+go@x.example',
      'Confirm your subscription',
      '<a href="https://192.0.2.1/yes">Confirm subscription</a>',
    ),
  ])
  const mail = { imap: imap.url, to: 'reading+go@x.example' }
  await program.setSources([{ url: 'mail:go', kind: 'mail', mail, fullText: false }])
  for (let pass = 0; pass < 2; pass++) {
    const app = await program.open({ now })
    try {
      const { stages } = await run(app)
      const items = await app.store.db.selectFrom('items').select(['raw_url', 'title']).execute()
      expect(items).toEqual([{ raw_url: 'https://192.0.2.1/one', title: 'The first story of all' }])
      const [source] = await readSources(app.store.db)
      expect(source?.state).toMatchObject({ feed_title: 'Go Weekly', last_error: null })
      expect(JSON.stringify(source)).not.toContain('secret')
      expect(stages[0]?.notes.map(({ message }) => message).join()).toContain(pass === 0 ? 'whether to subscribe' : '')
    } finally {
      await app.close()
    }
  }
  expect(imap.messages.every(({ isSeen }) => !isSeen)).toBe(true)
  const { stdout } = await program.run('source', 'check', 'mail:go', '--now', now)
  expect(stdout).toContain('The first story of all  https://192.0.2.1/one  — a candidate')
  expect(stdout).toContain('nobody has followed: https://192.0.2.1/yes')
})
