// Builders for the tests of reports: mails that were sent, and mailboxes.
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { fixedClock } from '../../../src/core/clock.ts'
import { silentLog } from '../../../src/core/log.ts'
import { deliverIssues } from '../../../src/deliver/deliver.ts'
import { openVerp } from '../../../src/deliver/message/verp.ts'
import { createSmtpTransport } from '../../../src/deliver/transport/smtp.ts'
import { aConfig, aDelivery, aStoreWithReaders, now, readerAddress } from '../builders.ts'
import { openSink } from '../mail-sink.ts'
import { reports } from './reports.ts'

/** The report of this name, with @@PATH@@ where the return path stands. */
export const messageNamed = (name: string): string => reports.find(([each]) => each.startsWith(name))?.[1] ?? ''

/** A maildir whose `new` holds these messages; it goes away with the test. */
export async function aMaildir(messages: readonly string[]): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-maildir-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  for (const name of ['new', 'cur', 'tmp']) await mkdir(join(folder, name))
  for (const [index, message] of messages.entries()) await writeFile(join(folder, 'new', `${index}.host`), message)
  return folder
}

/** Mails an issue to so many readers with signed return paths, and answers those and the mails, reader by reader. */
export async function deliverWithPaths(readers: number, bounces: object = {}) {
  const { store } = await aStoreWithReaders(readers)
  const sink = await openSink()
  const transport = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 10_000 })
  const config = aConfig({ bounces: { address: 'bounces@list.example', ...bounces } })
  await deliverIssues(aDelivery(store, transport, { config }).deps)
  await transport.close()
  await sink.close()
  const paths = Array.from({ length: readers }, (_, index) => sink.mails.find(({ to }) => to === readerAddress(index)))
  const verp = await openVerp(store.db, 'bounces@list.example')
  if (!verp) throw new Error('no return paths')
  return {
    deps: { store, clock: fixedClock(now), log: silentLog, verp },
    paths: paths.map(mail => mail?.from ?? ''),
    mails: paths.map(mail => mail?.raw ?? ''),
  }
}
