// What all workers know of a host: when it may be asked next, until when it wants to be left alone, its robots.txt.
import { sql } from 'kysely'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'

/** Reserves the next free moment for one request to a host; answers how many milliseconds to wait for it. */
export async function reserveHost(db: Connection, host: string, spacingMs: number, nowMs: number): Promise<number> {
  const { rows } = await sql<{ next_request_ms: number }>`
    insert into hosts (host, next_request_ms) values (${host}, ${nowMs + spacingMs})
    on conflict (host) do update set next_request_ms =
      case when hosts.next_request_ms > ${nowMs} then hosts.next_request_ms else ${nowMs} end + ${spacingMs}
    returning next_request_ms`.execute(db)
  return Math.max(0, (rows[0]?.next_request_ms ?? nowMs) - spacingMs - nowMs)
}

/** All hosts that want to be left alone now, and until when. */
export async function readHostBlocks(db: Connection, now: Instant): Promise<ReadonlyMap<string, Instant>> {
  const rows = await db.selectFrom('hosts').select(['host', 'blocked_until']).where('blocked_until', '>', now).execute()
  return new Map(rows.flatMap(row => (row.blocked_until === null ? [] : [[row.host, row.blocked_until] as const])))
}

/** Leaves a host alone until the instant; a later one that is known already stays. */
export async function blockHost(db: Connection, host: string, until: Instant): Promise<void> {
  await sql`insert into hosts (host, next_request_ms, blocked_until) values (${host}, 0, ${until})
    on conflict (host) do update set blocked_until =
      case when hosts.blocked_until > ${until} then hosts.blocked_until else ${until} end`.execute(db)
}

/** A host's robots.txt as it was last read, or null. */
export async function readRobots(db: Connection, origin: string) {
  const row = await db.selectFrom('robots').selectAll().where('origin', '=', origin).executeTakeFirst()
  return row ? { fetchedAt: row.fetched_at, status: row.status, body: row.body } : null
}

/** Keeps a host's robots.txt. */
export async function saveRobots(
  db: Connection,
  origin: string,
  robots: { readonly fetchedAt: Instant; readonly status: number; readonly body: string },
): Promise<void> {
  const row = { fetched_at: robots.fetchedAt, status: robots.status, body: robots.body }
  await db
    .insertInto('robots')
    .values({ origin, ...row })
    .onConflict(conflict => conflict.column('origin').doUpdateSet(row))
    .execute()
}
