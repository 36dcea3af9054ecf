// Whatever lies in the mailbox, reading it ends, soon, and the good reports beside it are taken.
import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openImap } from '../../../src/deliver/bounces/imap.ts'
import { openMaildir } from '../../../src/deliver/bounces/maildir.ts'
import { readReport } from '../../../src/deliver/bounces/read-report.ts'
import { takeReports } from '../../../src/deliver/bounces/take-reports.ts'
import { startImap } from './imap-server.ts'
import { aMaildir, deliverWithPaths, messageNamed } from './report-builders.ts'
import { endlessMessages, longMessages } from './unruly-messages.ts'

/** Far above what the machine needs when it is idle (under 0.4 s), far below what a pattern that is not linear takes. */
const PATIENCE_MS = 5_000

describe('a message', () => {
  test.each(endlessMessages)('with %s is unreadable', async (_name, message) => {
    expect(await readReport(Buffer.from(message))).toMatchObject({ kind: 'unreadable' })
  })

  test.each(longMessages)('of 300 kB of %s is read in time', { timeout: PATIENCE_MS }, async (_name, message) => {
    expect((await readReport(Buffer.from(message))).kind).not.toBe('unreadable')
  })

  test('with the refusal before 300,000 dashes is a report on it', async () => {
    const message = `From: MAILER-DAEMON@mx.example\n\n<ann@example.org>: 550 5.1.1 no such user\n${'-'.repeat(300_000)}`
    expect(await readReport(Buffer.from(message))).toMatchObject({ kind: 'failure', status: '5.1.1' })
  })

  test('of any bytes is read', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), async bytes => {
        await readReport(Buffer.from(bytes))
      }),
      { numRuns: 200 },
    )
  })
})

test('a maildir with one good report among all of them is empty after one reading, and shows what nobody could read', async () => {
  const { deps, paths } = await deliverWithPaths(1)
  const good = messageNamed('Postfix: no such').replaceAll('@@PATH@@', paths[0] ?? '')
  const folder = await aMaildir([...endlessMessages.map(([, message]) => message), good, '', '\u0000'])
  await mkdir(join(folder, 'new', '99.folder'))
  const counts = await takeReports(deps, openMaildir(folder))
  expect(Object.fromEntries(counts)).toEqual({
    unreadable: endlessMessages.length + 1,
    suspended: 1,
    'no report': 2,
  })
  expect(await readdir(join(folder, 'new'))).toEqual([])
  const flagged = (await readdir(join(folder, 'cur'))).filter(name => name.endsWith(':2,FS'))
  expect(flagged).toHaveLength(endlessMessages.length + 1)
  expect((await takeReports(deps, openMaildir(folder))).size).toBe(0)
})

test('an IMAP mailbox too: what nobody could read is flagged, and never read again', async () => {
  const { deps, paths } = await deliverWithPaths(1)
  const good = messageNamed('qmail').replaceAll('@@PATH@@', paths[0] ?? '')
  const [[, endless] = ['', '']] = endlessMessages
  const server = await startImap([endless, good.replaceAll('\n', '\r\n')])
  expect(Object.fromEntries(await takeReports(deps, openImap(server.url)))).toEqual({ unreadable: 1, suspended: 1 })
  expect(server.messages.map(({ isSeen, isFlagged }) => [isSeen, isFlagged])).toEqual([
    [true, true],
    [true, false],
  ])
  expect((await takeReports(deps, openImap(server.url))).size).toBe(0)
})
