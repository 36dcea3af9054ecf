// Which modules of the published package share a file: each file that is read costs a command a third of a millisecond of CPU (ADR 15).
import { join } from 'node:path'

/** What the bundler knows of its modules, as far as it is asked here. */
export interface ModuleGraph {
  getModuleInfo(id: string): { readonly importedIds: readonly string[] } | null
}

/** What hardly any command does without: it opens the program and says what came of it. */
const opening = [
  'src/app/upkeep.ts',
  'src/app/wire.ts',
  'src/cli/terminal/exit.ts',
  'src/cli/terminal/stop.ts',
  'src/cli/terminal/terminal.ts',
  // `source list` needs nothing else of its stage.
  'src/collect/source-health.ts',
]
/** The stages: a pass runs all of them, some commands one. */
const stages = {
  collect: ['src/collect/collect.ts'],
  extract: ['src/extract/extract.ts'],
  curate: ['src/curate/curate.ts'],
  publish: ['src/publish/publish.ts'],
  deliver: ['src/deliver/deliver.ts'],
}
/** What is started without the rest, and is to read nothing that it does not need. */
const apart = {
  light: ['src/cli/command-line.ts', 'src/app/shipped.ts'],
  reading: ['src/extract/reading-thread.ts', 'src/extract/read-article.ts'],
  drafting: [
    'src/curate/drafting-thread.ts',
    'src/curate/curate.ts',
    'src/store/engine/database.ts',
    'src/store/engine/store-errors.ts',
  ],
  library: ['src/library.ts'],
}

/** Single modules of the store are needed by many commands, and each is small. */
const isOfStore = (id: string): boolean => id.includes('/src/store/')

/** All that is loaded with these modules, themselves included. */
function reachOf(ids: Iterable<string>, graph: ModuleGraph): ReadonlySet<string> {
  const reached = new Set(ids)
  for (const id of reached) for (const imported of graph.getModuleInfo(id)?.importedIds ?? []) reached.add(imported)
  return reached
}

const idsOf = (paths: readonly string[]): readonly string[] => paths.map(path => join(import.meta.dirname, path))

type Reaches = readonly { readonly name: string; readonly reached: ReadonlySet<string> }[]

const reachesOf = (entrances: Readonly<Record<string, readonly string[]>>, graph: ModuleGraph): Reaches =>
  Object.entries(entrances).map(([name, paths]) => ({ name, reached: reachOf(idsOf(paths), graph) }))

interface Reached {
  readonly opening: ReadonlySet<string>
  readonly stages: Reaches
  readonly apart: Reaches
}

function findReached(graph: ModuleGraph): Reached {
  const pass = reachOf(idsOf(['src/app/run.ts']), graph)
  return {
    opening: reachOf([...idsOf(opening), ...[...pass].filter(isOfStore)], graph),
    stages: reachesOf(stages, graph),
    apart: reachesOf(apart, graph),
  }
}

/**
 * Names the file that a module goes into, null where the bundler is to decide. What opens the program is one file, what one stage alone needs
 * another, what several stages need a third; each of them in parts, so that a thread, the library or `--help` reads no more than it needs.
 * A module stands in the same file as what it needs or in one that knows nothing of it, so that no two files need each other.
 */
export function createChunkNames(): (id: string, graph: ModuleGraph) => string | null {
  let known: Reached | null = null
  return (id, graph) => {
    known ??= findReached(graph)
    const namesIn = (group: Reaches): readonly string[] =>
      group.filter(({ reached }) => reached.has(id)).map(({ name }) => name)
    const isOpening = known.opening.has(id)
    const [stage, ...others] = namesIn(known.stages)
    if (!isOpening && stage === undefined) return null
    const whose = isOpening ? 'opening' : others.length > 0 ? 'stages' : (stage ?? '')
    return [whose, ...namesIn(known.apart)].join('-')
  }
}
