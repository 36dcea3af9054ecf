// Puts a planned site on disk so that a crash or a full disk leaves the old one whole. Only what has changed is rendered.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { isWeeklyError, type WeeklyError } from '../../core/errors.ts'
import { type AnyFile, inTurns } from './needed.ts'
import { type KeptFile, readManifest, type SiteManifest, writeManifest } from './site-manifest.ts'
import type { KeptFiles } from './site-file.ts'
import {
  hasContent,
  hasStamp,
  removeAllParts,
  removeFile,
  removePart,
  renamePart,
  type Stamp,
  stampAt,
  syncFolder,
  writePart,
} from './write-file.ts'

/** A file that must not replace the published one, and why. */
export interface RefusedFile {
  readonly path: string
  readonly error: WeeklyError
}

/** How many files the folder got, kept and lost, and which stayed as they were because their new content was refused. */
export interface WriteReport {
  readonly written: number
  readonly unchanged: number
  readonly removed: number
  readonly refused: readonly RefusedFile[]
}

/** What became of a planned file: nothing to do, its bytes are there already, a part waits for its rename, or it was refused. */
type Outcome =
  | { readonly state: 'kept' | 'same' | 'staged'; readonly file: AnyFile; readonly stamp: Stamp }
  | { readonly state: 'refused'; readonly file: AnyFile; readonly error: WeeklyError }

/** So many files get their names before the process looks at what else there is to do: a millisecond or two. */
const RENAMED_AT_ONCE = 100
/** The most files that are read, written and synced at a time. */
const FILES_AT_ONCE = 16

/**
 * Writes the planned files into the folder, which is made when missing. A file is rendered only when what it is made from differs from the
 * last time, or when it is not on disk as it was left then. All new content lies beside the old, synced, before the first name changes;
 * then pages come before the indexes and feeds that link to them, and files of ours that are planned no longer go last: those that are kept
 * once with the next publishing. What is
 * there of `keptFolders`, which end with `/`, stays as it is, planned or not.
 * `madeFrom` says what all of it is made from, for isAsWritten; `known` is the list of the folder's files, where it has just been read.
 * Throws OUTPUT_UNWRITABLE with path and cause, and TEMPLATE_… of a rendering: then the old site stands.
 */
export async function writeSite(
  folder: string,
  allFiles: readonly AnyFile[],
  keptFolders: readonly string[] = [],
  madeFrom: string | null = null,
  known: SiteManifest | null = null,
): Promise<WriteReport> {
  const manifest = known ?? (await readManifest(folder))
  const before = manifest.files
  for (const [path, kept] of before) if (kept === null) await removeAllParts(join(folder, path))
  const isKept = (path: string): boolean => keptFolders.some(each => path.startsWith(each))
  const isThere = ({ path }: AnyFile): boolean => isKept(path) && stampAt(join(folder, path)) !== null
  const files = allFiles.filter(file => !isThere(file))
  const stamps = files.map(file => keptStamp(folder, file, before.get(file.path) ?? null))
  const planned = new Set(files.map(({ path }) => path))
  const others = [...before].filter(([path]) => !planned.has(path))
  const kept = others.filter(([path]) => isKept(path))
  const unplanned = others.filter(([path]) => !isKept(path))
  // What leaves stays until the next publishing, which is one that changes something.
  const leaving = unplanned.filter(([, file]) => file?.stays === 'once')
  const isQuiet = unplanned.every(([, file]) => file?.stays === 'leaving') && stamps.every(stamp => stamp !== null)
  if (isQuiet) {
    if (madeFrom !== manifest.madeFrom) await writeManifest(folder, [...before], madeFrom)
    return { written: 0, unchanged: files.length, removed: 0, refused: [] }
  }

  const gone = unplanned.filter(([, file]) => file?.stays !== 'once').map(([path]) => path)
  // Until all is done both sets are ours, and what will change is not vouched for: so the next run knows after a crash.
  await writeManifest(
    folder,
    [
      ...kept,
      ...leaving,
      ...gone.map((path): [string, null] => [path, null]),
      ...files.map((file, index): [string, KeptFile | null] => [file.path, vouch(file, stamps[index] ?? null)]),
    ],
    null,
  )
  const outcomes = await stageAll(folder, files, stamps)
  await renameAll(folder, outcomes)
  let removed = 0
  for (const path of gone) if (await removeFile(folder, path)) removed += 1
  const written = outcomes.filter(({ state }) => state === 'staged').length
  const refused = outcomes.flatMap(each =>
    each.state === 'refused' ? { path: each.file.path, error: each.error } : [],
  )
  await writeManifest(
    folder,
    [
      ...kept,
      ...leaving.map(([path, file]): [string, KeptFile | null] => [path, file && { ...file, stays: 'leaving' }]),
      ...outcomes.map((outcome): [string, KeptFile | null] => [
        outcome.file.path,
        outcome.state === 'refused' ? null : vouch(outcome.file, outcome.stamp),
      ]),
    ],
    refused.length === 0 ? madeFrom : null,
  )
  return { written, unchanged: files.length - written - refused.length, removed, refused }
}

/**
 * Whether the folder holds all that was written from this, untouched since: then there is nothing to plan. Every file is looked at, in a
 * fraction of the time that planning takes.
 */
