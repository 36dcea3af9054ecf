// Runs one suite against both databases, each test with a database of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterEach, describe, inject } from 'vitest'
import { openStore, type Store } from '../src/store/database.ts'

/** Opens an empty store, or with the address of an earlier one the same store once more, as a second process would. */
export type OpenTestStore = (address?: string) => Promise<Store & { readonly address: string }>

async function createPostgresDatabase(): Promise<string> {
  const server = inject('postgresAddress')
  const name = `test_${randomUUID().replaceAll('-', '')}`
  const client = new pg.Client(`${server}/postgres`)
  await client.connect()
  await client.query(`create database ${name}`)
  await client.end()
  return `${server}/${name}`
}

/** Describes a suite twice: on SQLite files and on real PostgreSQL. */
export function describeStores(
  title: string,
  suite: (open: OpenTestStore, dialect: 'sqlite' | 'postgres') => void,
): void {
  describe.each(['sqlite', 'postgres'] as const)(`${title} (%s)`, dialect => {
    const opened: Store[] = []
    const folders: string[] = []
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close()
      for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
    })
    const createAddress = async (): Promise<string> => {
      if (dialect === 'postgres') return createPostgresDatabase()
      const folder = await mkdtemp(join(tmpdir(), 'weekly-store-'))
      folders.push(folder)
      return `sqlite:${join(folder, 'weekly.db')}`
    }
    suite(async known => {
      const address = known ?? (await createAddress())
      const store = await openStore(address, '/')
      opened.push(store)
      return { ...store, address }
    }, dialect)
  })
}
