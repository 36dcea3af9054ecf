// How the published package is put together: few files instead of some six hundred, since each file costs a command half a millisecond of CPU (ADR 15).
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin, type PluginContext } from 'rolldown'
import { createChunkNames } from './rolldown-chunks.config.ts'
import { markFiles, openNeeds, type ProgramFiles, readProgram } from './src/app/program-files.ts'
import { findParts, markPart, type PartMark, publishingFolders } from './src/app/program-parts.ts'
import { fingerprintOf } from './src/publish/files/site-file.ts'

/** What most commands or the thread that reads articles need, and comes in many files. Other packages are loaded where they were installed. */
const bundled = [
  '@mozilla/readability',
  'cheerio',
  'commander',
  'croner',
  'feed',
  'fflate',
  'highlight.js',
  'htmlparser2',
  'kysely',
  'liquidjs',
  'markdown-it-footnote',
  'sanitize-html',
  'yaml',
  'zod',
]
/** Where a thread or a process begins is found by its name, beside the chunk that starts it. */
const threads = {
  'drafting-thread': 'src/curate/drafting-thread.ts',
  'drawing-process': 'src/app/drawing-process.ts',
  'reading-thread': 'src/extract/reading-thread.ts',
}
const LICENSES_FILE = 'licenses.txt'

/** What a package that is carried along stands on is carried along with it. */
const isOutside = (id: string, importer: string | undefined): boolean =>
  !/^[./\0]/.test(id) &&
  !bundled.some(name => id === name || id.startsWith(`${name}/`)) &&
  !(importer?.includes('/node_modules/') ?? false)

/** The folder of the package that a module is part of; none for our own. */
const packageFolder = (module: string): readonly string[] =>
  /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.slice(0, 1) ?? []

function licenseOf(folder: string): string {
  const { name, license } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, string>
  const file = readdirSync(folder).find(found => /^(?:licen[cs]e|copying)/i.test(found))
  if (name === undefined || license === undefined)
    throw new Error(`${folder} does not say by which license it may be used`)
  return `${name}\n\n${file === undefined ? `License: ${license}` : readFileSync(join(folder, file), 'utf8').trim()}\n`
}

/** Whose code is given on is named with its license. */
const licenses: Plugin = {
  name: 'licenses',
  generateBundle(_options, chunks) {
    const modules = Object.values(chunks).flatMap(chunk => (chunk.type === 'chunk' ? chunk.moduleIds : []))
    const texts = new Set([...new Set(modules.flatMap(packageFolder))].map(licenseOf))
    const source = [...texts].toSorted().join(`\n${'-'.repeat(80)}\n\n`)
    this.emitFile({ type: 'asset', fileName: LICENSES_FILE, source })
  },
}

const described = (folder: string): Record<string, Record<string, string> | string> =>
  JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<string, Record<string, string> | string>

/** The bundled packages that modules are of, with their versions. */
function versionsOf(modules: Iterable<string>): readonly unknown[] {
  return [...new Set([...modules].flatMap(packageFolder))].toSorted().map(folder => {
    const { name, version } = described(folder)
    return [name, version]
  })
}

/** All bundled modules of packages that modules load, directly or by others of packages. */
function bundledWith(graph: PluginContext, modules: Iterable<string>): ReadonlySet<string> {
  const reached = new Set(modules)
  const bundled = new Set<string>()
  for (const id of reached) {
    const info = graph.getModuleInfo(id)
    for (const each of [...(info?.importedIds ?? []), ...(info?.dynamicallyImportedIds ?? [])])
      if (packageFolder(each).length > 0) {
        reached.add(each)
        bundled.add(each)
      }
  }
  return bundled
}

/** Marks of the folders of src, of the parts that make single kinds of the site's files, and of the packages in the bundle: which of them an upgrade changes tells what must be made anew. */
const fingerprints: Plugin = {
  name: 'fingerprints',
  generateBundle(_options, chunks) {
    const source = new URL('src/', import.meta.url)
    const folders = readdirSync(source, { withFileTypes: true }).filter(each => each.isDirectory())
    const modules = Object.values(chunks).flatMap(chunk => (chunk.type === 'chunk' ? chunk.moduleIds : []))
    const files: ProgramFiles = readProgram(source, publishingFolders)
    const needs = openNeeds(files, Object.keys(described(import.meta.dirname)['dependencies'] ?? {}))
    const parts = Object.entries(findParts(needs)).map(([part, paths]) => {
      const mark = markPart(files, needs, paths)
      const bundled = bundledWith(
        this,
        [...paths].map(path => join(import.meta.dirname, 'src', path)),
      )
      return [part, { ...mark, source: fingerprintOf([mark.source, versionsOf(bundled)]) }] as const
    })
    const marks = {
      folders: Object.fromEntries<string>(
        folders.map(({ name }) => [name, markFiles(readProgram(source, [name]))] as const).toSorted(),
      ),
      parts: Object.fromEntries<PartMark>(parts),
      packages: fingerprintOf(versionsOf(modules)),
    }
    this.emitFile({ type: 'asset', fileName: 'program/fingerprints.json', source: JSON.stringify(marks) })
  },
}

