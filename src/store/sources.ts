// Sources and what their visits left behind, which is written by collect alone.
import { sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { Instant, Source } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { takeTurn } from './engine/dialect.ts'
import type { SourceStateTable } from './engine/schema.ts'
import { AT_ONCE, sourceOf, type SourceRow } from './source-rows.ts'

export { hostOf, isPublic } from './source-addresses.ts'
export { syncSources } from './sync-sources.ts'

/** A source with its state, as the collector claims it. */
export interface ClaimedSource {
  readonly source: Source
  readonly state: SourceStateTable
}

/** A visit takes minutes at worst; by then a claim ends by itself. */
export const CLAIM_MINUTES = 10
const ROWS_AT_ONCE = 100
/** Four due sources are looked at for each that is claimed; where one host has them all, the others come with the next claim. */
const CANDIDATES_PER_CLAIM = 4
/** When a source was last visited; null before the first visit. */
export async function readLastVisitAt(db: Connection): Promise<Instant | null> {
  const row = await db
    .selectFrom('source_states')
    .select(({ fn }) => fn.max('checked_at').as('last'))
    .executeTakeFirst()
  return row?.last ?? null
}

const followed = (db: Connection) => db.selectFrom('sources').selectAll().where('active', '=', 1)

async function withStates(
  db: Connection,
  rows: readonly (SourceRow & { readonly id: number })[],
): Promise<readonly ClaimedSource[]> {
  const ids = rows.map(({ id }) => id)
  const query = db.selectFrom('source_states').selectAll()
  // Of few sources the states are read by key; of more in one go.
  const states = await (ids.length <= ROWS_AT_ONCE ? query.where('source_id', 'in', [-1, ...ids]) : query).execute()
  const byId = new Map(states.map(state => [state.source_id, state]))
  return rows.flatMap(row => {
    const state = byId.get(row.id)
    return state ? [{ source: sourceOf(row), state }] : []
  })
}

/** All sources that are followed, those of sources.yaml first and in its order, with their states. */
export async function readSources(db: Connection): Promise<readonly ClaimedSource[]> {
  return withStates(db, await followed(db).orderBy('position').orderBy('id').execute())
}

/** Those of the followed sources that have one of the ids. */
export async function readSourcesById(db: Connection, ids: readonly number[]): Promise<readonly ClaimedSource[]> {
  return ids.length === 0 ? [] : withStates(db, await followed(db).where('id', 'in', ids).execute())
}

/** The followed source with an id; null when there is none. */
export async function readSource(db: Connection, id: number): Promise<ClaimedSource | null> {
  const [found = null] = await readSourcesById(db, [id])
  return found
}

/** The source that has, or once had, an address; null when there is none. */
export async function findSource(db: Connection, url: string): Promise<ClaimedSource | null> {
  const former = db.selectFrom('source_addresses').select('source_id').where('url', '=', url)
  const moved = db.selectFrom('source_states').select('source_id').where('fetch_url', '=', url)
  const rows = await followed(db)
    .where(row => row.or([row('url', '=', url), row('id', 'in', former), row('id', 'in', moved)]))
    .orderBy('position')
    .orderBy('id')
    .execute()
  const known = await withStates(db, rows)
  const isNamed = ({ source, state }: ClaimedSource): boolean => [source.url, state.fetch_url].includes(url)
  return known.find(isNamed) ?? known[0] ?? null
}

/** Makes sources due at once: the one at `url` even if it was disabled, or else all that are not. */
export async function hastenSources(db: Connection, url: string | undefined): Promise<void> {
  // The list of sources says nothing of the row that is updated: else it would be made anew for each of them.
  const [enabled, only] =
    url === undefined ? [sql`and disabled_reason is null`, sql``] : [sql``, sql`and source.url = ${url}`]
  await sql`update source_states set next_check_at = ${AT_ONCE} where source_id in (
    select source.id from sources as source where source.active = 1 and source.paused = 0 ${only}) ${enabled}`.execute(
    db,
  )
}

/** Which sources to claim. */
export interface ClaimScope {
  readonly limit: number
  /** At most this many of one host. */
  readonly perHost?: number | undefined
  /** Only the source at this address. */
  readonly url?: string | undefined
  /** True: a disabled source too. */
  readonly disabledToo?: boolean | undefined
}

/**
 * Claims sources that are due for ten minutes, so that no other worker visits them. What is due of one host goes to one worker, and no
 * more of it is handed out before that has been visited: so a limit per host in one process holds for all of them. A worker that
 * dies gives its sources back by the claim's end.
 */
export async function claimDueSources(
  store: Store,
  worker: string,
  now: Instant,
  { limit, perHost = limit, url, disabledToo = false }: ClaimScope,
): Promise<readonly ClaimedSource[]> {
  const only = url === undefined ? sql`` : sql`and source.url = ${url}`
  const enabled = disabledToo ? sql`` : sql`and state.disabled_reason is null`
  return store.db.transaction().execute(async db => {
    await takeTurn(db, store.dialect, 'claim sources')
    const { rows } = await sql<SourceStateTable>`
      update source_states set claimed_by = ${worker}, claimed_until = ${addMinutes(now, CLAIM_MINUTES)}
      where source_id in (
        select source_id from (
          select source_id, next_check_at, row_number() over (partition by host order by next_check_at, source_id) as turn
          from (
            select state.source_id, state.host, state.next_check_at
            from source_states as state join sources as source on source.id = state.source_id
            where source.active = 1 and source.paused = 0 and state.next_check_at <= ${now} ${enabled} ${only}
              and state.host not in (select held.host from source_states as held where held.claimed_until > ${now})
            order by state.next_check_at, state.source_id limit ${limit * CANDIDATES_PER_CLAIM}
          ) as due
        ) as waiting
        where turn <= ${perHost} order by next_check_at, source_id limit ${limit})
      returning *`.execute(db)
    if (rows.length === 0) return []
    const states = new Map(rows.map(row => [row.source_id, row]))
    const sources = await db
      .selectFrom('sources')
      .selectAll()
      .where('id', 'in', [...states.keys()])
      .orderBy('position')
      .orderBy('id')
      .execute()
    return sources.flatMap(row => {
      const state = states.get(row.id)
      return state ? [{ source: sourceOf(row), state }] : []
    })
  })
}

/** Gives claims back, so that any worker may visit the sources at once; their states stay as they were. */
export async function releaseSources(db: Connection, worker: string, sourceIds: readonly number[]): Promise<void> {
  for (let start = 0; start < sourceIds.length; start += ROWS_AT_ONCE)
    await db
      .updateTable('source_states')
      .set({ claimed_by: null, claimed_until: null })
      .where('source_id', 'in', sourceIds.slice(start, start + ROWS_AT_ONCE))
      .where('claimed_by', '=', worker)
      .execute()
}

/** Gives all claims of a worker back that visits nothing any more, as `releaseSources` does. */
export async function releaseClaimed(db: Connection, worker: string): Promise<void> {
  await db
    .updateTable('source_states')
    .set({ claimed_by: null, claimed_until: null })
    .where('claimed_by', '=', worker)
    .execute()
}

/** Writes what visits left behind and gives their claims back; a source that another worker has taken over stays as it is. */
export async function saveVisits(db: Connection, worker: string, states: readonly SourceStateTable[]): Promise<void> {
  await db
    .insertInto('source_states')
    .values(states.map(state => ({ ...state, claimed_by: null, claimed_until: null })))
    .onConflict(conflict =>
      conflict
        .column('source_id')
        .doUpdateSet(row => ({
          fetch_url: row.ref('excluded.fetch_url'),
          host: row.ref('excluded.host'),
          feed_title: row.ref('excluded.feed_title'),
          site_url: row.ref('excluded.site_url'),
          feed_language: row.ref('excluded.feed_language'),
          etag: row.ref('excluded.etag'),
          last_modified: row.ref('excluded.last_modified'),
          body_sha256: row.ref('excluded.body_sha256'),
          checked_at: row.ref('excluded.checked_at'),
          next_check_at: row.ref('excluded.next_check_at'),
          next_check_reason: row.ref('excluded.next_check_reason'),
          succeeded_at: row.ref('excluded.succeeded_at'),
          backlog_read_at: row.ref('excluded.backlog_read_at'),
          last_item_at: row.ref('excluded.last_item_at'),
          rhythm: row.ref('excluded.rhythm'),
          failures_in_row: row.ref('excluded.failures_in_row'),
          failing_since: row.ref('excluded.failing_since'),
          missing_since: row.ref('excluded.missing_since'),
          last_error: row.ref('excluded.last_error'),
          moving_to: row.ref('excluded.moving_to'),
          moving_since: row.ref('excluded.moving_since'),
          moving_count: row.ref('excluded.moving_count'),
          disabled_reason: row.ref('excluded.disabled_reason'),
          cursor: row.ref('excluded.cursor'),
          claimed_by: null,
          claimed_until: null,
        }))
        .where('source_states.claimed_by', '=', worker),
    )
    .execute()
}

/** Remembers an address that a source had before it moved for good. */
export async function saveFormerAddress(db: Connection, sourceId: number, url: string, now: Instant): Promise<void> {
  await db
    .insertInto('source_addresses')
    .values({ source_id: sourceId, url, left_at: now })
    .onConflict(conflict => conflict.columns(['source_id', 'url']).doNothing())
    .execute()
}
