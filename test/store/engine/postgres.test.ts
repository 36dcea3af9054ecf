import { Kysely, sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStore, pingStore, type Store } from '../../../src/store/engine/database.ts'
import { createPostgresDialect } from '../../../src/store/engine/postgres.ts'
import { listUsedUpNumbers } from '../../../src/store/numbers-left.ts'
import { explainStoreError } from '../../../src/store/engine/store-errors.ts'
import { openPostgresLink, type PostgresLink } from '../../postgres-link.ts'
import { createPostgresDatabase } from '../../stores.ts'

let database: Awaited<ReturnType<typeof createPostgresDatabase>>
let other: pg.Client
const opened: { close(): Promise<void> }[] = []

beforeEach(async () => {
  database = await createPostgresDatabase('template1')
  other = new pg.Client(database.address)
  // Dropping the database ends it.
  other.on('error', () => undefined)
  await other.connect()
})
afterEach(async () => {
  for (const each of opened.splice(0).reverse()) await each.close()
  await other.end()
  await database.drop()
})

const open = async (address = database.address, lockPatienceMs?: number): Promise<Store> => {
  const store = await openStore(address, '/', lockPatienceMs === undefined ? {} : { lockPatienceMs })
  opened.push(store)
  return store
}
const openLink = async (kind?: 'pooler'): Promise<PostgresLink> => {
  const link = await openPostgresLink(database.address, kind)
  opened.push(link)
  return link
}
const save = (db: Store['db'], name: string) => db.insertInto('settings').values({ name, value: '值' }).execute()
const namesIn = async ({ db }: Store): Promise<string[]> =>
  (await db.selectFrom('settings').select('name').orderBy('name').execute()).map(({ name }) => name)
const explain = async (doing: Promise<unknown>) =>
  explainStoreError(
    await doing.then(
      () => new Error('nothing went wrong'),
      (error: unknown) => error,
    ),
  )
/** Ends every other connection to the database, as a fail-over or an administrator does. */
const endConnections = () =>
  other.query(`select pg_terminate_backend(pid) from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid()`)

test.each([
  ['three', {}, 3],
  ['as many as are set', { connections: 2 }, 2],
])('a process has %s connections at most, however much it does at once', async (_words, limits, most) => {
  const store = await openStore(database.address, '/', limits)
  opened.push(store)
  const counts = await Promise.all(
    Array.from({ length: 8 }, () =>
      sql<{ count: number }>`select cast(count(*) as integer) as count, pg_sleep(0.01) from pg_stat_activity
        where datname = current_database() and application_name = 'weekly'`.execute(store.db),
    ),
  )
  expect(Math.max(...counts.map(({ rows }) => rows[0]?.count ?? 0))).toBe(most)
})

test('visits and mails are numbered beyond 31 bits, numbers come as numbers, and what runs out of them is told', async () => {
  const store = await open()
  expect(await listUsedUpNumbers(store)).toEqual([])
  await sql`select setval('fetches_id_seq', 5000000000), setval('deliveries_id_seq', 5000000000),
    setval('items_id_seq', 1300000000)`.execute(store.db)
  expect(await listUsedUpNumbers(store)).toEqual(['items 60 %'])
  const { rows } = await sql<{ next: number }>`select nextval('deliveries_id_seq') as next`.execute(store.db)
  expect(rows).toEqual([{ next: 5_000_000_001 }])
})

