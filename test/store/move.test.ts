// A store moves between the two databases with everything in it, goes on after a kill, and is closed where it was.
import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { parseIsoInstant } from '../../src/core/clock.ts'
import type { Instant } from '../../src/core/types.ts'
import { openAnyStore, openStore, type Store } from '../../src/store/engine/database.ts'
import { tableNames } from '../../src/store/engine/migrations.ts'
import { moveStore } from '../../src/store/move/move-store.ts'
import { addToSum, readPage, readShape } from '../../src/store/move/table-rows.ts'
import { createPostgresDatabase } from '../stores.ts'

const now = parseIsoInstant('2016-12-10T12:00:00+08:00') as Instant
let folder: string
let database: Awaited<ReturnType<typeof createPostgresDatabase>>
let file: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weekly-move-'))
  file = `sqlite:${join(folder, 'weekly.db')}`
  database = await createPostgresDatabase('template1')
})
afterEach(async () => {
  await database.drop()
  await rm(folder, { recursive: true, force: true })
})

const move = (from: string, to: string, onTable: (table: string) => void = () => undefined) =>
  moveStore(from, to, { now, onTable: ({ table }) => onTable(table) })

async function use<Result>(address: string, act: (store: Store) => Promise<Result>): Promise<Result> {
  const store = await openAnyStore(address, '/')
  return act(store).finally(() => store.close())
}

/** One row or more for each table, made from its own columns, so that a table that comes later is moved too. */
async function fill(store: Store, rows: number): Promise<void> {
  const at = '2016-12-01T00:00:00.000Z'
  for (let i = 1; i <= rows; i++)
    await sql`insert into sources (url, kind, weight, options, paused, active, position, title)
      values (${`https://a.example/${i}`}, 'feed', 1.25, '{}', 0, 1, ${i}, ${i % 2 ? '云 “quoted” \u0001' : null})`.execute(
      store.db,
    )
  for (let i = 1; i <= rows; i++)
    await sql`insert into items (source_id, guid, title, authors, first_seen_at, categories, enclosures)
      values (1, ${`item ${i}`}, ${`Title ${i}`}, '[]', ${at}, '[]', '[]')`.execute(store.db)
  await sql`insert into slots (week, opens_at, closes_at, origin, is_first, state) values ('2016-W49', ${at}, ${at}, 'scheduled', 1, 'sealed')`.execute(
    store.db,
  )
  await sql`insert into issues (number, week, date, title, sections, sealed_at, content_sha256)
    values (1, '2016-W49', '2016-12-09', 'One', '[]', ${at}, 'x')`.execute(store.db)
  await sql`insert into article_copies (item_id, week, attempts, next_attempt_at, pdf) values (1, '2016-W49', 1, ${at}, ${Buffer.from([0, 255, 10])})`.execute(
    store.db,
  )
  await sql`insert into settings (name, value) values ('token-key', 'abc'), ('place', 'elsewhere')`.execute(store.db)
}

async function sums(store: Store): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for (const table of tableNames.filter(name => !['draft_changes', 'settings'].includes(name))) {
    const shape = await readShape(store, table)
    found[table] = addToSum(0n, shape, await readPage(store.db, shape, null, 100_000)).toString(16)
  }
  return found
}

