// Puts a rendered site on disk so that a crash leaves the old one whole: each file to a temporary name, synced, renamed. publish.ts calls it.
import { mkdir, open, readFile, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { WeeklyError } from '../core/errors.ts'
import type { SiteFile } from './site.ts'

/** How many files the folder got, kept and lost. */
export interface WriteReport {
  readonly written: number
  readonly unchanged: number
  readonly removed: number
}

/** What else the writer is told; by default nothing. */
export interface WriteOptions {
  /** Files that stay as they are on disk. */
  readonly withheld?: ReadonlySet<string>
  /** Folders, with `/` at their end, whose files stay even when they are rendered no longer. */
  readonly keptFolders?: readonly string[]
  /** Files of others that are copied: where to, and from where on disk. */
  readonly copies?: readonly { readonly path: string; readonly from: string }[]
}

/** Names the files that are ours: nothing else in the folder is ever removed. */
const manifestName = '.weekly-files.json'

/**
 * Writes the files into the folder, which is made when missing. Unchanged files are not touched; pages come before the indexes and
 * feeds that link to them; files of ours that are rendered no longer go last. Throws OUTPUT_UNWRITABLE with path and cause.
 */
export async function writeSite(
  folder: string,
  files: readonly SiteFile[],
  { withheld = new Set(), keptFolders = [], copies = [] }: WriteOptions = {},
): Promise<WriteReport> {
  const before = await readManifest(folder)
  const kept = before.filter(path => keptFolders.some(each => path.startsWith(each)))
  const now = [...new Set([...files, ...copies].map(({ path }) => path).concat(kept))].toSorted()
  // Until all is done both sets are ours: after a crash the next run still knows what it may remove.
  await writeManifest(folder, [...new Set([...before, ...now])].toSorted())
  let written = 0
  // One at a time: pictures are large, and there may be many.
  for (const { path, from } of copies)
    if (await writeIfChanged(join(folder, path), await readCopied(from))) written += 1
  for (const { path, content } of inLinkOrder(files))
    if (!withheld.has(path) && (await writeIfChanged(join(folder, path), Buffer.from(content)))) written += 1
  let removed = 0
  for (const path of before) if (!now.includes(path) && (await removeFile(folder, path))) removed += 1
  await writeManifest(folder, now)
  return { written, unchanged: files.length + copies.length - written, removed }
}

async function readCopied(from: string): Promise<Buffer> {
  try {
    return await readFile(from)
  } catch (cause) {
    throw new WeeklyError('FILE_UNREADABLE', `${from} cannot be read: ${codeOf(cause)}`, {
      hint: 'Check its rights, or take it out of the post that shows it.',
      cause,
    })
  }
}

// What is linked to comes first: style sheets, then pages, and last what leads a reader to them.
function inLinkOrder(files: readonly SiteFile[]): SiteFile[] {
  const rankOf = (path: string): number => {
    if (path.endsWith('.css')) return 0
    return /^(issues|posts)\//.test(path) || path === '404.html' ? 1 : 2
  }
  return files.toSorted((a, b) => rankOf(a.path) - rankOf(b.path))
}

async function readManifest(folder: string): Promise<string[]> {
  const path = join(folder, manifestName)
  try {
    const listed: unknown = JSON.parse(await readFile(path, 'utf8'))
    return Array.isArray(listed) ? listed.filter(each => typeof each === 'string').filter(isInside) : []
  } catch (cause) {
    // Without a readable list nothing is known to be ours, so nothing will be removed.
    if (cause instanceof SyntaxError || codeOf(cause) === 'ENOENT') return []
    throw unwritable(path, cause)
  }
}

function isInside(path: string): boolean {
  return !path.startsWith('/') && !path.split(/[/\\]/).includes('..')
}

async function writeManifest(folder: string, paths: readonly string[]): Promise<void> {
  await writeIfChanged(join(folder, manifestName), Buffer.from(`${JSON.stringify(paths, null, 1)}\n`))
}

async function writeIfChanged(path: string, content: Buffer): Promise<boolean> {
  try {
    if (await hasContent(path, content)) return false
    await mkdir(dirname(path), { recursive: true })
    const temporary = `${path}.weekly-part`
    await writeSynced(temporary, content)
    await rename(temporary, path)
    await syncFolder(dirname(path))
    return true
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

async function hasContent(path: string, content: Buffer): Promise<boolean> {
  try {
    return content.equals(await readFile(path))
  } catch (cause) {
    if (codeOf(cause) === 'ENOENT') return false
    throw cause
  }
}

async function writeSynced(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'w')
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}

// A rename is on disk only when its folder is.
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

/** Whether there was a file to remove; the folders that it leaves empty go with it. */
async function removeFile(folder: string, path: string): Promise<boolean> {
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

function codeOf(cause: unknown): string {
  return cause instanceof Error && 'code' in cause ? String(cause.code) : ''
}

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

function unwritable(path: string, cause: unknown): WeeklyError {
  const code = codeOf(cause)
  return new WeeklyError('OUTPUT_UNWRITABLE', `${path} cannot be written: ${code || String(cause)}`, {
    hint: hints[code] ?? 'Check the disk, then publish again: the site that was there is still whole.',
    retryable: code === 'ENOSPC' || code === 'EDQUOT',
    context: { path, code },
    cause,
  })
}
