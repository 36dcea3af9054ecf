// What one step of the tables is.
import type { Dialect } from './dialect.ts'

/** One step: SQL statements, the same on both dialects but for the identity column, bytes and triggers. */
export type Migration = (types: {
  readonly id: string
  readonly bytes: string
  readonly dialect: Dialect
}) => readonly string[]
