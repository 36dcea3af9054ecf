// What comes with the program: its version and its folders, in a checkout as in the published package.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)

/** The version of package.json. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }).version
}

/** The path of a folder that ships with the program. */
export function shippedFolder(name: 'templates'): string {
  return fileURLToPath(new URL(name, root))
}
