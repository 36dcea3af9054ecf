// A store goes from one database to the other, with all its ids: table by table, compared at the end, taken up where a kill left it.
import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { WeeklyError } from '../../core/errors.ts'
import { hideSecrets } from '../../core/log.ts'
import type { Instant } from '../../core/types.ts'
import { openAnyStore, type Store } from '../engine/database.ts'
import { tableNames } from '../engine/migrations.ts'
import { MOVED_TO, MOVING, refuseMoved } from '../engine/moved.ts'
import { settleInPlace } from '../instance.ts'
import { keepSetting, readSetting, saveSetting } from '../settings.ts'
import { addToSum, type Fingerprint, insertRows, readPage, readShape, type Row, type TableShape } from './table-rows.ts'

/** What became of a table. */
export interface MovedTable {
  readonly table: string
  readonly rows: number
}

/** What moving needs to know of the world. */
export interface MoveDeps {
  readonly now: Instant
  /** Hears of each table that is there. */
  readonly onTable: (moved: MovedTable) => void
}

/** How far a move has come, as its target keeps it. */
interface Progress {
  readonly from: string
  readonly done: readonly string[]
  /** Key of the last row of the table after those. */
  readonly after: readonly unknown[] | null
}

/** A count that each database keeps for itself. */
const OWN_TABLES: ReadonlySet<string> = new Set(['draft_changes'])
/** What says where a store is stays there. */
const OWN_SETTINGS: ReadonlySet<string> = new Set(['place', 'move-id', MOVING, MOVED_TO])
const MOST_ROWS = 200
/** SQLite takes 32,766 values in one statement, PostgreSQL 65,535. */
const MOST_VALUES = 20_000

const refuse = (message: string, hint: string): WeeklyError => new WeeklyError('MOVE_REFUSED', message, { hint })

const isTaken = (table: string, row: Row): boolean => table !== 'settings' || !OWN_SETTINGS.has(String(row['name']))

/** Refuses while somebody works in the store: what they do meanwhile would be lost. */
async function refuseAtWork({ db }: Store, now: Instant): Promise<void> {
  const { rows } = await sql<{ at: string }>`
    select claimed_until as at from source_states where claimed_until > ${now}
    union all select until from readings where until > ${now}
    union all select until from leases where until > ${now} limit 1`.execute(db)
  if (rows[0])
    throw refuse(
      'a weekly is at work in the store',
      `Stop weekly everywhere; what one held that was killed is free again at ${rows[0].at} at the latest.`,
    )
}

async function isEmpty({ db }: Store, table: string): Promise<boolean> {
  const { rows } = await sql<Row>`select * from ${sql.table(table)} limit 5`.execute(db)
  return rows.every(row => !isTaken(table, row))
}

/** How far this move has come before; a target with anything else in it is refused. */
async function readProgress(target: Store, from: string, tables: readonly string[]): Promise<Progress> {
  const kept = await readSetting(target.db, MOVING)
  const progress = kept === null ? null : (JSON.parse(kept) as Progress)
  if (progress?.from === from) return progress
  const taken: string[] = []
  for (const table of tables) if (!(await isEmpty(target, table))) taken.push(table)
  if (progress !== null || taken.length > 0)
    throw refuse(
      progress
        ? 'the target has begun to take another store'
        : `the target holds something: ${taken.slice(0, 5).join(', ')}`,
      'Name an empty database, or a file that is not there yet.',
    )
  return { from, done: [], after: null }
}

/** Copies the rest of a table; each page and how far it has come are one transaction. */
async function copyTable(from: Store, to: Store, shape: TableShape, progress: Progress): Promise<void> {
  const limit = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / shape.columns.length)))
  for (let { after } = progress; ;) {
    const rows = await readPage(from.db, shape, after, limit)
    const last = rows.at(-1)
    after = last ? shape.key.map(column => last[column]) : null
    const isDone = rows.length < limit
    const reached = isDone ? { ...progress, done: [...progress.done, shape.name], after: null } : { ...progress, after }
    await to.db.transaction().execute(async db => {
      await insertRows(
        db,
        shape,
        rows.filter(row => isTaken(shape.name, row)),
      )
      await saveSetting(db, MOVING, JSON.stringify(reached))
    })
    if (isDone) return
  }
}

async function fingerprint({ db }: Store, shape: TableShape): Promise<Fingerprint> {
  let [rows, sum] = [0, 0n]
  for (let after: readonly unknown[] | null = null; ;) {
    const page: readonly Row[] = await readPage(db, shape, after, MOST_ROWS)
    const taken = page.filter(row => isTaken(shape.name, row))
    rows += taken.length
    sum = addToSum(sum, shape, taken)
    const last = page.at(-1)
    if (!last || page.length < MOST_ROWS) return { rows, sum: sum.toString(16) }
    after = shape.key.map(column => last[column])
  }
}

