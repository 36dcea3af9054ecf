// A list that comes along: its files row by row into the store, those who left first, so that no order of rows or files lets one of them in.
import { sparingMemory } from '../core/spare-memory.ts'
import type { Instant } from '../core/types.ts'
import type { InterfaceLanguage } from '../core/words/words.ts'
import { queueConfirmation } from '../deliver/confirmation.ts'
import type { Connection } from '../store/engine/database.ts'
import {
  type ImportedReader,
  importSubscribers,
  type ImportResult,
  readErasedKeys,
} from '../store/subscriber-import.ts'
import { findSubscriber } from '../store/subscribers.ts'
import type { MappedColumn, Refusal } from './reader-file.ts'
import { findLayout, type ReaderLayout } from './reader-layouts.ts'
import type { RowFile } from './reader-rows.ts'
import type { App } from './wire.ts'

/** By how much the heap may grow before it is cleared: most of what a list takes is rows that are done with. */
const GROWTH_PERCENT = 150

/** What became of a row, with its place. */
export interface PlacedResult {
  readonly file: KnownFile
  readonly line: number
  readonly state: ImportedReader['state'] | null
  readonly result: ImportResult
}

/** What an import is told. */
export interface ImportWish {
  readonly map: ReadonlyMap<string, MappedColumn>
  readonly isDryRun: boolean
  /** Send those whom the files do not confirm a mail that asks them. */
  readonly isInviting: boolean
}

/** A file and how it is read. */
export interface KnownFile {
  readonly file: RowFile
  readonly layout: ReaderLayout
}

const BATCH_ROWS = 200

/** Finds out how each file is read, before any is taken. Throws CSV_INVALID. */
export function knowFiles(
  files: readonly RowFile[],
  map: ImportWish['map'],
  language: InterfaceLanguage,
): readonly KnownFile[] {
  return files.map(file => ({ file, layout: findLayout({ file: file.name, columns: file.columns }, map, language) }))
}

/** Thrown to take back what a dry run did. */
class DryRunEnd extends Error {}

/**
 * Imports files, and tells of each row once: first of those who left, then of the others. Few rows are committed together, so that
 * a web server beside it is not kept waiting; a second import changes nothing and finishes what was cut off. A dry run does the same in one
 * transaction, and takes it back.
 */
export async function importReaders(
  { store, clock, config }: App,
  files: readonly KnownFile[],
  wish: ImportWish,
  tell: (placed: PlacedResult) => void,
): Promise<void> {
  const importAll = async (db: Connection): Promise<void> => {
    const erased = await readErasedKeys(db)
    for (const isPassOfLeavers of [true, false])
      for (const known of files)
        for await (const batch of batchesOf(known, isPassOfLeavers, tell))
          await importBatch(
            db,
            batch,
            { now: clock.now(), erased, siteUrl: config.weekly.url, isInviting: isInviting(known) },
            tell,
          )
  }
  // Only another service's readers are invited: of our own, those who are pending have had their mail.
  const isInviting = ({ layout }: KnownFile): boolean => wish.isInviting && layout.from !== null
  await sparingMemory(GROWTH_PERCENT, () => (wish.isDryRun ? tryOut(store.db, importAll) : importAll(store.db)))
}

/** Does a work in one transaction, and takes it back. */
async function tryOut(store: Connection, work: (db: Connection) => Promise<void>): Promise<void> {
  await store
    .transaction()
    .execute(async db => {
      await work(db)
      throw new DryRunEnd()
    })
    .catch((error: unknown) => {
      if (!(error instanceof DryRunEnd)) throw error
    })
}

/** A row that can be taken. */
interface PlacedReader {
  readonly file: KnownFile
  readonly line: number
  readonly reader: ImportedReader
}

const hasLeft = ({ state }: ImportedReader): boolean =>
  state !== undefined && state !== 'confirmed' && state !== 'pending'

/** The readers of one pass in batches; what cannot be read is told in the first pass. */
async function* batchesOf(
  known: KnownFile,
  isPassOfLeavers: boolean,
  tell: (placed: PlacedResult) => void,
): AsyncGenerator<readonly PlacedReader[]> {
  let batch: PlacedReader[] = []
  for await (const row of known.file.rows()) {
    const read = known.layout.read(row)
    const place = { file: known, line: row.line }
    if (!('consent' in read)) {
      if (isPassOfLeavers) tell({ ...place, state: null, result: refusalOf(read) })
    } else if (hasLeft(read) === isPassOfLeavers) batch.push({ ...place, reader: read })
    if (batch.length < BATCH_ROWS) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

const refusalOf = ({ email, reason }: Refusal): ImportResult => ({ email, outcome: 'refused', reason })

interface BatchContext {
  readonly now: Instant
  readonly erased: ReadonlySet<string>
  readonly siteUrl: string
  readonly isInviting: boolean
}

async function importBatch(
  db: Connection,
  batch: readonly PlacedReader[],
  context: BatchContext,
  tell: (placed: PlacedResult) => void,
): Promise<void> {
  const readers = batch.map(({ reader }) => reader)
  const results = db.isTransaction
    ? await importAndInvite(db, readers, context)
    : await db.transaction().execute(transaction => importAndInvite(transaction, readers, context))
  for (const [index, { file, line, reader }] of batch.entries()) {
    const result = results[index]
    if (result) tell({ file, line, state: reader.state ?? 'confirmed', result })
  }
}

async function importAndInvite(
  db: Connection,
  readers: readonly ImportedReader[],
  { now, erased, siteUrl, isInviting }: BatchContext,
): Promise<readonly ImportResult[]> {
  const results = await importSubscribers(db, readers, now, erased)
  if (!isInviting) return results
  for (const [index, { email, state }] of readers.entries()) {
    if (state !== 'pending' || results[index]?.outcome === 'refused') continue
    const known = await findSubscriber(db, { email })
    if (known?.state === 'pending') await queueConfirmation(db, known.id, siteUrl, now)
  }
  return results
}
