import { mkdtemp, open, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { backupStore, restoreStore } from '../../../src/store/backup.ts'
import { openStore } from '../../../src/store/engine/database.ts'
import { checkIntegrity } from '../../../src/store/engine/integrity.ts'
import { explainStoreError } from '../../../src/store/engine/store-errors.ts'
import type { Instant } from '../../../src/core/types.ts'
import { createProgram, type Program } from '../../app/program.ts'
import { describeStores } from '../../stores.ts'

const now = '2026-11-20T00:00:00.000Z' as Instant
const PAGE_BYTES = 4096
let folder: string
let path: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-damage-'))
  path = join(folder, 'weekly.db')
  const store = await openStore('sqlite:weekly.db', folder)
  for (let row = 0; row < 40; row++)
    await store.db
      .insertInto('settings')
      .values({ name: `名字 ${row}`, value: 'x'.repeat(1_000) })
      .execute()
  await store.close()
})
afterEach(() => rm(folder, { recursive: true, force: true }))

async function writeAt(bytes: Buffer, position: number): Promise<void> {
  const file = await open(path, 'r+')
  await file.write(bytes, 0, bytes.length, position)
  await file.close()
}
/** Overwrites every page from the nth on, counted from 0. */
const overwritePages = async (first: number, byte: number): Promise<void> => {
  const { size } = await stat(path)
  await writeAt(Buffer.alloc(size - first * PAGE_BYTES, byte), first * PAGE_BYTES)
}
/** Opens the store and reads all of it; answers how that fails. */
async function failureOfReading() {
  try {
    const store = await openStore('sqlite:weekly.db', folder)
    try {
      await checkIntegrity(store)
      await store.db.selectFrom('settings').selectAll().execute()
    } finally {
      await store.close()
    }
  } catch (error) {
    return explainStoreError(error)
  }
  return null
}

const damages = [
  ['an empty file in its place', () => writeFile(path, '')],
  ['a text in its place', () => writeFile(path, 'Liebe Leserin, '.repeat(500))],
  ['a first page of zeros', () => writeAt(Buffer.alloc(PAGE_BYTES), 0)],
  ['all pages but the first of zeros', () => overwritePages(1, 0)],
  ['all pages but the first of noise', () => overwritePages(1, 0xa5)],
  ['a page in its middle of zeros', () => writeAt(Buffer.alloc(PAGE_BYTES), 2 * PAGE_BYTES)],
  [
    'the second half cut off',
    async () => truncate(path, Math.floor((await stat(path)).size / 2 / PAGE_BYTES) * PAGE_BYTES),
  ],
  [
    'a table that is missing',
    () => {
      const database = new DatabaseSync(path)
      database.exec('drop table link_checks')
      database.close()
    },
  ],
] as const

describe('a damaged store', () => {
  test.each(damages)('is told as such, with the way back: %s', async (_what, damage) => {
    await damage()
    const failure = await failureOfReading()
    expect(failure).toMatchObject({ code: 'STORE_DAMAGED', retryable: false })
    expect(failure?.hint).toContain('weekly restore')
  })

  test.each(damages)('is not made worse, and comes back from a backup: %s', async (_what, damage) => {
    const store = await openStore('sqlite:weekly.db', folder)
    await backupStore(store, join(folder, 'backup.db'), now)
    await store.close()
    await damage()
    const damaged = await readFile(path)
    await failureOfReading()
    const { keptAs } = await restoreStore(path, join(folder, 'backup.db'), now)
    expect(await failureOfReading()).toBeNull()
    expect((await readFile(keptAs ?? '')).length).toBe(damaged.length)
  })

  test('is not copied as if it were whole', async () => {
    const store = await openStore('sqlite:weekly.db', folder)
    await overwritePages(2, 0)
    const again = await openStore('sqlite:weekly.db', folder).catch((error: unknown) => explainStoreError(error))
    const copying =
      again !== null && 'db' in again
        ? backupStore(again, join(folder, 'backup.db'), now).catch((error: unknown) => explainStoreError(error))
        : Promise.resolve(again)
    expect(await copying).toMatchObject({ code: 'STORE_DAMAGED' })
    await expect(stat(join(folder, 'backup.db'))).rejects.toThrow()
    if (again !== null && 'db' in again) await again.close()
    await store.close()
  })

  test('is not the database of another program, which is left as it is', async () => {
    await rm(path)
    const other = new DatabaseSync(path)
    other.exec('create table moz_places (id integer)')
    other.close()
    await expect(openStore('sqlite:weekly.db', folder)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    const again = new DatabaseSync(path)
    expect(again.prepare('select name from sqlite_master').all()).toEqual([{ name: 'moz_places' }])
    again.close()
  })
})

describeStores('tables that are missing', openTestStore => {
  test('are noticed when the store is opened', async () => {
    const store = await openTestStore()
    await sql`drop table link_checks`.execute(store.db)
    await expect(openStore(store.address, '/')).rejects.toMatchObject({ code: 'STORE_DAMAGED' })
  })
})

describe('commands over a damaged store', () => {
  let program: Program
  beforeEach(async () => {
    program = await createProgram()
    await (await program.open()).close()
    path = join(program.folder, 'weekly.db')
  })
  afterEach(() => program.remove())

  test.each(['run', 'backup', 'doctor'])('`%s` ends with 2, the code and the way back', async command => {
    await writeAt(Buffer.alloc(PAGE_BYTES), 0)
    const { code, stdout, stderr } = await program.run(
      command,
      ...(command === 'backup' ? [join(program.folder, 'b')] : []),
    )
    expect(code).toBe(2)
    expect(stdout + stderr).toMatch(/STORE_DAMAGED.*\n?.*weekly restore/)
    expect(stderr).not.toContain('BUG')
  })
})
