// Makes the store's sources those of sources.yaml, beside those that the store keeps itself.
import { type SourceConfig, sourceSchema } from '../core/config.ts'
import type { Connection, Store } from './engine/database.ts'
import { followRenamed, hideSecret } from './source-addresses.ts'
import { forgetBodies, leaveSources, readsOtherwise, rowOf, saveRows, type SourceRow } from './source-rows.ts'

/** What came of reading sources.yaml. */
export interface SyncedSources {
  /** Addresses that the store keeps too and that have come into the file since: from now on the file says what holds of them. */
  readonly both: readonly string[]
}

/** A source as it is stored. */
type StoredRow = SourceRow & { readonly id: number }

/** Sources that the store keeps itself stand behind those of the file. */
const BEHIND_THE_FILE = 1_000_000_000
const ADDRESSES_AT_ONCE = 500

/**
 * The row of a source by what the store keeps of it: settings as sources.yaml would say them, without the address. Null for settings that this
 * program does not know, as an older one may have left them.
 */
export function rowOfStored(url: string, stored: string): SourceRow | null {
  const said = JSON.parse(stored) as Readonly<Record<string, unknown>>
  const { data } = sourceSchema.safeParse({ ...said, url })
  return data ? { ...rowOf(data, BEHIND_THE_FILE, 0), stored } : null
}

/** Those of sources.yaml as it was, and of the store's own those that are in it now: however many the store keeps, no others are read. */
async function readTouched(db: Connection, urls: readonly string[]): Promise<readonly StoredRow[]> {
  const touched: StoredRow[] = await db.selectFrom('sources').selectAll().where('from_file', '=', 1).execute()
  for (let start = 0; start < urls.length; start += ADDRESSES_AT_ONCE) {
    const some = urls.slice(start, start + ADDRESSES_AT_ONCE)
    const query = db.selectFrom('sources').selectAll().where('from_file', '=', 0)
    touched.push(...(await query.where('url', 'in', some).execute()))
  }
  return touched
}

/** Writes rows that say something else than what is stored, and lets bodies be read again where other items come of them. */
export async function saveChanged(
  db: Connection,
  rows: readonly SourceRow[],
  known: ReadonlyMap<string, StoredRow>,
): Promise<void> {
  const hasChanged = (row: SourceRow): boolean => {
    const before = known.get(row.url)
    return !before || (Object.keys(row) as (keyof SourceRow)[]).some(name => before[name] !== row[name])
  }
  const changed = rows.filter(hasChanged)
  await saveRows(db, changed)
  const otherwise = changed.filter(row => {
    const before = known.get(row.url)
    return before !== undefined && readsOtherwise(before, row)
  })
  await forgetBodies(
    db,
    otherwise.map(({ url }) => url),
  )
}

/**
 * Makes the store's sources those of sources.yaml, by address, in one transaction. A source that left the file is set inactive and
 * keeps its items and state, unless the store keeps it itself: then that holds again; one that comes back goes on where it was. New ones are
 * due at once. `fill` puts secrets in place of their names, as earlier versions stored them.
 */
export async function syncSources(
  store: Store,
  configured: readonly SourceConfig[],
  fill: (url: string) => string = url => url,
): Promise<SyncedSources> {
  const urls = new Set(configured.map(({ url }) => url))
  return store.db.transaction().execute(async db => {
    for (const url of urls) if (fill(url) !== url) await hideSecret(db, url, fill(url))
    await followRenamed(db, urls)
    const touched = await readTouched(db, [...urls])
    const known = new Map(touched.map(row => [row.url, row]))
    const left = touched.filter(row => row.from_file === 1 && !urls.has(row.url))
    const again = left.flatMap(({ url, stored }) =>
      typeof stored === 'string' ? (rowOfStored(url, stored) ?? []) : [],
    )
    await saveChanged(db, [...configured.map((source, place) => rowOf(source, place)), ...again], known)
    const gone = left.filter(row => row.active === 1 && typeof row.stored !== 'string')
    await leaveSources(
      db,
      gone.map(({ id }) => id),
    )
    const both = touched.filter(row => row.from_file === 0 && typeof row.stored === 'string')
    return { both: both.map(({ url }) => url) }
  })
}
