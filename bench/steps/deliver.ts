// Delivering an issue: claimed, composed, signed with Ed25519, handed to a relay and recorded in an SQLite ledger on disk; against bare
// socket writes of the same bytes to the same relay.
import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { fixedClock } from '../../src/core/clock.ts'
import { weeklySchema } from '../../src/core/config.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, Issue } from '../../src/core/types.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createDkimSigner } from '../../src/deliver/message/dkim.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import type { MailTransport } from '../../src/deliver/transport/transport.ts'
import { renderMail } from '../../src/publish/mail/email.ts'
import { loadTemplates } from '../../src/publish/template.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { insertIssueMail } from '../../src/store/issue-mails.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { site, writeIssues } from '../issues.ts'
import { type Cost, costOf, medianOf, projectFolder, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'

const READERS = 1_000
const RUNS = 3
const CONNECTIONS = 4
/** CPU time of a mail, all of it included. */
const MOST_CPU_MS = 2
const now = '2026-11-20T00:30:00.000Z' as Instant

const config = weeklySchema.parse({
  url: site.url,
  mail: { from: 'Weekly <weekly@example.org>', postalAddress: site.postalAddress, ratePerSecond: 1000 },
})

/** A store with an issue that is due, and its readers. */
async function prepareStore(folder: string, issue: Issue): Promise<Store> {
  const store = await openStore('sqlite:weekly.db', folder)
  const { week } = issue
  const slot = { opens_at: now, closes_at: now, origin: 'scheduled', is_first: 0, state: 'sealed' } as const
  await store.db
    .insertInto('slots')
    .values({ week, ...slot, settled_at: now })
    .execute()
  await insertIssue(store.db, issue, [])
  const { subject, html, text } = renderMail(site, issue, 'en', loadTemplates(join(projectFolder, 'templates')))
  await insertIssueMail(store.db, { week, language: 'en', subject, html, text })
  const rows = Array.from({ length: READERS }, (_, index) => ({
    email: `reader${index}@example${index % 50}.org`,
    name: null,
    language: 'en' as const,
    consent: 'bench',
  }))
  await importSubscribers(store.db, rows, now)
  return store
}

/** Writes mails to the relay as they are, each command after the answer to the last, as nodemailer does. */
async function writeBare(port: number, mails: readonly Buffer[]): Promise<void> {
  const queue = mails.values()
  const work = async (): Promise<void> => {
    const socket = connect(port, '127.0.0.1').setNoDelay(true)
    const exchange = async (...bytes: readonly (string | Buffer)[]): Promise<void> => {
      const answer = once(socket, 'data')
      for (const each of bytes) socket.write(each)
      await answer
    }
    await exchange()
    await exchange('EHLO bench\r\n')
    for (const mail of queue) {
      for (const command of ['MAIL FROM:<w@example.org>', 'RCPT TO:<r@example.org>', 'DATA'])
        await exchange(`${command}\r\n`)
      await exchange(mail, '\r\n.\r\n')
    }
    socket.end()
  }
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
}

/** Keeps what is handed over, so that the same bytes can be written once more. */
const keeping = (transport: MailTransport, kept: Buffer[]): MailTransport => ({
  ...transport,
  handOver: (message, control) => {
    kept.push(message.bytes)
    return transport.handOver(message, control)
  },
})

async function runOnce(issue: Issue, port: number): Promise<{ readonly ours: Cost; readonly bare: Cost }> {
  const { privateKey } = generateKeyPairSync('ed25519')
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
  const signers = [createDkimSigner({ domain: 'example.org', selector: 'bench', pem })]
  return withTemporaryFolder(async folder => {
    const store = await prepareStore(folder, issue)
    const url = `smtp://127.0.0.1:${port}`
    const smtp = createSmtpTransport({ url, clientName: 'bench', ratePerSecond: 1e6, connections: CONNECTIONS })
    const mails: Buffer[] = []
    const base = {
      store,
      clock: fixedClock(now),
      log: silentLog,
      config,
      signers,
      renderConfirmation: () => Promise.resolve({ subject: '', html: '', text: '' }),
      renderThanks: () => Promise.resolve({ subject: '', html: '', text: '' }),
      processId: 'bench',
    }
    const ours = await costOf(async () => {
      const { done } = await deliverIssues({ ...base, transport: keeping(smtp, mails) })
      if (done !== READERS) throw new Error(`${done} of ${READERS} mails were sent`)
    })
    await smtp.close()
    await store.close()
    return { ours, bare: await costOf(() => writeBare(port, mails)) }
  })
}

/** Wall time as the first ratio, because each mark of the ledger waits for the disk; CPU time as the second. */
export async function measure(): Promise<readonly Measure[]> {
  const [made] = writeIssues(1)
  if (!made) throw new Error('there is no issue')
  const issue = { ...made, mailUntil: '2099-01-01T00:00:00.000Z' as Instant }
  const sink = fork(join(import.meta.dirname, '..', 'children', 'mail-sink.ts'))
  const [{ port }] = (await once(sink, 'message')) as [{ port: number }]
  const runs: Awaited<ReturnType<typeof runOnce>>[] = []
  for (let run = 0; run < RUNS; run++) runs.push(await runOnce(issue, port))
  sink.disconnect()
  const median = (of: 'ours' | 'bare', key: keyof Cost): number => medianOf(runs.map(run => run[of][key]))
  const ratio = (key: keyof Cost): number => median('ours', key) / median('bare', key)
  const base = { step: 'deliver', against: 'bare writes', better: 'less' } as const
  return [
    {
      ...base,
      name: 'a signed mail, time',
      ratio: ratio('wallMs'),
      figure: { value: median('ours', 'wallMs') / READERS, unit: 'ms' },
      // 500 mails a second.
      aim: { on: 'figure', bound: 2 },
    },
    {
      ...base,
      name: 'a signed mail, CPU',
      ratio: ratio('cpuMs'),
      figure: { value: median('ours', 'cpuMs') / READERS, unit: 'ms CPU' },
      aim: { on: 'figure', bound: MOST_CPU_MS },
    },
  ]
}
