// The fetch log: one line for every request to a source. collect/ writes it, `weekly why` prints it.
import { sql } from 'kysely'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { FetchTable } from './engine/schema.ts'
import { readSetting, saveSetting } from './settings.ts'

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

/** How far the log was looked through for what is old: the last lines of sources that are asked no more would else be looked at for ever. */
const LOOKED_TO = 'fetches looked through to'

/**
 * Drops lines from before an instant, but never the last that a source has: a part of the log, from where the look before ended on. Where it
 * comes to a line that is young enough, the next look begins at the oldest.
 */
export async function pruneFetches(db: Connection, before: Instant, linesAtOnce = LOOKED_AT): Promise<void> {
  const from = Number((await readSetting(db, LOOKED_TO)) ?? 0)
  const part = db
    .selectFrom('fetches')
    .select(['id', 'fetched_at'])
    .where('id', '>', from)
    .orderBy('id')
    .limit(linesAtOnce)
    .as('part')
  const end = await db
    .selectFrom(part)
    .select(({ fn }) => fn.max('id').as('id'))
    .where('fetched_at', '<', before)
    .executeTakeFirst()
  const to = end?.id ?? 0
  if (to > from)
    await sql`
      delete from fetches where id > ${from} and id <= ${to} and fetched_at < ${before}
        and exists (select 1 from fetches newer where newer.source_id = fetches.source_id and newer.id > fetches.id)
    `.execute(db)
  const next = to > from ? to : 0
  if (next !== from) await saveSetting(db, LOOKED_TO, String(next))
}
