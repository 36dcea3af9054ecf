import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openImap } from '../../../src/deliver/bounces/imap.ts'
import { openMaildir } from '../../../src/deliver/bounces/maildir.ts'
import { takeReports } from '../../../src/deliver/bounces/take-reports.ts'
import { readEquation } from '../../../src/store/deliveries.ts'
import { findSubscriber } from '../../../src/store/subscribers.ts'
import { readerAddress, week } from '../builders.ts'
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
