// Runs one suite against both databases, each test with a database of its own.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import { afterEach, describe, inject } from 'vitest'
import { openStore, type Store } from '../src/store/engine/database.ts'

/** Opens an empty store, or with the address of an earlier one the same store once more, as a second process would. */
export type OpenTestStore = (address?: string) => Promise<Store & { readonly address: string }>

async function ask(query: string): Promise<void> {
  const client = new pg.Client(`${inject('postgresAddress')}/postgres`)
  await client.connect()
  await client.query(query)
  await client.end()
}

/** Makes a database on the run's PostgreSQL: with the tables of a new store, or with nothing when `template1` is its template. */
export async function createPostgresDatabase(
  template: string = inject('postgresTemplate'),
): Promise<{ readonly address: string; drop(): Promise<void> }> {
  const name = `test_${randomUUID().replaceAll('-', '')}`
  await ask(`create database ${name} template ${template}`)
  return { address: `${inject('postgresAddress')}/${name}`, drop: () => ask(`drop database ${name} with (force)`) }
}

/** Describes a suite once for each database that the run names: in the whole suite on SQLite files and on real PostgreSQL. */
export function describeStores(
  title: string,
  suite: (open: OpenTestStore, dialect: 'sqlite' | 'postgres') => void,
): void {
  describe.each(inject('storeDialects'))(`${title} (%s)`, dialect => {
    const opened: Store[] = []
    const folders: string[] = []
    const databases: { drop(): Promise<void> }[] = []
    afterEach(async () => {
      for (const store of opened.splice(0)) await store.close()
      for (const database of databases.splice(0)) await database.drop()
      for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true })
    })
    const createAddress = async (): Promise<string> => {
      if (dialect === 'postgres') {
        const database = await createPostgresDatabase()
        databases.push(database)
        return database.address
      }
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

/** Every row of every table, by table: two of them are equal when nothing has changed between. */
export async function readTables(db: Store['db']): Promise<Readonly<Record<string, readonly unknown[]>>> {
  const tables = await db.introspection.getTables()
  const rows = await Promise.all(tables.map(({ name }) => sql`select * from ${sql.table(name)}`.execute(db)))
  const all = tables.map(({ name }, index) => [name, rows[index]?.rows ?? []] as const)
  // Heartbeats go on by the clock, whatever is asked of a process.
  return Object.fromEntries(all.filter(([name]) => name !== 'workers'))
}