const builtinImport = /^import (?:\* as )?(.+) from "(node:[\w/]+)";$/gm

/** The same in what the bundler made of CommonJS. */
const builtinRequire = /\b__require\("(?:node:)?(buffer|crypto|fs|path|process|stream|url)"\)/g

/** Modules that Node has loaded by itself before a program begins: to wait for them gains nothing. */
const loadedByNode = ['buffer', 'events', 'fs', 'module', 'path', 'process', 'timers', 'url', 'util']

/** Whether it is a function that is good for nothing but being called: no class, and without anything hung upon it, as `execFile` has. */
function isMereFunction(id: string, name: string): boolean {
  const module = process.getBuiltinModule(id) as Readonly<Record<string, unknown>> | undefined
  const taken = module?.[name]
  const usual = ['length', 'name', 'prototype']
  return (
    typeof taken === 'function' &&
    /^[a-z]/.test(name) &&
    Reflect.ownKeys(taken).every(key => usual.includes(String(key)))
  )
}

/** Takes what an import of a module of Node's names, `{ a, b as c }` or `whole`, by statements on one line. */
function takeBuiltin(names: string, id: string): string {
  const module = `process.getBuiltinModule("${id}")`
  if (!names.startsWith('{')) return `const ${names} = ${module};`
  const taken = names
    .slice(1, -1)
    .split(',')
    .map(pair => pair.trim().split(' as '))
  const waits = ([name = '']: readonly string[]) =>
    !loadedByNode.includes(id.slice('node:'.length)) && isMereFunction(id, name)
  return taken
    .map(([name = '', own = name]) =>
      waits([name])
        ? `const ${own} = (...values) => ${module}.${name}(...values);`
        : `const { ${name}: ${own} } = ${module};`,
    )
    .join(' ')
}

/**
 * Node's own modules are taken without an import, for an import reads whatever the module can give: of `node:process` the three streams,
 * of `node:http` a second HTTP client. It is a quarter of what `weekly --help` costs. A function is taken when it is first called, so that a
 * command that hashes nothing does without `node:crypto`. Lines stay where they are.
 */
const builtins: Plugin = {
  name: 'builtins',
  renderChunk: code => ({
    code: code
      .replaceAll(builtinImport, (_line, names: string, id: string) => takeBuiltin(names, id))
      .replaceAll(builtinRequire, 'process.getBuiltinModule("node:$1")'),
    map: null,
  }),
}

const NO_PROGRAMS = '\0no-programs'

/** Commander starts programs for commands that are programs of their own. We have none such, and what starts programs takes long to load. */
const withoutPrograms: Plugin = {
  name: 'without-programs',
  resolveId: (id, importer) =>
    id === 'node:child_process' && importer?.includes('/commander/') ? { id: NO_PROGRAMS } : null,
  load: id => (id === NO_PROGRAMS ? 'export default {}' : null),
}

export default defineConfig({
  input: { main: 'src/main.ts', library: 'src/library.ts', ...threads },
  platform: 'node',
  external: isOutside,
  plugins: [withoutPrograms, builtins, licenses, fingerprints],
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    // The engine keeps the text of what it runs. With a single letter beyond Latin-1 all of a file takes twice the memory, and of a file that
    // explains itself most is explanation, which stands in the sources and is reached by the map beside.
    charset: 'ascii',
    comments: { legal: true, annotation: false, jsdoc: false },
    codeSplitting: {
      groups: [{ name: createChunkNames(), debugName: 'commands', includeDependenciesRecursively: false }],
    },
    // One folder below dist, as deep as the modules in src: what is found from there by a relative path is found from here.
    entryFileNames: ({ name }) => (Object.hasOwn(threads, name) ? 'program/[name].js' : '[name].js'),
    chunkFileNames: 'program/[name]-[hash].js',
  },
})
