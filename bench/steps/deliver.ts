// Delivering an issue: claimed, composed, signed, handed to a relay and recorded in an SQLite ledger on disk; against bare socket writes
// of the same bytes to the same relay, and against nodemailer's own pool, which signs and sends the same mails and records nothing.
import { fork } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { join } from 'node:path'
import { createTransport } from 'nodemailer'
import { fixedClock } from '../../src/core/clock.ts'
import { weeklySchema } from '../../src/core/config.ts'
import { silentLog } from '../../src/core/log.ts'
import type { Instant, Issue } from '../../src/core/types.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createDkimSigner } from '../../src/deliver/message/dkim.ts'
import { createSmtpTransport } from '../../src/deliver/transport/smtp.ts'
import type { MailTransport } from '../../src/deliver/transport/transport.ts'
import { type MailParts, renderMail } from '../../src/publish/mail/email.ts'
import { loadTemplates } from '../../src/publish/template.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { insertIssueMail } from '../../src/store/issue-mails.ts'
import { insertIssue } from '../../src/store/issues.ts'
import { site, writeIssues } from '../issues.ts'
import { type Cost, costOf, medianOf, projectFolder, withTemporaryFolder } from '../measure.ts'
import type { Measure } from '../report.ts'
import { importSubscribers } from '../../src/store/subscriber-import.ts'

const READERS = 1_000
/** Of the runs beside nodemailer, which takes several milliseconds a mail. */
const READERS_OF_POOL = 400
const RUNS = 3
const CONNECTIONS = 4
/** CPU time of a mail, all of it included. */
const MOST_CPU_MS = 2
const now = '2026-11-20T00:30:00.000Z' as Instant

const config = weeklySchema.parse({
  url: site.url,
  mail: { from: 'Weekly <weekly@example.org>', postalAddress: site.postalAddress, ratePerSecond: 1000 },
})

const renderParts = (issue: Issue) => renderMail(site, issue, 'en', loadTemplates(join(projectFolder, 'templates')))
const addressOf = (index: number): string => `reader${index}@example${index % 50}.org`

/** A store with an issue that is due, and its readers. */
async function prepareStore(folder: string, issue: Issue, readers: number): Promise<Store> {
  const store = await openStore('sqlite:weekly.db', folder)
  const { week } = issue
  const slot = { opens_at: now, closes_at: now, origin: 'scheduled', is_first: 0, state: 'sealed' } as const
  await store.db
    .insertInto('slots')
    .values({ week, ...slot, settled_at: now })
    .execute()
  await insertIssue(store.db, issue, [])
  const { subject, html, text } = renderParts(issue)
  await insertIssueMail(store.db, { week, language: 'en', subject, html, text })
  const rows = Array.from({ length: readers }, (_, index) => ({
    email: addressOf(index),
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

type KeyType = 'ed25519' | 'rsa'
const keyOf = (type: KeyType): string => {
  const { privateKey } =
    type === 'rsa' ? generateKeyPairSync('rsa', { modulusLength: 2048 }) : generateKeyPairSync(type)
  return privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()
}

/** Delivers the issue to so many readers; answers what that cost, and the mails. */
async function deliver(
  issue: Issue,
  port: number,
  readers: number,
  pem: string,
): Promise<{ readonly cost: Cost; readonly mails: readonly Buffer[] }> {
  const signers = [createDkimSigner({ domain: 'example.org', selector: 'bench', pem })]
  return withTemporaryFolder(async folder => {
    const store = await prepareStore(folder, issue, readers)
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
    const cost = await costOf(async () => {
      const { done } = await deliverIssues({ ...base, transport: keeping(smtp, mails) })
      if (done !== readers) throw new Error(`${done} of ${readers} mails were sent`)
    })
    await smtp.close()
    await store.close()
    return { cost, mails }
  })
}

/** Lets nodemailer's pool compose, sign and send the mails of the issue, with the headers of a list; its signatures are RSA alone. */
async function sendByPool(
  { subject, html, text }: MailParts,
  port: number,
  readers: number,
  pem: string,
): Promise<void> {
  const dkim = { domainName: 'example.org', keySelector: 'bench', privateKey: pem }
  const relay = { host: '127.0.0.1', port, secure: false, ignoreTLS: true, name: 'bench' }
  const pool = createTransport({ ...relay, pool: true, maxConnections: CONNECTIONS, maxMessages: Infinity, dkim })
  const send = (index: number): Promise<unknown> => {
    const link = (page: string): string => `${site.url}${page}/abcdefghijklmnopqrstuvwxyzabcdef${index}`
    const fill = (part: string): string =>
      part
        .replaceAll('@@UNSUBSCRIBE_URL@@', link('unsubscribe'))
        .replaceAll('@@PREFERENCES_URL@@', link('preferences'))
        .replaceAll('@@CONFIRMED_DATE@@', '')
    return pool.sendMail({
      ...{
        from: 'Weekly <weekly@example.org>',
        to: addressOf(index),
        replyTo: 'weekly@example.org',
        date: new Date(now),
      },
      ...{ subject, html: fill(html), text: fill(text), messageId: `<${index}.bench@weekly.example.org>` },
      list: { unsubscribe: link('unsubscribe'), id: 'weekly.example.org', archive: site.url },
      headers: { 'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click', Precedence: 'bulk' },
    })
  }
  await Promise.all(Array.from({ length: readers }, (_, index) => send(index)))
  pool.close()
}

/** What each contender cost once, by turns. */
async function runOnce(issue: Issue, port: number) {
  const { cost: ours, mails } = await deliver(issue, port, READERS, keyOf('ed25519'))
  const bare = await costOf(() => writeBare(port, mails))
  const pem = keyOf('rsa')
  const { cost: oursByRsa } = await deliver(issue, port, READERS_OF_POOL, pem)
  const parts = renderParts(issue)
  const pool = await costOf(() => sendByPool(parts, port, READERS_OF_POOL, pem))
  return { ours, bare, oursByRsa, pool }
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
  const median = (of: keyof (typeof runs)[number], key: keyof Cost): number => medianOf(runs.map(run => run[of][key]))
  const ratio = (key: keyof Cost): number => median('ours', key) / median('bare', key)
  const base = { step: 'deliver', against: 'bare writes', better: 'less' } as const
  const besidePool = { ...base, against: "nodemailer's pool", aim: { on: 'ratio', bound: 1 } } as const
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
    {
      ...besidePool,
      name: 'a mail signed by RSA, time',
      ratio: median('oursByRsa', 'wallMs') / median('pool', 'wallMs'),
      figure: { value: median('oursByRsa', 'wallMs') / READERS_OF_POOL, unit: 'ms' },
    },
    {
      ...besidePool,
      name: 'a mail signed by RSA, CPU',
      ratio: median('oursByRsa', 'cpuMs') / median('pool', 'cpuMs'),
      figure: { value: median('oursByRsa', 'cpuMs') / READERS_OF_POOL, unit: 'ms CPU' },
    },
  ]
}
