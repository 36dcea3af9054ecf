// How the published package is put together: few files instead of some six hundred, since each file costs a command half a millisecond of CPU (ADR 15).
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineConfig, type Plugin } from 'rolldown'

/** What most commands need, and comes in many files. Other packages are loaded where they were installed. */
const bundled = ['commander', 'croner', 'kysely', 'yaml', 'zod']
/** Where a thread begins is found by its name, beside the chunk that starts it. */
const threads = {
  'drafting-thread': 'src/curate/drafting-thread.ts',
  'reading-thread': 'src/extract/reading-thread.ts',
}
const LICENSES_FILE = 'licenses.txt'

const isOutside = (id: string): boolean =>
  !id.startsWith('.') && !id.startsWith('/') && !bundled.some(name => id === name || id.startsWith(`${name}/`))

function licenseOf(name: string): string {
  const folder = join(import.meta.dirname, 'node_modules', name)
  const file = readdirSync(folder).find(found => /^licen[cs]e/i.test(found))
  if (file === undefined || !existsSync(join(folder, file))) throw new Error(`${name} has no file with its license`)
  return `${name}\n\n${readFileSync(join(folder, file), 'utf8').trim()}\n`
}

/** Whose code is given on is named with its license. */
const licenses: Plugin = {
  name: 'licenses',
  generateBundle() {
    const source = bundled.map(licenseOf).join(`\n${'-'.repeat(80)}\n\n`)
    this.emitFile({ type: 'asset', fileName: LICENSES_FILE, source })
  },
}

const builtinImport = /^import (?:\* as )?(.+) from "(node:[\w/]+)";$/gm

/**
 * Node's own modules are taken without an import, for an import reads whatever the module can give: of `node:process` the three streams,
 * of `node:http` a second HTTP client. It is a quarter of what `weekly --help` costs. Lines stay where they are.
 */
const builtins: Plugin = {
  name: 'builtins',
  renderChunk: code => ({
    code: code.replaceAll(builtinImport, (_line, names: string, id: string) => {
      const taken = names.replaceAll(/([\w$]+) as ([\w$]+)/g, '$1: $2')
      return `const ${taken} = process.getBuiltinModule("${id}");`
    }),
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
  external: id => isOutside(id),
  plugins: [withoutPrograms, builtins, licenses],
  output: {
    dir: 'dist',
    format: 'esm',
    sourcemap: true,
    // One folder below dist, as deep as the modules in src: what is found from there by a relative path is found from here.
    entryFileNames: ({ name }) => (Object.hasOwn(threads, name) ? 'program/[name].js' : '[name].js'),
    chunkFileNames: 'program/[name]-[hash].js',
  },
})
