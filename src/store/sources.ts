// Sources and what their visits left behind. The configured part follows sources.yaml; the state is written by collect alone.
import { sql } from 'kysely'
import { addMinutes } from '../core/clock.ts'
import type { SourceConfig } from '../core/config.ts'
import type { Instant, PageSelectors, Source } from '../core/types.ts'
import type { Connection, Store } from './engine/database.ts'
import { takeTurn } from './engine/dialect.ts'
import type { SourceStateTable, SourceTable } from './engine/schema.ts'
import { followRenamed, hideSecret, hostOf } from './source-addresses.ts'

export { hostOf, isPublic } from './source-addresses.ts'

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
/** What was never visited is due whatever the clock says. */
const AT_ONCE = '1970-01-01T00:00:00.000Z' as Instant

type Options = Pick<
  Source,
  | 'select'
  | 'article'
  | 'include'
  | 'exclude'
  | 'headers'
  | 'fullText'
  | 'intervalMinutes'
  | 'timezone'
  | 'private'
  | 'explode'
  | 'most'
>
type SourceRow = Omit<SourceTable, 'id'>

function optionsOf(config: SourceConfig): Options {
  const { select, article, include, exclude, headers, fullText, intervalMinutes, timezone } = config
  return {
    select: select ?? null,
    article: article ?? null,
    include,
    exclude,
    headers,
    fullText,
    intervalMinutes: intervalMinutes ?? null,
    timezone: timezone ?? null,
    private: config.private,
    // Named only where it is so: the others' options stay what they were.
    ...(config.explode ? { explode: true } : {}),
    ...(config.picks ? { picks: true } : {}),
    ...(config.proxy === undefined ? {} : { proxy: config.proxy }),
    ...(config.most === undefined ? {} : { most: config.most }),
    ...(config.api === undefined ? {} : { api: config.api }),
  }
}

function rowOf(config: SourceConfig, position: number): SourceRow {
  return {
    url: config.url,
    kind: config.kind,
    title: config.title ?? null,
    section: config.section ?? null,
    weight: config.weight,
    language: config.language ?? null,
    options: JSON.stringify(optionsOf(config)),
    paused: config.paused ? 1 : 0,
    active: 1,
    position,
  }
}

function sourceOf(row: SourceRow & { id: number }): Source {
  const options = JSON.parse(row.options) as Options & { select: PageSelectors | null }
  const { id, kind, url, title, section, weight, language } = row
  // What older programs wrote has neither of the two.
  const { timezone = null, private: isPrivate = false } = options as Partial<Options>
  const paused = row.paused === 1
  return { id, kind, url, title, section, weight, language, paused, ...options, timezone, private: isPrivate }
}

async function saveSources(db: Connection, rows: readonly SourceRow[]): Promise<void> {
  const saved = await db
    .insertInto('sources')
    .values(rows)
    .onConflict(conflict =>
      conflict.column('url').doUpdateSet(row => ({
        kind: row.ref('excluded.kind'),
        title: row.ref('excluded.title'),
        section: row.ref('excluded.section'),
        weight: row.ref('excluded.weight'),
        language: row.ref('excluded.language'),
        options: row.ref('excluded.options'),
        paused: row.ref('excluded.paused'),
        active: row.ref('excluded.active'),
        position: row.ref('excluded.position'),
      })),
    )
    .returning(['id', 'url'])
    .execute()
  await db
    .insertInto('source_states')
    .values(
      saved.map(({ id, url }) => ({
        source_id: id,
        fetch_url: url,
        host: hostOf(url),
        next_check_at: AT_ONCE,
        failures_in_row: 0,
        moving_count: 0,
      })),
    )
    .onConflict(conflict => conflict.column('source_id').doNothing())
    .execute()
}

/** What of the options decides which items come of a body: when it changes, the body is read again although it has not. */
const decisive = ['select', 'include', 'exclude', 'timezone', 'explode'] as const

function readsOtherwise(before: SourceRow, after: SourceRow): boolean {
  if (before.options === after.options) return false
  const [old, fresh] = [before, after].map(({ options }) => JSON.parse(options) as Partial<Options>)
  return decisive.some(name => JSON.stringify(old?.[name] ?? null) !== JSON.stringify(fresh?.[name] ?? null))
}

/** Lets the next answer of sources be read whatever it was before. */
async function forgetBodies(db: Connection, urls: readonly string[]): Promise<void> {
  if (urls.length === 0) return
  for (let start = 0; start < urls.length; start += ROWS_AT_ONCE)
    await db
      .updateTable('source_states')
      .set({ etag: null, last_modified: null, body_sha256: null })
      .where('source_id', 'in', eb =>
        eb
          .selectFrom('sources')
          .select('id')
          .where('url', 'in', urls.slice(start, start + ROWS_AT_ONCE)),
      )
      .execute()
  // What a rule dropped of a sitemap is no news any more, unless the rule goes.
  await sql`delete from seen_links where exists (
    select 1 from dropped_items join sources on sources.id = dropped_items.source_id
    where dropped_items.source_id = seen_links.source_id and dropped_items.name = seen_links.hash
      and sources.url in (${sql.join(urls)}))`.execute(db)
}

/**
 * Makes the store's sources those of sources.yaml, by address, in one transaction. A source that left the file is set inactive and
 * keeps its items and state; one that comes back goes on where it was. New ones are due at once. `fill` puts secrets in place of their
 * names, as earlier versions stored them.
 */
export async function syncSources(
  store: Store,
  configured: readonly SourceConfig[],
  fill: (url: string) => string = url => url,
): Promise<void> {
  const urls = new Set(configured.map(({ url }) => url))
  await store.db.transaction().execute(async db => {
    for (const url of urls) if (fill(url) !== url) await hideSecret(db, url, fill(url))
    await followRenamed(db, urls)
    const stored = await db.selectFrom('sources').selectAll().execute()
    const known = new Map<string, SourceRow>(stored.map(row => [row.url, row]))
    const hasChanged = (row: SourceRow): boolean => {
      const before = known.get(row.url)
      return !before || (Object.keys(row) as (keyof SourceRow)[]).some(name => before[name] !== row[name])
    }
    const changed = configured.map(rowOf).filter(hasChanged)
    for (let start = 0; start < changed.length; start += ROWS_AT_ONCE)
      await saveSources(db, changed.slice(start, start + ROWS_AT_ONCE))
    const otherwise = changed.filter(row => {
      const before = known.get(row.url)
      return before !== undefined && readsOtherwise(before, row)
    })
    await forgetBodies(
      db,
      otherwise.map(({ url }) => url),
    )
    for (const { id } of stored.filter(row => row.active === 1 && !urls.has(row.url)))
      await db.updateTable('sources').set({ active: 0 }).where('id', '=', id).execute()
  })
}

/** When a source was last visited; null before the first visit. */
export async function readLastVisitAt(db: Connection): Promise<Instant | null> {
  const row = await db
    .selectFrom('source_states')
    .select(({ fn }) => fn.max('checked_at').as('last'))
    .executeTakeFirst()
  return row?.last ?? null
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

/** The source that has, or once had, an address; null when there is none. */
export async function findSource(db: Connection, url: string): Promise<ClaimedSource | null> {
  const former = await db.selectFrom('source_addresses').select('source_id').where('url', '=', url).execute()
  const ids = new Set(former.map(row => row.source_id))
  const known = await readSources(db)
  const isNamed = ({ source, state }: ClaimedSource): boolean => [source.url, state.fetch_url].includes(url)
  return known.find(isNamed) ?? known.find(({ source }) => ids.has(source.id)) ?? null
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
