import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openStore } from '../../../src/store/engine/database.ts'
import { explainStoreError } from '../../../src/store/engine/store-errors.ts'
import { storeVersion } from '../../../src/store/engine/migrations.ts'
import { describeStores } from '../../stores.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-database-'))
})
afterEach(() => rm(folder, { recursive: true }))

test('a file that is no database is refused as damaged, with the way back', async () => {
  await writeFile(join(folder, 'x.db'), 'this is a letter, not a database, and long enough to be one '.repeat(20))
  await expect(openStore('sqlite:x.db', folder)).rejects.toMatchObject({
    code: 'STORE_DAMAGED',
    retryable: false,
    hint: expect.stringContaining('weekly restore') as string,
  })
})

test('a folder that cannot be made is refused', async () => {
  await expect(openStore('sqlite:/dev/null/x.db', folder)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
})

test('a server that is not there is refused', async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise(done => server.once('listening', done))
  const { port } = server.address() as AddressInfo
  await new Promise(done => server.close(done))
  const opening = openStore(`postgres://nobody@127.0.0.1:${port}/nothing`, folder)
  await expect(opening).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
})

test('a store that another process has locked is waited for, then refused', async () => {
  const other = new DatabaseSync(join(folder, 'x.db'))
  other.exec('pragma journal_mode = wal; begin exclusive')
  await expect(openStore('sqlite:x.db', folder, { lockPatienceMs: 40 })).rejects.toMatchObject({
    code: 'STORE_LOCKED',
    retryable: true,
  })
  other.exec('commit')
  other.close()
  await (await openStore('sqlite:x.db', folder)).close()
})

test('a full disk is told as such, nothing of the transaction stays, and the store goes on when there is room', async () => {
  const store = await openStore('sqlite:x.db', folder)
  const ask = (text: string) =>
    store.db.executeQuery({ ...store.db.selectFrom('settings').select('name').compile(), sql: text })
  const write = (name: string) =>
    store.db.transaction().execute(async db => {
      for (let row = 0; row < 40; row++)
        await db
          .insertInto('settings')
          .values({ name: `${name} ${row}`, value: 'x'.repeat(10_000) })
          .execute()
    })
  const { rows } = await ask('pragma page_count')
  const pages = (rows[0] as { page_count: number } | undefined)?.page_count ?? 0
  await ask(`pragma max_page_count = ${pages + 5}`)
  const error = await write('first').catch((caught: unknown) => caught)
  expect(explainStoreError(error)).toMatchObject({ code: 'STORE_FULL', retryable: true })
  expect(await store.db.selectFrom('settings').selectAll().execute()).toEqual([])
  await ask('pragma max_page_count = 100000')
  await write('second')
  expect(await store.db.selectFrom('settings').select('name').execute()).toHaveLength(40)
  await store.close()
})

describeStores('versions', open => {
  test('a store written by a newer program is refused, and left as it is', async () => {
    const store = await open()
    await store.db.executeQuery({
      ...store.db.selectFrom('settings').select('name').compile(),
      sql: `update store_version set version = ${storeVersion + 1}`,
    })
    await expect(openStore(store.address, folder)).rejects.toMatchObject({ code: 'STORE_NEWER' })
  })

  test('opening a store again changes nothing', async () => {
    const store = await open()
    await store.db.insertInto('settings').values({ name: 'a', value: 'b' }).execute()
    const again = await open(store.address)
    expect(await again.db.selectFrom('settings').selectAll().execute()).toEqual([{ name: 'a', value: 'b' }])
  })
})
