// Which files of the program make which files of the site: the graph of what they import says it.
import { editionKinds, type EditionKind } from '../publish/site/press.ts'
import { markFiles, type Needs, type ProgramFiles } from './program-files.ts'

/** The folders that all of it is in. */
export const publishingFolders = ['core', 'formats', 'publish', 'store'] as const

/** Hands to each planner what all kinds are made from, and its own press. */
const HUB = 'publish/site/site.ts'
/** What files of every kind are given beside what the hub makes: the templates, and the pictures of the curator's words. */
const given = ['publish/template.ts', 'publish/prose/word-pictures.ts']
/** Reads issues from the store, and outlines them. */
const readers = ['publish/site/issue-shelf.ts', 'store/engine/database.ts']

const plannerOf = (kind: EditionKind): string => `publish/${editionKinds[kind].planner}`

/** A part of the program: the site's files of one kind, or what is read of issues before they are planned. */
export type ProgramPart = EditionKind | 'reading'

/** All parts. */
export const programParts: readonly ProgramPart[] = [...(Object.keys(editionKinds) as EditionKind[]), 'reading']

/**
 * The source files of each part. A file of the site depends on what its planner imports, and on all that the hub imports beside planners; of
 * the hub itself it is taken that it hands to no planner what another has made.
 */
export function findParts(needs: Needs): Readonly<Record<ProgramPart, ReadonlySet<string>>> {
  const kinds = Object.keys(editionKinds) as readonly EditionKind[]
  const planners = new Set(kinds.map(plannerOf))
  const shared = needs.closureOf([...given, ...needs.namedBy(HUB).files.filter(path => !planners.has(path))])
  const ofKind = (kind: EditionKind): ReadonlySet<string> =>
    new Set([HUB, ...shared, ...needs.closureOf([plannerOf(kind)])])
  return {
    ...(Object.fromEntries(kinds.map(kind => [kind, ofKind(kind)])) as Record<EditionKind, ReadonlySet<string>>),
    reading: needs.closureOf(readers),
  }
}

/** A mark of a part's source, and the packages that it names. */
export interface PartMark {
  readonly source: string
  readonly packages: readonly string[]
}

/** The marks of all parts. */
export type PartMarks = Readonly<Record<ProgramPart, PartMark>>

/** Marks a part of the program. */
export function markPart(files: ProgramFiles, needs: Needs, paths: ReadonlySet<string>): PartMark {
  const packages = new Set([...paths].flatMap(path => needs.namedBy(path).packages))
  return { source: markFiles(files, paths), packages: [...packages].toSorted() }
}