export function isAsWritten(folder: string, manifest: SiteManifest, madeFrom: string): boolean {
  if (manifest.madeFrom !== madeFrom) return false
  for (const [path, kept] of manifest.files)
    if (kept === null || (kept.stays !== 'leaving' && !hasStamp(join(folder, path), kept))) return false
  return true
}

function vouch(file: AnyFile, stamp: Stamp | null): KeptFile | null {
  const stays = 'isKeptOnce' in file && file.isKeptOnce ? { stays: 'once' as const } : {}
  return stamp && { madeFrom: file.madeFrom, ...stamp, ...stays }
}

/** The stamp of a file that is on disk as it was left, made from what it would be made from now; else null. */
function keptStamp(folder: string, file: AnyFile, kept: KeptFile | null): Stamp | null {
  if (kept?.madeFrom !== file.madeFrom) return null
  return hasStamp(join(folder, file.path), kept) ? { sizeBytes: kept.sizeBytes, modifiedMs: kept.modifiedMs } : null
}

async function stageAll(
  folder: string,
  files: readonly AnyFile[],
  stamps: readonly (Stamp | null)[],
): Promise<readonly Outcome[]> {
  const staged: string[] = []
  const kept = keptFilesOf(folder, files, stamps)
  const stage = async (file: AnyFile): Promise<Outcome> => {
    const path = join(folder, file.path)
    const content = 'read' in file ? await file.read() : file.render(kept)
    const check = 'read' in file ? undefined : file.check
    const error = (await check?.(content.toString()).then(() => null, asRefusal)) ?? null
    if (error) return { state: 'refused', file, error }
    const same = await hasContent(path, content)
    if (same) return { state: 'same', file, stamp: same }
    staged.push(path)
    return { state: 'staged', file, stamp: await writePart(path, content) }
  }
  const outcomes = new Map<AnyFile, Outcome>()
  try {
    for (const { files: together, lend } of inTurns(files.filter((_file, index) => !stamps[index])))
      await mapAtOnce(together, async file => {
        outcomes.set(file, await lend(file, () => stage(file)))
      })
  } catch (error) {
    for (const path of staged) await removePart(path)
    throw error
  }
  return files.flatMap((file, index): Outcome[] => {
    const stamp = stamps[index] ?? null
    const outcome = outcomes.get(file)
    return stamp ? [{ state: 'kept', file, stamp }] : outcome ? [outcome] : []
  })
}

/** Answers what is on disk as it was left. Another process may take it away meanwhile: then it is rendered. */
function keptFilesOf(folder: string, files: readonly AnyFile[], stamps: readonly (Stamp | null)[]): KeptFiles {
  const paths = new Set(files.flatMap(({ path }, index) => (stamps[index] ? path : [])))
  return path => {
    if (!paths.has(path)) return null
    try {
      return readFileSync(join(folder, path))
    } catch {
      return null
    }
  }
}

function asRefusal(error: unknown): WeeklyError {
  if (isWeeklyError(error) && error.code === 'FEED_READBACK_FAILED') return error
  throw error
}

/** Gives the parts their names, what is linked to first, and puts the folders on disk before going on to what links. */
async function renameAll(folder: string, outcomes: readonly Outcome[]): Promise<void> {
  const staged = outcomes.filter(({ state }) => state === 'staged').map(({ file }) => file.path)
  for (const rank of [0, 1, 2, 3]) {
    const paths = staged.filter(path => rankOf(path) === rank)
    for (const [place, path] of paths.entries()) {
      renamePart(join(folder, path))
      // Whoever asks for a page meanwhile is answered: a first publishing has thousands of names.
      if (place % RENAMED_AT_ONCE === RENAMED_AT_ONCE - 1) await nextTurn()
    }
    await mapAtOnce([...foldersOf(paths)], path => syncFolder(join(folder, path)))
  }
}

/** The folders that hold these paths, up to the site's own: a new one is itself a name in the one above. */
function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>()
  for (const path of paths)
    for (let parent = dirname(path); !folders.has(parent); parent = dirname(parent)) folders.add(parent)
  return folders
}

// Style sheets, scripts and PDFs, then issues and posts, then lists of them, and last what leads a reader in: front page, feeds, sitemap.
function rankOf(path: string): number {
  if (/\.(?:css|js|pdf)$/.test(path)) return 0
  if (/^(?:issues|posts)\//.test(path) || path === '404.html') return 1
  // The page of the search comes after the files that it names.
  if (path.startsWith('search/index.')) return 3
  return path.includes('/') && !path.startsWith('page/') ? 2 : 3
}

/** Maps in order, at most FILES_AT_ONCE at a time; stops at the first failure once those under way have ended. */
async function mapAtOnce<Thing, Result>(
  things: readonly Thing[],
  map: (thing: Thing, index: number) => Promise<Result>,
): Promise<readonly Result[]> {
  const results: Result[] = []
  const queue = things.entries()
  let hasFailed = false
  const work = async (): Promise<void> => {
    for (const [index, thing] of queue) {
      if (hasFailed) return
      try {
        results[index] = await map(thing, index)
      } catch (error) {
        hasFailed = true
        throw error
      }
    }
  }
  const ends = await Promise.allSettled(Array.from({ length: FILES_AT_ONCE }, work))
  for (const end of ends) if (end.status === 'rejected') throw end.reason
  return results
}
