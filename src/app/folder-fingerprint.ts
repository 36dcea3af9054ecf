// What tells whether the files of a folder are still as they were.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Changes with the name or the bytes of any file below a folder, and not with the machine that it lies on. */
export function fingerprintFolder(folder: URL): string {
  const top = fileURLToPath(folder)
  const hash = createHash('sha256')
  const files = readdirSync(top, { recursive: true, withFileTypes: true }).filter(each => each.isFile())
  const paths = files.map(({ parentPath, name }) => join(parentPath, name)).toSorted()
  for (const path of paths) hash.update(`${relative(top, path).replaceAll('\\', '/')}\0`).update(readFileSync(path))
  return hash.digest('hex')
}
