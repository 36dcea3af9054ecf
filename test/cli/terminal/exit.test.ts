// What scripts and service managers see of each kind of failure.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { describe, expect, onTestFinished, test } from 'vitest'
import { exitCodeOf, exitCodeOfReports, exitCodes } from '../../../src/cli/terminal/exit.ts'
import { type ErrorCode, isWeeklyError, WeeklyError } from '../../../src/core/errors.ts'
import { openStore } from '../../../src/store/engine/database.ts'
import { portUnavailable } from '../../../src/web/port-unavailable.ts'

test.each<[ErrorCode, number]>([
  ['CONFIG_INVALID', 2],
  ['PORT_UNAVAILABLE', 2],
  ['OUTPUT_UNWRITABLE', 2],
  ['OUTBOX_UNWRITABLE', 2],
  ['STORE_NEWER', 2],
  ['STORE_OF_ANOTHER_LIST', 2],
  ['CLOCK_UNTRUSTED', 2],
  ['SITE_KNOWS_MORE', 2],
  // What comes back by itself is worth another start.
  ['STORE_UNAVAILABLE', 3],
  ['STORE_LOCKED', 3],
  ['FETCH_TIMEOUT', 3],
  ['ISSUE_EMPTY', 4],
])('%s ends a command with %i, and so does a report of it', (code, expected) => {
  expect(exitCodeOf(new WeeklyError(code, 'x'))).toBe(expected)
  const note = { level: 'failed', subject: 'x', code, message: 'x', hint: null } as const
  const report = { stage: 'publish', done: 0, skipped: 0, failed: 1, unit: 'x', notes: [note] } as const
  if (expected !== exitCodes.nothingToPublish) expect(exitCodeOfReports([report])).toBe(expected)
})

test('a store whose folder is a file is mended by a person, and no start again helps', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-exit-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  await writeFile(join(folder, 'data'), 'x')
  const error: unknown = await openStore('sqlite:data/weekly.db', folder).catch((thrown: unknown) => thrown)
  if (!isWeeklyError(error)) throw error
  expect([error.code, exitCodeOf(error), error.hint]).toEqual([
    'STORE_UNAVAILABLE',
    2,
    expect.stringContaining('must be able to write to the folder'),
  ])
})

describe('a place that cannot be listened on', () => {
  test('is named with its cause, and the hint fits that', async () => {
    const first = createServer().listen(0, '127.0.0.1')
    await once(first, 'listening')
    onTestFinished(() => void first.close())
    const { port } = first.address() as { port: number }
    const refused = (host: string) => once(createServer().listen(port, host), 'error')
    const [inUse] = (await refused('127.0.0.1')) as [NodeJS.ErrnoException]
    expect(portUnavailable('http', { host: '127.0.0.1', port }, inUse).hint).toContain('Stop the program')
    // An address for documentation (RFC 5737), which no machine has.
    const [noSuch] = (await refused('192.0.2.1')) as [NodeJS.ErrnoException]
    expect(portUnavailable('http.operations', { host: '192.0.2.1', port }, noSuch).hint).toContain('no such address')
  })
  test('below 1024 is for root', () => {
    const cause = Object.assign(new Error('listen EACCES'), { code: 'EACCES' })
    expect(portUnavailable('http', { host: '0.0.0.0', port: 80 }, cause).hint).toContain('put a proxy before it')
  })
})
