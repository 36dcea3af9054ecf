// Sources and what their visits left behind. The configured part follows sources.yaml; the state is written by collect alone.
import { sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { SourceConfig } from '../core/config.ts'
import type { Instant, PageSelectors, Source } from '../core/types.ts'
import type { Connection, Store } from './database.ts'
import { skipLocked } from './dialect.ts'
import type { FetchTable, SourceStateTable, SourceTable } from './schema.ts'

/** A source with its state, as the collector claims it. */
export interface ClaimedSource {
  readonly source: Source
  readonly state: SourceStateTable
}

const CLAIM_MINUTES = 10
/** What was never visited is due whatever the clock says. */
const AT_ONCE = '1970-01-01T00:00:00.000Z' as Instant

type Options = Pick<Source, 'select' | 'include' | 'exclude' | 'headers' | 'fullText' | 'intervalMinutes'>

function optionsOf(config: SourceConfig): Options {
  const { select, include, exclude, headers, fullText, intervalMinutes } = config
  return { select: select ?? null, include, exclude, headers, fullText, intervalMinutes: intervalMinutes ?? null }
}

function sourceOf(row: Omit<SourceTable, 'id'> & { id: number }): Source {
  const options = JSON.parse(row.options) as Options & { select: PageSelectors | null }
  const { id, kind, url, title, section, weight, language } = row
  return { id, kind, url, title, section, weight, language, paused: row.paused === 1, ...options }
}

/**
 * Makes the store's sources those of sources.yaml, by address, in one transaction. A source that left the file is set inactive and
 * keeps its items and state; one that comes back goes on where it was. New ones are due at once.
 */
export async function syncSources(store: Store, configured: readonly SourceConfig[]): Promise<void> {
  await store.db.transaction().execute(async db => {
    await db.updateTable('sources').set({ active: 0 }).execute()
    for (const [position, config] of configured.entries()) {
      const row = {
        url: config.url,
        kind: config.kind,
        title: config.title ?? null,
        section: config.section ?? null,
        weight: config.weight,
        language: config.language ?? null,
        options: JSON.stringify(optionsOf(config)),
        paused: config.paused ? (1 as const) : (0 as const),
        active: 1 as const,
        position,
      }
      const { id } = await db
        .insertInto('sources')
        .values(row)
        .onConflict(conflict => conflict.column('url').doUpdateSet(row))
        .returning('id')
        .executeTakeFirstOrThrow()
      await db
        .insertInto('source_states')
        .values({ source_id: id, fetch_url: config.url, next_check_at: AT_ONCE, failures_in_row: 0, moving_count: 0 })
        .onConflict(conflict => conflict.column('source_id').doNothing())
        .execute()
    }
  })
}

/** All sources that are in sources.yaml, in its order, with their states. */
export async function readSources(db: Connection): Promise<readonly ClaimedSource[]> {
  const rows = await db.selectFrom('sources').selectAll().where('active', '=', 1).orderBy('position').execute()
  const states = await db.selectFrom('source_states').selectAll().execute()
  const byId = new Map(states.map(state => [state.source_id, state]))
  return rows.flatMap(row => {
    const state = byId.get(row.id)
    return state ? [{ source: sourceOf(row), state }] : []
  })
}

/**
 * Claims up to `limit` sources that are due (or the one at `url`; `force` ignores the due instant) for ten minutes, so that no other
 * worker visits them. A worker that dies gives them back by the claim's end.
 */
export async function claimDueSources(
  store: Store,
  worker: string,
  now: Instant,
  wanted: { readonly limit: number; readonly url?: string | undefined; readonly force?: boolean | undefined },
): Promise<readonly ClaimedSource[]> {
  const due = wanted.force ? sql`` : sql`and state.next_check_at <= ${now} and state.disabled_reason is null`
  const only = wanted.url === undefined ? sql`` : sql`and source.url = ${wanted.url}`
  const { rows } = await sql<SourceStateTable>`
    update source_states set claimed_by = ${worker}, claimed_until = ${addMinutes(now, CLAIM_MINUTES)}
    where source_id in (
      select state.source_id from source_states as state join sources as source on source.id = state.source_id
      where source.active = 1 and source.paused = 0 ${due} ${only}
        and (state.claimed_until is null or state.claimed_until <= ${now})
      order by state.next_check_at, source.position limit ${wanted.limit} ${skipLocked(store.dialect, 'state')})
    returning *`.execute(store.db)
  if (rows.length === 0) return []
  const states = new Map(rows.map(row => [row.source_id, row]))
  const ids = [...states.keys()]
  const sources = await store.db.selectFrom('sources').selectAll().where('id', 'in', ids).orderBy('position').execute()
  return sources.flatMap(row => {
    const state = states.get(row.id)
    return state ? [{ source: sourceOf(row), state }] : []
  })
}

/** Writes what a visit left behind and gives the claim back; does nothing when another worker has taken the source over. */
export async function saveVisit(
  db: Connection,
  worker: string,
  sourceId: number,
  state: Partial<Omit<SourceStateTable, 'source_id'>>,
): Promise<boolean> {
  const result = await db
    .updateTable('source_states')
    .set({ ...state, claimed_by: null, claimed_until: null })
    .where('source_id', '=', sourceId)
    .where('claimed_by', '=', worker)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

/** One line of the fetch log (R16). */
export async function saveFetch(db: Connection, fetch: Omit<FetchTable, 'id'>): Promise<void> {
  await db.insertInto('fetches').values(fetch).execute()
}

/** The newest lines of a source's fetch log. */
export async function readFetches(db: Connection, sourceId: number, limit: number) {
  return db
    .selectFrom('fetches')
    .selectAll()
    .where('source_id', '=', sourceId)
    .orderBy('id', 'desc')
    .limit(limit)
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
