// What comes with the program: its version and its folders, in a checkout as in the published package.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = new URL('../../', import.meta.url)

/** The version of package.json. */
export function packageVersion(): string {
  return (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { version: string }).version
}

/** A checkout runs its TypeScript; the published package is as it is for good, and has no folders of its own for each part. */
const isCheckout = import.meta.url.endsWith('.ts')

/**
 * Changes with the version, with Node (its dates and names of languages come from there), and in a checkout with every edit of a file in
 * these folders of the program.
 */
export function programFingerprint(...folders: readonly string[]): string {
  const hash = createHash('sha256').update(`${packageVersion()} ${process.version}`)
  if (!isCheckout) return hash.digest('hex')
  for (const folder of folders.map(name => new URL(`../${name}/`, import.meta.url)))
    for (const file of readdirSync(folder, { recursive: true, withFileTypes: true }))
      if (file.isFile()) hash.update(file.name).update(readFileSync(join(file.parentPath, file.name)))
  return hash.digest('hex')
}

/** Of what drafts are made with. What runs was loaded at the start: the answer is the first one for good. */
export function createDraftingFingerprint(): () => string {
  let known: string | null = null
  return () => (known ??= programFingerprint('core', 'curate', 'store'))
}

/** The path of a folder that ships with the program. */
export function shippedFolder(name: 'templates' | 'config' | 'content' | 'docs'): string {
  return fileURLToPath(new URL(name, root))
}

/** The path of the file that starts the program. */
export function starterPath(): string {
  return fileURLToPath(new URL('bin/weekly.js', root))
}