/** The number that a table gave last, also when that row is gone. */
async function readLastId({ db, dialect }: Store, table: string): Promise<number> {
  const asked =
    dialect === 'sqlite'
      ? sql<{ last: number | string | null }>`select seq as last from sqlite_sequence where name = ${table}`
      : sql<{ last: number | string | null }>`
          select pg_sequence_last_value(pg_get_serial_sequence(quote_ident(${table}), 'id')::regclass) as last`
  return Number((await asked.execute(db)).rows[0]?.last ?? 0)
}

/** Numbers go on behind the last one that was ever given, so that none comes again. */
async function continueIds(from: Store, to: Store, table: string): Promise<void> {
  const last = await readLastId(from, table)
  if (last === 0) return
  if (to.dialect === 'postgres')
    await sql`select setval(pg_get_serial_sequence(quote_ident(${table}), 'id'), ${last})`.execute(to.db)
  else {
    const { numAffectedRows } = await sql`update sqlite_sequence set seq = ${last} where name = ${table}`.execute(to.db)
    if (numAffectedRows !== 1n)
      await sql`insert into sqlite_sequence (name, seq) values (${table}, ${last})`.execute(to.db)
  }
}

async function requireSame(from: Store, to: Store, shape: TableShape): Promise<number> {
  const [before, now] = [await fingerprint(from, shape), await fingerprint(to, shape)]
  if (before.rows === now.rows && before.sum === now.sum) return now.rows
  throw refuse(
    `${shape.name} is not the same on both sides: ${before.rows} rows with ${before.sum}, ${now.rows} with ${now.sum}`,
    'Somebody has changed the store meanwhile: stop weekly everywhere, empty the target, and move once more.',
  )
}

async function moveAll(from: Store, to: Store, { now, onTable }: MoveDeps): Promise<readonly MovedTable[]> {
  await refuseAtWork(from, now)
  const tables = tableNames.filter(table => !OWN_TABLES.has(table))
  const id = await keepSetting(from.db, 'move-id', randomUUID())
  let progress = await readProgress(to, id, tables)
  const shapes: TableShape[] = []
  for (const table of tables) shapes.push(await readShape(from, table))
  for (const shape of shapes) {
    if (progress.done.includes(shape.name)) continue
    await copyTable(from, to, shape, progress)
    progress = { ...progress, done: [...progress.done, shape.name], after: null }
  }
  const moved: MovedTable[] = []
  for (const shape of shapes) {
    if (shape.key.length === 1 && shape.key[0] === 'id') await continueIds(from, to, shape.name)
    const rows = await requireSame(from, to, shape)
    moved.push({ table: shape.name, rows })
    onTable({ table: shape.name, rows })
  }
  return moved
}

/** Closes the move: first the old store, so that at no moment both are open. A kill between the two is made good by the next call. */
async function finish(from: Store, to: Store, address: string): Promise<void> {
  await saveSetting(from.db, MOVED_TO, hideSecrets(address))
  await to.db.deleteFrom('settings').where('name', '=', MOVING).execute()
}

/** Whether only the last step of this very move is missing. */
async function isNearlyDone(from: Store, to: Store, address: string): Promise<boolean> {
  const movedTo = await readSetting(from.db, MOVED_TO)
  if (movedTo !== hideSecrets(address)) return false
  const progress = JSON.parse((await readSetting(to.db, MOVING)) ?? '{}') as Partial<Progress>
  return progress.from === (await readSetting(from.db, 'move-id'))
}

/**
 * Moves a whole store to another address. The one that it came from is closed for good then: two stores of one list would mail twice.
 * Answers the tables with their rows. Throws MOVE_REFUSED, STORE_MOVED, STORE_NEWER and other STORE_… errors.
 */
export async function moveStore(address: string, to: string, deps: MoveDeps): Promise<readonly MovedTable[]> {
  if (address === to) throw refuse('the store is there already', 'Name another store than that of weekly.yaml.')
  const from = await openAnyStore(address, '.')
  try {
    const target = await openAnyStore(to, '.')
    try {
      const isAtItsEnd = await isNearlyDone(from, target, to)
      if (!isAtItsEnd) await refuseMoved(from.db)
      const moved = isAtItsEnd ? [] : await moveAll(from, target, deps)
      // A draft is marked with the count of its own database.
      await target.db.updateTable('drafts').set({ mark: null }).execute()
      await settleInPlace(target)
      await finish(from, target, to)
      return moved
    } finally {
      await target.close()
    }
  } finally {
    await from.close()
  }
}
