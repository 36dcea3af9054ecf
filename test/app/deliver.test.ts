import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openSink, type MailSink } from '../deliver/mail-sink.ts'
import { recordBounce } from '../../src/store/bounces.ts'
import { listDeliveries } from '../../src/store/deliveries.ts'
import { now, sealIssue, week } from '../deliver/builders.ts'
import { startRelay } from '../deliver/scripted-relay.ts'
import { createProgram, type Program } from './program.ts'

let program: Program
let sink: MailSink
afterEach(async () => {
  await program.remove()
  await sink.close()
})

let answers: (string | null)[]
beforeEach(async () => {
  answers = []
  sink = await openSink({ onMessage: () => answers.shift() ?? null })
  const mail = { from: 'w@list.example', postalAddress: '1 Street', transport: sink.url, uncertain: 'hold' }
  // One after the other: the sink drops all connections together.
  program = await createProgram({ mail: { ...mail, perProvider: { atATime: 1, domains: [['example.org']] } } })
  const app = await program.open({ now })
  await sealIssue(app.store)
  await app.close()
})

const deliver = (...flags: string[]) => program.run('deliver', '--now', now, ...flags)

test('the operator decides about mails without an answer: once more, or taken for sent', async () => {
  answers = ['drop', 'drop']
  const first = await deliver()
  expect(first.stdout).toContain('uncertain: no answer to the message')
  const report = await program.run('report', week)
  expect(report.stdout).toMatch(/2 subscribers = 0 sent .* 2 uncertain/)
  expect(report.stdout).toMatch(/ {2}a@example\.org {2}since 2026-11-20 08:30 {2}no answer to the message/)
  expect((await deliver()).stdout).toContain('0 mails sent')
  expect((await deliver('--week', week, '--settle', 'A@example.org')).stdout).toContain('taken for sent')
  expect((await deliver('--week', week, '--resend', 'all')).stdout).toContain('1 mail sent')
  expect(sink.mails.filter(({ to }) => to === 'b@example.org')).toHaveLength(2)
  expect((await program.run('report', week)).stdout).toContain('2 subscribers = 2 sent')
})

test("whom a relay's own trouble cost the issue gets it once more, and only once", async () => {
  const app = await program.open({ now })
  await deliver()
  const [first, second] = await listDeliveries(app.store.db, week, 'sent', 9)
  if (!first || !second) throw new Error('nothing was sent')
  const ours = { verdict: 'ours', status: '5.7.1', response: '554 5.7.1 blocked' } as const
  const full = { verdict: 'refused', status: '5.2.2', response: '552 5.2.2 Mailbox full' } as const
  await recordBounce(app.store.db, first, ours, app.clock.now())
  await recordBounce(app.store.db, second, full, app.clock.now())
  expect((await deliver('--week', week, '--resend', 'bounced')).stdout).toContain('1 mail sent')
  expect(sink.mails.map(({ to }) => to).sort()).toEqual(['a@example.org', 'a@example.org', 'b@example.org'])
  await recordBounce(app.store.db, first, ours, app.clock.now())
  expect((await program.run('report', week)).stdout).toMatch(/0 sent \+ 2 bounced/)
  expect((await deliver('--week', week, '--resend', 'bounced')).stderr).toContain('error DELIVERY_MISSING: ')
  await app.close()
})

test.each([
  ['without a week', ['--resend', 'all'], 2, 'USAGE_INVALID'],
  ['when there is no such mail', ['--week', week, '--settle', 'c@example.org'], 3, 'DELIVERY_MISSING'],
])('a decision %s is refused', async (_name, flags, code, error) => {
  const ended = await deliver(...flags)
  expect(ended.code).toBe(code)
  expect(ended.stderr).toContain(`error ${error}: `)
})

test('SIGTERM ends a run after what was begun: nobody is left out, nobody is mailed twice', async () => {
  await sink.close()
  const begun = Promise.withResolvers<undefined>()
  const answer = Promise.withResolvers<undefined>()
  sink = await openSink({
    options: {
      onData: (stream, session, done) => {
        stream.resume()
        stream.once('end', () => {
          received.push(session.envelope.rcptTo[0]?.address ?? '')
          begun.resolve(undefined)
          void answer.promise.then(() => done())
        })
      },
    },
  })
  const received: string[] = []
  const mail = { from: 'w@list.example', postalAddress: '1 Street', transport: sink.url, ratePerSecond: 1 }
  await program.configure({ mail })
  const child = program.start('deliver', '--now', now)
  await begun.promise
  child.kill('SIGTERM')
  answer.resolve(undefined)
  await once(child, 'close')
  expect(received).toHaveLength(1)
  await deliver()
  expect(received.toSorted()).toEqual(['a@example.org', 'b@example.org'])
})

test('an address that the relay cannot carry is named by the report, and stays on the list', async () => {
  await sink.close()
  sink = await openSink({ options: { hideSMTPUTF8: true } })
  const mail = { from: 'w@list.example', postalAddress: '1 Street', transport: sink.url }
  await program.configure({ mail })
  const csv = join(program.folder, 'readers.csv')
  await writeFile(csv, 'email,consent\njörg@müller.example,asked at a meeting\n')
  expect((await program.run('subscriber', 'import', csv)).stdout).toContain('1 imported')
  expect((await deliver()).stdout).toContain('2 mails sent, 1 skipped')
  const { stdout, code } = await program.run('report', week)
  expect(stdout).toMatch(/3 subscribers = 2 sent .* 1 skipped/)
  expect(stdout).toContain('  jörg@müller.example  undeliverable: the relay does not offer SMTPUTF8')
  expect(code).toBe(0)
  expect((await program.run('subscriber', 'list')).stdout).toMatch(/confirmed .* jörg@müller\.example/)
  const added = await program.run('subscriber', 'add', '用户@例子.公司')
  expect(added.stderr).toContain('error SMTP_ADDRESS_UNSUPPORTED: ')
})

test('a relay that wants a login at RCPT pauses the run, and the command ends at once', async () => {
  const relay = await startRelay({ rcpt: () => '530 5.7.0 Authentication required' })
  await program.configure({ mail: { from: 'w@list.example', postalAddress: '1 Street', transport: relay.url } })
  const ended = await deliver()
  expect(ended.code).toBe(3)
  expect(ended.stdout).toContain('SMTP_AUTHENTICATION_FAILED')
  expect((await program.run('report', week)).stdout).toContain('2 pending')
}, 20_000)
