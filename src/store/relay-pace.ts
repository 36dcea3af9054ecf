// How fast a relay is given mail, for all senders of a store together.
import { sql } from 'kysely'
import type { Store } from './engine/database.ts'
import { databaseClock } from './engine/dialect.ts'

/** A span of a relay's time as the store has it, `foundMs` and `endMs` by its clock: `foundMs` is where the one before ended. */
interface StoredSpan {
  readonly waitMs: number
  readonly foundMs: number | null
  readonly endMs: number
}

/** Reserves the relay's next `spanMs` for one sender; answers how many milliseconds from now they begin, and what they follow. */
export async function reserveSpan({ db, dialect }: Store, relay: string, spanMs: number): Promise<StoredSpan> {
  const now = databaseClock(dialect)
  const span = sql`cast(${spanMs} as double precision)`
  // Read before: an update cannot tell what it changes. Whoever comes in between is missed once.
  const { rows: found } = await sql<{
    next_ms: number
  }>`select next_ms from relay_paces where relay = ${relay}`.execute(db)
  const { rows } = await sql<{ wait_ms: number; next_ms: number }>`
    insert into relay_paces (relay, next_ms) values (${relay}, ${now} + ${span})
    on conflict (relay) do update set next_ms =
      case when relay_paces.next_ms > ${now} then relay_paces.next_ms else ${now} end + ${span}
    returning next_ms, next_ms - ${span} - ${now} as wait_ms`.execute(db)
  const { wait_ms: waitMs = 0, next_ms: endMs = 0 } = rows[0] ?? {}
  return { waitMs: Math.max(0, waitMs), foundMs: found[0]?.next_ms ?? null, endMs }
}
