// The rows of a table as they are, whatever the table: in the order of its key, in pages, to be copied and compared.
import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Connection, Store } from '../engine/database.ts'

/** A table: its columns in their order, and those of its key. */
export interface TableShape {
  readonly name: string
  readonly columns: readonly string[]
  readonly key: readonly string[]
}

/** One row by column name. */
export type Row = Readonly<Record<string, unknown>>

const sqliteColumns = (name: string) =>
  sql<{ name: string; place: number }>`select name, pk as place from pragma_table_info(${name}) order by cid`
const postgresColumns = (name: string) => sql<{ name: string; place: number }>`
  select attname as name, coalesce(array_position(indkey::int2[], attnum), -1) + 1 as place
  from pg_attribute left join pg_index on indrelid = attrelid and indisprimary
  where attrelid = to_regclass(quote_ident(${name})) and attnum > 0 and not attisdropped order by attnum`

/** The shape of a table in this store. */
export async function readShape({ db, dialect }: Store, name: string): Promise<TableShape> {
  const { rows } = await (dialect === 'sqlite' ? sqliteColumns(name) : postgresColumns(name)).execute(db)
  const key = rows.filter(({ place }) => place > 0).toSorted((a, b) => a.place - b.place)
  return { name, columns: rows.map(column => column.name), key: key.map(column => column.name) }
}

/** The rows after a key, in its order; the first ones without one. */
export async function readPage(
  db: Connection,
  { name, columns, key }: TableShape,
  after: readonly unknown[] | null,
  limit: number,
): Promise<readonly Row[]> {
  const order = sql.join(key.map(column => sql.ref(column)))
  const rest = after === null ? sql`` : sql`where (${order}) > (${sql.join(after)})`
  const { rows } = await sql<Row>`
    select ${sql.join(columns.map(column => sql.ref(column)))} from ${sql.table(name)} ${rest} order by ${order} limit ${limit}
  `.execute(db)
  return rows
}

/** Adds rows as they are. */
export async function insertRows(db: Connection, { name, columns }: TableShape, rows: readonly Row[]): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map(row => sql`(${sql.join(columns.map(column => row[column] ?? null))})`)
  await sql`
    insert into ${sql.table(name)} (${sql.join(columns.map(column => sql.ref(column)))}) values ${sql.join(values)}
  `.execute(db)
}

/** How many rows a table has, and a sum over them that does not depend on their order. */
export interface Fingerprint {
  readonly rows: number
  readonly sum: string
}

/** Both databases give the same value for the same content, but for U+0000, which PostgreSQL cannot hold. */
function plain(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '')
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64')
  return typeof value === 'bigint' ? Number(value) : value
}

/** Adds rows to a sum. */
export function addToSum(before: bigint, { columns }: TableShape, rows: readonly Row[]): bigint {
  return rows.reduce((sum, row) => {
    const text = JSON.stringify(columns.map(column => plain(row[column])))
    return (sum + createHash('sha256').update(text).digest().readBigUInt64BE()) & 0xffffffffffffffffn
  }, before)
}
