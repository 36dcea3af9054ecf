// The fetch log: one line for every request to a source. collect/ writes it, `weekly why` prints it.
import { sql } from 'kysely'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { FetchTable } from './engine/schema.ts'

/** One pruning looks at this many of the oldest lines: more than a pass over thousands of sources adds. */
const LOOKED_AT = 20_000

/** Adds lines. */
export async function saveFetches(db: Connection, fetches: readonly Omit<FetchTable, 'id'>[]): Promise<void> {
  await db.insertInto('fetches').values(fetches).execute()
}

/** The newest lines of a source. */
export async function readFetches(db: Connection, sourceId: number, limit: number) {
  return db
    .selectFrom('fetches')
    .selectAll()
    .where('source_id', '=', sourceId)
    .orderBy('id', 'desc')
    .limit(limit)
    .execute()
}

/** Drops lines from before an instant, but never the last that a source has. */
export async function pruneFetches(db: Connection, before: Instant): Promise<void> {
  await sql`
    delete from fetches where id in (select id from fetches order by id limit ${LOOKED_AT}) and fetched_at < ${before}
      and exists (select 1 from fetches newer where newer.source_id = fetches.source_id and newer.id > fetches.id)
  `.execute(db)
}
