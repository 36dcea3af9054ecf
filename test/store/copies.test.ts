import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { backupStore, restoreStore } from '../../src/store/backup.ts'
import {
  noteNewCopies,
  readCopyPdf,
  readCopyState,
  readDueCopies,
  readSavedCopies,
  saveCopy,
  saveCopyFailure,
  takeCopy,
} from '../../src/store/copies.ts'
import { openStore } from '../../src/store/engine/database.ts'
import { sealedAt, sealWithArticles } from '../copies.ts'
import { describeStores } from '../stores.ts'

const pdf = Uint8Array.from({ length: 1024 }, (_, index) => index % 256)
const html = '<p>Text</p>'
const soon = addMinutes(sealedAt, 10)
const limits = { now: sealedAt, count: 20, maxAttempts: 3 }

describeStores('copies of articles', open => {
  test('are wanted of stories whose article is held, the newest issue first', async () => {
    const store = await open()
    const old = await sealWithArticles(store, [{ url: 'https://a.example/1', html }])
    const [page, feed] = await sealWithArticles(
      store,
      [
        { url: 'https://a.example/page', html },
        { url: 'https://a.example/feed', html, method: 'feed' },
        { url: 'https://a.example/excerpt', html, method: 'excerpt' },
        { url: 'https://a.example/paper.pdf', html, method: 'pdf' },
        { url: 'https://a.example/imported' },
      ],
      { number: 2, week: '2016-W50', date: '2016-12-16' },
    )
    await noteNewCopies(store.db)
    await noteNewCopies(store.db)
    const due = await readDueCopies(store.db, limits)
    expect(due.map(({ itemId, week }) => [itemId, week])).toEqual([
      [page, '2016-W50'],
      [feed, '2016-W50'],
      [old[0], '2016-W49'],
    ])
    expect(await readDueCopies(store.db, { ...limits, count: 1 })).toHaveLength(1)
  })

  test('are taken by one worker at a time, and by another when that one died', async () => {
    const store = await open()
    await sealWithArticles(store, [{ url: 'https://a.example/1', html }])
    await noteNewCopies(store.db)
    const [due] = await readDueCopies(store.db, limits)
    if (!due) throw new Error('nothing is due')
    const taken = await Promise.all([takeCopy(store.db, due, soon), takeCopy(store.db, due, soon)])
    expect(taken.toSorted()).toEqual([false, true])
    expect(await readDueCopies(store.db, limits)).toEqual([])
    expect(await readDueCopies(store.db, { ...limits, now: soon })).toEqual([{ ...due, attempts: 1, dueAt: soon }])
  })

  test('keep their first bytes, all of them', async () => {
    const store = await open()
    const [itemId = 0] = await sealWithArticles(store, [{ url: 'https://a.example/1', html }])
    await noteNewCopies(store.db)
    await saveCopy(store.db, itemId, { name: 'one', pdf }, sealedAt)
    await saveCopy(store.db, itemId, { name: 'two', pdf: pdf.slice(1) }, soon)
    await saveCopyFailure(store.db, itemId, { problem: 'late', attempts: 3, nextAttemptAt: soon })
    expect(Buffer.from(await readCopyPdf(store.db, itemId)).equals(pdf)).toBe(true)
    expect(await readSavedCopies(store.db)).toEqual([
      {
        ...{ itemId, week: '2016-W49', name: 'one', savedAt: sealedAt },
        sha256: '785b0751fc2c53dc14a4ce3d800e69ef9ce1009eb327ccf458afe09c242c26c9',
        addresses: ['https://a.example/1', 'https://a.example/1'],
      },
    ])
    expect(await readDueCopies(store.db, { ...limits, now: soon })).toEqual([])
  })

  test('that failed too often are left', async () => {
    const store = await open()
    const [itemId = 0] = await sealWithArticles(store, [{ url: 'https://a.example/1', html }])
    await noteNewCopies(store.db)
    await saveCopyFailure(store.db, itemId, { problem: 'crashed', attempts: 3, nextAttemptAt: sealedAt })
    expect(await readDueCopies(store.db, limits)).toEqual([])
    expect(await readCopyState(store.db, itemId)).toMatchObject({ problem: 'crashed', attempts: 3, saved_at: null })
    expect(await readSavedCopies(store.db)).toEqual([])
  })
})

test('copies come back with a backup', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-copies-'))
  onTestFinished(() => rm(folder, { recursive: true }))
  const store = await openStore('sqlite:weekly.db', folder)
  const [itemId = 0] = await sealWithArticles(store, [{ url: 'https://a.example/1', html }])
  await noteNewCopies(store.db)
  await saveCopy(store.db, itemId, { name: 'one', pdf }, sealedAt)
  await backupStore(store, join(folder, 'backup.db'), soon)
  await store.close()
  await restoreStore(join(folder, 'weekly.db'), join(folder, 'backup.db'), soon)
  const restored = await openStore('sqlite:weekly.db', folder)
  expect(Buffer.from(await readCopyPdf(restored.db, itemId)).equals(pdf)).toBe(true)
  await restored.close()
})
