// Which worker is asking a host: so many places for each, taken in one statement and by the database's clock, so that a worker whose
// clock is off takes nothing that another holds.
import { sql } from 'kysely'
import type { Store } from './engine/database.ts'
import { databaseClock } from './engine/dialect.ts'
import { sqlStateOf } from './engine/store-errors.ts'

/** PostgreSQL ends one of two statements that wait for each other; nothing of it was done. */
async function retryDeadlock<Result>(act: () => Promise<Result>): Promise<Result> {
  try {
    return await act()
  } catch (error) {
    if (sqlStateOf(error) !== '40P01') throw error
    return act()
  }
}

/** Who takes places, how many each host has, and for how long a place is held. */
export interface SlotClaim {
  readonly holder: string
  readonly perHost: number
  readonly leaseMs: number
}

/** Takes up to so many free places at each host as the map says; a place whose time has run out is free. Answers those taken. */
export async function takeHostSlots(
  { db, dialect }: Store,
  wanted: ReadonlyMap<string, number>,
  { holder, perHost, leaseMs }: SlotClaim,
): Promise<readonly { readonly host: string; readonly n: number }[]> {
  const now = databaseClock(dialect)
  const hosts = sql.join([...wanted].map(([host, places]) => sql`(cast(${host} as text), cast(${places} as integer))`))
  const numbers = sql.join(Array.from({ length: perHost }, (_, index) => sql`(cast(${index + 1} as integer))`))
  // In the order of the key: two workers that take the same places wait for each other in the same order.
  const statement = sql<{ host: string; n: number }>`
    with wanted (host, places) as (values ${hosts}), numbers (n) as (values ${numbers}),
    free (host, n, places, turn) as (
      select wanted.host, numbers.n, wanted.places, row_number() over (partition by wanted.host order by numbers.n)
      from wanted cross join numbers
      where not exists (select 1 from host_slots as held
        where held.host = wanted.host and held.n = numbers.n and held.until_ms > ${now}))
    insert into host_slots (host, n, holder, until_ms)
    select host, n, cast(${holder} as text), ${now} + cast(${leaseMs} as integer) from free where turn <= places order by host, n
    on conflict (host, n) do update set holder = excluded.holder, until_ms = excluded.until_ms
      where host_slots.until_ms <= ${now}
    returning host, n`
  const { rows } = await retryDeadlock(() => statement.execute(db))
  return rows
}

/** A place at a host. */
interface Place {
  readonly host: string
  readonly n: number
}

const keysOf = (places: readonly Place[]) =>
  sql.join(places.map(({ host, n }) => sql`(cast(${host} as text), cast(${n} as integer))`))

/** Gives places back that `holder` still has. */
export async function freeHostSlots({ db }: Store, holder: string, slots: readonly Place[]): Promise<void> {
  const statement = sql`delete from host_slots where holder = ${holder} and (host, n) in (values ${keysOf(slots)})`
  await retryDeadlock(() => statement.execute(db))
}

/** Gives back all that `holder` has but these. */
export async function keepHostSlots({ db }: Store, holder: string, slots: readonly Place[]): Promise<void> {
  const others = slots.length === 0 ? sql`` : sql`and (host, n) not in (values ${keysOf(slots)})`
  await retryDeadlock(() => sql`delete from host_slots where holder = ${holder} ${others}`.execute(db))
}

/** Prolongs places of a holder from now. */
export async function renewHostSlots(
  { db, dialect }: Store,
  holder: string,
  slots: readonly Place[],
  leaseMs: number,
): Promise<void> {
  const until = sql`${databaseClock(dialect)} + cast(${leaseMs} as integer)`
  const statement = sql`update host_slots set until_ms = ${until} where holder = ${holder} and (host, n) in (values ${keysOf(slots)})`
  await retryDeadlock(() => statement.execute(db))
}

/** Frees the places of workers that are not at work any more; `isOver` answers for a worker's id, behind which a holder may carry a word and `#`. */
export async function freeSlotsOf({ db }: Store, isOver: (worker: string) => boolean): Promise<void> {
  const rows = await db.selectFrom('host_slots').select('holder').distinct().execute()
  const over = rows.map(({ holder }) => holder).filter(holder => isOver(holder.split('#')[0] ?? ''))
  if (over.length > 0) await db.deleteFrom('host_slots').where('holder', 'in', over).execute()
}
