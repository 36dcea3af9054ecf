// How fast a relay is given mail, for all senders of a store together.
import { sql } from 'kysely'
import type { Store } from './engine/database.ts'
import { databaseClock } from './engine/dialect.ts'

/** Reserves the relay's next `spanMs` for one sender; answers how many milliseconds from now they begin. */
export async function reserveSpan({ db, dialect }: Store, relay: string, spanMs: number): Promise<number> {
  const now = databaseClock(dialect)
  const span = sql`cast(${spanMs} as double precision)`
  const { rows } = await sql<{ wait_ms: number }>`
    insert into relay_paces (relay, next_ms) values (${relay}, ${now} + ${span})
    on conflict (relay) do update set next_ms =
      case when relay_paces.next_ms > ${now} then relay_paces.next_ms else ${now} end + ${span}
    returning next_ms - ${span} - ${now} as wait_ms`.execute(db)
  return Math.max(0, rows[0]?.wait_ms ?? 0)
}
