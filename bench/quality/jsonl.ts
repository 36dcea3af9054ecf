// Reads sets that have one JSON value a line.
import { readFileSync } from 'node:fs'

/** The rows of a file; empty lines are skipped. Throws with the line's number when one is no JSON. */
export function readRows(path: string): readonly Readonly<Record<string, unknown>>[] {
  const lines = readFileSync(path, 'utf8').split('\n')
  return lines.flatMap((line, i) => {
    if (line.trim() === '') return []
    try {
      return [JSON.parse(line) as Readonly<Record<string, unknown>>]
    } catch (cause) {
      throw new Error(`${path}:${i + 1} is no JSON`, { cause })
    }
  })
}

/** A field's text; empty when it has none. */
export function textOf(row: Readonly<Record<string, unknown>>, field: string): string {
  const value = row[field]
  return typeof value === 'string' ? value : ''
}
