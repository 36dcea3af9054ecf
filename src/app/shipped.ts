// What comes with the program: its version and its folders, in a checkout as in the published package.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { fingerprintFolder } from './folder-fingerprint.ts'

const root = new URL('../../', import.meta.url)

interface PackageFile {
  readonly version: string
  readonly dependencies: Readonly<Record<string, string>>
}

function readPackage(): PackageFile {
  return JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as PackageFile
}

/** The version of package.json. */
export function packageVersion(): string {
  return readPackage().version
}

/** A checkout runs its TypeScript; the published package has no folders of its own for each part. */
const isCheckout = import.meta.url.endsWith('.ts')

/** Marks of the program's folders, and of the packages that it was built with, as the build wrote them (rolldown.config.ts). */
interface BuiltMarks {
  readonly folders: Readonly<Record<string, string>>
  readonly packages: string
}

function readBuiltMarks(): BuiltMarks {
  return JSON.parse(readFileSync(new URL('./fingerprints.json', import.meta.url), 'utf8')) as BuiltMarks
}

/**
 * Changes with these folders of the program, the packages that it uses, and what Node gives for dates and names of languages; an upgrade
 * that touches none of them changes nothing.
 */
export function programFingerprint(...folders: readonly string[]): string {
  const hash = createHash('sha256').update(
    JSON.stringify([readPackage().dependencies, process.versions.icu, process.versions.zlib]),
  )
  if (isCheckout)
    for (const folder of folders) hash.update(fingerprintFolder(new URL(`../${folder}/`, import.meta.url)))
  else {
    const built = readBuiltMarks()
    hash.update(built.packages)
    for (const folder of folders) hash.update(built.folders[folder] ?? '')
  }
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
