import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openImap } from '../../../src/deliver/bounces/imap.ts'
import { openMaildir } from '../../../src/deliver/bounces/maildir.ts'
import { takeReports } from '../../../src/deliver/bounces/take-reports.ts'
import { deliverIssues } from '../../../src/deliver/deliver.ts'
import { createSmtpTransport } from '../../../src/deliver/transport/smtp.ts'
import { listDeliveries, readEquation } from '../../../src/store/deliveries.ts'
import { eraseSubscriber, findSubscriber } from '../../../src/store/subscribers.ts'
import { readTables } from '../../stores.ts'
import { aDelivery, aStoreWithReaders, now, readerAddress, week } from '../builders.ts'
import { openSink } from '../mail-sink.ts'
import { startImap } from './imap-server.ts'
import { aMaildir, deliverWithPaths, messageNamed } from './report-builders.ts'

test('the reports of a maildir end the subscriptions that they should, once, and forged ones do nothing', async () => {
  const { deps, paths } = await deliverWithPaths(5)
  const about = (name: string, index: number) => messageNamed(name).replaceAll('@@PATH@@', paths[index] ?? '')
  const forged = about('Postfix: no such', 4).replaceAll(/\+\d+-/g, '+99-')
  const folder = await aMaildir([
    about('Postfix: no such', 0),
    about('Postfix: the mailbox is full', 1),
    about('Yahoo-like', 2),
    about('Microsoft 365', 3),
    about('Postfix: still', 4),
    about('an absence', 4),
    forged,
  ])
  const counts = await takeReports(deps, openMaildir(folder))
  expect(Object.fromEntries(counts)).toEqual({
    suspended: 1,
    noted: 2,
    complained: 1,
    delayed: 1,
    'no report': 1,
    forged: 1,
  })
  const states = await Promise.all(
    paths.map(async (_, index) => (await findSubscriber(deps.store.db, { email: readerAddress(index) }))?.state),
  )
  expect(states).toEqual(['bounced', 'confirmed', 'complained', 'confirmed', 'confirmed'])
  expect(await readEquation(deps.store.db, week)).toMatchObject({ counts: { sent: 2, bounced: 3 }, balanced: true })
  expect(await readdir(join(folder, 'new'))).toEqual([])
  expect((await readdir(join(folder, 'cur')))[0]).toBe('0.host:2,S')
  const again = await aMaildir([about('Postfix: no such', 0)])
  expect([...(await takeReports(deps, openMaildir(again)))]).toEqual([['known', 1]])
})

test('the reports of an IMAP mailbox are read once, and marked as seen', async () => {
  const { deps, paths } = await deliverWithPaths(1)
  const message = messageNamed('qmail')
    .replaceAll('@@PATH@@', paths[0] ?? '')
    .replaceAll('\n', '\r\n')
  const server = await startImap([message, 'Subject: hello\r\n\r\nno report'])
  const mailbox = openImap(server.url)
  expect([...(await takeReports(deps, mailbox))]).toEqual([
    ['suspended', 1],
    ['no report', 1],
  ])
  expect(server.messages.map(({ isSeen }) => isSeen)).toEqual([true, true])
  expect([...(await takeReports(deps, mailbox))]).toEqual([])
})

test.each([
  ['a maildir that is not there', () => Promise.resolve(openMaildir('/nowhere/maildir'))],
  ['a wrong password', async () => openImap((await startImap([])).url.replace('secret', 'wrong'))],
  ['a port where nobody listens', () => Promise.resolve(openImap('imap://a:b@127.0.0.1:1/INBOX'))],
])('%s is told as such', async (_name, open) => {
  const { deps } = await deliverWithPaths(1)
  await expect(takeReports(deps, await open())).rejects.toMatchObject({ code: 'BOUNCES_UNREADABLE', retryable: true })
})