describe('a connection that ends', () => {
  test('within a transaction fails that transaction, keeps nothing of it, and the next statement goes on', async () => {
    const store = await open()
    const failure = await explain(
      store.db.transaction().execute(async db => {
        await save(db, 'lost')
        await endConnections()
        await save(db, 'lost too')
      }),
    )
    expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    await save(store.db, 'kept')
    expect(await namesIn(store)).toEqual(['kept'])
  })

  test('while nothing is asked is not noticed', async () => {
    const store = await open()
    await Promise.all([save(store.db, 'a'), save(store.db, 'b'), save(store.db, 'c')])
    await endConnections()
    await expect
      .poll(() =>
        pingStore(store).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    expect(await namesIn(store)).toEqual(['a', 'b', 'c'])
  })

  test('while a statement runs fails that statement', async () => {
    const store = await open()
    const asking = explain(sql`select pg_sleep(20)`.execute(store.db))
    await expect
      .poll(
        async () =>
          (
            await other.query(
              `select 1 from pg_stat_activity where query like '%pg_sleep%' and state = 'active' and pid <> pg_backend_pid()`,
            )
          ).rowCount,
      )
      .toBe(1)
    await endConnections()
    expect(await asking).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
  })

  test('with its server, which then refuses, is told each time, and forgotten when the server is back', async () => {
    const link = await openLink()
    const store = await open(link.address)
    link.breakOff()
    for (let attempt = 1; attempt <= 3; attempt++)
      expect(await explain(save(store.db, 'a'))).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    await expect(pingStore(store)).rejects.toThrow()
    link.heal()
    await save(store.db, 'a')
    expect(await namesIn(store)).toEqual(['a'])
  })
})

describe('a server that is there and does not do what is asked', () => {
  test('a link at whose other end nobody answers is given up, and a new one taken', async () => {
    const link = await openLink()
    const limits = { lockMs: 1_000, statementMs: 1_000, answerMs: 40 }
    const db = new Kysely<Record<string, never>>({ dialect: createPostgresDialect(link.address, limits) })
    opened.push({ close: () => db.destroy() })
    await sql`select 1`.execute(db)
    link.fallSilent()
    const failure = await explain(db.transaction().execute(inner => sql`select 2`.execute(inner)))
    expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    link.heal()
    expect((await sql`select 3 as three`.execute(db)).rows).toEqual([{ three: 3 }])
  })

  test('a server that does not answer is not well', async () => {
    const link = await openLink()
    const store = await open(link.address)
    link.fallSilent()
    await expect(pingStore(store, 20)).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    link.breakOff()
  })

  test('a table that another session has locked is waited for, then told as locked', async () => {
    const store = await open(database.address, 40)
    await other.query('begin; lock table settings in access exclusive mode')
    const locked = { code: 'STORE_LOCKED', retryable: true }
    expect(await explain(save(store.db, 'a'))).toMatchObject(locked)
    expect(await explain(store.db.transaction().execute(db => save(db, 'a')))).toMatchObject(locked)
    await other.query('commit')
    await save(store.db, 'a')
  })

  test('a standby is told as such; its connections are not used again once there is a primary', async () => {
    const store = await open()
    const name = new URL(database.address).pathname.slice(1)
    await other.query(`alter database ${name} set default_transaction_read_only = on`)
    await endConnections()
    await expect
      .poll(() =>
        pingStore(store).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true)
    const failure = await explain(save(store.db, 'a'))
    expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    expect(failure?.hint).toMatch(/standby/)
    await other.query(`alter database ${name} reset default_transaction_read_only`)
    await save(store.db, 'a')
  })

  test('too many connections are told with what to do', async () => {
    const store = await open()
    const name = new URL(database.address).pathname.slice(1)
    const role = `guest_${name}`
    await other.query(`create role ${role} login password 'guest' connection limit 1`)
    const address = Object.assign(new URL(database.address), { username: role, password: 'guest' })
    const first = new pg.Client(address.href)
    await first.connect()
    const failure = await explain(openStore(address.href, '/'))
    await first.end()
    await other.query(`drop role ${role}`)
    expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    expect(failure?.hint).toMatch(/connections/)
    await pingStore(store)
  })

  test('a statement that takes too long is ended', async () => {
    const limits = { lockMs: 1_000, statementMs: 30, answerMs: 5_000 }
    const db = new Kysely<Record<string, never>>({ dialect: createPostgresDialect(database.address, limits) })
    opened.push({ close: () => db.destroy() })
    const failure = await explain(sql`select pg_sleep(20)`.execute(db))
    expect(failure).toMatchObject({ code: 'STORE_UNAVAILABLE', retryable: true })
    expect((await sql`select 3 as three`.execute(db)).rows).toEqual([{ three: 3 }])
  })
})

test('through a pooler that keeps no sessions: no setting at its start, no named statement, limits within each transaction', async () => {
  const link = await openLink('pooler')
  const store = await open(link.address, 4_321)
  await Promise.all([save(store.db, 'a'), save(store.db, 'b')])
  const { rows } = await store.db.transaction().execute(db => sql`show lock_timeout`.execute(db))
  expect(rows).toEqual([{ lock_timeout: '4321ms' }])
  expect((await sql`show lock_timeout`.execute(store.db)).rows).toEqual([{ lock_timeout: '0' }])
  expect(await namesIn(store)).toEqual(['a', 'b'])
  expect([...link.statementNames]).toEqual([])
})
