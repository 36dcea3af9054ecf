// Entries of sources wherever they stand, in sources.yaml or in the store: found by their addresses, changed as they were seen.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { SourceConfig } from '../core/config.ts'
import { WeeklyError } from '../core/errors.ts'
import { changeStoredSource, readStoredSource } from '../store/stored-sources.ts'
import { checkStored } from './check-stored.ts'
import { changeEntry, describeEntry, readEntries, type SeenSource, type SourceChanges } from './edit-sources.ts'
import { readSourceList } from './load-config.ts'
import { syncSourceFile } from './reload.ts'
import { moveCredentials } from './source-secrets.ts'
import type { App } from './wire.ts'

/** What entries are found in. */
export type EntryParts = Pick<App, 'store' | 'config' | 'log'>

/** An entry as it stands. */
export interface FoundEntry {
  readonly place: 'file' | 'store'
  /** What it says, keys as in sources.yaml; secrets among it. */
  readonly said: Readonly<Record<string, unknown>>
  /** The same once it was checked, with what it leaves out filled in. */
  readonly config: SourceConfig
  /** Names the entry as it was seen. */
  readonly was: string
  /** Its place in the file, or its text in the store. */
  readonly seen: SeenSource | string
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 32)
const check = (text: string): void => void readSourceList(text, process.env)

async function findInFile({ config }: EntryParts, url: string): Promise<FoundEntry | null> {
  const path = join(config.folder, 'sources.yaml')
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new WeeklyError('CONFIG_MISSING', `${path} cannot be read`, { hint: 'Look at its permissions.', cause })
  })
  const sources = readSourceList(text, process.env).map(moveCredentials)
  const entries = readEntries(text)
  const known = sources.findIndex(source => source.url === url)
  // Who types an address as it is written there means the same.
  const place = known < 0 ? entries.findIndex(each => (each as { url?: unknown } | null)?.url === url) : known
  const entry = entries[place]
  const source = sources[place]
  if (source === undefined || typeof entry !== 'object' || entry === null) return null
  const seen = describeEntry(entry)
  const said = entry as FoundEntry['said']
  return { place: 'file', said, config: source, was: hashOf(seen), seen: { place, seen } }
}

async function findInStore({ store }: Pick<EntryParts, 'store'>, url: string): Promise<FoundEntry | null> {
  const found = await readStoredSource(store.db, url)
  const checked = found && checkStored({ ...found.settings, url })
  if (!found || checked === null || typeof checked === 'string') return null
  const { config } = checked
  return { place: 'store', said: { url, ...found.settings }, config, was: hashOf(found.text), seen: found.text }
}

/** The entry of a source by the address that the store knows it by; where both have it, the file's. Null for none. Throws CONFIG_…. */
export async function findEntry(parts: EntryParts, url: string): Promise<FoundEntry | null> {
  return (await findInFile(parts, url)) ?? findInStore(parts, url)
}

async function changeInStore(
  { store }: EntryParts,
  url: string,
  { said, text }: { readonly said: FoundEntry['said']; readonly text: string },
  changes: SourceChanges | null,
): Promise<void> {
  const checked = changes === null ? null : checkStored({ ...said, ...changes, url })
  if (typeof checked === 'string')
    throw new WeeklyError('CONFIG_INVALID', checked, { hint: 'Correct it; nothing was changed.' })
  if (await changeStoredSource(store, { url, text }, checked && checked.settings)) return
  throw new WeeklyError('CONFIG_CHANGED', 'the store says something else of this source now', {
    hint: 'Load the page again.',
    retryable: true,
  })
}

/**
 * Changes settings of a source where it stands, undefined takes one out; with null removes it. The running server goes by it at once. Throws
 * CONFIG_CHANGED when it says something else by now, CONFIG_INVALID, OUTPUT_UNWRITABLE.
 */
export async function changeFound(
  parts: EntryParts,
  url: string,
  found: FoundEntry,
  changes: SourceChanges | null,
): Promise<void> {
  if (typeof found.seen === 'string') return changeInStore(parts, url, { said: found.said, text: found.seen }, changes)
  await changeEntry(parts.config.folder, found.seen, changes, check)
  await syncSourceFile(parts, parts.config.folder)
  if (changes !== null) return
  // Who removes a source wants it nowhere any more.
  const kept = await readStoredSource(parts.store.db, url)
  if (kept) await changeStoredSource(parts.store, kept, null)
}

/** What is configured of the source at an address, in the file or in the store; undefined for none. */
export async function findConfigured(
  { store, config }: Pick<EntryParts, 'store' | 'config'>,
  url: string,
): Promise<SourceConfig | undefined> {
  return config.sources.find(each => each.url === url) ?? (await findInStore({ store }, url))?.config
}
