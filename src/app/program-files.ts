// The source files of the program, and what each needs: by this, parts of the program are told from all others.
import { hash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A file as it was read. */
interface ProgramFile {
  readonly text: string
  /** Changes with the text. */
  readonly mark: string
}

/** Files by their path below the folder of all source, with `/`: `core/text.ts`. */
export type ProgramFiles = ReadonlyMap<string, ProgramFile>

/** Reads all files of some folders of the source. */
export function readProgram(source: URL, folders: readonly string[]): ProgramFiles {
  const top = fileURLToPath(source)
  const paths = folders.flatMap(folder =>
    readdirSync(join(top, folder), { recursive: true, withFileTypes: true })
      .filter(each => each.isFile())
      .map(({ parentPath, name }) => join(parentPath, name).slice(top.length).replaceAll('\\', '/')),
  )
  return new Map(
    paths.toSorted().map(path => {
      const text = readFileSync(join(top, path), 'utf8')
      return [path, { text, mark: hash('sha256', text) }]
    }),
  )
}

/** Changes with the name or the text of any of these files, and not with the machine that they lie on. */
export function markFiles(files: ProgramFiles, paths: Iterable<string> = files.keys()): string {
  return hash('sha256', JSON.stringify([...paths].toSorted().map(path => [path, files.get(path)?.mark])))
}

/** Types are gone when the program runs. */
const importedTypes = /^(?:import|export) type (?:\{[^{}'"]*\}|\*(?: as \w+)?|\w+) from (?:'[^'\n]*'|"[^"\n]*")/gm
/** What stands in quotes behind what may load something. */
const loaded = /(?:\bfrom |\bimport |\()(['"`])([^'"`\s]+)\1/g
const elsewhere = /(['"`])(\.\.?\/[^'"`\s]+\.ts)\1/g

/** What a file names that may be loaded with it: source files by their paths, and packages. */
interface Named {
  readonly files: readonly string[]
  readonly packages: readonly string[]
}

/** What files need. */
export interface Needs {
  /**
   * What a file itself names in quotes, anywhere but where it takes types from another. So nothing is missing that it loads, whenever it does,
   * though more may be there than it loads. Throws for a file that was not read.
   */
  namedBy(path: string): Named
  /** These files, those that they name, those that these name, and so on. */
  closureOf(paths: Iterable<string>): ReadonlySet<string>
}

/** Looks into files for what they need, into each when it is first asked for. `packages`: the names of all that there are. */
export function openNeeds(files: ProgramFiles, packages: readonly string[]): Needs {
  const known = new Set(packages)
  const read = new Map<string, Named>()
  const readNamed = (path: string): Named => {
    const file = files.get(path)
    if (file === undefined) throw new Error(`${path} is part of the program and was not read with it`)
    const text = file.text.replace(importedTypes, '')
    const paths = [...text.matchAll(elsewhere)].map(([, , to = '']) => resolvePath(path, to))
    const names = [...text.matchAll(loaded)].map(([, , word = '']) => packageOf(word))
    return { files: [...new Set(paths)], packages: [...new Set(names)].filter(name => known.has(name)) }
  }
  const namedBy = (path: string): Named => {
    const named = read.get(path) ?? readNamed(path)
    read.set(path, named)
    return named
  }
  return {
    namedBy,
    closureOf(paths) {
      const found = new Set(paths)
      for (const path of found) for (const each of namedBy(path).files) found.add(each)
      return found
    },
  }
}

/** The path of what a file means by a relative one. */
function resolvePath(from: string, to: string): string {
  const folders = from.split('/').slice(0, -1)
  for (const part of to.split('/'))
    if (part === '..') folders.pop()
    else if (part !== '.') folders.push(part)
  return folders.join('/')
}

/** `@scope/name/part` is of the package `@scope/name`. */
function packageOf(word: string): string {
  const parts = word.split('/')
  return parts.slice(0, word.startsWith('@') ? 2 : 1).join('/')
}
