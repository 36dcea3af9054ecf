// What comes with the program: its version and its folders, in a checkout as in the published package.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { madeOnce } from '../core/made-once.ts'
import { fingerprintOf } from '../publish/files/site-file.ts'
import type { EditionMarks, ProgramMarks } from '../publish/site/press.ts'
import { markFiles, openNeeds, type ProgramFiles, readProgram } from './program-files.ts'
import { findParts, markPart, type PartMark, type PartMarks, publishingFolders } from './program-parts.ts'

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

/** Marks of the program's folders, of its parts, and of the packages that it was built with, as the build wrote them (rolldown.config.ts). */
interface BuiltMarks {
  readonly folders: Readonly<Record<string, string>>
  readonly parts: PartMarks
  readonly packages: string
}

// What runs was loaded at the start: of each the first answer is the one for good.
const readBuiltMarks = madeOnce(
  () => JSON.parse(readFileSync(new URL('./fingerprints.json', import.meta.url), 'utf8')) as BuiltMarks,
)
const describePackage = madeOnce(readPackage)
const filesByFolder = new Map<string, ProgramFiles>()

function filesOf(folder: string): ProgramFiles {
  const files = filesByFolder.get(folder) ?? readProgram(new URL('../', import.meta.url), [folder])
  filesByFolder.set(folder, files)
  return files
}

/**
 * Changes with these folders of the program, the packages that it uses, and what Node gives for dates and names of languages; an upgrade
 * that touches none of them changes nothing.
 */
export function programFingerprint(...folders: readonly string[]): string {
  const { packages = '', folders: built = null } = isCheckout ? {} : readBuiltMarks()
  const marks = folders.map(folder => (built ? built[folder] : markFiles(filesOf(folder))))
  return fingerprintOf([describePackage().dependencies, nodeTables, packages, marks])
}

/** What Node gives for dates and names of languages, and packs files with. */
const nodeTables = [process.versions.icu, process.versions.zlib]

/** What publishing goes by: marks of the whole, and of the parts of the program that make single kinds of files. */
export const markPublishing: () => ProgramMarks = madeOnce(() => {
  const { dependencies } = describePackage()
  const parts = isCheckout ? markParts(Object.keys(dependencies)) : readBuiltMarks().parts
  const markOf = ({ source, packages }: PartMark): string =>
    fingerprintOf([source, packages.map(name => [name, dependencies[name]]), nodeTables])
  const { reading, ...editions } = parts
  return {
    planning: programFingerprint(...publishingFolders),
    reading: markOf(reading),
    editions: Object.fromEntries(Object.entries(editions).map(([kind, part]) => [kind, markOf(part)])) as EditionMarks,
  }
})

function markParts(packages: readonly string[]): PartMarks {
  const files: ProgramFiles = new Map(publishingFolders.flatMap(folder => [...filesOf(folder)]))
  const needs = openNeeds(files, packages)
  const marks = Object.entries(findParts(needs)).map(([part, paths]) => [part, markPart(files, needs, paths)])
  return Object.fromEntries(marks) as PartMarks
}

/** Changes with what drafts are made with. */
export function markDrafting(): string {
  return programFingerprint('core', 'curate', 'store')
}

/** The path of a folder that ships with the program. */
export function shippedFolder(name: 'templates' | 'config' | 'content' | 'docs'): string {
  return fileURLToPath(new URL(name, root))
}

/** The path of the file that starts the program. */
export function starterPath(): string {
  return fileURLToPath(new URL('bin/weekly.js', root))
}