describe('writing to leave', () => {
  const headerOf = (mail: string): string => /^List-Unsubscribe: (.*)\r$/m.exec(mail)?.[1] ?? ''
  const leaveAddress = (mail: string): string => /<mailto:([^?>]*)/.exec(headerOf(mail))?.[1] ?? ''
  const mailTo = (to: string, more = ''): string =>
    `From: Somebody <another.address@elsewhere.example>\nTo: ${to}\nSubject: unsubscribe\n${more}\n\n`
  const isRead = { maildir: '/somewhere' }

  test('is offered only where the mailbox is read', async () => {
    const { mails } = await deliverWithPaths(1)
    expect(headerOf(mails[0] ?? '')).toMatch(/^<https:[^<>]*>$/)
    const read = await deliverWithPaths(1, isRead)
    expect(leaveAddress(read.mails[0] ?? '')).toMatch(/^bounces\+u1-[0-9a-f]{32}@list\.example$/)
  })

  test('ends the subscription of the reader whose address it is, from whatever address, once and for all', async () => {
    const { deps, mails } = await deliverWithPaths(3, isRead)
    const [first = '', second = '', third = ''] = mails.map(leaveAddress)
    const folder = await aMaildir([
      mailTo(first.toUpperCase()),
      `Delivered-To: ${second}\n${mailTo('list@elsewhere.example')}`,
      mailTo(third.replace('+u3-', '+u2-')),
      mailTo('bounces@list.example', `In-Reply-To: <${third}>`),
      messageNamed('Postfix: still')
        .replaceAll('@@PATH@@', 'bounces@list.example')
        .replace('Subject: Weekly #1', headerOf(mails[2] ?? '')),
    ])
    expect(Object.fromEntries(await takeReports(deps, openMaildir(folder)))).toEqual({
      unsubscribed: 2,
      'no report': 2,
      forged: 1,
    })
    const states = await Promise.all(
      [0, 1, 2].map(async index => (await findSubscriber(deps.store.db, { email: readerAddress(index) }))?.state),
    )
    expect(states).toEqual(['unsubscribed', 'unsubscribed', 'confirmed'])
  })
})

test('a complaint that has our Message-ID alone is taken, one with another is not, and not-spam is none', async () => {
  const { deps } = await deliverWithPaths(2)
  const ids = (await listDeliveries(deps.store.db, week, 'sent', 9)).map(({ message_id }) => message_id)
  const complaint = (type: string, id = '') =>
    messageNamed('a complaint that keeps')
      .replaceAll('@@PATH@@', 'gone')
      .replace('Feedback-Type: abuse', `Feedback-Type: ${type}`)
      .replace('<2026-W47.1.x@list.example>', id)
  const folder = await aMaildir([
    complaint('abuse', ids[0]),
    complaint('not-spam', ids[1]),
    complaint('abuse', ids[1]?.replace(/\.[0-9a-f]{4}/, '.0000')),
  ])
  expect(Object.fromEntries(await takeReports(deps, openMaildir(folder)))).toEqual({
    complained: 1,
    'no report': 1,
    forged: 1,
  })
  const [first, second] = await Promise.all(
    [0, 1].map(index => findSubscriber(deps.store.db, { email: readerAddress(index) })),
  )
  expect([first?.state, second?.state]).toEqual(['complained', 'confirmed'])
})

test('a report that names an erased reader leaves the address nowhere in the store', async () => {
  const { deps, paths } = await deliverWithPaths(2)
  await eraseSubscriber(deps.store.db, readerAddress(0), now)
  const report = messageNamed('Postfix: no such')
    .replaceAll('@@PATH@@', paths[0] ?? '')
    .replaceAll('ann@example.org', readerAddress(0))
  await takeReports(deps, openMaildir(await aMaildir([report])))
  const tables = JSON.stringify(await readTables(deps.store.db))
  expect(tables).not.toContain(readerAddress(0))
  expect(tables).toContain(readerAddress(1))
  expect(await readEquation(deps.store.db, week)).toMatchObject({ counts: { bounced: 1, sent: 1 }, balanced: true })
})

test('what a server says of a reader who is erased while the mail is on its way is not kept', async () => {
  const { store } = await aStoreWithReaders(1)
  const sink = await openSink({ onRecipient: to => `550 5.1.1 <${to}> no such user` })
  onTestFinished(() => sink.close())
  const smtp = createSmtpTransport({ url: sink.url, clientName: 'x', ratePerSecond: 10_000 })
  const { deps } = aDelivery(store, {
    ...smtp,
    handOver: async (message, control) => {
      const handOver = await smtp.handOver(message, control)
      await store.db.updateTable('deliveries').set({ state: 'data' }).execute()
      await eraseSubscriber(store.db, readerAddress(0), now)
      return handOver
    },
  })
  await deliverIssues(deps)
  expect(JSON.stringify(await readTables(store.db))).not.toContain(readerAddress(0))
  await smtp.close()
})
