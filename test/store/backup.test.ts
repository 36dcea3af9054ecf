import { cp, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { addMinutes } from '../../src/core/clock.ts'
import { deliverIssues } from '../../src/deliver/deliver.ts'
import { createOutbox } from '../../src/deliver/transport/outbox.ts'
import { backupPath, backupStore, restoreStore } from '../../src/store/backup.ts'
import { openStore, type Store } from '../../src/store/engine/database.ts'
import { readEquation } from '../../src/store/deliveries.ts'
import { aDelivery, confirmReaders, now, sealIssue, week } from '../deliver/builders.ts'
import { describeStores } from '../stores.ts'

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'weekly-backup-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

/** Opens the store of a folder for a piece of work, and closes it. */
async function inStore<Result>(folder: string, work: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openStore('sqlite:weekly.db', folder)
  return work(store).finally(() => store.close())
}

const deliver = async (store: Store, minutes = 1, window?: { week: typeof week }) => {
  const { deps, clock } = aDelivery(store, createOutbox(await aFolder()))
  clock.set(addMinutes(now, minutes))
  return deliverIssues(deps, window)
}

const aSealedIssue = async (store: Store): Promise<void> => {
  await sealIssue(store)
  await confirmReaders(store, 3)
}

describe('a backup put back', () => {
  test('has everything of its moment, keeps the old store aside, and mails nothing by itself', async () => {
    const folder = await aFolder()
    const file = join(folder, 'copy.db')
    await inStore(folder, async store => {
      await aSealedIssue(store)
      expect(await backupStore(store, file, now)).toBeGreaterThan(1000)
      expect((await deliver(store)).done).toBe(3)
    })
    const restored = await restoreStore(join(folder, 'weekly.db'), file, addMinutes(now, 5))
    expect(restored.madeAt).toBe(now)
    expect(await readdir(folder)).toContain('weekly.db.before-20261120T003500Z')
    await inStore(folder, async store => {
      expect(await readEquation(store.db, week)).toBeNull()
      expect((await deliver(store, 10)).done).toBe(0)
      expect((await deliver(store, 10, { week })).done).toBe(3)
    })
  })

  test('does not mail a week that closed before, though it is sealed only afterwards', async () => {
    const folder = await aFolder()
    const file = join(folder, 'copy.db')
    await inStore(folder, store => backupStore(store, file, addMinutes(now, -60)))
    await restoreStore(join(folder, 'weekly.db'), file, addMinutes(now, 5))
    await inStore(folder, async store => {
      await aSealedIssue(store)
      expect((await deliver(store, 10)).done).toBe(0)
    })
  })

  test('is refused while the store is in use, and nothing is changed', async () => {
    const folder = await aFolder()
    const file = join(folder, 'copy.db')
    await inStore(folder, async store => {
      await backupStore(store, file, now)
      const attempt = restoreStore(join(folder, 'weekly.db'), file, now)
      await expect(attempt).rejects.toMatchObject({
        code: 'BACKUP_REFUSED',
        message: expect.stringContaining('in use') as string,
      })
      await aSealedIssue(store)
    })
  })

  test('takes the place of a store that is damaged', async () => {
    const folder = await aFolder()
    const file = join(folder, 'copy.db')
    await inStore(folder, store => backupStore(store, file, now))
    await writeFile(join(folder, 'weekly.db'), 'not a database any more')
    await restoreStore(join(folder, 'weekly.db'), file, now)
    await inStore(folder, aSealedIssue)
  })

  test.each([
    ['no database', 'hello'],
    ['an empty file', ''],
  ])('is refused when it is %s', async (_name, text) => {
    const folder = await aFolder()
    await writeFile(join(folder, 'x'), text)
    await expect(restoreStore(join(folder, 'weekly.db'), join(folder, 'x'), now)).rejects.toMatchObject({
      code: 'BACKUP_REFUSED',
    })
  })

  test('is not written over a file', async () => {
    const folder = await aFolder()
    await writeFile(join(folder, 'copy.db'), 'precious')
    const attempt = inStore(folder, store => backupStore(store, join(folder, 'copy.db'), now))
    await expect(attempt).rejects.toMatchObject({ code: 'BACKUP_REFUSED' })
  })

  test('of PostgreSQL is left to its own programs, which are named', () => {
    expect(() => backupPath('postgres://x@y/z', 'pg_dump')).toThrow('its own programs')
  })
})

describe('a store file copied by hand', () => {
  test('in the place of the newer one mails nothing by itself', async () => {
    const folder = await aFolder()
    await inStore(folder, aSealedIssue)
    await cp(join(folder, 'weekly.db'), join(folder, 'old.db'))
    expect((await inStore(folder, deliver)).done).toBe(3)
    // Written into the same file: its inode stays.
    await cp(join(folder, 'old.db'), join(folder, 'weekly.db'))
    const report = await inStore(folder, store => deliver(store, 2))
    expect(report).toMatchObject({ done: 0, notes: [{ subject: 'store' }, { subject: week }] })
    expect((await inStore(folder, store => deliver(store, 3))).done).toBe(0)
  })

  test('to another place mails nothing by itself, the original does', async () => {
    const folder = await aFolder()
    const other = await aFolder()
    await inStore(folder, async store => {
      await aSealedIssue(store)
      await deliver(store, -1)
    })
    await cp(folder, other, { recursive: true })
    await inStore(other, store => store.db.updateTable('deliveries').set({ state: 'pending' }).execute())
    expect((await inStore(other, deliver)).done).toBe(0)
    expect((await inStore(folder, deliver)).notes).toEqual([])
  })
})

describeStores('a store that stays where it is', open => {
  test('mails what is due, and goes on doing so', async () => {
    const store = await open()
    await aSealedIssue(store)
    expect(await deliver(store)).toMatchObject({ done: 3, notes: [] })
    expect(await deliver(await open(store.address))).toMatchObject({ done: 0, notes: [] })
  })
})
