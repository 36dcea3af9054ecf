// What feeds and pages answered, as it came: kept for a settable time and within a settable room, so that a past week can be read again.
import { type Selectable, sql } from 'kysely'
import type { Instant } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { KeptBodyTable } from './engine/visit-tables.ts'

/** A body as it is handed in. */
export interface NewBody {
  readonly url: string
  readonly answerUrl: string
  readonly contentType: string | null
  readonly sizeBytes: number
  readonly packed: Uint8Array
}

/** A body as it was kept. */
export type KeptBody = Selectable<KeptBodyTable>

/** So many go in one statement: others wait no longer than that takes. */
const BATCH = 500

/** Keeps what came at one moment: the bodies of a visit to a source, or with null the page behind an item. */
export async function saveBodies(
  db: Connection,
  sourceId: number | null,
  bodies: readonly NewBody[],
  now: Instant,
): Promise<void> {
  for (const { url, answerUrl, contentType, sizeBytes, packed } of bodies)
    await db
      .insertInto('kept_bodies')
      .values({
        ...{ source_id: sourceId, url, answer_url: answerUrl, fetched_at: now, content_type: contentType },
        ...{ size_bytes: sizeBytes, packed_bytes: packed.byteLength, body: packed },
      })
      .execute()
}

/** The bodies of visits within [from, to), oldest first, without the bytes themselves. */
export async function listVisitBodies(
  db: Connection,
  from: Instant,
  to: Instant,
): Promise<readonly Omit<KeptBody, 'body'>[]> {
  const rows = await db
    .selectFrom('kept_bodies')
    .select(['id', 'source_id', 'url', 'answer_url', 'fetched_at', 'content_type', 'size_bytes', 'packed_bytes'])
    .where('source_id', 'is not', null)
    .where('fetched_at', '>=', from)
    .where('fetched_at', '<', to)
    .orderBy('fetched_at')
    .orderBy('id')
    .execute()
  return rows
}

/** The newest body of a page that was kept before an instant; null without one. */
export async function readPageBody(db: Connection, url: string, before: Instant): Promise<KeptBody | null> {
  const row = await db
    .selectFrom('kept_bodies')
    .selectAll()
    .where('url', '=', url)
    .where('source_id', 'is', null)
    .where('fetched_at', '<', before)
    .orderBy('fetched_at', 'desc')
    .limit(1)
    .executeTakeFirst()
  return row ?? null
}

/** One body with its bytes; null when it is gone. */
export async function readBody(db: Connection, id: number): Promise<KeptBody | null> {
  return (await db.selectFrom('kept_bodies').selectAll().where('id', '=', id).executeTakeFirst()) ?? null
}

/** Forgets what was kept before an instant and then the oldest beyond so many bytes, a batch. Returns how many. */
export async function pruneBodies(db: Connection, before: Instant, mostBytes: number): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    delete from kept_bodies where id in (
      select id from (
        select id, fetched_at, sum(packed_bytes) over (order by fetched_at desc, id desc) as room from kept_bodies
      ) as listed where fetched_at < ${before} or room > ${mostBytes} order by fetched_at limit ${BATCH})`.execute(db)
  return Number(numAffectedRows)
}
