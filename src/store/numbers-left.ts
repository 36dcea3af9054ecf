// How much of the numbers of each table is used up: PostgreSQL gives most of them from a range of 31 bits.
import { sql } from 'kysely'
import type { Store } from './engine/database.ts'

/** The tables whose next number is beyond this share of what there is, fullest first, as `items 61 %`; none on SQLite. */
export async function listUsedUpNumbers({ db, dialect }: Store, share = 0.5): Promise<readonly string[]> {
  if (dialect === 'sqlite') return []
  const { rows } = await sql<{ name: string; used: number }>`
    select sequencename as name, cast(last_value as double precision) / max_value as used from pg_sequences
    where schemaname = current_schema() and last_value > max_value * cast(${share} as double precision)
    order by 2 desc, 1`.execute(db)
  return rows.map(({ name, used }) => `${name.replace(/_id_seq$/, '')} ${Math.floor(used * 100)} %`)
}
