// Sources that the store keeps itself, for lists that are too long for a file. What sources.yaml says of an address goes before it.
import type { Connection, Store } from './engine/database.ts'
import { followRenamed } from './source-addresses.ts'
import { leaveSources, saveRows } from './source-rows.ts'
import { rowOfStored, saveChanged } from './sync-sources.ts'

/** What sources.yaml would say of a source, without its address. */
export type StoredSettings = Readonly<Record<string, unknown>>

/** A source that was checked, and what was said of it. */
export interface StoredSource {
  readonly url: string
  readonly settings: StoredSettings
}

/** How many sources were taken, and how many are followed already. */
export interface StoredCount {
  readonly added: number
  readonly known: number
}

const ROWS_AT_ONCE = 500

/** Those of the addresses that a followed source has, or had once. */
async function findFollowed(db: Connection, urls: readonly string[]): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (let start = 0; start < urls.length; start += ROWS_AT_ONCE) {
    const some = urls.slice(start, start + ROWS_AT_ONCE)
    const own = db.selectFrom('sources').select('url').where('active', '=', 1).where('url', 'in', some)
    const former = db
      .selectFrom('source_addresses')
      .innerJoin('sources', 'sources.id', 'source_id')
      .select('source_addresses.url')
      .where('active', '=', 1)
      .where('source_addresses.url', 'in', some)
    for (const { url } of await own.union(former).execute()) found.add(url)
  }
  // Addresses of states have no index: they are read once.
  const moved = await db
    .selectFrom('source_states')
    .innerJoin('sources', 'sources.id', 'source_id')
    .select('fetch_url')
    .where('active', '=', 1)
    .whereRef('fetch_url', '!=', 'url')
    .execute()
  const asked = new Set(urls)
  for (const { fetch_url } of moved) if (asked.has(fetch_url)) found.add(fetch_url)
  return found
}

/**
 * Takes sources into the store, each once; those that are followed already, by the file or the store, stay as they are. One that was followed
 * before, also under an address that it had then, goes on where it was. All of them or none.
 */
export async function storeSources(store: Store, sources: readonly StoredSource[]): Promise<StoredCount> {
  const byUrl = new Map<string, StoredSource>()
  for (const source of sources) if (!byUrl.has(source.url)) byUrl.set(source.url, source)
  return store.db.transaction().execute(async db => {
    const followed = await findFollowed(db, [...byUrl.keys()])
    const fresh = [...byUrl.values()].filter(({ url }) => !followed.has(url))
    const active = await db.selectFrom('sources').select('url').where('active', '=', 1).execute()
    await followRenamed(db, new Set([...active, ...fresh].map(({ url }) => url)))
    await saveRows(
      db,
      fresh.flatMap(({ url, settings }) => rowOfStored(url, JSON.stringify(settings)) ?? []),
    )
    return { added: fresh.length, known: byUrl.size - fresh.length }
  })
}

/** What the store keeps of a source. */
export interface StoredEntry extends StoredSource {
  /** As it lies there: names the entry as it was seen. */
  readonly text: string
  /** Whether sources.yaml has the address too, and says what holds. */
  readonly isInFile: boolean
}

const entries = (db: Connection) =>
  db.selectFrom('sources').select(['url', 'stored', 'from_file']).where('stored', 'is not', null)

const entryOf = ({ url, stored, from_file }: Awaited<ReturnType<typeof readRows>>[number]): StoredEntry => ({
  url,
  text: stored ?? '{}',
  settings: JSON.parse(stored ?? '{}') as StoredSettings,
  isInFile: from_file === 1,
})

const readRows = (db: Connection) => entries(db).orderBy('id').execute()

/** Everything that the store keeps of sources. */
export async function readStoredSources(db: Connection): Promise<readonly StoredEntry[]> {
  return (await readRows(db)).map(entryOf)
}

/** What the store keeps of the source at an address; null when it is none of its own. */
export async function readStoredSource(db: Connection, url: string): Promise<StoredEntry | null> {
  const row = await entries(db).where('url', '=', url).executeTakeFirst()
  return row ? entryOf(row) : null
}

/**
 * Changes what the store keeps of a source, or with null takes it out of the store: its items stay. False when the store says something else
 * of it than `seen`, or nothing. Where sources.yaml has the address too, that still holds.
 */
export async function changeStoredSource(
  store: Store,
  { url, text }: Pick<StoredEntry, 'url' | 'text'>,
  settings: StoredSettings | null,
): Promise<boolean> {
  return store.db.transaction().execute(async db => {
    const stored = settings === null ? null : JSON.stringify(settings)
    const row = stored === null ? null : rowOfStored(url, stored)
    const query = db.updateTable('sources').set({ stored }).where('url', '=', url).where('stored', '=', text)
    const before = await query.returningAll().executeTakeFirst()
    if (!before) return false
    if (before.from_file === 1) return true
    if (row === null) await leaveSources(db, [before.id])
    else await saveChanged(db, [row], new Map([[url, before]]))
    return true
  })
}
