// One file of the site on disk: written beside its place and synced, renamed, compared, removed.
import { randomBytes } from 'node:crypto'
import { closeSync, fstatSync, fsync, mkdirSync, openSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { readdir, readFile, rm, rmdir, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { WeeklyError } from '../../core/errors.ts'

const synced = promisify(fsync)

/** By what a file that was changed by somebody else is told from the one that was left. */
export interface Stamp {
  readonly sizeBytes: number
  readonly modifiedMs: number
}

/** A text is written as it is: made into bytes first, thousands of files would wait for the collector beside the heap. */
type Content = string | Uint8Array

/** The stamp of a file; null when there is none. */
export async function readStamp(path: string): Promise<Stamp | null> {
  try {
    const { size, mtimeMs } = await stat(path)
    return { sizeBytes: size, modifiedMs: mtimeMs }
  } catch {
    return null
  }
}

/** The same at once: of ten thousand files it takes a tenth of the time. */
export function stampAt(path: string): Stamp | null {
  const found = statSync(path, { throwIfNoEntry: false })
  return found ? { sizeBytes: found.size, modifiedMs: found.mtimeMs } : null
}

/** Whether a file has this stamp. At once: of ten thousand files it takes a tenth of the time that readStamp would. */
export function hasStamp(path: string, { sizeBytes, modifiedMs }: Stamp): boolean {
  const found = statSync(path, { throwIfNoEntry: false })
  return found?.size === sizeBytes && found.mtimeMs === modifiedMs
}

/** The stamp of a file that has just this content; null when it has not, or is not there. Throws OUTPUT_UNWRITABLE for what cannot be read. */
export async function hasContent(path: string, content: Content): Promise<Stamp | null> {
  try {
    const found = statSync(path, { throwIfNoEntry: false })
    if (!found || (found.isFile() && found.size !== Buffer.byteLength(content))) return null
    return Buffer.from(content).equals(await readFile(path)) ? await readStamp(path) : null
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return null
    throw unwritable(path, cause)
  }
}

/** Writes the content beside the file's place, synced, to be renamed; makes the folder when missing. Throws OUTPUT_UNWRITABLE. */
export async function writePart(path: string, content: Content): Promise<Stamp> {
  try {
    const file = openInFolder(partOf(path))
    try {
      writeFileSync(file, content)
      // The disk alone is waited for: of the rest each is done sooner than it could be handed to another thread and back.
      await synced(file)
      const { size, mtimeMs } = fstatSync(file)
      return { sizeBytes: size, modifiedMs: mtimeMs }
    } finally {
      closeSync(file)
    }
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

/** Opens a new file. Most folders are there already: of several files in one, the first makes it. */
function openInFolder(path: string): number {
  try {
    return openSync(path, 'w')
  } catch (cause) {
    if (codeOf(cause) !== 'ENOENT') throw cause
    mkdirSync(dirname(path), { recursive: true })
    return openSync(path, 'w')
  }
}

/** Gives a written part its name; durable only once its folder is synced. Throws OUTPUT_UNWRITABLE. */
export function renamePart(path: string): void {
  try {
    renameSync(partOf(path), path)
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

/** Removes the part that this process wrote beside the file. */
export async function removePart(path: string): Promise<void> {
  await rm(partOf(path), { force: true }).catch(() => undefined)
}

/** Removes what failed or killed processes left beside the file. */
export async function removeAllParts(path: string): Promise<void> {
  const name = basename(path)
  const names = await readdir(dirname(path)).catch(() => [])
  const parts = names.filter(each => each.startsWith(name) && anyPart.test(each.slice(name.length)))
  for (const part of parts) await rm(join(dirname(path), part), { force: true }).catch(() => undefined)
}

/** Replaces one file at once: part, rename, sync. Throws OUTPUT_UNWRITABLE. */
export async function replaceFile(path: string, content: Uint8Array): Promise<Stamp> {
  const stamp = await writePart(path, content)
  renamePart(path)
  await syncFolder(dirname(path))
  return stamp
}

/** Puts the names in a folder on disk: a rename is there only when they are. Throws OUTPUT_UNWRITABLE. */
export async function syncFolder(path: string): Promise<void> {
  try {
    const folder = openSync(path, 'r')
    try {
      await synced(folder)
    } finally {
      closeSync(folder)
    }
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

/** Whether there was a file to remove; the folders that it leaves empty go with it. Throws OUTPUT_UNWRITABLE. */
export async function removeFile(folder: string, path: string): Promise<boolean> {
  try {
    await rm(join(folder, path))
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false
    throw unwritable(join(folder, path), cause)
  }
  try {
    for (let parent = dirname(path); parent !== '.'; parent = dirname(parent)) await rmdir(join(folder, parent))
  } catch (cause) {
    // A folder that still holds something stays.
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(cause))) throw unwritable(join(folder, path), cause)
  }
  return true
}

/** The system's code of a failure, `ENOSPC`; empty when it has none. */
export function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

/** Ends the names of this process's parts: another that writes the same file has its own. */
export const partSuffix = `.part-${randomBytes(3).toString('hex')}`
/** What ends the name of anybody's part; the first one is of earlier versions. */
const anyPart = /^\.(?:weekly-part|part-[0-9a-f]{6})$/

const partOf = (path: string): string => path + partSuffix

const hints: Readonly<Record<string, string>> = {
  EACCES: 'Give this account the right to write there, or set another folder as output.',
  EPERM: 'Give this account the right to write there, or set another folder as output.',
  EROFS: 'The disk is mounted read-only: set another folder as output.',
  ENOSPC: 'The disk is full: free some space and publish again.',
  EDQUOT: 'The disk quota is used up: free some space and publish again.',
  ENOTDIR: 'A file stands where a folder is needed: move it away, or set another folder as output.',
  EEXIST: 'A file stands where a folder is needed: move it away, or set another folder as output.',
  EISDIR: 'A folder stands where a file is needed: move it away, or set another folder as output.',
}

/** OUTPUT_UNWRITABLE with the path, the cause and what to do. */
export function unwritable(path: string, cause: unknown): WeeklyError {
  const code = codeOf(cause)
  return new WeeklyError('OUTPUT_UNWRITABLE', `${path} cannot be written: ${code || String(cause)}`, {
    hint: hints[code] ?? 'Check the disk, then publish again: the site that was there is still whole.',
    retryable: code === 'ENOSPC' || code === 'EDQUOT',
    context: { path, code },
    cause,
  })
}