describe('a whole store', () => {
  test('goes to PostgreSQL and back, the same in every table, and numbers go on behind the last', async () => {
    const before = await use(file, async store => {
      await fill(store, 450)
      await sql`delete from items where guid = 'item 450'`.execute(store.db)
      return sums(store)
    })
    const told: string[] = []
    await move(file, database.address, table => told.push(table))
    expect(told).toEqual(tableNames.filter(name => name !== 'draft_changes'))
    expect(await use(database.address, sums)).toEqual(before)
    const back = `sqlite:${join(folder, 'back.db')}`
    await move(database.address, back)
    expect(await use(back, sums)).toEqual(before)
    const { rows } = await use(back, ({ db }) =>
      sql<{ id: number }>`insert into items (source_id, guid, title, authors, first_seen_at, categories, enclosures)
        values (1, 'new', 'New', '[]', ${now}, '[]', '[]') returning id`.execute(db),
    )
    expect(rows).toEqual([{ id: 451 }])
    const place = await use(back, ({ db }) =>
      sql<{ value: string }>`select value from settings where name = 'place'`.execute(db),
    )
    expect(place.rows[0]?.value).toMatch(/^inode /)
  })

  test('is closed where it was, and a move that is done is not done again', async () => {
    await use(file, store => fill(store, 1))
    await move(file, database.address)
    await expect(openStore(file, '/')).rejects.toMatchObject({ code: 'STORE_MOVED' })
    await expect(move(file, `sqlite:${join(folder, 'other.db')}`)).rejects.toMatchObject({ code: 'STORE_MOVED' })
    await use(database.address, () => Promise.resolve())
  })

  test('goes nowhere where something is already, nor while somebody works in it', async () => {
    await use(file, store => fill(store, 1))
    const other = `sqlite:${join(folder, 'other.db')}`
    await use(other, store => fill(store, 2))
    await expect(move(file, other)).rejects.toThrow('the target holds something: settings, sources, items')
    await expect(move(file, file)).rejects.toThrow('the store is there already')
    await use(file, ({ db }) =>
      sql`insert into leases (name, holder, fence, until) values ('site', 'w', 1, '2016-12-10T12:00:00.000Z')`.execute(
        db,
      ),
    )
    await expect(move(file, database.address)).rejects.toThrow('a weekly is at work in the store')
  })

  test.each([1, 3, 8, 25])('goes on after a kill at write %i', async writes => {
    const before = await use(file, async store => {
      await fill(store, 450)
      return sums(store)
    })
    const script = `
      import { moveStore } from ${JSON.stringify(join(import.meta.dirname, '../../src/store/move/move-store.ts'))}
      import { Kysely } from 'kysely'
      const begin = Kysely.prototype.transaction
      let count = 0
      Kysely.prototype.transaction = function () { if (++count > ${writes + 2}) process.kill(process.pid, 'SIGKILL'); return begin.call(this) }
      await moveStore(${JSON.stringify(file)}, ${JSON.stringify(database.address)}, { now: ${JSON.stringify(now)}, onTable() {} })`
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      cwd: join(import.meta.dirname, '../..'),
    })
    const signal = await new Promise(done => child.on('close', (_code, by) => done(by)))
    expect(signal).toBe('SIGKILL')
    await expect(openStore(database.address, '/')).rejects.toMatchObject({ code: 'STORE_MOVED' })
    const other = `sqlite:${join(folder, 'other.db')}`
    await use(other, store => fill(store, 1))
    await expect(move(other, database.address)).rejects.toThrow('the target has begun to take another store')
    await move(file, database.address)
    expect(await use(database.address, sums)).toEqual(before)
    await (await openStore(database.address, '/')).close()
  })

  test('a kill between closing the old store and opening the new one is made good by the next call', async () => {
    await use(file, store => fill(store, 1))
    await move(file, database.address)
    await use(file, async ({ db }) => {
      const { rows } = await sql<{ value: string }>`select value from settings where name = 'move-id'`.execute(db)
      const value = JSON.stringify({ from: rows[0]?.value, done: [], after: null })
      await use(database.address, store =>
        sql`insert into settings (name, value) values ('moving', ${value})`.execute(store.db),
      )
    })
    await expect(openStore(database.address, '/')).rejects.toMatchObject({ code: 'STORE_MOVED' })
    await move(file, database.address)
    await (await openStore(database.address, '/')).close()
  })
})

// With WEEKLY_LONG=1: what the page on operations says of large stores.
if (process.env['WEEKLY_LONG'])
  test('100,000 items with their texts and 100,000 readers move within five minutes each way, the same on both sides', async () => {
    const at = '2016-12-01T00:00:00.000Z'
    const numbers = sql.raw(
      'with recursive numbers (i) as (select 1 union all select i + 1 from numbers where i < 100000)',
    )
    const before = await use(file, async store => {
      await fill(store, 1)
      await sql`delete from items where id > 1`.execute(store.db)
      const words = 'Enough words to be an article, 以及中文。'.repeat(60)
      await sql`insert into items (source_id, guid, title, authors, first_seen_at, categories, enclosures, content_html)
        ${numbers} select 1, 'many ' || i, 'Title 标题 ' || i, '[]', ${at}, '[]', '[]', '<p>' || i || ${words} || '</p>' from numbers`.execute(
        store.db,
      )
      await sql`insert into subscribers (email, email_key, language, state, consent, created_at)
        ${numbers} select 'reader' || i || '@example.org', 'reader' || i || '@example.org', 'en', 'confirmed', '{}', ${at} from numbers`.execute(
        store.db,
      )
      return sums(store)
    })
    const back = `sqlite:${join(folder, 'back.db')}`
    const took: number[] = []
    for (const [from, to] of [
      [file, database.address],
      [database.address, back],
    ] as const) {
      const begun = performance.now()
      await move(from, to)
      took.push(Math.round((performance.now() - begun) / 1000))
    }
    process.stdout.write(`moved in ${took[0]} s, and back in ${took[1]} s\n`)
    expect(await use(back, sums)).toEqual(before)
    expect(Math.max(...took)).toBeLessThan(300)
  }, 900_000)
