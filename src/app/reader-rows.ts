// The rows of a list's file, one after another: of CSV in any character set, of JSON, and of the files within a zip.
import { open, readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { Readable } from 'node:stream'
import { WeeklyError } from '../core/errors.ts'
import { createCsvReader, type CsvRow } from '../formats/csv.ts'
import { createJsonMembersReader, type JsonMember } from '../formats/json-stream.ts'
import { type OpenBytes, openText } from '../formats/text-stream.ts'
import { unpackZip } from '../publish/files/pack.ts'

/** A file with rows, which may be read more than once. */
export interface RowFile {
  readonly name: string
  readonly columns: readonly string[]
  rows(): AsyncGenerator<CsvRow>
}

const MAX_ZIP_BYTES = 200 * 1024 * 1024
const PIECE_BYTES = 64 * 1024
const MAX_UNPACKED_BYTES = 500 * 1024 * 1024

/** Opens a file, or the files of a zip. Throws FILE_UNREADABLE, and CSV_INVALID for what is no list. */
export async function openRowFiles(path: string): Promise<readonly RowFile[]> {
  try {
    const begin = await readBeginning(path)
    if (begin.subarray(0, 2).toString('latin1') === 'PK') return await openZip(path)
    return [await openRows(basename(path), () => readPieces(path))]
  } catch (cause) {
    if (cause instanceof WeeklyError) throw cause
    throw new WeeklyError('FILE_UNREADABLE', `${path} cannot be read`, {
      hint: 'Name a CSV file with the header email,name,language,consent, or what another service gave out.',
      cause,
    })
  }
}

async function readBeginning(path: string): Promise<Buffer> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(2), 0, 2, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await file.close()
  }
}

/** Pieces in one buffer that is filled anew: each is to be used before the next is asked for. */
async function* readPieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(PIECE_BYTES)
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, PIECE_BYTES)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
    }
  } finally {
    await file.close()
  }
}

async function openZip(path: string): Promise<readonly RowFile[]> {
  const { size } = await stat(path)
  const files =
    size > MAX_ZIP_BYTES ? null : unpackZip(await readFile(path), /\.(csv|tsv|txt|json)$/i, MAX_UNPACKED_BYTES)
  if (files === null || files.size === 0)
    throw new WeeklyError('CSV_INVALID', `${basename(path)} is a zip without a list, or with too large a one`, {
      hint: 'Unpack it and name its CSV files.',
    })
  const opened: RowFile[] = []
  for (const [name, bytes] of files) opened.push(await openRows(basename(name), () => inPieces(bytes)))
  return opened
}

/** Pieces, so that no decoder is given all of it at once. */
const inPieces = (bytes: Uint8Array): AsyncIterable<Uint8Array> =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / PIECE_BYTES) }, (_each, index) =>
      bytes.subarray(index * PIECE_BYTES, (index + 1) * PIECE_BYTES),
    ),
  )

async function openRows(name: string, openBytes: OpenBytes): Promise<RowFile> {
  const read = await openText(openBytes)
  for await (const piece of read()) {
    if (/^\s*[[{]/.test(piece)) return openJson(name, read)
    break
  }
  return openCsv(name, read)
}

async function openCsv(name: string, read: () => AsyncGenerator<string>): Promise<RowFile> {
  async function* rows(): AsyncGenerator<CsvRow> {
    const reader = createCsvReader()
    for await (const piece of read()) yield* reader.read(piece)
    yield* reader.end()
  }
  return { name, columns: await readHeader(read), rows }
}

async function readHeader(read: () => AsyncGenerator<string>): Promise<readonly string[]> {
  const reader = createCsvReader()
  for await (const piece of read()) {
    reader.read(piece).next()
    if (reader.columns().length > 0) return reader.columns()
  }
  reader.end().next()
  return reader.columns()
}

async function openJson(name: string, read: () => AsyncGenerator<string>): Promise<RowFile> {
  async function* rows(): AsyncGenerator<CsvRow> {
    const reader = createJsonMembersReader()
    for await (const piece of read()) for (const member of reader.read(piece)) yield rowOf(member)
    if (!reader.isComplete())
      throw new WeeklyError('CSV_INVALID', `${name} ends in the middle`, { hint: 'Export it anew.' })
  }
  let columns: readonly string[] = []
  // The whole of it, before anything is taken: a file that was cut off lacks whom it ends with.
  for await (const { fields } of rows()) if (columns.length === 0) columns = Object.keys(fields)
  return { name, columns, rows }
}

function rowOf({ line, text }: JsonMember): CsvRow {
  try {
    const member = JSON.parse(text) as Readonly<Record<string, unknown>>
    const fields: Record<string, string> = {}
    for (const [key, value] of Object.entries(member)) fields[key] = cellOf(value)
    return { line, problem: null, fields: { ...fields, ...subscriptionOf(member['lists']) } }
  } catch {
    return { line, problem: 'no JSON', fields: {} }
  }
}

const cellOf = (value: unknown): string =>
  typeof value === 'string'
    ? value.trim()
    : typeof value === 'number' || typeof value === 'boolean'
      ? String(value)
      : ''

/** What listmonk says list by list as one word: who confirmed one and left another is asked. */
function subscriptionOf(lists: unknown): Readonly<Record<string, string>> {
  const subscriptions = (Array.isArray(lists) ? (lists as unknown[]) : []).filter(
    (each): each is Readonly<Record<string, unknown>> => typeof each === 'object' && each !== null,
  )
  const fieldOf = (each: Readonly<Record<string, unknown>> | undefined, name: string): string => cellOf(each?.[name])
  const statuses = new Set(subscriptions.map(each => fieldOf(each, 'subscription_status')))
  const strange = [...statuses].find(status => !/^(confirmed|unconfirmed|unsubscribed|)$/.test(status))
  const isMixed = statuses.has('confirmed') && statuses.has('unsubscribed')
  const status =
    strange ??
    (isMixed ? 'unconfirmed' : (['confirmed', 'unsubscribed'].find(each => statuses.has(each)) ?? 'unconfirmed'))
  const told = subscriptions.find(each => fieldOf(each, 'subscription_status') === status)
  return {
    subscription_status: status,
    subscription_created_at: fieldOf(told, 'subscription_created_at'),
    subscription_updated_at: fieldOf(told, 'subscription_updated_at'),
  }
}
