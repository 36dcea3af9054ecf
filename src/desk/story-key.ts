// A story's key: short, the same on every page and in every link, and saying nothing.
import { createHash } from 'node:crypto'

/** Names a story by the name that its link gives it: ten hexadecimal digits. */
export function keyOf(name: string): string {
  return createHash('sha256').update(name).digest('hex').slice(0, 10)
}
