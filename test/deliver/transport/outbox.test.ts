import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { deliverIssues } from '../../../src/deliver/deliver.ts'
import { createOutbox } from '../../../src/deliver/transport/outbox.ts'
import { openStore } from '../../../src/store/engine/database.ts'
import { aDelivery, confirmReaders, now, sealIssue } from '../builders.ts'
import { importSubscribers } from '../../../src/store/subscriber-import.ts'

const message = {
  name: '2026-W47-1',
  from: 'a@example.org',
  to: 'b@example.org',
  bytes: Buffer.from('Subject: x\r\n\r\n'),
}
const yes = { mayEnd: () => Promise.resolve(true) }
let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-outbox-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('a message becomes one whole file, and a repeat leaves one file', async () => {
  const outbox = createOutbox(join(folder, 'deep', 'outbox'))
  for (let time = 0; time < 2; time++)
    expect(await outbox.handOver(message, yes)).toMatchObject({ state: 'sent', isLost: false })
  expect(await readdir(join(folder, 'deep', 'outbox'))).toEqual(['2026-W47-1.eml'])
  expect(await readFile(join(folder, 'deep', 'outbox', '2026-W47-1.eml'))).toEqual(message.bytes)
})

test('a message taken back leaves no file', async () => {
  const control = { mayEnd: () => Promise.resolve(false) }
  expect((await createOutbox(folder).handOver(message, control)).state).toBe('withdrawn')
  expect(await readdir(folder)).toEqual([])
})

test('a folder that cannot be written is named, and the mails wait', async () => {
  await writeFile(join(folder, 'file'), '')
  const outbox = createOutbox(join(folder, 'file', 'outbox'))
  await expect(outbox.handOver(message, yes)).rejects.toMatchObject({ code: 'OUTBOX_UNWRITABLE', retryable: true })
})

test('an issue goes to the outbox, one file per reader', async () => {
  const store = await openStore('sqlite:weekly.db', folder)
  await sealIssue(store)
  await confirmReaders(store, 3)
  const { deps } = aDelivery(store, createOutbox(join(folder, 'outbox')))
  expect(await deliverIssues(deps)).toMatchObject({ done: 3, failed: 0 })
  expect((await readdir(join(folder, 'outbox'))).sort()).toEqual(['2026-W47-1.eml', '2026-W47-2.eml', '2026-W47-3.eml'])
  await store.close()
})

test('an address in any script gets its file, with the address as it is', async () => {
  const store = await openStore('sqlite:weekly.db', folder)
  await sealIssue(store)
  const reader = { email: '用户@例子.公司', name: null, language: 'en', consent: 'asked' } as const
  await importSubscribers(store.db, [reader], now)
  const { deps } = aDelivery(store, createOutbox(folder))
  expect((await deliverIssues(deps)).done).toBe(1)
  await store.close()
  expect(await readFile(join(folder, '2026-W47-1.eml'), 'utf8')).toContain('\r\nTo: 用户@xn--fsqu00a.xn--55qx5d\r\n')
})
