// What is configured of a source, as a row: from the configuration to the table, and back to what visits it.
import { sql } from 'kysely'
import type { SourceConfig } from '../core/config.ts'
import type { Instant, PageSelectors, Source } from '../core/types.ts'
import type { Connection } from './engine/database.ts'
import type { Flag, SourceTable } from './engine/schema.ts'
import { hostOf } from './source-addresses.ts'

/** So many rows are written in one statement. */
const ROWS_AT_ONCE = 100
/** What was never visited is due whatever the clock says. */
export const AT_ONCE = '1970-01-01T00:00:00.000Z' as Instant
/** What is followed no longer is not among what is looked through for what is due. */
const NEVER = '9999-12-31T00:00:00.000Z' as Instant

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
  | 'noShorts'
  | 'most'
>
/** What is configured of a source, as its row says it. */
export type SourceRow = Omit<SourceTable, 'id' | 'from_file'> & { readonly from_file: Flag }

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
    ...(config.shorts ? {} : { noShorts: true }),
    ...(config.picks ? { picks: true } : {}),
    ...(config.proxy === undefined ? {} : { proxy: config.proxy }),
    ...(config.most === undefined ? {} : { most: config.most }),
    ...(config.api === undefined ? {} : { api: config.api }),
  }
}

/** The row of a source: of sources.yaml, or with `from_file` 0 of the store itself. */
export function rowOf(config: SourceConfig, position: number, from_file: Flag = 1): SourceRow {
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
    from_file,
  }
}

/** The source that a row describes. */
export function sourceOf(row: Omit<SourceRow, 'from_file'> & { readonly id: number }): Source {
  const options = JSON.parse(row.options) as Options & { select: PageSelectors | null }
  const { id, kind, url, title, section, weight, language } = row
  // What older programs wrote has neither of the two.
  const { timezone = null, private: isPrivate = false } = options as Partial<Options>
  const paused = row.paused === 1
  return { id, kind, url, title, section, weight, language, paused, ...options, timezone, private: isPrivate }
}

/** Writes rows over those of the same addresses; what the store keeps of them itself stays. Sources that were never visited are due at once. */
export async function saveRows(db: Connection, rows: readonly SourceRow[]): Promise<void> {
  for (let start = 0; start < rows.length; start += ROWS_AT_ONCE)
    await saveSome(db, rows.slice(start, start + ROWS_AT_ONCE))
}

async function saveSome(db: Connection, rows: readonly SourceRow[]): Promise<void> {
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
        from_file: row.ref('excluded.from_file'),
        stored: sql<string | null>`coalesce(excluded.stored, sources.stored)`,
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
  const ids = saved.map(({ id }) => id)
  const query = db.updateTable('source_states').set({ next_check_at: AT_ONCE }).where('next_check_at', '=', NEVER)
  await query.where('source_id', 'in', ids).execute()
}

/** What of the options decides which items come of a body: when it changes, the body is read again although it has not. */
const decisive = ['select', 'include', 'exclude', 'timezone', 'explode', 'noShorts'] as const

/** Whether other items come of a source's body than before. */
export function readsOtherwise(
  before: Pick<SourceRow, 'kind' | 'options'>,
  after: Pick<SourceRow, 'kind' | 'options'>,
): boolean {
  if (before.kind !== after.kind) return true
  if (before.options === after.options) return false
  const [old, fresh] = [before, after].map(({ options }) => JSON.parse(options) as Partial<Options>)
  return decisive.some(name => JSON.stringify(old?.[name] ?? null) !== JSON.stringify(fresh?.[name] ?? null))
}

/** Lets the next answer of sources be read whatever it was before. */
export async function forgetBodies(db: Connection, urls: readonly string[]): Promise<void> {
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

/** Sets sources inactive: their items and states stay, and they are never due. */
export async function leaveSources(db: Connection, ids: readonly number[]): Promise<void> {
  for (let start = 0; start < ids.length; start += ROWS_AT_ONCE) {
    const some = ids.slice(start, start + ROWS_AT_ONCE)
    await db.updateTable('sources').set({ active: 0 }).where('id', 'in', some).execute()
    await db.updateTable('source_states').set({ next_check_at: NEVER }).where('source_id', 'in', some).execute()
  }
}
