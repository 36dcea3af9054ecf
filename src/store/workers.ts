// Who is at work on the store: heartbeats, and the end of the claims of processes that have died.
import { sql } from 'kysely'
import type { Instant } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { databaseNow } from './engine/dialect.ts'
import type { WorkerTable } from './engine/machine-tables.ts'
import { freeSlotsOf } from './host-slots.ts'

const LONG_AGO = '1970-01-01T00:00:00.000Z' as Instant

/** Claims by their column for the holder; a delivery's and a lease's holder may carry a fence behind `#`. */
const claims = [
  { table: 'source_states', holder: 'claimed_by', until: 'claimed_until' },
  { table: 'readings', holder: 'worker', until: 'until' },
  { table: 'deliveries', holder: 'claimed_by', until: 'claimed_until' },
  { table: 'letters', holder: 'claimed_by', until: 'claimed_until' },
  { table: 'thanks', holder: 'claimed_by', until: 'claimed_until' },
  { table: 'editor_letters', holder: 'claimed_by', until: 'claimed_until' },
  { table: 'leases', holder: 'holder', until: 'until' },
] as const

/**
 * Ends the claims of workers that are not at work any more, so that what they left can be taken up at once instead of when the claims run out.
 * `isOver` answers for a worker's id; when in doubt it must say no: a claim ends by itself.
 */
export async function endClaims({ db }: Store, isOver: (worker: string) => boolean): Promise<void> {
  for (const { table, holder, until } of claims) {
    const rows = await db
      .selectFrom(table as 'leases')
      .select(holder as 'holder')
      .distinct()
      .where(until as 'until', '>', LONG_AGO)
      .where(holder as 'holder', 'is not', null)
      .execute()
    const over = rows
      .map(row => (row as Record<string, string>)[holder] ?? '')
      .filter(id => isOver(id.split('#')[0] ?? ''))
    if (over.length === 0) continue
    await db
      .updateTable(table as 'leases')
      .set({ [until]: LONG_AGO })
      .where(holder as 'holder', 'in', over)
      .execute()
  }
}

/** Ends all that workers hold that are not at work any more: claims, and slots of hosts. */
export async function endHolds(store: Store, isOver: (worker: string) => boolean): Promise<void> {
  await endClaims(store, isOver)
  await freeSlotsOf(store, isOver)
}

/** What is silent for so long is taken for dead: four heartbeats. */
export const SILENT_SECONDS = 60

/** What a process says of itself. */
export type WorkerSelf = Omit<WorkerTable, 'begun_at' | 'beat_at'>

/**
 * Notes that a process is at work. Answers the database's time, and how many others have been silent for a minute: `endSilent` is for them.
 * One that was taken for dead meanwhile is at work again; its claims are gone.
 */
export async function beatWorker(
  { db, dialect }: Store,
  self: WorkerSelf,
): Promise<{ readonly at: Instant; readonly silent: number }> {
  const now = databaseNow(dialect)
  const row = await db
    .insertInto('workers')
    .values({ ...self, begun_at: now, beat_at: now })
    .onConflict(conflict => conflict.column('id').doUpdateSet({ ...self, beat_at: now }))
    .returning([
      'beat_at',
      sql<
        number | string
      >`(select count(*) from workers as other where other.beat_at < ${databaseNow(dialect, SILENT_SECONDS)})`.as(
        'silent',
      ),
    ])
    .executeTakeFirstOrThrow()
  return { at: row.beat_at, silent: Number(row.silent) }
}

/** Takes a process off the list of those at work. */
export async function forgetWorker(db: Connection, id: string): Promise<void> {
  await db.deleteFrom('workers').where('id', '=', id).execute()
}

/** Ends the claims of processes that have been silent for a minute by the database's clock, and forgets them. Answers which they were. */
export async function endSilent(store: Store): Promise<readonly WorkerTable[]> {
  const { db, dialect } = store
  const limit = databaseNow(dialect, SILENT_SECONDS)
  const silent = await db.selectFrom('workers').selectAll().where('beat_at', '<', limit).execute()
  if (silent.length === 0) return []
  const ids = new Set(silent.map(({ id }) => id))
  await endHolds(store, id => ids.has(id))
  // One that has come back meanwhile stays on the list.
  await db
    .deleteFrom('workers')
    .where('id', 'in', [...ids])
    .where('beat_at', '<', limit)
    .execute()
  return silent
}

/** The processes at work, those that began first first. */
export async function readWorkers({ db, dialect }: Store): Promise<readonly WorkerTable[]> {
  return db
    .selectFrom('workers')
    .selectAll()
    .where('beat_at', '>=', databaseNow(dialect, SILENT_SECONDS))
    .orderBy('begun_at')
    .execute()
}

/** How many workers are at work, web servers and commands left out; at least one. */
export async function countWorkers({ db, dialect }: Store): Promise<number> {
  const { count } = await db
    .selectFrom('workers')
    .select(eb => eb.fn.countAll<number | string>().as('count'))
    .where('beat_at', '>=', databaseNow(dialect, SILENT_SECONDS))
    .where('role', 'in', ['worker', 'worker and web'])
    .executeTakeFirstOrThrow()
  return Math.max(1, Number(count))
}

/** The database's time. */
export async function readDatabaseClock({ db, dialect }: Store): Promise<Instant> {
  const row = await db.selectNoFrom(databaseNow(dialect).as('now')).executeTakeFirstOrThrow()
  return row.now
}
